#pragma once

namespace ringside::cli {

/// The whole of main(): makes the application, finds the command and runs it.
int start(int argc, char **argv);

} // namespace ringside::cli

#pragma once

#include "grading/world.h"

namespace ringside::grading {

/// Has the lens do to the program what its world says is done while it runs. The request has trace options.
void addDisturbances(sandbox::RunRequest &request, const World &world);

} // namespace ringside::grading

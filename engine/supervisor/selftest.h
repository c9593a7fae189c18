#pragma once

#include "supervisor/run.h"

#include <string>
#include <utility>
#include <vector>

namespace ringside::supervisor {

/// Eight quick attacks that every sandbox of ours must hold, tried in a real box when the supervisor starts. The
/// same program tells which Python runs there.
class SelfTest
{
public:
    struct Result
    {
        std::string python; ///< "3.13.5"
        std::vector<std::pair<std::string, bool>> attacks; ///< name, and whether it was held
        [[nodiscard]] bool allHeld() const;
    };

    /// Waits for the end of the run. Errors: what kept the box from coming about, or Python from running.
    [[nodiscard]] static Outcome<Result> run(JobServices &services, sandbox::protocol::StartKind start);

    /// From what the program printed; an attack it says nothing about was not held.
    [[nodiscard]] static Result parse(std::string_view output);
};

} // namespace ringside::supervisor

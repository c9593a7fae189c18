#pragma once

#include "cli/options.h"

namespace ringside::cli {

// One file each: listcommand.cpp, runcommand.cpp …
[[nodiscard]] Command listCommand();
[[nodiscard]] Command runCommand();
[[nodiscard]] Command crashCommand();
[[nodiscard]] Command faultCommand();
[[nodiscard]] Command raceCommand();
[[nodiscard]] Command checkCommand();
[[nodiscard]] Command labMakeCommand();
[[nodiscard]] Command labOpenCommand();
[[nodiscard]] Command labSubmitCommand();
[[nodiscard]] Command labVerifyCommand();
[[nodiscard]] Command reviewCommand();
[[nodiscard]] Command cardsExportCommand();
[[nodiscard]] Command progressCommand();
[[nodiscard]] QList<Command> gradeCommands();
[[nodiscard]] Command courseCheckCommand();
[[nodiscard]] Command newExerciseCommand();
[[nodiscard]] Command doctorCommand();

} // namespace ringside::cli

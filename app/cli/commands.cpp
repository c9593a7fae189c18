#include "cli/commands.h"

namespace ringside::cli {

const QList<Command> &commands()
{
    static const QList<Command> all{listCommand(), runCommand(), checkCommand(),
        labMakeCommand(), labOpenCommand(), labSubmitCommand(), labVerifyCommand(),
        progressCommand(),
        courseCheckCommand(), newExerciseCommand(), doctorCommand()};
    return all;
}

} // namespace ringside::cli

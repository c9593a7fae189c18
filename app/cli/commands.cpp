#include "cli/commands.h"

#include "cli/progressexchange.h"

namespace ringside::cli {

const QList<Command> &commands()
{
    static const QList<Command> all
        = QList<Command>{listCommand(), runCommand(), crashCommand(),
              faultCommand(), raceCommand(), checkCommand(),
              labMakeCommand(), labOpenCommand(), labSubmitCommand(), labVerifyCommand(),
              reviewCommand(), cardsExportCommand(), progressCommand()}
        + progressExchangeCommands() + gradeCommands()
        + QList<Command>{courseCheckCommand(), newExerciseCommand(), doctorCommand()};
    return all;
}

} // namespace ringside::cli

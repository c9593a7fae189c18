#include "desktop/widgets/externaleditor.h"

#include <QPointer>
#include <QProcess>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

QString ExternalEditor::usualCommand()
{
    const QString visual = qEnvironmentVariable("VISUAL");
    return visual.trimmed().isEmpty() ? u"xdg-open"_s : visual;
}

void ExternalEditor::open(const QString &command, const QString &file)
{
    const QString wanted = command.trimmed().isEmpty() ? usualCommand() : command;
    QStringList words = QProcess::splitCommand(wanted);
    if (!words.contains(u"%f"_s))
        words.append(file);
    else
        std::ranges::replace(words, u"%f"_s, file);

    auto *process = new QProcess; // nobody's: who ends a QProcess ends its program
    process->setProgram(words.takeFirst());
    process->setArguments(words);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardOutputFile(QProcess::nullDevice()); // a pipe would break with the window
    process->setStandardErrorFile(QProcess::nullDevice());
    process->setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession);
    const QPointer<ExternalEditor> caller(this);
    connect(process, &QProcess::errorOccurred, process, [process, caller](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        process->deleteLater();
        if (caller)
            emit caller->failed(tr("%1 could not be started.").arg(process->program()));
    });
    connect(process, &QProcess::finished, process, [process, caller](int exitCode, QProcess::ExitStatus status) {
        process->deleteLater();
        if (caller && (exitCode != 0 || status == QProcess::CrashExit))
            emit caller->failed(tr("%1 ended with the status %2.").arg(process->program()).arg(exitCode));
    });
    process->start();
}

} // namespace ringside::desktop

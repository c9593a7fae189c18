#include "cli/entry.h"

#include "cli/console.h"
#include "cli/help.h"
#include "cli/session.h"
#include "course/suggestion.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

int print(const QString &text)
{
    Console().printLines(text.trimmed(), 0);
    return Good;
}

/// The window lies beside the command, in the build tree and when installed.
int openWindow()
{
    const QByteArray window
        = (QCoreApplication::applicationDirPath() + u"/ringside-desktop"_s).toLocal8Bit();
    if (::access(window.constData(), X_OK) == 0)
        ::execl(window.constData(), "ringside-desktop", nullptr);
    return complain(Impossible, Words::tr("the window is not part of this installation"),
        Words::tr("`ringside --help` tells what can be done here."));
}

/// The command that `words` begin with; the longest name wins, so that "course check" is found.
const Command *findCommand(const QStringList &words, qsizetype &length)
{
    const Command *found = nullptr;
    length = 0;
    for (const Command &command : commands()) {
        const QStringList name = command.name.split(u' ');
        if (words.first(std::min(name.size(), words.size())) == name && name.size() > length) {
            found = &command;
            length = name.size();
        }
    }
    return found;
}

int unknownCommand(const QStringList &words)
{
    QStringList names;
    QStringList beginnings;
    for (const Command &command : commands()) {
        names.append(command.name);
        if (command.name.startsWith(words.first() + u' '))
            beginnings.append(command.name);
    }
    const QString given = words.first(std::min<qsizetype>(words.size(), 2)).join(u' ');
    QString nearest = beginnings.value(0);
    if (nearest.isEmpty())
        nearest = course::nearest(words.first(), names);
    return complain(BadUsage,
        Words::tr("there is no command %1").arg(beginnings.isEmpty() ? words.first() : given),
        nearest.isEmpty() ? Words::tr("`ringside --help` lists the commands.")
                          : Words::tr("Did you mean `ringside %1`?").arg(nearest));
}

int runCommand(const Command &command, const QStringList &words)
{
    const qsizetype rest = words.indexOf(u"--"_s);
    const QStringList own = rest < 0 ? words : words.first(rest);
    if (own.contains(u"--help"_s) || own.contains(u"-h"_s))
        return print(helpText(command));
    const auto arguments = Arguments::parse(command, words);
    if (!arguments)
        return complain(
            BadUsage, arguments.error(), Words::tr("Usage: %1").arg(usageLine(command)));
    return command.run(*arguments);
}

int dispatch(QStringList words)
{
    if (words.isEmpty())
        return openWindow();
    if (words.first() == u"--version")
        return print(u"ringside "_s + QCoreApplication::applicationVersion());
    if (words.first() == u"--help=table") {
        Console().printRaw(helpTable());
        return Good;
    }
    if (words.first() == u"help" && words.size() > 1)
        words = words.sliced(1) + QStringList{u"--help"_s};
    if (QStringList{u"--help"_s, u"-h"_s, u"help"_s}.contains(words.first()))
        return print(overviewText());
    qsizetype length = 0;
    const Command *command = findCommand(words, length);
    return command ? runCommand(*command, words.sliced(length)) : unknownCommand(words);
}

} // namespace

int start(int argc, char **argv)
{
    holdStandardStreams();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"ringside"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(RINGSIDE_VERSION));
    const Session session;
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(textOfWord(argv[i]));
    return statusOfOutput(dispatch(words));
}

} // namespace ringside::cli

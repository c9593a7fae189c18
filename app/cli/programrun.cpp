#include "cli/programrun.h"

#include "cli/console.h"

#include <QCoreApplication>

#include <sys/stat.h>
#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// What the program reads: a file that was named, or one that standard input was redirected from. A
/// pipe is not read unasked: it may never end.
std::expected<QByteArray, QString> inputFor(const Arguments &arguments)
{
    if (arguments.has(u"stdin"_s))
        return readNamedFile(arguments.value(u"stdin"_s));
    struct stat status{};
    if (::fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode))
        return readNamedFile(u"-"_s);
    return QByteArray();
}

} // namespace

QList<Argument> programArguments()
{
    return {{u"FILE"_s, Words::tr("the program; - reads it from standard input"),
        Argument::Count::One, {}}};
}

Option standardInputOption()
{
    return {u"stdin"_s, u"FILE"_s,
        Words::tr("what the program reads from its standard input; - for ours")};
}

std::expected<sandbox::RunRequest, QString> requestFrom(
    const Arguments &arguments, StandardInput from)
{
    const auto program = readNamedFile(arguments.argument(u"FILE"_s));
    if (!program)
        return std::unexpected(program.error());
    const auto input = from == StandardInput::Live ? QByteArray() : inputFor(arguments);
    if (!input)
        return std::unexpected(input.error());
    sandbox::RunRequest request;
    request.workspace.entries.append(
        {.path = "main.py", .size = program->size(), .content = *program});
    request.standardInput = *input;
    for (const QString &word : arguments.rest())
        request.arguments.append(bytesOfWord(word));
    return request;
}

std::optional<int> refuseWithoutLens(Session &session, const QString &what)
{
    const auto features = session.wait(session.sandbox().features());
    if (!features)
        return complain(features.error());
    if (features->trace)
        return std::nullopt;
    return complain(Impossible,
        Words::tr("%1 is not available: this machine does not let the lens follow a program (%2)")
            .arg(what, errnoName(features->traceErrnum)),
        Words::tr(
            "`ringside run FILE` runs the program all the same; `ringside doctor` says more."));
}

} // namespace ringside::cli

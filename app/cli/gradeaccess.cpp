#include "cli/gradeaccess.h"

#include "base/bytes.h"
#include "cli/console.h"
#include "cli/gradeoutput.h"
#include "cli/session.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

namespace ringside::cli {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString pathOf(const QString &word)
{
    return QFile::decodeName(bytesOfWord(word));
}

int complainOf(const Error &error)
{
    if (error.kind == Error::Kind::Content)
        return complain(NotPassed, describe(error));
    return complain(error);
}

int printJson(QJsonObject object)
{
    object[u"format"_s] = 1;
    Console().printRaw(QJsonDocument(object).toJson());
    return Good;
}

Result<GradeFolder> openFolder(const Arguments &arguments)
{
    return GradeFolder::open(pathOf(arguments.argument(u"FOLDER"_s)));
}

int complainOfFolder(const Error &error)
{
    return complain(BadUsage, describe(error),
        Words::tr("`ringside grade plan SOURCE… --lab FILE --out FOLDER` makes such a folder."));
}

std::expected<OpenClass, int> openClass(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return std::unexpected(complainOfFolder(folder.error()));
    auto journal = classroom::Journal::open(folder->path(), folder->key().keys);
    if (!journal)
        return std::unexpected(complainOf(journal.error()));
    return OpenClass{*folder, std::move(*journal)};
}

Result<classroom::Gradebook> writeBook(
    const GradeFolder &folder, const classroom::Journal &journal)
{
    const auto results = folder.results();
    if (!results)
        return std::unexpected(results.error());
    const classroom::Gradebook book
        = classroom::makeGradebook(folder.plan(), *results, journal.entries());
    return writeGradebook(folder, book, journal.end()).transform([&] { return book; });
}

std::optional<int> numberOf(const Arguments &arguments, const QString &option, int least, int none)
{
    if (!arguments.has(option))
        return none;
    bool isNumber = false;
    const int number = arguments.value(option).toInt(&isNumber);
    if (isNumber && number >= least)
        return number;
    complain(BadUsage,
        Words::tr("--%1: %2 is no number from %3 on").arg(option, arguments.value(option)).arg(least));
    return std::nullopt;
}

Argument folderArgument()
{
    return {u"FOLDER"_s, Words::tr("where the class is graded: what --out named"),
        Argument::Count::One, {}};
}

Option jsonOption()
{
    return {u"json"_s, {}, Words::tr("print one object")};
}

} // namespace ringside::cli

#include "base/bytes.h"
#include "classroom/files.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/session.h"
#include "wording/similarity.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;
using classroom::SimilarFiles;
using classroom::SimilaritySearch;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QJsonObject toJson(const SimilarFiles &files)
{
    QJsonArray passages;
    for (const classroom::SharedPassage &passage : files.view.passages)
        passages.append(QJsonObject{{u"first"_s, QJsonArray{passage.first, passage.last}},
            {u"second"_s, QJsonArray{passage.firstOfOther, passage.lastOfOther}},
            {u"tokens"_s, passage.tokens}});
    return {{u"exercise"_s, files.slug}, {u"first"_s, files.first}, {u"second"_s, wording::secondName(files, files.second)},
        {u"similarity"_s, files.pair.similarity}, {u"outlier"_s, files.pair.outlier},
        {u"too_short"_s, files.pair.isTooShort}, {u"passages"_s, passages}};
}

void print(const QList<SimilarFiles> &pairs, bool withPassages)
{
    Console console;
    if (pairs.isEmpty())
        console.printLines(Words::tr("No two files are similar."), 0);
    for (const SimilarFiles &files : pairs) {
        console.printLines(u"%1  %2  %3  %4"_s.arg(files.slug,
                               displayName(files.first.toUtf8()),
                               displayName(wording::secondName(files, files.second).toUtf8()),
                               wording::similarityText(files.pair)),
            0);
        if (withPassages)
            console.printLines(wording::passagesText(files.view), 4);
    }
}

/// What is to be searched; or the status to end with.
std::expected<SimilaritySearch, int> searchOf(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return std::unexpected(complainOfFolder(folder.error()));
    SimilaritySearch search{.folders = {*folder},
        .slug = arguments.value(u"exercise"_s),
        .student = arguments.value(u"student"_s),
        .other = arguments.value(u"other"_s)};
    if (!search.slug.isEmpty() && !folder->plan().lab.exercise(search.slug))
        return std::unexpected(complain(BadUsage, Words::tr("there is no such exercise in the lab")));
    if (arguments.has(u"earlier"_s)) {
        const auto earlier = GradeFolder::open(pathOf(arguments.value(u"earlier"_s)));
        if (!earlier)
            return std::unexpected(complainOfFolder(earlier.error()));
        search.folders.append(*earlier);
    }
    bool isNumber = true;
    if (arguments.has(u"most"_s))
        search.most = arguments.value(u"most"_s).toInt(&isNumber);
    if (!isNumber || search.most < 1)
        return std::unexpected(complain(
            BadUsage, Words::tr("--most: %1 is no number of pairs").arg(arguments.value(u"most"_s))));
    return search;
}

int similar(const Arguments &arguments)
{
    const auto search = searchOf(arguments);
    if (!search)
        return search.error();
    const auto pairs = classroom::similarFiles(*search, Session::current().course());
    if (!pairs)
        return complainOf(pairs.error());
    if (arguments.has(u"html"_s)) {
        const QByteArray html
            = wording::similarityHtml(search->folders.first().plan().lab.title, *pairs).toUtf8();
        const auto written = classroom::writeFile(
            pathOf(arguments.value(u"html"_s)), html, classroom::Readers::OwnerOnly);
        if (!written)
            return complain(written.error());
    }
    if (!arguments.has(u"json"_s)) {
        print(*pairs, !search->student.isEmpty());
        return Good;
    }
    QJsonArray array;
    for (const SimilarFiles &files : *pairs)
        array.append(toJson(files));
    return printJson({{u"pairs"_s, array}});
}

} // namespace

Command gradeSimilarCommand()
{
    return {.name = u"grade similar"_s,
        .summary = Words::tr("For instructors: lists the most similar files of a class."),
        .description = Words::tr(
            "Names, values, comments and layout count for nothing, neither does what was given "
            "out, nor what a quarter of\nthe class has. Pairs are ranked within the class: there "
            "is no percentage from which on two files are too\nsimilar, and the list says nothing "
            "about why they are. Look at both files, --html shows them side by side."),
        .arguments = {folderArgument()},
        .options = {{u"exercise"_s, u"SLUG"_s, Words::tr("only this exercise")},
            {u"most"_s, u"N"_s, Words::tr("at most N pairs of each exercise; 20 otherwise")},
            {u"student"_s, u"ID"_s, Words::tr("only pairs with this student, and which lines they share")},
            {u"other"_s, u"ID"_s, Words::tr("with --student: only this pair")},
            {u"earlier"_s, u"FOLDER"_s, Words::tr("compare with an earlier class, too")},
            {u"html"_s, u"FILE"_s, Words::tr("write the pairs side by side")}, jsonOption()},
        .run = similar};
}

} // namespace ringside::cli

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
using classroom::SimilarPair;
using wording::SimilarFiles;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// What everybody was given: the starter, and the code in the task.
QList<QByteArray> templatesOf(const course::Exercise &exercise)
{
    QList<QByteArray> given{exercise.starter.toUtf8()};
    const QStringList parts = exercise.task.split(u"```"_s);
    for (qsizetype i = 1; i < parts.size(); i += 2)
        given.append(parts[i].section(u'\n', 1).toUtf8());
    return given;
}

/// Adds a class's files for one exercise.
Result<> addFiles(QList<classroom::ComparedFile> &files, const GradeFolder &folder,
    const QString &slug, bool isEarlier)
{
    for (const classroom::PlannedItem &item : folder.plan().items) {
        if (item.slug != slug)
            continue;
        const auto source = folder.source(item.source);
        if (!source)
            return std::unexpected(source.error());
        files.append({.student = item.student, .source = *source, .isEarlier = isEarlier});
    }
    return {};
}

/// What is compared with what.
struct Search
{
    QList<GradeFolder> folders; ///< the class, and perhaps an earlier one
    QString slug; ///< empty: every exercise
    QString student, other; ///< empty: everybody
    int most = 20;
};

bool isWanted(const Search &search, const QString &first, const QString &second)
{
    const auto isOne = [&](const QString &name) {
        return name.isEmpty() || name == first || name == second;
    };
    return isOne(search.student) && isOne(search.other);
}

QString nameOf(const classroom::ComparedFile &file)
{
    return file.isEarlier ? Words::tr("%1 (earlier)").arg(file.student) : file.student;
}

Result<QList<SimilarFiles>> similarIn(
    const Search &search, const classroom::LabExercise &inLab, const course::Exercise &exercise)
{
    classroom::SimilarityRequest request{.templates = templatesOf(exercise),
        .most = search.student.isEmpty() ? search.most : 1'000'000};
    for (qsizetype i = 0; i < search.folders.size(); ++i) {
        if (const auto added = addFiles(request.files, search.folders[i], inLab.slug, i > 0); !added)
            return std::unexpected(added.error());
    }
    QList<SimilarFiles> found;
    for (const SimilarPair &pair : classroom::similarPairs(request)) {
        const auto &first = request.files[pair.first];
        const auto &second = request.files[pair.second];
        if (found.size() < search.most && isWanted(search, first.student, second.student))
            found.append({inLab.slug, nameOf(first), nameOf(second), first.source, second.source,
                pair, classroom::alignedView(first.source, second.source, request.templates)});
    }
    return found;
}

Result<QList<SimilarFiles>> similarInAll(const Search &search)
{
    QList<SimilarFiles> found;
    for (const classroom::LabExercise &inLab : search.folders.first().plan().lab.exercises) {
        if (!search.slug.isEmpty() && search.slug != inLab.slug)
            continue;
        const course::Exercise *exercise = Session::current().course().exercise(inLab.id);
        if (!exercise)
            return unsupported(u"this Ringside has no exercise "_s + inLab.slug);
        const auto pairs = similarIn(search, inLab, *exercise);
        if (!pairs)
            return pairs;
        found += *pairs;
    }
    return found;
}

QJsonObject toJson(const SimilarFiles &files)
{
    QJsonArray passages;
    for (const classroom::SharedPassage &passage : files.view.passages)
        passages.append(QJsonObject{{u"first"_s, QJsonArray{passage.first, passage.last}},
            {u"second"_s, QJsonArray{passage.firstOfOther, passage.lastOfOther}},
            {u"tokens"_s, passage.tokens}});
    return {{u"exercise"_s, files.slug}, {u"first"_s, files.first}, {u"second"_s, files.second},
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
                               displayName(files.first.toUtf8()), displayName(files.second.toUtf8()),
                               wording::similarityText(files.pair)),
            0);
        if (withPassages)
            console.printLines(wording::passagesText(files.view), 4);
    }
}

/// What is to be searched; or the status to end with.
std::expected<Search, int> searchOf(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return std::unexpected(complainOfFolder(folder.error()));
    Search search{.folders = {*folder},
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
    const auto pairs = similarInAll(*search);
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

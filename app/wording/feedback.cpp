#include "wording/feedback.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "wording/cause.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringside::wording {

using namespace Qt::StringLiterals;
using classroom::Fate;
using classroom::GradeCell;
using classroom::GradedItem;
using grading::CheckOutcome;
using grading::CheckResult;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

const QString style
    = u"body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.5}"
      "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em .6em;text-align:left}"
      "pre{background:#f2f2f2;color:#111;padding:.5em;overflow:auto}"
      "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee}pre{background:#2b2b2b;"
      "color:#eee}}"_s;

/// Text of students and their programs: nothing in it is markup, and nothing hides.
QString safe(const QString &text)
{
    return displayText(text.toUtf8()).toHtmlEscaped();
}

QString page(const QString &title, const QString &body)
{
    return u"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title>"
           "<style>%2</style></head>\n<body><h1>%1</h1>\n%3</body></html>\n"_s.arg(
               safe(title), style, body);
}

QString markOf(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Passed:
        return Words::tr("passed");
    case CheckOutcome::Failed:
        return Words::tr("failed");
    case CheckOutcome::NotRun:
        return Words::tr("not run");
    case CheckOutcome::Ungraded:
        return Words::tr("not graded: the fault is ours");
    }
    Q_UNREACHABLE_RETURN({});
}

QString preformatted(const QString &label, const QString &text)
{
    return text.isEmpty() ? QString()
                          : u"<p>%1</p><pre>%2</pre>\n"_s.arg(label.toHtmlEscaped(), safe(text));
}

QString checkHtml(const CheckResult &check, bool isEndedAtOnce)
{
    QString html
        = u"<h3>%1: %2</h3>\n"_s.arg(safe(check.title), markOf(check.outcome).toHtmlEscaped());
    if (check.outcome != CheckOutcome::Failed || isEndedAtOnce)
        return html;
    html += u"<p>%1</p>\n"_s.arg(safe(check.message));
    html += preformatted(Words::tr("Expected"), check.expected)
        + preformatted(Words::tr("Found"), check.found);
    if (check.where)
        html += u"<p>%1</p>\n"_s.arg(
            Words::tr("Line %1 of %2").arg(check.where->line).arg(safe(check.where->file)));
    return html + preformatted(Words::tr("The files of that run"), check.fixture);
}

/// How many checks there are, how many of them passed, how many nobody is told of.
QString countsText(const grading::Verdict &verdict)
{
    const auto count = [&](auto wanted) { return std::ranges::count_if(verdict.checks, wanted); };
    const auto passed = count(
        [](const CheckResult &check) { return check.outcome == CheckOutcome::Passed; });
    const auto hidden = count([](const CheckResult &check) {
        return check.visibility == course::Visibility::Hidden;
    });
    const auto notRun = count([](const CheckResult &check) {
        return check.outcome == CheckOutcome::NotRun || check.outcome == CheckOutcome::Ungraded;
    });
    if (passed == verdict.checks.size())
        return Words::tr("Everything passed.");
    QString text = Words::tr("%1 of %2 checks passed.").arg(passed).arg(verdict.checks.size());
    if (notRun > 0)
        text += u' ' + Words::tr("%1 were not run.").arg(notRun);
    if (hidden > 0)
        text += u' ' + Words::tr("%1 of all are hidden.").arg(hidden);
    return text;
}

QString verdictHtml(const GradedItem &item)
{
    const grading::Verdict verdict = asShown(item).verdict;
    QString html = u"<p>%1</p>\n"_s.arg(countsText(verdict).toHtmlEscaped());
    if (!verdict.summary.isEmpty())
        html += u"<p>%1</p>\n"_s.arg(safe(verdict.summary));
    for (const CheckResult &check : verdict.checks)
        html += checkHtml(check, verdict.cause != grading::Cause::None);
    return html;
}

QString rowText(const classroom::RubricRow &row)
{
    return Words::tr("%1 of %2 points")
               .arg(classroom::pointsText(row.isGiven ? row.points : 0),
                   classroom::pointsText(row.points))
        + u": "_s + row.text;
}

QString rubricHtml(const QList<classroom::RubricRow> &rows)
{
    QString html;
    for (const classroom::RubricRow &row : rows)
        html += u"<li>%1</li>\n"_s.arg(safe(rowText(row)));
    return html.isEmpty() ? html : u"<ul>\n%1</ul>\n"_s.arg(html);
}

QJsonArray rubricJson(const QList<classroom::RubricRow> &rows)
{
    QJsonArray json;
    for (const classroom::RubricRow &row : rows)
        json.append(QJsonObject{{u"text"_s, row.text},
            {u"points"_s, row.isGiven ? classroom::roundedPoints(row.points) : 0},
            {u"max_points"_s, classroom::roundedPoints(row.points)}});
    return json;
}

/// The result that counts for a cell; null when there is none.
const GradedItem *resultOf(
    const classroom::GradeRow &row, const GradeCell &cell, const QList<GradedItem> &results)
{
    const auto found = std::ranges::find_if(results, [&](const GradedItem &item) {
        return item.student == row.student.id && item.slug == cell.slug
            && item.source == cell.source;
    });
    return found == results.end() ? nullptr : &*found;
}

/// Every line of text of students and their programs, indented.
QString indented(const QString &label, const QString &text)
{
    if (text.isEmpty())
        return {};
    QString lines = label.isEmpty() ? QString() : u"    "_s + label + u'\n';
    for (const QString &line : displayText(text.toUtf8()).split(u'\n'))
        lines += (label.isEmpty() ? u"    "_s : u"      "_s) + line + u'\n';
    return lines;
}

QString checkText(const CheckResult &check, bool isEndedAtOnce)
{
    QString text = u"  %1: %2\n"_s.arg(displayText(check.title.toUtf8()), markOf(check.outcome));
    if (check.outcome != CheckOutcome::Failed || isEndedAtOnce)
        return text;
    return text + indented({}, check.message) + indented(Words::tr("Expected"), check.expected)
        + indented(Words::tr("Found"), check.found)
        + indented(Words::tr("The files of that run"), check.fixture);
}

QString verdictText(const GradedItem &item)
{
    const grading::Verdict verdict = asShown(item).verdict;
    QString text = u"  "_s + countsText(verdict) + u'\n' + indented({}, verdict.summary);
    for (const CheckResult &check : verdict.checks)
        text += checkText(check, verdict.cause != grading::Cause::None);
    return text;
}

QString nameOf(const classroom::Student &student)
{
    return student.name.isEmpty() ? student.id : student.name;
}

QString sumOf(const classroom::Gradebook &book, const classroom::GradeRow &row)
{
    return row.isComplete
        ? Words::tr("%1 of %2 points")
              .arg(classroom::pointsText(row.points), classroom::pointsText(book.most))
        : Words::tr("Some of it is not graded yet.");
}

QJsonObject toJson(const CheckResult &check)
{
    const QString state = check.outcome == CheckOutcome::Passed ? u"passed"_s
        : check.outcome == CheckOutcome::Failed                 ? u"failed"_s
        : check.outcome == CheckOutcome::NotRun                 ? u"not-run"_s
                                                                : u"ungraded"_s;
    QJsonObject json{{u"title"_s, check.title}, {u"kind"_s, course::toString(check.kind)},
        {u"outcome"_s, state}, {u"points"_s, check.points}, {u"max_points"_s, check.maxPoints}};
    if (check.outcome != CheckOutcome::Failed)
        return json;
    json[u"message"_s] = check.message;
    json[u"expected"_s] = check.expected;
    json[u"found"_s] = check.found;
    json[u"line"_s] = check.where ? QJsonValue(check.where->line) : QJsonValue::Null;
    return json;
}

QJsonArray checksJson(const GradedItem &item)
{
    QJsonArray checks;
    for (const CheckResult &check : asShown(item).verdict.checks)
        checks.append(toJson(check));
    return checks;
}

QString pointsOf(const GradeCell &cell)
{
    return cell.isOpen()
        ? stateName(cell)
        : Words::tr("%1 of %2 points")
              .arg(classroom::pointsText(cell.points), classroom::pointsText(cell.most));
}

/// What the table of the class says: points where there are any.
QString cellText(const GradeCell &cell)
{
    const QString points = classroom::pointsText(cell.points);
    if (cell.state == GradeCell::State::Graded)
        return points;
    if (cell.state != GradeCell::State::Manual)
        return stateName(cell);
    return cell.isHandedInAgain ? Words::tr("%1, %2").arg(points, stateName(cell))
                                : Words::tr("%1 by hand").arg(points);
}

/// Gives hidden checks names that tell nothing but their kind; the new ids by the old ones.
template <typename Checks> QHash<QString, QString> coverHidden(Checks &checks)
{
    QHash<QString, QString> names;
    for (auto &check : checks) {
        if (check.visibility != course::Visibility::Hidden)
            continue;
        names.insert(check.id, u"hidden-%1"_s.arg(names.size() + 1));
        check.id = names.value(check.id);
        check.title = Words::tr("A hidden check (%1)").arg(course::toString(check.kind));
    }
    return names;
}

} // namespace

GradedItem asShown(GradedItem item)
{
    item.verdict = asShown(std::move(item.verdict));
    return item;
}

grading::Verdict asShown(grading::Verdict verdict)
{
    addSentences(verdict);
    verdict = grading::redacted(std::move(verdict), grading::Reader::LabLearner);
    const QHash<QString, QString> names = coverHidden(verdict.checks);
    for (CheckResult &check : verdict.checks)
        check.blockedBy = names.value(check.blockedBy, check.blockedBy);
    return verdict;
}

course::Exercise asShown(course::Exercise exercise)
{
    const QHash<QString, QString> names = coverHidden(exercise.checks);
    exercise.hints.removeIf([&](const course::Hint &hint) { return names.contains(hint.when); });
    return exercise;
}

QString stateName(const GradeCell &cell)
{
    if (cell.isHandedInAgain)
        return cell.isQuestion ? Words::tr("handed in again since it was read")
                               : Words::tr("graded by hand, handed in again since");
    switch (cell.state) {
    case GradeCell::State::Missing:
        return Words::tr("nothing handed in");
    case GradeCell::State::Ungraded:
        return Words::tr("not graded yet");
    case GradeCell::State::Graded:
        return Words::tr("graded");
    case GradeCell::State::Manual:
        return Words::tr("graded by hand");
    case GradeCell::State::Unread:
        return Words::tr("not read yet");
    }
    Q_UNREACHABLE_RETURN({});
}

QString fateText(const classroom::IntakeNote &note)
{
    switch (note.fate) {
    case Fate::Taken:
        return note.clockSetBy.count() == 0
            ? QString()
            : Words::tr("taken, but its log shows a clock that was set by %n minute(s)", nullptr,
                  int(std::chrono::round<std::chrono::minutes>(note.clockSetBy).count()));
    case Fate::Ignored:
        return {};
    case Fate::Superseded:
        return Words::tr("there is a later file of the same student");
    case Fate::Duplicate:
        return Words::tr("there is a file of that name, capitals apart");
    case Fate::NotPython:
        return Words::tr("is no Python file");
    case Fate::NoExercise:
        return Words::tr("fits no exercise of the lab");
    case Fate::NoStudent:
        return Words::tr("does not tell whose it is");
    case Fate::UnsafeName:
        return Words::tr("has a name that could lead elsewhere");
    case Fate::Link:
        return Words::tr("is a link");
    case Fate::Special:
        return Words::tr("is a device, a socket or a pipe");
    case Fate::TooLarge:
        return Words::tr("is too large");
    case Fate::Encrypted:
        return Words::tr("is encrypted");
    case Fate::OtherLab:
        return Words::tr("is for another lab");
    case Fate::Unreadable:
    case Fate::BrokenSeal:
    case Fate::WholeSource:
        return note.error ? describe(*note.error) : Words::tr("could not be read");
    }
    Q_UNREACHABLE_RETURN({});
}

QString studentName(const classroom::Gradebook &book, const QString &id)
{
    const classroom::GradeRow *row = book.row(id);
    return row && !row->student.name.isEmpty() ? Words::tr("%1 (%2)").arg(row->student.name, id) : id;
}

QString changeText(const classroom::MarkChange &change)
{
    const auto textOf = [](const std::optional<double> &points, const QString &none) {
        return points ? classroom::pointsText(*points) : none;
    };
    const QString text = u"%1 → %2"_s.arg(textOf(change.before, Words::tr("none")),
        textOf(change.after, Words::tr("ungraded")));
    return change.isManual ? Words::tr("%1 (the points by hand stand)").arg(text) : text;
}

QString latenessText(const classroom::Lateness &lateness)
{
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(lateness.late).count();
    if (minutes == 0)
        return {};
    const QString late = minutes < 60 ? Words::tr("%1 min late").arg(minutes)
                                      : Words::tr("%1 h %2 min late").arg(minutes / 60).arg(minutes % 60);
    if (lateness.isCutOff)
        return Words::tr("%1: too late to count").arg(late);
    if (lateness.percentLost <= 0)
        return late;
    return Words::tr("%1: %2 % less").arg(late, classroom::pointsText(lateness.percentLost));
}

QString feedbackHtml(const classroom::Gradebook &book, const classroom::GradeRow &row,
    const QList<GradedItem> &results)
{
    QString body = u"<p><strong>%1</strong></p>\n<p>%2</p>\n"_s.arg(
        safe(nameOf(row.student)), sumOf(book, row).toHtmlEscaped());
    for (const GradeCell &cell : row.cells) {
        body += u"<h2>%1: %2</h2>\n"_s.arg(safe(cell.slug), pointsOf(cell).toHtmlEscaped());
        body += u"<p>%1</p>\n"_s.arg(stateName(cell).toHtmlEscaped());
        if (const QString late = latenessText(cell.lateness); !late.isEmpty())
            body += u"<p>%1</p>\n"_s.arg(late.toHtmlEscaped());
        if (!cell.comment.isEmpty())
            body += u"<blockquote>%1</blockquote>\n"_s.arg(safe(cell.comment));
        body += rubricHtml(cell.rows);
        if (const GradedItem *item = resultOf(row, cell, results))
            body += verdictHtml(*item);
    }
    return page(book.title, body);
}

QString feedbackText(const classroom::Gradebook &book, const classroom::GradeRow &row,
    const QList<GradedItem> &results)
{
    QString text = u"%1\n%2\n%3\n"_s.arg(displayText(book.title.toUtf8()),
        displayText(nameOf(row.student).toUtf8()), sumOf(book, row));
    for (const GradeCell &cell : row.cells) {
        text += u"\n%1: %2 (%3)\n"_s.arg(cell.slug, pointsOf(cell), stateName(cell));
        text += indented({}, latenessText(cell.lateness)) + indented({}, cell.comment);
        for (const classroom::RubricRow &asked : cell.rows)
            text += u"  "_s + displayText(rowText(asked).toUtf8()) + u'\n';
        if (const GradedItem *item = resultOf(row, cell, results))
            text += verdictText(*item);
    }
    return text;
}

QByteArray feedbackJson(const classroom::Gradebook &book, const classroom::GradeRow &row,
    const QList<GradedItem> &results)
{
    QJsonArray exercises;
    for (const GradeCell &cell : row.cells) {
        const GradedItem *item = resultOf(row, cell, results);
        QJsonObject exercise{{u"exercise"_s, cell.slug},
            {u"points"_s, cell.isOpen() ? QJsonValue::Null : QJsonValue(cell.points)},
            {u"max_points"_s, cell.most}, {u"percent_lost"_s, cell.lateness.percentLost},
            {u"comment"_s, cell.comment},
            {u"checks"_s, item ? checksJson(*item) : QJsonArray()}};
        if (cell.isQuestion)
            exercise[u"rubric"_s] = rubricJson(cell.rows);
        exercises.append(exercise);
    }
    return QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"lab"_s, book.title},
                             {u"student"_s, row.student.id}, {u"name"_s, row.student.name},
                             {u"points"_s,
                                 row.isComplete ? QJsonValue(row.points) : QJsonValue::Null},
                             {u"max_points"_s, book.most}, {u"exercises"_s, exercises}})
        .toJson();
}

QString gradebookHtml(const classroom::Gradebook &book)
{
    QString body = u"<table><tr><th>%1</th><th>%2</th>"_s.arg(
        Words::tr("Student").toHtmlEscaped(), Words::tr("Name").toHtmlEscaped());
    for (const QString &slug : book.slugs)
        body += u"<th>%1</th>"_s.arg(safe(slug));
    body += u"<th>%1</th></tr>\n"_s.arg(Words::tr("Points").toHtmlEscaped());
    for (const classroom::GradeRow &row : book.rows) {
        body += u"<tr><td>%1</td><td>%2</td>"_s.arg(safe(row.student.id), safe(row.student.name));
        for (const GradeCell &cell : row.cells)
            body += u"<td>%1</td>"_s.arg(cellText(cell).toHtmlEscaped());
        body += u"<td>%1</td></tr>\n"_s.arg(row.isComplete
                ? classroom::pointsText(row.points)
                : Words::tr("open").toHtmlEscaped());
    }
    return page(book.title, body + u"</table>\n"_s);
}

} // namespace ringside::wording

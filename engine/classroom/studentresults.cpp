#include "classroom/studentresults.h"

#include "classroom/exchange.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamWriter>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;
using grading::CheckOutcome;
using grading::CheckResult;

namespace {

/// The result that counts for a cell; null when there is none.
const GradedItem *resultOf(const GradeRow &row, const GradeCell &cell, const QList<GradedItem> &shown)
{
    const auto found = std::ranges::find_if(shown, [&](const GradedItem &item) {
        return item.student == row.student.id && item.slug == cell.slug
            && item.source == cell.source;
    });
    return found == shown.end() ? nullptr : &*found;
}

/// What a check is worth in the lab; 0 for one that does not count there.
double worth(const LabExercise &exercise, const GradedItem &item, double points, course::Tier tier)
{
    const bool isCoreOnly = exercise.counted == Counted::Core;
    const double most = isCoreOnly ? item.verdict.core.maxPoints : item.verdict.total.maxPoints;
    if (most <= 0 || (isCoreOnly && tier != course::Tier::Core))
        return 0;
    return roundedPoints(exercise.points * points / most);
}

/// Gradescope wants lines to end in line feeds.
QString withLineFeeds(QString text)
{
    return text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
}

QString outputOf(const CheckResult &check)
{
    return check.outcome == CheckOutcome::Failed ? withLineFeeds(check.message) : QString();
}

QJsonObject gradescopeTest(const LabExercise &exercise, const GradedItem &item,
    const CheckResult &check, const QString &number)
{
    QJsonObject test{{u"name"_s, withLineFeeds(exercise.slug + u": "_s + check.title)},
        {u"number"_s, number}, {u"output"_s, outputOf(check)}, {u"visibility"_s, u"visible"_s}};
    if (check.outcome == CheckOutcome::Passed || check.outcome == CheckOutcome::Failed)
        test[u"status"_s] = check.outcome == CheckOutcome::Passed ? u"passed"_s : u"failed"_s;
    if (const double most = worth(exercise, item, check.maxPoints, check.tier); most > 0) {
        test[u"score"_s] = worth(exercise, item, check.points, check.tier);
        test[u"max_score"_s] = most;
    }
    return test;
}

/// An open question, as a test with what a person gave for it.
QJsonObject gradescopeAnswer(const GradeCell &cell, qsizetype number)
{
    QStringList lines;
    for (const RubricRow &row : cell.rows)
        lines.append((row.isGiven ? u"[x] "_s : u"[ ] "_s) + row.text);
    return {{u"name"_s, cell.slug}, {u"number"_s, QString::number(number)},
        {u"output"_s, withLineFeeds(lines.join(u'\n'))}, {u"visibility"_s, u"visible"_s},
        {u"score"_s, cell.points}, {u"max_score"_s, cell.most}};
}

QJsonValue check50Passed(const CheckResult &check)
{
    if (check.outcome == CheckOutcome::Passed)
        return true;
    return check.outcome == CheckOutcome::Failed ? QJsonValue(false) : QJsonValue::Null;
}

QJsonValue check50Cause(const CheckResult &check)
{
    if (check.outcome == CheckOutcome::Passed)
        return QJsonValue::Null;
    QJsonObject cause{{u"rationale"_s, check.message}, {u"help"_s, QJsonValue::Null}};
    if (!check.expected.isEmpty() || !check.found.isEmpty()) {
        cause[u"expected"_s] = check.expected;
        cause[u"actual"_s] = check.found;
    }
    return cause;
}

/// XML 1.0 has no way to write most control characters, nor half a character.
QString forXml(const QString &text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair
            = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const bool isControl = c < u' ' && c != u'\t' && c != u'\n' && c != u'\r';
        if (isPair)
            plain += c;
        if (isPair)
            plain += text[++i];
        else
            plain += isControl || c.isSurrogate() || c >= u'\ufffe' ? QChar(QChar::ReplacementCharacter)
                                                                  : c;
    }
    return plain;
}

class JunitWriter
{
public:
    explicit JunitWriter(QByteArray &bytes)
        : m_xml(&bytes)
    {
        m_xml.setAutoFormatting(true);
        m_xml.setAutoFormattingIndent(2);
    }

    void write(const Gradebook &book, const GradeRow &row, const QList<GradedItem> &shown)
    {
        QList<CheckResult> all;
        for (const GradeCell &cell : row.cells) {
            if (const GradedItem *item = resultOf(row, cell, shown))
                all += item->verdict.checks;
        }
        m_xml.writeStartDocument();
        m_xml.writeStartElement(u"testsuites"_s);
        attribute(u"name"_s, book.title);
        counts(all);
        for (const GradeCell &cell : row.cells) {
            if (const GradedItem *item = resultOf(row, cell, shown))
                suite(row, cell, *item);
        }
        m_xml.writeEndElement();
        m_xml.writeEndDocument();
    }

private:
    void attribute(const QString &name, const QString &value)
    {
        m_xml.writeAttribute(name, forXml(value));
    }

    void counts(const QList<CheckResult> &checks)
    {
        const auto count = [&](CheckOutcome outcome) {
            return QString::number(std::ranges::count(checks, outcome, &CheckResult::outcome));
        };
        attribute(u"tests"_s, QString::number(checks.size()));
        attribute(u"failures"_s, count(CheckOutcome::Failed));
        attribute(u"errors"_s, count(CheckOutcome::Ungraded));
        attribute(u"skipped"_s, count(CheckOutcome::NotRun));
    }

    void suite(const GradeRow &row, const GradeCell &cell, const GradedItem &item)
    {
        m_xml.writeStartElement(u"testsuite"_s);
        attribute(u"name"_s, cell.slug);
        counts(item.verdict.checks);
        m_xml.writeStartElement(u"properties"_s);
        property(u"student"_s, row.student.id);
        property(u"max_points"_s, pointsText(cell.most));
        if (!cell.isOpen())
            property(u"points"_s, pointsText(cell.points));
        m_xml.writeEndElement();
        for (const CheckResult &check : item.verdict.checks)
            testCase(cell, check);
        m_xml.writeEndElement();
    }

    void property(const QString &name, const QString &value)
    {
        m_xml.writeStartElement(u"property"_s);
        attribute(u"name"_s, name);
        attribute(u"value"_s, value);
        m_xml.writeEndElement();
    }

    void testCase(const GradeCell &cell, const CheckResult &check)
    {
        m_xml.writeStartElement(u"testcase"_s);
        attribute(u"name"_s, check.title);
        attribute(u"classname"_s, cell.slug);
        if (check.outcome == CheckOutcome::Failed)
            outcome(u"failure"_s, check.message, course::toString(check.kind));
        else if (check.outcome == CheckOutcome::Ungraded)
            outcome(u"error"_s, {}, u"infrastructure"_s);
        else if (check.outcome == CheckOutcome::NotRun)
            outcome(u"skipped"_s, check.blockedBy, {});
        m_xml.writeEndElement();
    }

    void outcome(const QString &name, const QString &message, const QString &type)
    {
        m_xml.writeStartElement(name);
        attribute(u"message"_s, message);
        if (!type.isEmpty())
            attribute(u"type"_s, type);
        m_xml.writeEndElement();
    }

    QXmlStreamWriter m_xml;
};

} // namespace

QByteArray gradescopeJson(const Lab &lab, const GradeRow &row, const QList<GradedItem> &shown)
{
    QJsonArray tests;
    for (qsizetype i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].isQuestion && !row.cells[i].isOpen())
            tests.append(gradescopeAnswer(row.cells[i], i + 1));
        const GradedItem *item = resultOf(row, row.cells[i], shown);
        const LabExercise *exercise = lab.exercise(row.cells[i].slug);
        if (!item || !exercise)
            continue;
        int number = 0;
        for (const CheckResult &check : item->verdict.checks)
            tests.append(gradescopeTest(
                *exercise, *item, check, u"%1.%2"_s.arg(i + 1).arg(++number)));
    }
    return QJsonDocument(QJsonObject{{u"score"_s, row.points}, {u"visibility"_s, u"visible"_s},
                             {u"output"_s, withLineFeeds(commentsOf(row))},
                             {u"output_format"_s, u"text"_s}, {u"tests"_s, tests}})
        .toJson();
}

QByteArray check50Json(const GradedItem &shown, const QString &version)
{
    QJsonArray results;
    for (const CheckResult &check : shown.verdict.checks)
        results.append(QJsonObject{{u"name"_s, check.id}, {u"description"_s, check.title},
            {u"passed"_s, check50Passed(check)}, {u"log"_s, QJsonArray()},
            {u"cause"_s, check50Cause(check)}, {u"data"_s, QJsonObject()},
            {u"dependency"_s,
                check.blockedBy.isEmpty() ? QJsonValue::Null : QJsonValue(check.blockedBy)}});
    return QJsonDocument(QJsonObject{{u"slug"_s, shown.slug}, {u"version"_s, version},
                             {u"results"_s, results}})
        .toJson();
}

QByteArray junitXml(const Gradebook &book, const GradeRow &row, const QList<GradedItem> &shown)
{
    QByteArray bytes;
    JunitWriter(bytes).write(book, row, shown);
    return bytes;
}

} // namespace ringside::classroom

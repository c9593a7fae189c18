#include "classroom/exchange.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cerrno>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

// In the order of the enum.
const QStringList states{u"missing"_s, u"ungraded"_s, u"graded"_s, u"manual"_s, u"unread"_s};

QString stateOf(const GradeCell &cell)
{
    return cell.isHandedInAgain ? u"handed-in-again"_s : states[qsizetype(cell.state)];
}

QString optionalPoints(const std::optional<double> &points)
{
    return points ? pointsText(*points) : QString();
}

/// The number of the record a mark goes back to.
QByteArray recordText(const GradeCell &cell)
{
    return cell.record > 0 ? QByteArray::number(cell.record) : QByteArray();
}

QJsonValue optionalJson(const std::optional<double> &points)
{
    return points ? QJsonValue(*points) : QJsonValue::Null;
}

QJsonArray rubricJson(const QList<RubricRow> &rows)
{
    QJsonArray json;
    for (const RubricRow &row : rows)
        json.append(QJsonObject{{u"text"_s, row.text}, {u"points"_s, roundedPoints(row.points)},
            {u"given"_s, row.isGiven}});
    return json;
}

QJsonObject toJson(const GradeCell &cell)
{
    QJsonObject json{{u"exercise"_s, cell.slug}, {u"state"_s, stateOf(cell)},
        {u"points"_s, cell.isOpen() ? QJsonValue::Null : QJsonValue(cell.points)},
        {u"max_points"_s, cell.most}, {u"automatic"_s, optionalJson(cell.automatic)},
        {u"manual"_s, optionalJson(cell.manual)}, {u"outcome"_s, cell.outcome},
        {u"late_seconds"_s, qint64(cell.lateness.late.count())},
        {u"percent_lost"_s, cell.lateness.percentLost}, {u"comment"_s, cell.comment},
        {u"source"_s, QString::fromLatin1(cell.source)},
        {u"record"_s, cell.record > 0 ? QJsonValue(cell.record) : QJsonValue::Null}};
    if (cell.isQuestion)
        json[u"rubric"_s] = rubricJson(cell.rows);
    return json;
}

/// Where a table has what, in a platform's sheet.
struct SheetColumns
{
    Sheet sheet{};
    qsizetype id = -1;
    qsizetype grade = -1;
    qsizetype most = -1; ///< Moodle's column of maxima
    qsizetype comment = -1;
    qsizetype firstRow = 1;
};

/// "Participant 123", whatever the word is.
QString participantOf(const QString &text)
{
    static const QRegularExpression form(u"(\\d+)\\s*\\z"_s);
    return form.match(text).captured(1);
}

bool isNumber(const QString &text)
{
    bool isGood = false;
    QString(text).replace(u',', u'.').toDouble(&isGood);
    return isGood;
}

double numberOf(const QString &text)
{
    return QString(text).replace(u',', u'.').toDouble();
}

/// The names of the columns are translated, their contents are not: the maximum is the first column
/// with the same number in every row behind one that holds grades or nothing.
std::optional<SheetColumns> moodleColumns(const CsvTable &table)
{
    const qsizetype columns = table.columns(0);
    if (table.rows() < 2 || columns < 5)
        return std::nullopt;
    for (qsizetype row = 1; row < table.rows(); ++row) {
        if (!table.isBlank(row) && participantOf(table.text(row, 0)).isEmpty())
            return std::nullopt;
    }
    for (qsizetype column = 2; column < columns; ++column) {
        const QString most = table.text(1, column);
        bool fits = isNumber(most) && numberOf(most) > 0;
        for (qsizetype row = 1; fits && row < table.rows(); ++row) {
            const QString grade = table.text(row, column - 1);
            fits = table.isBlank(row) || (table.text(row, column) == most && (grade.isEmpty() || isNumber(grade)));
        }
        if (fits)
            return SheetColumns{.sheet = Sheet::Moodle,
                .id = 0,
                .grade = column - 1,
                .most = column,
                .comment = columns - 1};
    }
    return std::nullopt;
}

std::optional<SheetColumns> canvasColumns(CsvTable &table, const QString &title)
{
    const qsizetype id = table.column(u"ID"_s);
    if (id < 1 || !table.text(0, 0).contains(u"Student"_s))
        return std::nullopt;
    SheetColumns columns{.sheet = Sheet::Canvas, .id = id};
    static const QRegularExpression number(u"\\s*\\(\\d+\\)\\s*\\z"_s);
    for (qsizetype i = id + 1; i < table.columns(0); ++i) {
        const QString name = table.text(0, i).trimmed();
        if (name == title || QString(name).remove(number) == title)
            columns.grade = i;
    }
    while (columns.firstRow < table.rows() && !isNumber(table.text(columns.firstRow, id)))
        ++columns.firstRow; // "Manual Posting", "Points Possible"
    if (columns.grade < 0) {
        columns.grade = table.columns(0);
        table.setText(0, columns.grade, title);
    }
    return columns;
}

/// Moodle writes decimals as its language does; it reads either.
QString inTheSheetsWay(const CsvTable &table, double points)
{
    QString text = pointsText(points);
    return table.separator() == ';' ? text.replace(u'.', u',') : text;
}

} // namespace

QString commentsOf(const GradeRow &row)
{
    QStringList lines;
    for (const GradeCell &cell : row.cells) {
        if (!cell.comment.isEmpty())
            lines.append(row.cells.size() > 1 ? cell.slug + u": "_s + cell.comment : cell.comment);
    }
    return lines.join(u'\n');
}

QString pointsText(double points)
{
    QString text = QString::number(roundedPoints(points), 'f', 2);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QByteArray gradebookCsv(const Gradebook &book)
{
    QByteArray csv = "student,name,email";
    for (const QString &slug : book.slugs) {
        for (const char *part : {"points", "state", "automatic", "manual", "percent_lost", "record"})
            csv += ',' + csvText(slug + u' ' + QLatin1StringView(part));
    }
    csv += ",points,max_points,complete,comments\n";
    for (const GradeRow &row : book.rows) {
        csv += csvText(row.student.id) + ',' + csvText(row.student.name) + ','
            + csvText(row.student.email);
        for (const GradeCell &cell : row.cells) {
            csv += ',' + (cell.isOpen() ? QString() : pointsText(cell.points)).toUtf8() + ','
                + stateOf(cell).toUtf8() + ','
                + optionalPoints(cell.automatic).toUtf8() + ','
                + optionalPoints(cell.manual).toUtf8() + ','
                + pointsText(cell.lateness.percentLost).toUtf8() + ',' + recordText(cell);
        }
        csv += ',' + pointsText(row.points).toUtf8() + ',' + pointsText(book.most).toUtf8() + ','
            + (row.isComplete ? "yes" : "no") + ',' + csvText(commentsOf(row)) + '\n';
    }
    return csv;
}

QByteArray gradebookJson(const Gradebook &book, const ChainEnd &log)
{
    QJsonArray students;
    for (const GradeRow &row : book.rows) {
        QJsonArray cells;
        for (const GradeCell &cell : row.cells)
            cells.append(toJson(cell));
        students.append(QJsonObject{{u"student"_s, row.student.id}, {u"name"_s, row.student.name},
            {u"email"_s, row.student.email}, {u"points"_s, row.points},
            {u"complete"_s, row.isComplete}, {u"exercises"_s, cells}});
    }
    return QJsonDocument(
        QJsonObject{{u"format"_s, 1}, {u"title"_s, book.title}, {u"max_points"_s, book.most},
            {u"students"_s, students},
            {u"audit"_s,
                QJsonObject{{u"records"_s, log.records},
                    {u"hash"_s, QString::fromLatin1(log.hash)}}}})
        .toJson();
}

Gradebook outOf(double most, Gradebook book)
{
    const double factor = book.most > 0 ? most / book.most : 1;
    for (GradeRow &row : book.rows)
        row.points = roundedPoints(row.points * factor);
    book.most = most;
    return book;
}

bool isOverMaximum(const Error &error)
{
    return error.kind == Error::Kind::Content && error.errnum == ERANGE;
}

Result<SheetFilling> fillSheet(const QByteArray &sheet, const QString &file, const Gradebook &inLab,
    const QString &column, MarksIn marks)
{
    auto table = CsvTable::read(sheet, file);
    if (!table)
        return std::unexpected(table.error());
    auto columns = canvasColumns(*table, column);
    if (!columns)
        columns = moodleColumns(*table);
    if (!columns)
        return contentError(
            file, 1, u"the file is neither Moodle's grading worksheet nor Canvas's gradebook"_s);
    SheetFilling filling{.sheet = columns->sheet};
    if (columns->most >= 0)
        filling.most = numberOf(table->text(columns->firstRow, columns->most));
    const Gradebook book = marks == MarksIn::Proportion && filling.most ? outOf(*filling.most, inLab) : inLab;
    for (qsizetype i = columns->firstRow; i < table->rows(); ++i) {
        if (table->isBlank(i))
            continue;
        const QString text = table->text(i, columns->id);
        const QString id = columns->sheet == Sheet::Moodle ? participantOf(text) : text.trimmed();
        const GradeRow *row = book.row(id);
        if (!row || !row->isComplete) {
            filling.without.append(id);
            continue;
        }
        if (columns->most >= 0 && row->points > numberOf(table->text(i, columns->most)))
            return std::unexpected(Error{.kind = Error::Kind::Content,
                .doing = u"%1 points are more than the %2 the sheet allows"_s.arg(
                    pointsText(row->points), table->text(i, columns->most)),
                .errnum = ERANGE,
                .file = file,
                .line = table->line(i)});
        table->setText(i, columns->grade, inTheSheetsWay(*table, row->points));
        if (const QString comments = commentsOf(*row); columns->comment >= 0 && !comments.isEmpty())
            table->setText(i, columns->comment, withoutFormula(comments));
        ++filling.filled;
    }
    filling.bytes = table->toBytes();
    return filling;
}

} // namespace ringside::classroom

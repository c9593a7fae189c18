#include "classroom/classtables.h"

#include "classroom/archive.h"
#include "classroom/layouts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

QByteArray line(const QByteArrayList &cells)
{
    return cells.join(',') + '\n';
}

QByteArray number(double points)
{
    return pointsText(points).toUtf8();
}

/// The last of a student's hand-ins, in seconds since 1970; 0: none, or nobody knows.
qint64 submittedAt(const GradeRow &row)
{
    qint64 last = 0;
    for (const GradeCell &cell : row.cells)
        last = std::max(last, cell.submitted);
    return last;
}

bool isHandedIn(const GradeRow &row)
{
    return std::ranges::any_of(
        row.cells, [](const GradeCell &cell) { return !cell.source.isEmpty(); });
}

/// "Lee, Ann" and "Ann Lee": the last name, then the first.
std::pair<QString, QString> namesOf(const QString &name)
{
    const qsizetype comma = name.indexOf(u',');
    if (comma >= 0)
        return {name.first(comma).trimmed(), name.sliced(comma + 1).trimmed()};
    const QString whole = name.simplified();
    const qsizetype space = whole.lastIndexOf(u' ');
    return space < 0 ? std::pair(whole, QString())
                     : std::pair(whole.sliced(space + 1), whole.first(space));
}

QByteArray timeCell(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s).toUtf8() : QByteArray();
}

QByteArray timeCell(qint64 seconds)
{
    return seconds == 0 ? QByteArray()
                        : timeCell(QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC));
}

/// What the row would be without lateness.
double rawPoints(const GradeRow &row)
{
    double sum = 0;
    for (const GradeCell &cell : row.cells)
        sum += cell.manual.value_or(cell.automatic.value_or(0));
    return roundedPoints(sum);
}

/// As Canvas itself writes a name that would be a formula.
QByteArray canvasName(const QString &name)
{
    const bool isFormula = withoutFormula(name) != name;
    return csvCell(isFormula ? u"=\""_s + QString(name).replace(u'"', u"\"\""_s) + u'"' : name);
}

bool isNumber(const QString &text)
{
    return !text.isEmpty()
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// A name inside of an archive that no system takes for a path, and that holds no "_", by which
/// Moodle tells its parts.
QByteArray plainName(const QString &text)
{
    QString plain;
    for (const QChar c : text)
        plain += c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'-' ? c : u' ';
    plain = plain.simplified().left(60);
    return plain.isEmpty() ? QByteArray("Participant") : plain.toUtf8();
}

/// Different for different ids, whatever they are.
QByteArray folderOf(const QString &id)
{
    return id.toUtf8().toPercentEncoding(" @").replace('.', "%2E");
}

} // namespace

QByteArray nbgraderCsv(const Gradebook &book, const Lab &lab)
{
    QByteArray csv = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,"
                     "late_submission_penalty,score,max_score\n";
    for (const GradeRow &row : book.rows) {
        const auto [last, first] = namesOf(row.student.name);
        const double raw = rawPoints(row);
        const auto points
            = [&](double value) { return row.isComplete ? number(value) : QByteArray(); };
        csv += line({csvText(book.title), timeCell(lab.due), timeCell(submittedAt(row)),
            csvText(row.student.id), csvText(last), csvText(first), csvText(row.student.email),
            points(raw), points(roundedPoints(raw - row.points)), points(row.points),
            number(book.most)});
    }
    return csv;
}

QByteArray moodleGradesCsv(const Gradebook &book)
{
    QByteArray csv = line({csvText(u"ID number"_s), csvText(u"Email address"_s),
        csvText(book.title), csvText(book.title + u" (feedback)"_s)});
    for (const GradeRow &row : book.rows)
        csv += line({csvText(row.student.id), csvText(row.student.email),
            row.isComplete ? number(row.points) : QByteArray("-"), csvText(commentsOf(row))});
    return csv;
}

QByteArray canvasCsv(const Gradebook &book, const QString &column)
{
    QByteArray csv
        = "Student,ID,SIS User ID,SIS Login ID,Section," + csvText(column) + "\n"
        + "    Points Possible,,,,," + number(book.most) + '\n';
    for (const GradeRow &row : book.rows)
        csv += line({canvasName(row.student.name), csvText(row.student.id), {}, {}, {},
            row.isComplete ? number(row.points) : QByteArray()});
    return csv;
}

QByteArray githubClassroomCsv(const Gradebook &book)
{
    QByteArray csv = "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,"
                     "student_repository_name,student_repository_url,submission_timestamp,points_awarded,points_available\n";
    for (const GradeRow &row : book.rows) {
        const QByteArray submitted = timeCell(submittedAt(row));
        csv += line({csvText(book.title), {}, {}, {}, csvText(row.student.id), {}, {},
            submitted.isEmpty() ? submitted : submitted + " UTC",
            row.isComplete ? number(row.points) : QByteArray(), number(book.most)});
    }
    return csv;
}

QByteArray agsLines(const Gradebook &book, const QDateTime &now)
{
    QByteArray lines;
    for (const GradeRow &row : book.rows) {
        QJsonObject score{{u"userId"_s, row.student.id}, {u"scoreMaximum"_s, book.most},
            {u"timestamp"_s, now.toUTC().toString(Qt::ISODateWithMs)},
            {u"activityProgress"_s, isHandedIn(row) ? u"Completed"_s : u"Initialized"_s},
            {u"gradingProgress"_s, row.isComplete ? u"FullyGraded"_s : u"Pending"_s}};
        if (row.isComplete)
            score[u"scoreGiven"_s] = row.points;
        if (const QString comments = commentsOf(row); !comments.isEmpty())
            score[u"comment"_s] = comments;
        if (const qint64 submitted = submittedAt(row); submitted != 0)
            score[u"submission"_s] = QJsonObject{{u"submittedAt"_s,
                QDateTime::fromSecsSinceEpoch(submitted, QTimeZone::UTC)
                    .toString(Qt::ISODateWithMs)}};
        lines += QJsonDocument(score).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

Result<QByteArray> feedbackZip(const QList<StudentReport> &reports, const QByteArray &name)
{
    const bool isMoodle = std::ranges::all_of(
        reports, [](const StudentReport &report) { return isNumber(report.student.id); });
    QList<ArchiveFile> files;
    for (const StudentReport &report : reports) {
        const Student &student = report.student;
        const QByteArray folder = isMoodle
            ? plainName(student.name) + '_' + student.id.toUtf8() + "_assignsubmission_file"
            : folderOf(student.id);
        files.append({.name = folder + '/' + name, .content = report.content});
    }
    return makeZip(files);
}

Result<QByteArray> canvasFeedbackZip(const QList<StudentReport> &reports)
{
    QList<ArchiveFile> files;
    for (const StudentReport &report : reports) {
        const QString name = QString::fromUtf8(report.handedInAs).section(u'/', -1);
        if (const auto place = placeIn(Layout::Canvas, {name}); place && place->student == report.student.id)
            files.append({.name = name.toUtf8(), .content = report.content});
    }
    return makeZip(files);
}

} // namespace ringside::classroom

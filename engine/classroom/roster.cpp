#include "classroom/roster.h"

#include "classroom/csv.h"

#include <QDateTime>
#include <QSet>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

Result<Student> studentOf(const CsvTable &table, qsizetype row, const QString &file)
{
    const auto cell = [&](const QString &column) { return table.text(row, column).trimmed(); };
    const auto wrong = [&](const QString &what) {
        return contentError(file, table.line(row), what);
    };
    Student student{
        .id = cell(u"student"_s), .name = cell(u"name"_s), .email = cell(u"email"_s)};
    if (student.id.isEmpty())
        return wrong(u"student: expected an id, found nothing"_s);
    if (const QString text = cell(u"submitted"_s); !text.isEmpty()) {
        const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
        if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
            return wrong(u"submitted: expected a time with its zone, found \"%1\""_s.arg(text));
        student.submitted = time.toSecsSinceEpoch();
    }
    if (const QString text = cell(u"extension_minutes"_s); !text.isEmpty()) {
        bool isNumber = false;
        student.extensionMinutes = text.toLongLong(&isNumber);
        if (!isNumber || !isExtension(student.extensionMinutes))
            return wrong(u"extension_minutes: expected a number, a year at most, found \"%1\""_s.arg(text));
    }
    return student;
}

} // namespace

Result<QList<Student>> readRoster(const QByteArray &csv, const QString &file)
{
    const auto table = CsvTable::read(csv, file);
    if (!table)
        return std::unexpected(table.error());
    if (table->column(u"student"_s) < 0)
        return contentError(file, 1, u"there is no column \"student\""_s);
    QList<Student> students;
    QSet<QString> ids;
    for (qsizetype row = 1; row < table->rows(); ++row) {
        if (table->isBlank(row))
            continue;
        auto student = studentOf(*table, row, file);
        if (!student)
            return std::unexpected(student.error());
        if (ids.contains(student->id))
            return contentError(
                file, table->line(row), u"the student is there already: "_s + student->id);
        ids.insert(student->id);
        students.append(std::move(*student));
    }
    return students;
}

} // namespace ringside::classroom

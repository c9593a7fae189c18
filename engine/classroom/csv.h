#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace ringside::classroom {

/// A CSV file that can be changed cell by cell: what is not changed keeps its bytes, whatever
/// separator, quoting, line ends or order the platform that made it has. Source: RFC 4180, and what
/// Moodle and Canvas write.
class CsvTable
{
public:
    /// The separator is a comma, a semicolon or a tab, whichever the first line has most of. A byte
    /// order mark is kept. Errors: Content, with the line: a quote that does not end, bytes that
    /// are no UTF-8, nothing at all.
    [[nodiscard]] static Result<CsvTable> read(const QByteArray &bytes, const QString &file);

    [[nodiscard]] qsizetype rows() const { return m_rows.size(); }
    [[nodiscard]] qsizetype columns(qsizetype row) const { return m_rows[row].cells.size(); }
    [[nodiscard]] int line(qsizetype row) const { return m_rows[row].line; }
    [[nodiscard]] char separator() const { return m_separator; }

    /// Nothing is in any of its cells: a spreadsheet writes such rows behind a table.
    [[nodiscard]] bool isBlank(qsizetype row) const;

    /// Empty for a cell that is not there.
    [[nodiscard]] QString text(qsizetype row, qsizetype column) const;
    /// By the name in the first row, without regard to case.
    [[nodiscard]] QString text(qsizetype row, const QString &column) const;
    /// -1 when no column is called so.
    [[nodiscard]] qsizetype column(const QString &name) const;

    /// Rows that are too short grow.
    void setText(qsizetype row, qsizetype column, const QString &text);

    [[nodiscard]] QByteArray toBytes() const;

private:
    struct Row
    {
        QList<QByteArray> cells; ///< as they are in the file, with their quotes
        QByteArray end; ///< "\n", "\r\n" or nothing
        int line = 0;
    };

    QByteArray m_mark;
    char m_separator = ',';
    QList<Row> m_rows;
};

/// Text that a spreadsheet would take for a formula gets an apostrophe in front.
[[nodiscard]] QString withoutFormula(const QString &text);
/// A cell for a file of ours. Numbers do not pass through here.
[[nodiscard]] QByteArray csvText(const QString &text);
/// Quoted where that is needed, nothing else.
[[nodiscard]] QByteArray csvCell(const QString &text, char separator = ',');

} // namespace ringside::classroom

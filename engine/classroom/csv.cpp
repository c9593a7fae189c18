#include "classroom/csv.h"

#include <QHash>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

/// Counted outside of quotes, up to the end of the first line.
char separatorOf(QByteArrayView bytes)
{
    QHash<char, int> counts;
    bool isQuoted = false;
    for (const char c : bytes) {
        if (c == '"')
            isQuoted = !isQuoted;
        else if (c == '\n' && !isQuoted)
            break;
        else if (!isQuoted)
            ++counts[c];
    }
    char best = ',';
    for (const char candidate : {';', '\t'}) {
        if (counts.value(candidate) > counts.value(best))
            best = candidate;
    }
    return best;
}

/// Length of the cell that begins here, quotes included; -1 when a quote does not end.
qsizetype cellLength(QByteArrayView rest, char separator)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < rest.size(); ++i) {
        if (rest[i] == '"' && (isQuoted || i == 0 || rest[i - 1] == '"'))
            isQuoted = !isQuoted;
        else if (!isQuoted && (rest[i] == separator || rest[i] == '\n' || rest[i] == '\r'))
            return i;
    }
    return isQuoted ? -1 : rest.size();
}

QByteArray endOfLine(QByteArrayView rest)
{
    if (rest.startsWith("\r\n"))
        return "\r\n";
    return rest.first(std::min<qsizetype>(rest.size(), 1)).toByteArray();
}

} // namespace

Result<CsvTable> CsvTable::read(const QByteArray &bytes, const QString &file)
{
    CsvTable table;
    if (!QUtf8StringView(bytes).isValidUtf8())
        return contentError(file, 0, u"the file is not UTF-8: save it as CSV in UTF-8"_s);
    if (bytes.startsWith("\xef\xbb\xbf"))
        table.m_mark = bytes.first(3);
    table.m_separator = separatorOf(bytes);
    int line = 1;
    qsizetype at = table.m_mark.size();
    while (at < bytes.size()) {
        Row row{.line = line};
        while (true) {
            const QByteArrayView rest = QByteArrayView(bytes).sliced(at);
            const qsizetype length = cellLength(rest, table.m_separator);
            if (length < 0)
                return contentError(file, line, u"a quote does not end"_s);
            row.cells.append(rest.first(length).toByteArray());
            line += static_cast<int>(row.cells.last().count('\n'));
            at += length;
            if (at >= bytes.size() || bytes[at] != table.m_separator)
                break;
            ++at;
        }
        row.end = endOfLine(QByteArrayView(bytes).sliced(at));
        at += row.end.size();
        line += row.end.isEmpty() ? 0 : 1;
        table.m_rows.append(row);
    }
    if (table.m_rows.isEmpty())
        return contentError(file, 0, u"the file is empty"_s);
    return table;
}

bool CsvTable::isBlank(qsizetype row) const
{
    return std::ranges::all_of(m_rows[row].cells, &QByteArray::isEmpty);
}

QString CsvTable::text(qsizetype row, qsizetype column) const
{
    if (column < 0 || column >= m_rows[row].cells.size())
        return {};
    QByteArray cell = m_rows[row].cells[column];
    if (cell.size() >= 2 && cell.startsWith('"') && cell.endsWith('"'))
        cell = cell.sliced(1, cell.size() - 2).replace("\"\"", "\"");
    return QString::fromUtf8(cell);
}

QString CsvTable::text(qsizetype row, const QString &name) const
{
    return text(row, column(name));
}

qsizetype CsvTable::column(const QString &name) const
{
    for (qsizetype i = 0; i < columns(0); ++i) {
        if (text(0, i).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

void CsvTable::setText(qsizetype row, qsizetype column, const QString &text)
{
    QList<QByteArray> &cells = m_rows[row].cells;
    while (cells.size() <= column)
        cells.append(QByteArray());
    cells[column] = csvCell(text, m_separator);
}

QByteArray CsvTable::toBytes() const
{
    QByteArray bytes = m_mark;
    for (const Row &row : m_rows)
        bytes += row.cells.join(m_separator) + row.end;
    return bytes;
}

QByteArray csvCell(const QString &text, char separator)
{
    QByteArray cell = text.toUtf8();
    const bool isPlain = std::ranges::none_of(cell,
        [&](char c) { return c == separator || c == '"' || c == '\n' || c == '\r'; });
    if (isPlain && !cell.startsWith(' ') && !cell.endsWith(' '))
        return cell;
    return '"' + cell.replace("\"", "\"\"") + '"';
}

QString withoutFormula(const QString &text)
{
    // Source: OWASP, "CSV Injection".
    static const QString dangerous = u"=+-@\t\r"_s;
    const bool isFormula = !text.isEmpty() && dangerous.contains(text.front());
    return isFormula ? u'\'' + text : text;
}

QByteArray csvText(const QString &text)
{
    return csvCell(withoutFormula(text));
}

} // namespace ringside::classroom

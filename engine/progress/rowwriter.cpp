#include "progress/rowwriter.h"

#include <cmath>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

QStringList namesOf(const TableShape &table)
{
    QStringList names;
    for (const TableShape::Column &column : table.columns)
        names.append(column.name);
    return names;
}

/// What decides between two rows with the same key: the column of the rule, then all others, so
/// that two machines come to the same row whoever asks.
QStringList deciding(const TableShape &table)
{
    const QString first = table.merging == Merging::Newest ? u"updated_ms"_s : table.grows;
    QStringList names{first};
    for (const QString &name : namesOf(table))
        if (name != first && !table.key.contains(name))
            names.append(name);
    return names;
}

QString prefixed(const QString &prefix, const QStringList &names)
{
    return u'(' + prefix + names.join(u", "_s + prefix) + u')';
}

QString insertOf(const TableShape &table)
{
    const QStringList names = namesOf(table);
    const QString marks = QStringList(names.size(), u"?"_s).join(u", "_s);
    const QString insert = u"INSERT INTO %1 (%2) VALUES (%3) ON CONFLICT (%4) DO "_s.arg(
        table.name, names.join(u", "_s), marks, table.key.join(u", "_s));
    if (table.merging == Merging::Union)
        return insert + u"NOTHING"_s;
    QStringList updates;
    for (const QString &name : deciding(table))
        updates.append(u"%1 = excluded.%1"_s.arg(name));
    return insert
        + u"UPDATE SET %1 WHERE %2 > %3"_s.arg(updates.join(u", "_s),
            prefixed(u"excluded."_s, deciding(table)),
            prefixed(table.name + u'.', deciding(table)));
}

} // namespace

std::optional<QString> misfit(
    const TableShape &table, const TableShape::Column &column, const QVariant &value)
{
    using Type = TableShape::Type;
    const auto wrong = [&](QStringView expected) {
        return u"%1.%2: expected %3"_s.arg(table.name, column.name, expected);
    };
    if (value.isNull())
        return column.optional ? std::nullopt : std::optional(wrong(u"a value"));
    const bool isInteger = value.typeId() == QMetaType::LongLong;
    switch (column.type) {
    case Type::Integer:
        if (!isInteger)
            return wrong(u"an integer");
        if (std::abs(value.toDouble()) > double(column.limit))
            return wrong(u"a smaller number");
        return {};
    case Type::Real:
        if (!isInteger && value.typeId() != QMetaType::Double)
            return wrong(u"a number");
        if (!std::isfinite(value.toDouble()))
            return wrong(u"a finite number");
        return {};
    case Type::Text:
        if (value.typeId() != QMetaType::QString)
            return wrong(u"a string");
        return {};
    }
    return wrong(u"a value");
}

Result<RowWriter> RowWriter::create(const Connection &to, const TableShape &table)
{
    return to.prepare(insertOf(table)).transform([&](Statement statement) {
        return RowWriter(std::move(statement), table);
    });
}

Result<bool> RowWriter::put(const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        if (const auto problem = misfit(*m_table, m_table->columns[i], values[i]))
            return contentError({}, 0, *problem);
    auto ran = m_statement.run(values);
    if (!ran) {
        // A CHECK of the table: a kind or grade that does not exist.
        if (ran.error().kind == Error::Kind::Internal)
            return contentError({}, 0, m_table->name + u": "_s + ran.error().doing);
        return std::unexpected(ran.error());
    }
    return m_statement.changed() > 0;
}

} // namespace ringside::progress

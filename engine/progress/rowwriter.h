#pragma once

#include "progress/schema.h"

namespace ringside::progress {

/// Puts rows from elsewhere into one table, by the table's rule for rows that are there already.
/// Nothing that comes from elsewhere is believed: every value is held to its column first.
class RowWriter
{
public:
    [[nodiscard]] static Result<RowWriter> create(const Connection &to, const TableShape &table);

    [[nodiscard]] const TableShape &table() const { return *m_table; }

    /// `values` in the order of the columns. Whether the row was taken. Errors: Content for a value
    /// that does not fit its column.
    [[nodiscard]] Result<bool> put(const QVariantList &values);

private:
    RowWriter(Statement statement, const TableShape &table)
        : m_statement(std::move(statement))
        , m_table(&table)
    {
    }

    Statement m_statement;
    const TableShape *m_table;
};

/// "review.grade: expected an integer", or nothing when the value fits.
[[nodiscard]] std::optional<QString> misfit(
    const TableShape &table, const TableShape::Column &column, const QVariant &value);

} // namespace ringside::progress

#pragma once

#include "base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <optional>

namespace ringside::progress {

/// One row of a result, by position of the column.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(query)
    {
    }

    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] int number(int column) const { return int(integer(column)); }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] QVariant value(int column) const { return m_query.value(column); }

    [[nodiscard]] std::optional<int> maybeNumber(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(number(column));
    }
    [[nodiscard]] std::optional<double> maybeReal(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(real(column));
    }

private:
    const QSqlQuery &m_query;
};

/// NULL for nothing, the value otherwise.
template <typename T> [[nodiscard]] QVariant orNull(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

class Connection;

/// A statement that is prepared once and run often.
class Statement
{
public:
    /// Runs with `values` for the question marks, in order. A null QString is stored as the empty
    /// text: NULL is an empty QVariant.
    [[nodiscard]] Result<> run(const QVariantList &values);
    /// Rows changed by the last run.
    [[nodiscard]] int changed() const { return m_query.numRowsAffected(); }
    [[nodiscard]] QSqlQuery &query() { return m_query; }

private:
    friend class Connection;
    Statement(QSqlQuery query, const Connection &connection)
        : m_query(std::move(query))
        , m_connection(&connection)
    {
    }

    QSqlQuery m_query;
    const Connection *m_connection;
};

/// One connection to one SQLite file. Belongs to the thread that opened it.
class Connection
{
public:
    enum class Mode : quint8 { ReadWrite, ReadOnly };

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }
    /// Whether any statement found the file damaged.
    [[nodiscard]] bool sawDamage() const { return m_sawDamage; }

    [[nodiscard]] Result<Statement> prepare(const QString &sql) const;
    [[nodiscard]] Result<> run(const QString &sql, const QVariantList &values = {}) const;
    /// As run; how many rows it changed.
    [[nodiscard]] Result<int> change(const QString &sql, const QVariantList &values = {}) const;

    /// Calls `visit(Row)` for every row.
    template <typename Visit>
    [[nodiscard]] Result<> each(const QString &sql, const QVariantList &values, Visit visit) const
    {
        auto statement = prepare(sql);
        if (!statement)
            return std::unexpected(statement.error());
        if (auto ran = statement->run(values); !ran)
            return ran;
        const Row row(statement->query());
        while (statement->query().next())
            visit(row);
        return endOf(statement->query());
    }

    /// Every row, read by `read(Row)`.
    template <typename Read>
    [[nodiscard]] auto all(const QString &sql, const QVariantList &values, Read read) const
        -> Result<QList<decltype(read(std::declval<Row>()))>>
    {
        QList<decltype(read(std::declval<Row>()))> list;
        return each(sql, values, [&](const Row &row) { list.append(read(row)); }).transform([&] {
            return std::move(list);
        });
    }

    /// The first row, if there is one.
    template <typename Read>
    [[nodiscard]] auto first(const QString &sql, const QVariantList &values, Read read) const
        -> Result<std::optional<decltype(read(std::declval<Row>()))>>
    {
        std::optional<decltype(read(std::declval<Row>()))> found;
        return each(sql, values, [&](const Row &row) {
            if (!found)
                found = read(row);
        }).transform([&] { return std::move(found); });
    }

    /// The first number of the first row; 0 when there is none.
    [[nodiscard]] Result<qint64> integer(const QString &sql, const QVariantList &values = {}) const;

private:
    friend class Statement;
    explicit Connection(QString path);
    [[nodiscard]] std::unexpected<Error> fail(const QSqlError &error) const;
    [[nodiscard]] Result<> endOf(const QSqlQuery &query) const;

    QString m_path;
    QString m_name;
    mutable bool m_sawDamage = false;
};

/// All or nothing. Rolled back when it is destroyed without a commit.
class Transaction
{
public:
    /// Takes the write lock at once, so that nothing fails half-way for want of it.
    [[nodiscard]] static Result<Transaction> begin(const Connection &connection);
    Transaction(Transaction &&other) noexcept
        : m_connection(std::exchange(other.m_connection, nullptr))
    {
    }
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    [[nodiscard]] Result<> commit();

private:
    explicit Transaction(const Connection &connection)
        : m_connection(&connection)
    {
    }

    const Connection *m_connection;
};

/// Runs `work` in a transaction: committed when it succeeds.
template <typename Work>
[[nodiscard]] auto inTransaction(const Connection &connection, Work work) -> decltype(work())
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return std::unexpected(transaction.error());
    auto result = work();
    if (!result)
        return result;
    if (auto committed = transaction->commit(); !committed)
        return std::unexpected(committed.error());
    return result;
}

/// What SQLite reports, in our terms: a full disk is ENOSPC, a read-only place EROFS, an unreadable
/// one EIO, a busy file EBUSY; a damaged file is an error of content.
[[nodiscard]] Error databaseError(const QString &file, int code, const QString &message);

/// 96 random bits as 16 letters: never the same twice, so that the rows of two machines can be
/// united.
[[nodiscard]] QString newUid();

} // namespace ringside::progress

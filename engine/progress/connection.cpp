#include "progress/connection.h"

#include <QRandomGenerator>

#include <array>
#include <cerrno>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

// Primary result codes. Source: https://www.sqlite.org/rescode.html
enum SqliteCode : int {
    SqlitePermission = 3,
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteInputOutput = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCannotOpen = 14,
    SqliteNotADatabase = 26,
};

QVariant withoutNullText(const QVariant &value)
{
    // The driver would store a null QString as NULL.
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return u""_s;
    return value;
}

} // namespace

Error databaseError(const QString &file, int code, const QString &message)
{
    const auto system = [&](int errnum) {
        return Error{.kind = Error::Kind::System, .doing = message, .errnum = errnum, .file = file};
    };
    switch (code) {
    case SqliteFull:
        return system(ENOSPC);
    case SqliteReadOnly:
        return system(EROFS);
    case SqliteInputOutput:
        return system(EIO);
    case SqlitePermission:
    case SqliteCannotOpen:
        return system(EACCES);
    case SqliteBusy:
    case SqliteLocked:
        return system(EBUSY);
    case SqliteCorrupt:
    case SqliteNotADatabase:
        return {.kind = Error::Kind::Content, .doing = message, .file = file};
    default:
        return {.kind = Error::Kind::Internal, .doing = message, .file = file};
    }
}

QString newUid()
{
    std::array<quint32, 3> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), bits.size());
    const QByteArrayView bytes(reinterpret_cast<const char *>(bits.data()), sizeof bits);
    return QString::fromLatin1(bytes.toByteArray().toBase64(QByteArray::Base64UrlEncoding));
}

Result<> Statement::run(const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i)
        m_query.bindValue(i, withoutNullText(values[i]));
    if (!m_query.exec())
        return m_connection->fail(m_query.lastError());
    return {};
}

Connection::Connection(QString path)
    : m_path(std::move(path))
    , m_name(u"ringside-progress-"_s + newUid())
{
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    std::unique_ptr<Connection> connection(new Connection(path));
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection->m_name);
    if (!database.isValid())
        return unsupported(u"Qt's SQLite driver"_s);
    database.setDatabaseName(path);
    database.setConnectOptions(mode == Mode::ReadOnly
            ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s
            : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!database.open())
        return connection->fail(database.lastError());
    return connection;
}

Connection::~Connection()
{
    // The handle must be gone before its name is: in a scope of its own.
    {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

Result<Statement> Connection::prepare(const QString &sql) const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return fail(query.lastError());
    return Statement(std::move(query), *this);
}

Result<> Connection::run(const QString &sql, const QVariantList &values) const
{
    return prepare(sql).and_then([&](Statement statement) { return statement.run(values); });
}

Result<int> Connection::change(const QString &sql, const QVariantList &values) const
{
    return prepare(sql).and_then([&](Statement statement) {
        return statement.run(values).transform([&] { return statement.changed(); });
    });
}

Result<qint64> Connection::integer(const QString &sql, const QVariantList &values) const
{
    return first(sql, values, [](const Row &row) {
        return row.integer(0);
    }).transform([](std::optional<qint64> found) { return found.value_or(0); });
}

std::unexpected<Error> Connection::fail(const QSqlError &error) const
{
    // The driver hands out the extended code; the low byte is the primary one.
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    const Error found = databaseError(m_path, code, error.databaseText());
    m_sawDamage = m_sawDamage || found.kind == Error::Kind::Content;
    return std::unexpected(found);
}

Result<> Connection::endOf(const QSqlQuery &query) const
{
    if (query.lastError().isValid())
        return fail(query.lastError());
    return {};
}

Result<Transaction> Transaction::begin(const Connection &connection)
{
    Transaction transaction(connection);
    const auto begun = connection.run(u"BEGIN IMMEDIATE"_s);
    if (begun)
        return transaction;
    transaction.m_connection = nullptr;
    // Within another one it is a part of that: what ends it is the end of the outer one. SQLite has no name for it
    // but this sentence.
    if (begun.error().doing.contains("within a transaction"_L1))
        return transaction;
    return std::unexpected(begun.error());
}

Transaction::~Transaction()
{
    // A full disk may have rolled back already; then there is nothing to do, and the error is
    // expected.
    if (m_connection)
        std::ignore = m_connection->run(u"ROLLBACK"_s);
}

Result<> Transaction::commit()
{
    if (!m_connection)
        return {};
    auto committed = m_connection->run(u"COMMIT"_s);
    if (committed)
        m_connection = nullptr;
    return committed;
}

} // namespace ringside::progress

#pragma once

#include "progress/connection.h"

#include <QStringList>

namespace ringside::progress {

/// "Ring" in the header of the file: tells our files from other people's. Source: PRAGMA
/// application_id.
constexpr qint64 applicationId = 0x52696E67;

/// The steps that lead from an empty file to today's tables. Step n makes version n; a step is
/// never edited once it was released: a new one is added.
[[nodiscard]] const QList<QStringList> &migrationSteps();

/// The version this program writes.
[[nodiscard]] int schemaVersion();

/// Brings the file from its version to the last step, each step in a transaction of its own.
[[nodiscard]] Result<> migrate(const Connection &connection, const QList<QStringList> &steps);

/// What two copies of one row come to when they meet.
enum class Merging : quint8 {
    Union, ///< rows never change: the same key is the same row
    Newest, ///< the one changed last, by `updated_ms`
    Largest, ///< the larger number of the column `grows`
};

/// A table as export, import and merge see it. The cache and what belongs to one machine have none.
struct TableShape
{
    enum class Type : quint8 { Integer, Real, Text };
    struct Column
    {
        QString name;
        Type type{};
        bool optional = false; ///< may be NULL
        qint64 limit = 1LL << 53; ///< of an integer's size: what JSON and our types carry
    };

    QString name;
    QList<Column> columns;
    QStringList key;
    Merging merging{};
    QString grows;
};

/// In an order in which rows can be inserted.
[[nodiscard]] const QList<TableShape> &sharedTables();

} // namespace ringside::progress

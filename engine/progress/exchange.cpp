#include "progress/exchange.h"

#include "progress/draftfiles.h"
#include "progress/rowwriter.h"
#include "progress/store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <cerrno>
#include <map>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr auto formatName = "ringside-progress"_L1;
constexpr int formatVersion = 2; // 1 had no playground
const QString pieceKey = u"playground"_s; // instead of a table
constexpr qint64 longestLine = 64LL << 20;

QString selectOf(const TableShape &table)
{
    QStringList names;
    for (const TableShape::Column &column : table.columns)
        names.append(column.name);
    return u"SELECT %1 FROM %2 ORDER BY %3"_s.arg(
        names.join(u", "_s), table.name, table.key.join(u", "_s));
}

QVariantList valuesOf(const TableShape &table, const Row &row)
{
    QVariantList values;
    for (int i = 0; i < table.columns.size(); ++i)
        values.append(row.isNull(i) ? QVariant() : row.value(i));
    return values;
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray lineOf(const TableShape &table, const QVariantList &values)
{
    QJsonObject object{{u"table"_s, table.name}};
    for (int i = 0; i < table.columns.size(); ++i)
        object.insert(table.columns[i].name, QJsonValue::fromVariant(values[i]));
    return lineOf(object);
}

QByteArray lineOf(const PlaygroundPiece &piece)
{
    return lineOf({{pieceKey, piece.file}, {u"modified_ms"_s, piece.modifiedMs}, {u"offset"_s, piece.offset},
        {u"base64"_s, QString::fromLatin1(piece.content.toBase64())}});
}

/// Nothing when there is anything else in it, or something missing.
std::optional<PlaygroundPiece> pieceFrom(const QJsonObject &object)
{
    const auto content = QByteArray::fromBase64Encoding(
        object["base64"_L1].toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (object.size() != 4 || !object["base64"_L1].isString() || !content || !object["offset"_L1].isDouble()
        || !object["modified_ms"_L1].isDouble())
        return {};
    return PlaygroundPiece{.file = object[pieceKey].toString(),
        .modifiedMs = object["modified_ms"_L1].toInteger(),
        .offset = object["offset"_L1].toInteger(),
        .content = *content};
}

/// Rows of drafts, some of which stand in files: the newer text of each, in the order of the table.
class DraftRows
{
public:
    explicit DraftRows(const QList<Draft> &files)
    {
        for (const Draft &draft : files)
            take({draft.itemUid, draft.slot, draft.body, draft.cursor, draft.updatedMs});
    }

    void take(const QVariantList &row)
    {
        QVariantList &known = m_rows[{row[0].toString(), row[1].toString()}];
        if (known.isEmpty() || known[updated].toLongLong() <= row[updated].toLongLong())
            known = row;
    }

    [[nodiscard]] const std::map<std::pair<QString, QString>, QVariantList> &rows() const { return m_rows; }

private:
    static constexpr qsizetype updated = 4;
    std::map<std::pair<QString, QString>, QVariantList> m_rows;
};

/// A value of JSON as the column's type stores it: 5.0 is written as 5.
QVariant toVariant(const QJsonValue &value)
{
    if (!value.isDouble())
        return value.toVariant();
    const QVariant number = value.toVariant();
    return number.typeId() == QMetaType::Double || number.typeId() == QMetaType::LongLong
        ? number
        : QVariant(value.toDouble());
}

/// Takes rows of several tables in, within one transaction of the caller.
class RowIntake
{
public:
    explicit RowIntake(const Store &store)
        : m_store(store)
    {
    }

    Result<> put(const TableShape &table, const QVariantList &values)
    {
        auto writer = m_writers.find(table.name);
        if (writer == m_writers.end()) {
            auto created = RowWriter::create(m_store.connection(), table);
            if (!created)
                return std::unexpected(created.error());
            writer = m_writers.emplace(table.name, std::move(*created)).first;
        }
        return writer->second.put(values).transform(
            [this](bool taken) { ++(taken ? m_report.taken : m_report.known); });
    }

    /// What follows from the rows: card states, and no more old drafts than are kept.
    Result<ImportReport> finish()
    {
        m_writers.clear();
        const auto trimmed
            = m_store.connection().run(u"DELETE FROM draft_old WHERE (item_uid, slot, saved_ms) IN "
                                       u"(SELECT item_uid, slot, saved_ms"
                                       " FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY item_uid, "
                                       "slot ORDER BY saved_ms DESC) AS n"
                                       " FROM draft_old) WHERE n > ?)"_s,
                {Drafts::olderKept});
        if (!trimmed)
            return std::unexpected(trimmed.error());
        return m_store.reviews().repairStatesWithin().transform([this](int cards) {
            m_report.cards = cards;
            return m_report;
        });
    }

private:
    const Store &m_store;
    std::map<QString, RowWriter> m_writers;
    ImportReport m_report;
};

class LineReader
{
public:
    LineReader(const Store &store, QIODevice &from, const QString &name, PlaygroundIntake &playground)
        : m_intake(store)
        , m_from(from)
        , m_name(name)
        , m_playground(playground)
    {
    }

    Result<ImportReport> read()
    {
        if (auto head = readHead(); !head)
            return std::unexpected(head.error());
        while (!m_ended)
            if (auto row = readRow(); !row)
                return std::unexpected(row.error());
        if (!m_from.atEnd() && !m_from.readAll().trimmed().isEmpty())
            return wrong(u"more lines after the end"_s);
        return m_intake.finish();
    }

private:
    std::unexpected<Error> wrong(const QString &what) const
    {
        return contentError(m_name, m_line, what);
    }

    Result<QJsonObject> nextObject()
    {
        ++m_line;
        if (m_from.atEnd())
            return wrong(u"the file ends early: the line with `end` is missing"_s);
        const QByteArray line = m_from.readLine(longestLine);
        if (!line.endsWith('\n') && !m_from.atEnd())
            return wrong(u"expected a shorter line"_s);
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
        if (problem.error != QJsonParseError::NoError)
            return wrong(u"expected JSON: "_s + problem.errorString());
        if (!document.isObject())
            return wrong(u"expected a JSON object"_s);
        return document.object();
    }

    Result<> readHead()
    {
        return nextObject().and_then([this](const QJsonObject &head) -> Result<> {
            if (head["format"_L1].toString() != formatName)
                return wrong(u"expected an export of Ringside's progress"_s);
            const int version = head["version"_L1].toInt();
            if (version < 1)
                return wrong(u"expected `version`"_s);
            if (version > formatVersion || head["schema"_L1].toInt() > schemaVersion())
                return wrong(u"written by a newer version"_s);
            return {};
        });
    }

    Result<> readRow()
    {
        auto object = nextObject();
        if (!object)
            return std::unexpected(object.error());
        if (object->contains("end"_L1)) {
            m_ended = true;
            if ((*object)["end"_L1].toInteger(-1) != m_rows)
                return wrong(u"expected %1 rows, found %2"_s.arg((*object)["end"_L1].toInteger(-1))
                        .arg(m_rows));
            return {};
        }
        ++m_rows;
        if (object->contains(pieceKey))
            return readPiece(*object);
        const QString name = object->take("table"_L1).toString();
        const auto table = std::ranges::find(sharedTables(), name, &TableShape::name);
        if (table == sharedTables().end())
            return wrong(u"unknown table `%1`"_s.arg(name));
        QVariantList values;
        for (const TableShape::Column &column : table->columns) {
            if (!object->contains(column.name))
                return wrong(u"%1: no `%2`"_s.arg(name, column.name));
            values.append(toVariant(object->take(column.name)));
        }
        if (!object->isEmpty())
            return wrong(u"%1: unknown `%2`"_s.arg(name, object->keys().first()));
        return m_intake.put(*table, values).transform_error([this](const Error &error) { return placed(error); });
    }

    Result<> readPiece(const QJsonObject &object)
    {
        const auto piece = pieceFrom(object);
        if (!piece)
            return wrong(u"expected a piece of the playground"_s);
        return m_playground.take(*piece).transform_error([this](const Error &error) { return placed(error); });
    }

    [[nodiscard]] Error placed(Error error) const
    {
        if (error.kind == Error::Kind::Content && error.file.isEmpty()) {
            error.file = m_name;
            error.line = m_line;
        }
        return error;
    }

    RowIntake m_intake;
    QIODevice &m_from;
    QString m_name;
    PlaygroundIntake &m_playground;
    int m_line = 0;
    qint64 m_rows = 0;
    bool m_ended = false;
};

/// Opens a copy, brought to our version: the file of another machine is not to be changed.
Result<std::unique_ptr<Connection>> openCopy(const QString &path, const QTemporaryDir &folder)
{
    const QString copy = folder.filePath(u"other.sqlite"_s);
    if (!QFile::copy(path, copy))
        return systemError(u"copy "_s + path, QFile::exists(path) ? EACCES : ENOENT);
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    if (QFile::exists(path + u"-wal"_s))
        QFile::copy(path + u"-wal"_s, copy + u"-wal"_s);
    auto connection = Connection::open(copy, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    const auto application = (*connection)->integer(u"PRAGMA application_id"_s);
    const auto version = (*connection)->integer(u"PRAGMA user_version"_s);
    if (!application || !version)
        return std::unexpected(!application ? application.error() : version.error());
    if (*application != applicationId)
        return contentError(path, 0, u"a database of another program"_s);
    if (*version > schemaVersion())
        return contentError(path, 0, u"written by a newer version"_s);
    if (auto migrated = migrate(**connection, migrationSteps()); !migrated)
        return std::unexpected(migrated.error());
    return connection;
}

} // namespace

Result<> exportLines(const Store &store, QIODevice &to, qint64 nowMs, const FilesBeside &files)
{
    DraftRows drafts(files.drafts);
    bool written = true;
    qint64 rows = 0;
    const auto write
        = [&](const QByteArray &line) { written = written && to.write(line) == line.size(); };
    write(lineOf({{u"format"_s, QString(formatName)}, {u"version"_s, formatVersion},
        {u"schema"_s, schemaVersion()}, {u"exported_ms"_s, nowMs}}));
    for (const TableShape &table : sharedTables()) {
        const auto put = [&](const QVariantList &values) {
            write(lineOf(table, values));
            ++rows;
        };
        const bool isDraft = table.name == u"draft";
        const auto read = store.connection().each(selectOf(table), {}, [&](const Row &row) {
            isDraft ? drafts.take(valuesOf(table, row)) : put(valuesOf(table, row));
        });
        if (!read)
            return read;
        if (isDraft)
            for (const auto &[key, values] : drafts.rows())
                put(values);
    }
    const auto read = eachPlaygroundPiece(files.playground, [&](const PlaygroundPiece &piece) {
        write(lineOf(piece));
        ++rows;
    });
    if (!read)
        return read;
    write(lineOf({{u"end"_s, rows}}));
    if (!written)
        return systemError(u"write the export"_s, errno);
    return {};
}

Result<> exportToFile(const Store &store, const QString &path, qint64 nowMs)
{
    // As root QSaveFile would put a file in the place of a device.
    if (const QFileInfo before(path); before.exists() && !before.isFile())
        return systemError(u"write "_s + path, before.isDir() ? EISDIR : EOPNOTSUPP);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return systemError(u"open "_s + path, errno);
    FilesBeside files;
    if (!store.path().isEmpty())
        files = {.drafts = draftsIn(draftFolder(store.path())), .playground = playgroundFolder(store.path())};
    return exportLines(store, file, nowMs, files).and_then([&]() -> Result<> {
        if (!file.commit())
            return systemError(u"write "_s + path, errno);
        return {};
    });
}

Result<ImportReport> importLines(
    const Store &store, QIODevice &from, const QString &name, PlaygroundIntake &playground)
{
    return inTransaction(
        store.connection(), [&] { return LineReader(store, from, name, playground).read(); });
}

Result<ImportReport> importFromFile(
    const Store &store, const QString &path, PlaygroundIntake &playground)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"open "_s + path, errno);
    return importLines(store, file, path, playground);
}

Result<ImportReport> mergeFile(const Store &store, const QString &path)
{
    const QTemporaryDir folder;
    auto other = openCopy(path, folder);
    if (!other)
        return std::unexpected(other.error());
    return inTransaction(store.connection(), [&]() -> Result<ImportReport> {
        RowIntake intake(store);
        for (const TableShape &table : sharedTables()) {
            Result<> taken;
            const auto read = (*other)->each(selectOf(table), {}, [&](const Row &row) {
                if (taken)
                    taken = intake.put(table, valuesOf(table, row));
            });
            for (const Result<> &step : {read, taken})
                if (!step)
                    return std::unexpected(step.error());
        }
        return intake.finish();
    });
}

namespace {

Result<bool> isDatabase(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"open "_s + path, QFile::exists(path) ? EACCES : ENOENT);
    return file.read(15) == "SQLite format 3";
}

/// What lies beside the file in a folder of the other machine. A file that was copied alone has left it behind.
Result<> takeFilesBeside(const Store &store, const QString &path, PlaygroundIntake &playground)
{
    if (QFileInfo(path).fileName() != QFileInfo(Store::defaultPath()).fileName())
        return {};
    return takeDraftFiles(store, draftFolder(path)).and_then([&] {
        Result<> taken;
        const auto read = eachPlaygroundPiece(playgroundFolder(path), [&](const PlaygroundPiece &piece) {
            if (taken)
                taken = playground.take(piece);
        });
        return read ? taken : read;
    });
}

} // namespace

Result<ImportReport> takeIn(const Store &store, const QString &path, PlaygroundIntake &playground)
{
    return isDatabase(path).and_then([&](bool database) {
        if (!database)
            return importFromFile(store, path, playground);
        return mergeFile(store, path).and_then([&](const ImportReport &report) {
            return takeFilesBeside(store, path, playground).transform([&] { return report; });
        });
    });
}

namespace {

/// What came into the store and beside it.
Result<TakenIn> takeInBeside(const Store &store, const QString &path, const Backup &before)
{
    const QString drafts = draftFolder(store.path());
    PlaygroundIntake playground(playgroundFolder(store.path()));
    TakenIn taken;
    return takeDraftFiles(store, drafts)
        .and_then([&] { return takeIn(store, path, playground); })
        .and_then([&](const ImportReport &report) {
            taken.report = report;
            return layOutDrafts(store, drafts, filesOf(before));
        })
        .and_then([&](int written) -> Result<> {
            taken.drafts = written;
            taken.playground = playground.isNewer();
            if (!taken.playground)
                return {};
            QDir().mkpath(filesOf(before));
            return playground.putInPlace(filesOf(before) + u"/playground"_s);
        })
        .transform([&] { return taken; });
}

} // namespace

Result<TakenIn> takeInWithCopy(const Store &store, const QString &path, const QDate &today)
{
    if (store.path().isEmpty()) {
        PlaygroundIntake nowhere({});
        return takeIn(store, path, nowhere).transform([](const ImportReport &report) { return TakenIn{.report = report}; });
    }
    const auto copy = isDatabase(path).and_then(
        [&](bool) { return makeBackup(store.connection(), Backup::Reason::Import, today); });
    if (!copy)
        return std::unexpected(copy.error());
    auto taken = takeInBeside(store, path, *copy);
    if (taken && taken->changedAnything())
        taken->before = *copy;
    else if (taken || taken.error().kind == Error::Kind::Content) // else it may have come half-way: the copy is the way back
        removeBackup(*copy);
    return taken;
}

CopiedTable copyReadableRows(const Connection &from, const Connection &to, const TableShape &table)
{
    CopiedTable copied;
    const auto copyInOrder = [&](const QString &order) -> Result<> {
        auto writer = RowWriter::create(to, table);
        if (!writer)
            return std::unexpected(writer.error());
        // Never through an index: that may be what is damaged.
        const QString sql
            = selectOf(table).section(u" ORDER BY "_s, 0, 0) + u" NOT INDEXED"_s + order;
        const auto read = from.each(sql, {}, [&](const Row &row) {
            const auto put = writer->put(valuesOf(table, row));
            copied.rows += put && *put ? 1 : 0;
            copied.complete = copied.complete && put.has_value();
        });
        copied.complete = copied.complete && read.has_value();
        return {};
    };
    const auto done = inTransaction(to, [&]() -> Result<> {
        auto forwards = copyInOrder({});
        if (!forwards || copied.complete)
            return forwards;
        // Reading stops at the damaged page; from the end one comes to what lies behind it. Tables
        // with a text key have no rowid.
        const bool hasRowId = from.prepare(u"SELECT rowid FROM "_s + table.name).has_value();
        return copyInOrder(
            u" ORDER BY "_s + (hasRowId ? u"rowid"_s : table.key.join(u" DESC, "_s)) + u" DESC"_s);
    });
    copied.complete = copied.complete && done.has_value();
    return copied;
}

} // namespace ringside::progress

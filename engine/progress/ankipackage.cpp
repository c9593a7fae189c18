#include "progress/cardexport.h"

#include "progress/connection.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

// How it works: a package is a zip of one SQLite database, `collection.anki21` (schema 11, which every Anki since
// 2.1 reads, the telephones' too), and `media`, an empty list. Note types and decks are JSON in the one row of `col`.
// On import a note is known by its guid, and takes over our words when ours are of a later second; cards that are
// there already keep Anki's own schedule.

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

// These never change: an import recognises what it has by them.
constexpr qint64 noteType = 1'763'700'000'001;
constexpr qint64 firstId = 1'500'000'000'000;
constexpr qint64 idRange = 200'000'000'000;
constexpr qint64 created = 1'577'836'800; // 2020-01-01 in UTC, in seconds: day 0 of due dates
constexpr qint64 secondsPerDay = 86'400;

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// The same for the same name on every machine.
qint64 idOf(const QString &name)
{
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha1);
    quint64 number = 0;
    for (int i = 0; i < 6; ++i)
        number = number << 8 | quint8(hash[i]);
    return firstId + qint64(number % quint64(idRange));
}

/// A field as Anki sorts and compares it: without tags, and with the signs that toHtmlEscaped() wrote differently.
QString plainOf(const QString &field)
{
    static const QRegularExpression tags(u"<[^>]*>"_s);
    QString text = QString(field).remove(tags);
    for (const auto &[written, meant] :
        {std::pair(u"&lt;"_s, u"<"_s), {u"&gt;"_s, u">"_s}, {u"&quot;"_s, u"\""_s}, {u"&amp;"_s, u"&"_s}})
        text.replace(written, meant);
    return text;
}

/// First eight hex digits of the SHA-1 of the plain text.
qint64 checksumOf(const QString &plain)
{
    return QCryptographicHash::hash(plain.toUtf8(), QCryptographicHash::Sha1).toHex().first(8).toLongLong(nullptr, 16);
}

QJsonObject field(const QString &name, int ord)
{
    return {{u"name"_s, name}, {u"ord"_s, ord}, {u"sticky"_s, false}, {u"rtl"_s, false},
        {u"font"_s, u"Arial"_s}, {u"size"_s, 20}, {u"media"_s, QJsonArray()}};
}

/// Front, back, topic, source, and two fields to spare: a type that changes is another type to Anki.
QJsonObject noteTypes()
{
    QJsonArray fields;
    for (const QString &name : {u"Front"_s, u"Back"_s, u"Topic"_s, u"Source"_s, u"Spare 1"_s, u"Spare 2"_s})
        fields.append(field(name, int(fields.size())));
    const QJsonObject templ{{u"name"_s, u"Card 1"_s}, {u"ord"_s, 0}, {u"qfmt"_s, u"{{Front}}"_s},
        {u"afmt"_s, u"{{FrontSide}}<hr id=answer>{{Back}}"_s}, {u"bqfmt"_s, QString()}, {u"bafmt"_s, QString()},
        {u"did"_s, QJsonValue::Null}};
    const QJsonObject type{{u"id"_s, noteType}, {u"name"_s, u"Ringside"_s}, {u"type"_s, 0}, {u"mod"_s, created},
        {u"usn"_s, -1}, {u"sortf"_s, 0}, {u"did"_s, 1}, {u"latexPre"_s, QString()}, {u"latexPost"_s, QString()},
        {u"css"_s, u".card { font-family: sans-serif; font-size: 18px; text-align: left; }\n"
                   "pre { background: #8881; padding: .5em; white-space: pre-wrap; }"_s},
        {u"flds"_s, fields}, {u"tmpls"_s, QJsonArray{templ}}, {u"tags"_s, QJsonArray()}, {u"vers"_s, QJsonArray()},
        {u"req"_s, QJsonArray{QJsonArray{0, u"any"_s, QJsonArray{0}}}}};
    return {{QString::number(noteType), type}};
}

QJsonObject deck(qint64 id, const QString &name)
{
    const QJsonArray nothing{0, 0};
    return {{u"id"_s, id}, {u"name"_s, name}, {u"mod"_s, created}, {u"usn"_s, -1}, {u"desc"_s, QString()},
        {u"dyn"_s, 0}, {u"conf"_s, 1}, {u"collapsed"_s, false}, {u"extendNew"_s, 0}, {u"extendRev"_s, 0},
        {u"newToday"_s, nothing}, {u"revToday"_s, nothing}, {u"lrnToday"_s, nothing}, {u"timeToday"_s, nothing}};
}

QJsonObject deckOptions()
{
    const QJsonObject fresh{{u"perDay"_s, 20}, {u"delays"_s, QJsonArray{1, 10}}, {u"ints"_s, QJsonArray{1, 4, 7}},
        {u"initialFactor"_s, 2500}, {u"order"_s, 1}, {u"bury"_s, false}};
    const QJsonObject reviews{{u"perDay"_s, 200}, {u"ease4"_s, 1.3}, {u"ivlFct"_s, 1}, {u"maxIvl"_s, 36500},
        {u"hardFactor"_s, 1.2}, {u"bury"_s, false}};
    const QJsonObject lapses{{u"delays"_s, QJsonArray{10}}, {u"mult"_s, 0}, {u"minInt"_s, 1}, {u"leechFails"_s, 8},
        {u"leechAction"_s, 1}};
    return {{u"1"_s, QJsonObject{{u"id"_s, 1}, {u"name"_s, u"Default"_s}, {u"mod"_s, 0}, {u"usn"_s, 0},
                         {u"maxTaken"_s, 60}, {u"autoplay"_s, true}, {u"timer"_s, 0}, {u"replayq"_s, true},
                         {u"new"_s, fresh}, {u"rev"_s, reviews}, {u"lapse"_s, lapses}, {u"dyn"_s, false}}}};
}

const QStringList &tables()
{
    static const QStringList statements{
        u"CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,"
        " ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,"
        " models text not null, decks text not null, dconf text not null, tags text not null)"_s,
        u"CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,"
        " usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,"
        " flags integer not null, data text not null)"_s,
        u"CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,"
        " mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not"
        " null, ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left"
        " integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null)"_s,
        u"CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not"
        " null, ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type"
        " integer not null)"_s,
        u"CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null)"_s,
        u"CREATE INDEX ix_notes_usn on notes (usn)"_s, u"CREATE INDEX ix_cards_usn on cards (usn)"_s,
        u"CREATE INDEX ix_revlog_usn on revlog (usn)"_s, u"CREATE INDEX ix_cards_nid on cards (nid)"_s,
        u"CREATE INDEX ix_cards_sched on cards (did, queue, due)"_s, u"CREATE INDEX ix_revlog_cid on revlog (cid)"_s,
        u"CREATE INDEX ix_notes_csum on notes (csum)"_s};
    return statements;
}

/// Where a card stands, in Anki's numbers.
struct AnkiCard
{
    int type = 0; // new
    int queue = 0;
    qint64 due = 0;
    qint64 interval = 0;
    int factor = 0;
    int left = 0;
    QString data;
};

AnkiCard scheduleOf(const CardState &state, bool suspended, int position, const ExportedCards &cards)
{
    AnkiCard card{.due = position};
    if (state.phase == Phase::Review) {
        card = {.type = 2, .queue = 2, .due = state.dueDay - created / secondsPerDay,
            .interval = std::max(1, state.dueDay - state.lastDay), .factor = 2500};
    } else if (state.inSteps()) {
        card = {.type = state.phase == Phase::Learning ? 1 : 3, .queue = 1, .due = state.dueAtMs / 1000,
            .interval = state.phase == Phase::Relearning ? 1 : 0, .factor = 2500, .left = 1001};
    }
    if (suspended)
        card.queue = -1;
    if (state.memory)
        card.data = compact({{u"s"_s, state.memory->stability}, {u"d"_s, state.memory->difficulty},
            {u"dr"_s, cards.retention}, {u"decay"_s, cards.decay}, {u"lrt"_s, state.lastAtMs / 1000}});
    return card;
}

int typeOf(ReviewKind kind)
{
    switch (kind) {
    case ReviewKind::Learn:
        return 0;
    case ReviewKind::Relearn:
        return 2;
    case ReviewKind::Manual:
    case ReviewKind::Reschedule:
        return 4;
    default:
        return 1;
    }
}

/// Difficulty, as Anki keeps it from 100 to 1100. A row of nothing but zeros is how it knows that a card was reset.
int factorOf(const Review &row)
{
    return row.kind == ReviewKind::Manual ? 0 : qRound((row.after.value_or(Memory{0, 5}).difficulty - 1) / 9 * 1000) + 100;
}

/// Days as they are, steps as negative seconds.
qint64 intervalOf(const Review &row)
{
    return row.intervalSeconds >= secondsPerDay ? row.intervalSeconds / secondsPerDay : -row.intervalSeconds;
}

class Collection
{
public:
    Collection(const Connection &connection, const ExportedCards &cards)
        : m_connection(connection)
        , m_cards(cards)
    {
    }

    Result<> write()
    {
        return inTransaction(m_connection, [this]() -> Result<> {
            for (const QString &table : tables())
                if (auto made = m_connection.run(table); !made)
                    return made;
            for (const Card &card : m_cards.cards)
                if (auto written = writeCard(card); !written)
                    return written;
            return writeReviews().and_then([this] { return writeHead(); });
        });
    }

private:
    Result<> writeCard(const Card &card)
    {
        const auto sides = sidesOf(card, m_cards.printed);
        if (!sides)
            return {};
        const QString topic = m_cards.titles.value(card.topic, card.topic);
        const QString deckName = topic.isEmpty() ? u"Ringside"_s : u"Ringside::"_s + QString(topic).replace(u"::"_s, u" "_s);
        const qint64 deckId = idOf(deckName);
        m_decks.insert(QString::number(deckId), deck(deckId, deckName));
        const qint64 id = idOf(card.uid);
        m_ids.insert(card.uid, id);
        const QStringList fields{sides->front, sides->back, topic, card.reference, QString(), QString()};
        const QString plain = plainOf(sides->front);
        const CardState state = m_cards.states.value(card.uid);
        const AnkiCard schedule
            = scheduleOf(state, m_cards.flags.value(card.uid).suspended, int(m_ids.size()), m_cards);
        return m_connection
            .run(u"INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"_s,
                {id, card.uid, noteType, written(), u' ' + tagsOf(card) + u' ', fields.join(QChar(0x1f)), plain,
                    checksumOf(plain)})
            .and_then([&] {
                return m_connection.run(u"INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)"_s,
                    {id, id, deckId, written(), schedule.type, schedule.queue, schedule.due, schedule.interval,
                        schedule.factor, state.reps, state.lapses, schedule.left, schedule.data});
            });
    }

    Result<> writeReviews()
    {
        QList<Review> rows = m_cards.reviews;
        std::ranges::stable_sort(rows, {}, &Review::order);
        const QSet<QString> undone = undoneRows(rows);
        QHash<QString, qint64> last;
        qint64 id = 0;
        for (const Review &row : std::as_const(rows)) {
            const bool byHand = row.kind == ReviewKind::Manual || row.kind == ReviewKind::Reschedule;
            if ((!byHand && (!row.grade || !feedsScheduler(row.kind))) || undone.contains(row.uid)
                || !m_ids.contains(row.cardUid))
                continue;
            id = std::max(id + 1, row.at.ms); // the moment is the key: no two rows may share one
            if (auto added = m_connection.run(u"INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"_s,
                    {id, m_ids.value(row.cardUid), byHand ? 0 : int(*row.grade), intervalOf(row),
                        last.value(row.cardUid), factorOf(row), row.latencyMs.value_or(0), typeOf(row.kind)});
                !added)
                return added;
            last.insert(row.cardUid, intervalOf(row));
        }
        return {};
    }

    Result<> writeHead()
    {
        m_decks.insert(u"1"_s, deck(1, u"Default"_s));
        // Without the version of the scheduler Anki takes it for the first one, whose buttons had other numbers, and
        // moves our grades up by one; the offset and the hour make its days ours.
        const QJsonObject settings{{u"schedVer"_s, 2}, {u"sched2021"_s, true}, {u"creationOffset"_s, 0},
            {u"rollover"_s, 4}, {u"nextPos"_s, qint64(m_ids.size() + 1)}, {u"curDeck"_s, 1},
            {u"activeDecks"_s, QJsonArray{1}}, {u"sortType"_s, u"noteFld"_s}, {u"curModel"_s, noteType}};
        return m_connection.run(u"INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')"_s,
            {created, 1000 * written(), created * 1000, compact(settings), compact(noteTypes()), compact(m_decks),
                compact(deckOptions())});
    }

    [[nodiscard]] qint64 written() const { return std::max(created, m_cards.writtenMs / 1000); }

    const Connection &m_connection;
    const ExportedCards &m_cards;
    QHash<QString, qint64> m_ids;
    QJsonObject m_decks;
};

struct WriterDeleter
{
    void operator()(archive *writer) const { archive_write_free(writer); }
};

struct EntryDeleter
{
    void operator()(archive_entry *entry) const { archive_entry_free(entry); }
};

la_ssize_t append(archive *, void *bytes, const void *data, size_t size)
{
    static_cast<QByteArray *>(bytes)->append(static_cast<const char *>(data), qsizetype(size));
    return la_ssize_t(size);
}

bool put(archive *writer, const char *name, const QByteArray &content)
{
    const std::unique_ptr<archive_entry, EntryDeleter> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name);
    archive_entry_set_size(entry.get(), content.size());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), created, 0);
    return archive_write_header(writer, entry.get()) == ARCHIVE_OK
        && archive_write_data(writer, content.constData(), size_t(content.size())) == content.size();
}

Result<QByteArray> zipped(const QByteArray &collection)
{
    QByteArray bytes;
    const std::unique_ptr<archive, WriterDeleter> writer(archive_write_new());
    const bool written = archive_write_set_format_zip(writer.get()) == ARCHIVE_OK
        && archive_write_open(writer.get(), &bytes, nullptr, append, nullptr) == ARCHIVE_OK
        && put(writer.get(), "collection.anki21", collection) && put(writer.get(), "media", "{}")
        && archive_write_close(writer.get()) == ARCHIVE_OK;
    if (!written)
        return systemError(u"pack the cards"_s, archive_errno(writer.get()));
    return bytes;
}

Result<> writeCollection(const QString &path, const ExportedCards &cards)
{
    return Connection::open(path, Connection::Mode::ReadWrite)
        .and_then([&](const std::unique_ptr<Connection> &connection) {
            return Collection(*connection, cards).write();
        });
}

} // namespace

Result<QByteArray> toAnkiPackage(const ExportedCards &cards)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"collection.anki21"_s);
    if (auto written = writeCollection(path, cards); !written)
        return std::unexpected(written.error());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"read "_s + path, EIO);
    return zipped(file.readAll());
}

} // namespace ringside::progress

#include "classroom/journal.h"

#include "classroom/files.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

const QStringList whats{u"mark"_s, u"manual"_s, u"comment"_s, u"extension"_s, u"undo"_s,
    u"handed-in-again"_s};

QString logPath(const QString &folder)
{
    return folder + u"/audit.jsonl"_s;
}

QString endPath(const QString &folder)
{
    return folder + u"/audit.end"_s;
}

QJsonArray toJson(const QList<RubricRow> &rows)
{
    QJsonArray json;
    for (const RubricRow &row : rows)
        json.append(QJsonObject{
            {u"text"_s, row.text}, {u"points"_s, row.points}, {u"given"_s, row.isGiven}});
    return json;
}

QList<RubricRow> rowsOf(const QJsonArray &json)
{
    QList<RubricRow> rows;
    for (const QJsonValue &row : json)
        rows.append({row[u"text"_s].toString(), row[u"points"_s].toDouble(), row[u"given"_s].toBool()});
    return rows;
}

QJsonObject toJson(const JournalEntry &entry)
{
    QJsonObject json{{u"what"_s, whats[qsizetype(entry.what)]},
        {u"at"_s, entry.at.toUTC().toString(Qt::ISODate)}, {u"actor"_s, entry.actor},
        {u"student"_s, entry.student}};
    if (entry.what == JournalEntry::What::Extension) {
        json[u"minutes"_s] = entry.minutes;
    } else if (entry.what == JournalEntry::What::Undo) {
        json[u"slug"_s] = entry.slug;
        json[u"undone"_s] = entry.undone;
    } else {
        json[u"slug"_s] = entry.slug;
    }
    if (entry.what == JournalEntry::What::Mark || entry.what == JournalEntry::What::Manual)
        json[u"points"_s] = entry.points ? QJsonValue(*entry.points) : QJsonValue::Null;
    if (entry.what == JournalEntry::What::Mark) {
        json[u"outcome"_s] = entry.outcome;
        json[u"exercise"_s] = QString::fromLatin1(entry.exercise);
        json[u"result"_s] = QString::fromLatin1(entry.result);
    } else if (entry.what != JournalEntry::What::HandedInAgain) {
        json[u"text"_s] = entry.text;
    }
    if (!entry.rows.isEmpty())
        json[u"rows"_s] = toJson(entry.rows);
    if (!entry.source.isEmpty())
        json[u"source"_s] = QString::fromLatin1(entry.source);
    return json;
}

JournalEntry entryOf(const QJsonObject &json)
{
    const auto digest = [&](const QString &key) { return json[key].toString().toLatin1(); };
    JournalEntry entry{
        .what = JournalEntry::What(std::max<qsizetype>(0, whats.indexOf(json[u"what"_s].toString()))),
        .at = QDateTime::fromString(json[u"at"_s].toString(), Qt::ISODate),
        .actor = json[u"actor"_s].toString(),
        .student = json[u"student"_s].toString(),
        .slug = json[u"slug"_s].toString(),
        .outcome = json[u"outcome"_s].toString(),
        .source = digest(u"source"_s),
        .exercise = digest(u"exercise"_s),
        .result = digest(u"result"_s),
        .rows = rowsOf(json[u"rows"_s].toArray()),
        .text = json[u"text"_s].toString(),
        .minutes = json[u"minutes"_s].toInteger(),
        .undone = json[u"undone"_s].toInteger()};
    if (json[u"points"_s].isDouble())
        entry.points = json[u"points"_s].toDouble();
    return entry;
}

bool isPersons(JournalEntry::What what)
{
    using What = JournalEntry::What;
    return what == What::Manual || what == What::Comment || what == What::Extension;
}

/// The end of the chain as it was when the log was last written; signed as a record is.
QByteArray endLine(const ChainEnd &end, const KeyPair &keys)
{
    ChainEnd none;
    return chainLine(none,
        {{u"records"_s, end.records}, {u"hash"_s, QString::fromLatin1(end.hash)}}, &keys);
}

Result<QByteArray> readIfThere(const QString &path)
{
    auto bytes = readFile(path);
    if (!bytes && bytes.error().errnum == ENOENT)
        return QByteArray();
    return bytes;
}

/// A log and the copy of its end.
struct LogFiles
{
    QByteArray lines;
    QByteArray end;
};

/// The end first: somebody may add in between, and a log may be longer than its end says, never shorter.
Result<LogFiles> readLog(const QString &folder)
{
    const auto end = readIfThere(endPath(folder));
    if (!end)
        return std::unexpected(end.error());
    return readIfThere(logPath(folder)).transform([&](const QByteArray &lines) {
        return LogFiles{lines, *end};
    });
}

std::optional<Journal::Fault> faultOf(const LogFiles &log, const QByteArray &publicKey)
{
    const auto &[lines, end] = log;
    const QByteArray whole = wholeLines(lines);
    const ChainReading reading = readChain(whole, publicKey);
    if (reading.firstBad)
        return Journal::Fault{.record = *reading.firstBad};
    if (whole.isEmpty() && end.isEmpty())
        return std::nullopt;
    const ChainReading copy = readChain(end, publicKey);
    const qint64 records
        = copy.records.isEmpty() ? -1 : copy.records.first().entry[u"records"_s].toInteger();
    // The log is written before its end is: one that is longer was stopped in between, and every
    // record of it is signed.
    if (records < 0 || records > reading.end().records)
        return Journal::Fault{.record = reading.end().records + 1, .isCut = true};
    const QByteArray hash = copy.records.first().entry[u"hash"_s].toString().toLatin1();
    if (records > 0 && reading.records[records - 1].hash != hash)
        return Journal::Fault{.record = records};
    return std::nullopt;
}

} // namespace

qint64 lastUndoable(const QList<JournalEntry> &entries)
{
    const QSet<qint64> undone = undoneRecords(entries);
    for (qint64 number = entries.size(); number > 0; --number) {
        if (isPersons(entries[number - 1].what) && !undone.contains(number))
            return number;
    }
    return 0;
}

QSet<qint64> undoneRecords(const QList<JournalEntry> &entries)
{
    QSet<qint64> undone;
    for (const JournalEntry &entry : entries) {
        if (entry.what == JournalEntry::What::Undo)
            undone.insert(entry.undone);
    }
    return undone;
}

Result<std::optional<Journal::Fault>> Journal::check(
    const QString &folder, const QByteArray &publicKey)
{
    return readLog(folder).transform([&](const LogFiles &log) { return faultOf(log, publicKey); });
}

Result<Journal> Journal::open(const QString &folder, const KeyPair &keys)
{
    const auto log = readLog(folder);
    if (!log)
        return std::unexpected(log.error());
    if (const auto fault = faultOf(*log, keys.publicKey))
        return contentError(logPath(folder), static_cast<int>(fault->record),
            fault->isCut ? u"the end of the audit log is missing"_s
                         : u"the audit log was changed here"_s);
    Journal journal(folder, keys);
    journal.m_size = log->lines.size();
    const QByteArray whole = wholeLines(log->lines);
    if (whole.size() != log->lines.size())
        journal.m_torn = whole;
    const ChainReading reading = readChain(whole);
    for (const ChainRecord &record : reading.records)
        journal.m_entries.append(entryOf(record.entry));
    journal.m_end = reading.end();
    return journal;
}

/// From here on nobody else writes; what was written since we read is read.
Result<> Journal::claim()
{
    if (m_claim)
        return {};
    const QString path = m_folder + u"/audit.lock"_s;
    FileDescriptor file(::open(QFile::encodeName(path).constData(),
        O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    int locked = -1;
    do {
        locked = file ? ::flock(file.get(), LOCK_EX) : -1;
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 && errno != ENOLCK && errno != EOPNOTSUPP) // some network folders have no locks
        return systemError(u"lock "_s + path, errno);
    if (QFileInfo(logPath(m_folder)).size() != m_size) {
        auto now = open(m_folder, m_keys);
        if (!now)
            return std::unexpected(now.error());
        *this = std::move(*now);
    }
    m_claim = std::move(file);
    return {};
}

Result<> Journal::add(const QList<JournalEntry> &entries)
{
    // Also with nothing to add: who comes here goes on to write the gradebook, from entries().
    if (const auto claimed = claim(); !claimed || entries.isEmpty())
        return claimed;
    QByteArray lines;
    ChainEnd end = m_end;
    for (const JournalEntry &entry : entries)
        lines += chainLine(end, toJson(entry), &m_keys);
    const QString path = logPath(m_folder);
    const auto log = m_torn ? writeFile(path, *m_torn + lines, Readers::OwnerOnly)
                            : appendToFile(path, lines, Readers::OwnerOnly);
    const auto written = log.and_then([&] {
        return writeFile(endPath(m_folder), endLine(end, m_keys), Readers::OwnerOnly);
    });
    if (!written)
        return written;
    m_size = QFileInfo(path).size();
    m_torn.reset();
    m_entries += entries;
    m_end = end;
    return {};
}

} // namespace ringside::classroom

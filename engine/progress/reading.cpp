#include "progress/reading.h"

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

const QString noteColumns
    = u"uid, item_uid, part, block, start, length, quote, body, style, created_ms,"
      " updated_ms"_s;

Note readNote(const Row &row)
{
    return {.uid = row.text(0),
        .itemUid = row.text(1),
        .part = row.text(2),
        .block = row.number(3),
        .start = row.number(4),
        .length = row.number(5),
        .quote = row.text(6),
        .body = row.text(7),
        .style = row.number(8),
        .createdMs = row.integer(9),
        .updatedMs = row.integer(10)};
}

} // namespace

Result<> Reading::markRead(
    const QString &lesson, const QString &part, bool read, qint64 nowMs) const
{
    return m_connection.run(
        u"INSERT OR REPLACE INTO reading (lesson, part, read_ms, updated_ms) VALUES (?, ?, ?, ?)"_s,
        {lesson, part, read ? nowMs : 0, nowMs});
}

Result<QList<ReadMark>> Reading::readMarks() const
{
    return m_connection.all(
        u"SELECT lesson, part, read_ms FROM reading WHERE read_ms > 0 ORDER BY lesson, part"_s, {},
        [](const Row &row) {
            return ReadMark{.lesson = row.text(0), .part = row.text(1), .readMs = row.integer(2)};
        });
}

Result<> Reading::save(Note &note) const
{
    if (note.uid.isEmpty())
        note.uid = newUid();
    return m_connection.run(u"INSERT OR REPLACE INTO note (%1, deleted)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"_s.arg(noteColumns),
        {note.uid, note.itemUid, note.part, note.block, note.start, note.length, note.quote,
            note.body, note.style, note.createdMs, note.updatedMs});
}

Result<> Reading::remove(const QString &noteUid, qint64 nowMs) const
{
    return m_connection.run(
        u"UPDATE note SET deleted = 1, quote = '', body = '', updated_ms = ? WHERE uid = ?"_s,
        {nowMs, noteUid});
}

Result<QList<Note>> Reading::notesOf(const QString &itemUid) const
{
    return m_connection.all(u"SELECT %1 FROM note WHERE item_uid = ? AND deleted = 0"
                            " ORDER BY block, start, created_ms, uid"_s.arg(noteColumns),
        {itemUid}, readNote);
}

Result<QList<Note>> Reading::search(const QString &words) const
{
    // Compared here: SQLite knows upper and lower case of English letters only.
    return m_connection
        .all(u"SELECT %1 FROM note WHERE deleted = 0 ORDER BY updated_ms DESC, uid"_s.arg(
                 noteColumns),
            {}, readNote)
        .transform([&](QList<Note> notes) {
            notes.removeIf([&](const Note &note) {
                return !note.body.contains(words, Qt::CaseInsensitive)
                    && !note.quote.contains(words, Qt::CaseInsensitive);
            });
            return notes;
        });
}

} // namespace ringside::progress

#pragma once

#include "progress/connection.h"

#include <QHash>

namespace ringside::progress {

/// A lesson, or a part of one, that was marked as read.
struct ReadMark
{
    QString lesson;
    QString part; ///< anchor; empty for the whole lesson
    qint64 readMs = 0;

    bool operator==(const ReadMark &) const = default;
};

/// A remark of one's own, or a passage that was marked.
struct Note
{
    QString uid;
    QString itemUid; ///< "lesson:os-module", "exercise:UUID", a card
    QString part; ///< anchor of the part, so that the note survives a rewrite of the lesson
    int block = 0;
    int start = 0; ///< characters into the block's text
    int length = 0; ///< 0: belongs to the place, marks nothing
    QString quote; ///< the marked text, to find it again
    QString body; ///< empty: a highlight only
    int style = 0; ///< which of the colours
    qint64 createdMs = 0;
    qint64 updatedMs = 0;

    bool operator==(const Note &) const = default;
};

/// Lessons: what was read, what was noted beside it. Where one stopped belongs to a window, and stands in its state.
class Reading
{
public:
    explicit Reading(const Connection &connection)
        : m_connection(connection)
    {
    }

    [[nodiscard]] Result<> markRead(
        const QString &lesson, const QString &part, bool read, qint64 nowMs) const;
    [[nodiscard]] Result<QList<ReadMark>> readMarks() const;

    /// Adds or changes a note. Fills in `uid` unless given.
    [[nodiscard]] Result<> save(Note &note) const;
    [[nodiscard]] Result<> remove(const QString &noteUid, qint64 nowMs) const;
    /// In the order of the text.
    [[nodiscard]] Result<QList<Note>> notesOf(const QString &itemUid) const;
    /// All notes whose body or quotation holds the words, newest first.
    [[nodiscard]] Result<QList<Note>> search(const QString &words) const;

private:
    const Connection &m_connection;
};

} // namespace ringside::progress

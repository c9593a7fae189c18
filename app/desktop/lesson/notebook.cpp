#include "desktop/lesson/notebook.h"

#include "desktop/lesson/blockwidget.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

NoteBook::NoteBook(QObject *parent)
    : QObject(parent)
{
}

void NoteBook::join(progress::StoreThread &store)
{
    m_store = &store;
    load();
}

void NoteBook::setLesson(const QString &lesson)
{
    if (m_lesson == lesson)
        return;
    m_lesson = lesson;
    m_notes.clear();
    emit changed();
    load();
}

void NoteBook::load()
{
    if (!m_store || m_lesson.isEmpty())
        return;
    m_store->run([item = u"lesson:"_s + m_lesson](const progress::Store &store) {
        return store.reading().notesOf(item);
    }).then(this, [this, lesson = m_lesson](const Result<QList<progress::Note>> &notes) {
        if (lesson != m_lesson) // meanwhile another lesson is shown
            return;
        if (notes)
            m_notes = *notes;
        else
            emit failed(notes.error());
        emit changed();
    });
}

QList<progress::Note> NoteBook::notesOf(const QString &part) const
{
    QList<progress::Note> found;
    std::ranges::copy_if(m_notes, std::back_inserter(found),
        [&part](const progress::Note &note) { return note.part == part; });
    return found;
}

progress::Note NoteBook::keep(progress::Note note)
{
    const qint64 now = progress::currentMoment().ms;
    if (note.uid.isEmpty()) {
        note.uid = progress::newUid();
        note.createdMs = now;
    }
    note.itemUid = u"lesson:"_s + m_lesson;
    note.updatedMs = now;
    const auto known = std::ranges::find(m_notes, note.uid, &progress::Note::uid);
    known == m_notes.end() ? m_notes.append(note) : void(*known = note);
    if (m_store) {
        m_store->run([note](const progress::Store &store) mutable { return store.reading().save(note); })
            .then(this, [this](const Result<> &kept) {
                if (!kept)
                    emit failed(kept.error());
            });
    }
    emit changed();
    return note;
}

void NoteBook::remove(const QString &uid)
{
    if (m_notes.removeIf([&uid](const progress::Note &note) { return note.uid == uid; }) == 0)
        return;
    if (m_store) {
        m_store->run([uid, now = progress::currentMoment().ms](const progress::Store &store) {
            return store.reading().remove(uid, now);
        });
    }
    emit changed();
}

NotePlace findNote(const progress::Note &note, const QList<TextPart *> &parts)
{
    if (note.quote.isEmpty())
        return {};
    const int length = int(note.quote.size());
    if (note.block >= 0 && note.block < parts.size()
        && parts[note.block]->partText().mid(note.start, length) == note.quote)
        return {note.block, note.start, length};
    for (int part = 0; part < parts.size(); ++part) {
        const qsizetype at = parts[part]->partText().indexOf(note.quote);
        if (at >= 0)
            return {part, int(at), length};
    }
    return {};
}

} // namespace ringside::desktop

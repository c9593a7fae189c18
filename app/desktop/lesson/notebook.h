#pragma once

#include "progress/storethread.h"

#include <QObject>

namespace ringside::desktop {

class TextPart;

/// The learner's notes and highlights in one lesson. They are in the learner's store; what is shown follows at once.
class NoteBook : public QObject
{
    Q_OBJECT

public:
    explicit NoteBook(QObject *parent = nullptr);

    /// The store outlives this object.
    void join(progress::StoreThread &store);
    /// Shows the notes of another lesson; changed() follows.
    void setLesson(const QString &lesson);

    [[nodiscard]] const QList<progress::Note> &notes() const { return m_notes; }
    [[nodiscard]] QList<progress::Note> notesOf(const QString &part) const;
    /// Keeps a new note or a changed one, which is known by its uid. Gives it its uid.
    progress::Note keep(progress::Note note);
    void remove(const QString &uid);

signals:
    void changed();
    void failed(const ringside::Error &error);

private:
    void load();

    progress::StoreThread *m_store = nullptr;
    QString m_lesson;
    QList<progress::Note> m_notes;
};

/// Where a note's passage is on a page: the text it was made in, or the same words elsewhere when the lesson was
/// written anew.
struct NotePlace
{
    int part = -1; ///< index among the parts of the page; -1: nowhere
    int start = 0;
    int length = 0;
};
[[nodiscard]] NotePlace findNote(const progress::Note &note, const QList<TextPart *> &parts);

} // namespace ringside::desktop

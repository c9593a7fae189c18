#pragma once

#include "course/exercise.h"
#include "progress/draftsaver.h"

#include <QWidget>

class QPlainTextEdit;

namespace ringside::desktop {

class Label;

/// What somebody writes down about an exercise, for nobody but themselves. It is a draft in the learner's store: on the
/// disk within two seconds of the key, and part of what is exported.
class NotesPane : public QWidget
{
    Q_OBJECT

public:
    /// The store outlives this object.
    explicit NotesPane(progress::StoreThread &store, QWidget *parent = nullptr);

    void setExercise(const course::ExerciseId &exercise);
    /// Saves now what was typed.
    void flush();

    [[nodiscard]] QPlainTextEdit *field() const { return m_field; }
    [[nodiscard]] bool hasUnsaved() const { return m_saver.hasUnsaved(); }

private:
    void restyle();
    void show(const Result<std::optional<progress::Draft>> &notes);
    void typed();
    void tellFailure(const Error &error);

    progress::StoreThread &m_store;
    progress::DraftSaver m_saver;
    QString m_item; ///< of whose notes this is the text
    Label *m_problem;
    QPlainTextEdit *m_field;
};

} // namespace ringside::desktop

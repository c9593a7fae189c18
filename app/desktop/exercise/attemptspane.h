#pragma once

#include "course/exercise.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QListView;
class QStackedWidget;

namespace ringside::desktop {

class AttemptModel;
class Button;
class DiffView;
class ExerciseRecords;
class Label;

/// Everything one has handed in for an exercise, and how it differs from what is in the editor or from the attempt
/// before it.
class AttemptsPane : public QWidget
{
    Q_OBJECT

public:
    /// `currentText` gives the text in the editor. Both outlive the pane.
    AttemptsPane(ExerciseRecords &records, std::function<QString()> currentText, QWidget *parent = nullptr);

    void setExercise(const course::Exercise &exercise);
    /// Reads the attempts again; loaded() follows.
    void refresh();

    [[nodiscard]] AttemptModel *model() const { return m_model; }
    [[nodiscard]] DiffView *difference() const { return m_difference; }
    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void loaded();
    /// Put this text into the editor.
    void restoreRequested(const QString &source);

private:
    enum class Other : quint8 { Editor, Before };

    QWidget *makeSides();
    void showAttempts(bool any);
    void showDifference();
    [[nodiscard]] QString otherText(Other other) const;

    ExerciseRecords &m_records;
    std::function<QString()> m_currentText;
    const course::Exercise *m_exercise = nullptr; ///< of the course, which outlives its showing here
    AttemptModel *m_model;
    QStackedWidget *m_stack;
    QListView *m_list;
    QComboBox *m_other;
    Label *m_count;
    Button *m_restore;
    DiffView *m_difference;
};

} // namespace ringside::desktop

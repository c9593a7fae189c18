#pragma once

#include "classroom/labfolder.h"
#include "classroom/openlabs.h"
#include "course/course.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class FileKeeper;

/// A lab one works on: its exercises, its questions with a field for each answer, and handing in.
/// Answers are saved as they are typed, into the lab's folder.
class LabWork : public QWidget
{
    Q_OBJECT

public:
    LabWork(const classroom::LabFolder &folder, const course::Course &course,
        const classroom::Submitter &submitter, QWidget *parent = nullptr);
    ~LabWork() override;

    [[nodiscard]] const classroom::LabFolder &folder() const { return m_folder; }
    [[nodiscard]] classroom::Submitter submitter() const;
    /// Brings what is typed to the disk.
    void save();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void linkActivated(const QString &link);
    void handInRequested();
    /// An answer could not be saved.
    void failed(const Error &error);

private:
    void addExercises(QVBoxLayout &layout);
    void addQuestion(QVBoxLayout &layout, const classroom::LabQuestion &inLab, const course::Course &course);
    void addHandIn(QVBoxLayout &layout);
    [[nodiscard]] QPlainTextEdit *makeAnswer(const QString &file);

    classroom::LabFolder m_folder;
    QList<FileKeeper *> m_keepers; ///< one for each answer
    QList<QWidget *> m_panes;
    QLineEdit *m_id;
    QLineEdit *m_name;
    Button *m_handIn;
};

} // namespace ringside::desktop

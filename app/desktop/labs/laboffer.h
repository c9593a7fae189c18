#pragma once

#include "classroom/lab.h"

#include <QWidget>

class QLineEdit;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class ElidedLabel;
class Label;

/// What a lab is, before one begins with it: until when, by which rules, what there is to do and where.
class LabOffer : public QWidget
{
    Q_OBJECT

public:
    explicit LabOffer(QWidget *parent = nullptr);

    /// `file` is where the lab lies: one works beside it unless one chooses another place.
    void setLab(const classroom::Lab &lab, const QString &file);
    void setFolder(const QString &folder);
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// While the lab is being opened nothing can be changed.
    void setBusy(bool isBusy);

signals:
    /// One begins. The word is that of an exam.
    void startRequested(const QString &folder, const QString &word);

private:
    QWidget *makeStart();
    void chooseFolder();
    void start();

    QString m_folder;
    QVBoxLayout *m_facts;
    QWidget *m_wordRow;
    QLineEdit *m_word;
    ElidedLabel *m_place;
    Button *m_other;
    Button *m_start;
};

/// A line for each fact of a lab: deadline, lateness, what it withholds.
[[nodiscard]] QStringList factsOf(const classroom::Lab &lab);

} // namespace ringside::desktop

#pragma once

#include "course/course.h"

#include <QDialog>

class QCheckBox;
class QDateTimeEdit;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QTableWidgetItem;

namespace ringside::desktop {

class Label;

/// Asks for what a lab is: title, exercises and questions with their points, deadline, rules.
class LabDialog : public QDialog
{
    Q_OBJECT

public:
    explicit LabDialog(const course::Course &course, QWidget *parent = nullptr);

    /// The description, as `ringside lab make` takes it.
    [[nodiscard]] QByteArray definition() const;
    /// For a file: "week-3".
    [[nodiscard]] QString fileName() const;

private:
    QWidget *makeRules();
    QWidget *makeLate();
    [[nodiscard]] QStringList lateLines() const;
    QWidget *makeTasks(const course::Course &course);
    void addTask(const QString &id, const QString &title, double points, bool isQuestion);
    void chooseVisible();
    void filter(const QString &words);
    void showState();

    QLineEdit *m_title;
    QCheckBox *m_isDue;
    QDateTimeEdit *m_due;
    QDoubleSpinBox *m_percent;
    QSpinBox *m_grace; ///< minutes
    QSpinBox *m_most; ///< percent
    QSpinBox *m_cutOff; ///< days; 0: never
    QCheckBox *m_isExam;
    QDateTimeEdit *m_opens;
    QCheckBox *m_hints;
    QCheckBox *m_reference;
    QTableWidget *m_tasks;
    Label *m_sum;
    QPushButton *m_accept;
};

} // namespace ringside::desktop

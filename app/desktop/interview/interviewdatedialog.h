#pragma once

#include "course/course.h"
#include "progress/forecast.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QDateEdit;
class QListWidget;

namespace ringside::desktop {

class Label;

/// The day of an interview, what it is about, and what that costs: said before it is kept.
class InterviewDateDialog : public QDialog
{
    Q_OBJECT

public:
    using Cost = std::function<progress::RetentionCost(const progress::InterviewPlan &)>;

    InterviewDateDialog(const course::Course &course, Cost cost,
        const std::optional<progress::InterviewPlan> &plan, QWidget *parent = nullptr);

    /// Nothing: there is to be no interview.
    [[nodiscard]] std::optional<progress::InterviewPlan> plan() const;
    [[nodiscard]] QListWidget *topics() const { return m_topics; }
    [[nodiscard]] QDateEdit *date() const { return m_date; }

private:
    void addTopic(const QString &title, const QString &id, bool chosen);
    void showCost();

    Cost m_cost;
    bool m_none = false;
    QDateEdit *m_date;
    QListWidget *m_topics;
    QComboBox *m_retention;
    Label *m_costText;
};

/// "5 December 2026, in 14 days: Writing files".
[[nodiscard]] QString interviewText(const progress::InterviewPlan &plan, const course::Course &course);

} // namespace ringside::desktop

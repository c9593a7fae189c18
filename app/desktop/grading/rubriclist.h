#pragma once

#include "classroom/rubric.h"

#include <QScrollArea>

class QCheckBox;
class QVBoxLayout;

namespace ringside::desktop {

class Label;

/// A question and the rows an answer to it is held to. The keys 1 to 9 tick rows, Return takes what is
/// ticked.
class RubricList : public QScrollArea
{
    Q_OBJECT

public:
    explicit RubricList(QWidget *parent = nullptr);

    void setRubric(const QString &prompt, const QList<classroom::RubricRow> &rows);
    /// As they are ticked now.
    [[nodiscard]] const QList<classroom::RubricRow> &rows() const { return m_rows; }
    [[nodiscard]] const QList<QCheckBox *> &boxes() const { return m_boxes; }
    /// Where the keyboard goes on: the first row, where there is one.
    void focusFirst();

signals:
    void changed();
    void accepted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addRow(const classroom::RubricRow &row);
    bool takeKey(int key);

    Label *m_prompt;
    QVBoxLayout *m_layout; ///< of the rows
    QList<classroom::RubricRow> m_rows;
    QList<QCheckBox *> m_boxes;
};

} // namespace ringside::desktop

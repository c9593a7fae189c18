#pragma once

#include "progress/card.h"

#include <QDialog>

class QLineEdit;
class QPlainTextEdit;

namespace ringside::desktop {

class Label;

/// A card in the learner's own words: a question, its points, and a topic to find it by.
class OwnCardDialog : public QDialog
{
    Q_OBJECT

public:
    explicit OwnCardDialog(QWidget *parent = nullptr);

    void setCard(const progress::Card &card);
    /// What is in the fields, as a card; the uid is that of setCard().
    [[nodiscard]] progress::Card card() const;

    void accept() override;

private:
    progress::Card m_card;
    QPlainTextEdit *m_prompt;
    QPlainTextEdit *m_essential;
    QPlainTextEdit *m_further;
    QPlainTextEdit *m_answer;
    QLineEdit *m_topic;
    Label *m_missing;
};

} // namespace ringside::desktop

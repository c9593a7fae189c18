#pragma once

#include "progress/reading.h"

#include <QFrame>

class QPlainTextEdit;

namespace ringside::desktop {

class Label;

/// A small sheet over the lesson: the passage, and what one wants to remember about it. Leaving it keeps it.
class NoteEditor : public QFrame
{
    Q_OBJECT

public:
    explicit NoteEditor(QWidget *parent);

    /// Opens below a point of the parent, as far as there is room.
    void open(const progress::Note &note, QPoint below);
    void close();
    [[nodiscard]] QPlainTextEdit *field() const { return m_field; }

signals:
    void kept(const ringside::progress::Note &note);
    void removed(const ringside::progress::Note &note);
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void leave();

    progress::Note m_note;
    Label *m_quote;
    QPlainTextEdit *m_field;
};

} // namespace ringside::desktop

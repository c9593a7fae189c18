#pragma once

#include <QWidget>

#include <functional>

namespace ringside::desktop {

class Button;
class Label;

/// Tells what was done, with the way back, until the next thing is done: instead of asking before.
class UndoBar : public QWidget
{
    Q_OBJECT

public:
    explicit UndoBar(QWidget *parent = nullptr);

    void offer(const QString &done, std::function<void()> undo);
    void dismiss();
    void undo();
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::function<void()> m_undo;
    Label *m_text;
    Button *m_button;
};

} // namespace ringside::desktop

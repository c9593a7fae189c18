#pragma once

#include <QKeyCombination>
#include <QString>
#include <QWidget>

#include <chrono>
#include <functional>

namespace ringside::desktop {

/// Uses a window as a person does: mouse and key events go to the window itself, which finds out what they
/// meet. Needs no display.
class Hands
{
public:
    explicit Hands(QWidget *window);

    /// Clicks a point of a widget that can be seen.
    void click(QWidget *widget, QPoint at);
    void click(QWidget *widget) { click(widget, widget->rect().center()); }
    void press(QKeyCombination keys);
    /// Types text; line breaks are the Return key.
    void type(const QString &text);

    /// Lets the window work until something is so. False when it is not so in time.
    [[nodiscard]] bool waitFor(const std::function<bool()> &condition,
        std::chrono::milliseconds atMost = std::chrono::seconds(30));
    /// Lets everything that is due be painted.
    void settle();

private:
    void sendKey(int key, Qt::KeyboardModifiers modifiers, const QString &text);

    QWidget *m_window;
};

} // namespace ringside::desktop

#include "desktop/tour/hands.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QKeyEvent>
#include <QTimer>
#include <QWindow>

using namespace std::chrono_literals;

// What Qt's own test library uses to have key events meet shortcuts; it is exported, but in no public header.
Q_GUI_EXPORT bool qt_sendShortcutOverrideEvent(QObject *object, ulong timestamp, int key,
    Qt::KeyboardModifiers modifiers, const QString &text, bool autoRepeat, ushort count);

namespace ringside::desktop {

namespace {

void letEventsPass(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

Hands::Hands(QWidget *window)
    : m_window(window)
{
}

void Hands::click(QWidget *widget, QPoint at)
{
    const QPointF local = widget->mapTo(m_window, at);
    const QPointF global = m_window->mapToGlobal(local);
    QWindow *target = m_window->windowHandle();
    QMouseEvent move(QEvent::MouseMove, local, global, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QMouseEvent down(QEvent::MouseButtonPress, local, global, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QMouseEvent up(QEvent::MouseButtonRelease, local, global, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
    for (QMouseEvent *event : {&move, &down, &up})
        QCoreApplication::sendEvent(target, event);
    settle();
}

void Hands::sendKey(int key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    QWidget *focused = QApplication::focusWidget() ? QApplication::focusWidget() : m_window;
    if (qt_sendShortcutOverrideEvent(focused, 0, key, modifiers, text, false, 1))
        return; // it was a shortcut
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(m_window->windowHandle(), &down);
    QCoreApplication::sendEvent(m_window->windowHandle(), &up);
}

void Hands::press(QKeyCombination keys)
{
    sendKey(keys.key(), keys.keyboardModifiers(), {});
    settle();
}

void Hands::type(const QString &text)
{
    for (const QChar c : text) {
        if (c == u'\n')
            sendKey(Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"));
        else
            sendKey(c.toUpper().unicode(), c.isUpper() ? Qt::ShiftModifier : Qt::NoModifier, c);
    }
    settle();
}

bool Hands::waitFor(const std::function<bool()> &condition, std::chrono::milliseconds atMost)
{
    const QDeadlineTimer deadline(atMost);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        letEventsPass(10ms);
    }
    return true;
}

void Hands::settle()
{
    letEventsPass(30ms);
}

} // namespace ringside::desktop

#pragma once

#include <QGuiApplication>
#include <QString>

namespace ringside::desktop {

/// A text that may be in another language than the window, such as a title of the course, code, or keys, as it is
/// drawn: in its own direction. In a window from the right, brackets and full stops of it would change sides.
inline QString isolated(const QString &text)
{
    constexpr QChar firstStrongIsolate(0x2068);
    constexpr QChar popDirectionalIsolate(0x2069);
    return QGuiApplication::isRightToLeft() ? firstStrongIsolate + text + popDirectionalIsolate : text;
}

} // namespace ringside::desktop

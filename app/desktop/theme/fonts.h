#pragma once

#include <QFont>
#include <QString>

namespace ringside::desktop {

/// The font of the window's own text: the user's choice, else the desktop's, else a good one that is
/// installed. Call after QApplication exists.
[[nodiscard]] QFont interfaceFont(const QString &chosenFamily);

/// The fixed font for code, chosen the same way; JetBrains Mono is preferred where it is installed.
[[nodiscard]] QFont codeFont(const QString &chosenFamily);

} // namespace ringside::desktop

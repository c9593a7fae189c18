#include "desktop/theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

// Sizes in the design are for a desktop font of 10 points.
constexpr qreal designPointSize = 10;

// Without a desktop's settings Qt answers with its own fall-back, which nobody chose.
bool isNobodysChoice(const QFont &font)
{
    static const QStringList fallbacks{u"Sans Serif"_s, u"Sans"_s, u"Helvetica"_s, QString()};
    return fallbacks.contains(font.family()) || qEnvironmentVariable("QT_QPA_PLATFORM") == u"offscreen"_s;
}

QString firstInstalled(const QStringList &wanted)
{
    for (const QString &family : wanted) {
        if (QFontDatabase::hasFamily(family))
            return family;
    }
    return {};
}

} // namespace

QFont interfaceFont(const QString &chosenFamily)
{
    QFont font = QApplication::font();
    if (isNobodysChoice(font)) {
        font.setPointSizeF(designPointSize);
        const QString family = firstInstalled(
            {u"Inter"_s, u"Adwaita Sans"_s, u"Cantarell"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
        if (!family.isEmpty())
            font.setFamily(family);
    }
    if (!chosenFamily.isEmpty() && QFontDatabase::hasFamily(chosenFamily))
        font.setFamily(chosenFamily);
    return font;
}

QFont codeFont(const QString &chosenFamily)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QString family = firstInstalled({chosenFamily, u"JetBrains Mono"_s});
    if (!family.isEmpty())
        font.setFamily(family);
    font.setStyleHint(QFont::Monospace);
    font.setFeature("calt", 0); // code is shown exactly as typed: no ligatures
    return font;
}

} // namespace ringside::desktop

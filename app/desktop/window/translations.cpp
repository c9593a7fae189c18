#include "desktop/window/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

void installTranslations(QCoreApplication &application)
{
    const QString folder = u":/ringside/translations"_s;
    auto *english = new QTranslator(&application);
    if (english->load(u"ringside_en"_s, folder))
        QCoreApplication::installTranslator(english);
    auto *users = new QTranslator(&application);
    if (QLocale().language() != QLocale::English
        && users->load(QLocale(), u"ringside"_s, u"_"_s, folder))
        QCoreApplication::installTranslator(users);
}

} // namespace ringside::desktop

#include "desktop/window/translations.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

void installTranslations(QCoreApplication &application, const QString &folder)
{
    auto *english = new QTranslator(&application);
    if (english->load(u"ringside_en"_s, folder))
        QCoreApplication::installTranslator(english);
    auto *users = new QTranslator(&application);
    const QLocale locale;
    if (locale.language() == QLocale::English || !users->load(locale, u"ringside"_s, u"_"_s, folder))
        return;
    auto *qts = new QTranslator(&application); // buttons of dialogs that are Qt's own
    if (qts->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qts);
    QCoreApplication::installTranslator(users);
    QGuiApplication::setLayoutDirection(locale.textDirection());
}

} // namespace ringside::desktop

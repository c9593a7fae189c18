#pragma once

#include <QString>

class QCoreApplication;

namespace ringside::desktop {

/// Gives the application its words: the plurals of English, and over them the user's language where there is one, with
/// the direction in which it is written. `folder`: of ringside_LANGUAGE.qm.
void installTranslations(
    QCoreApplication &application, const QString &folder = QStringLiteral(":/ringside/translations"));

} // namespace ringside::desktop

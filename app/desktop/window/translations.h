#pragma once

class QCoreApplication;

namespace ringside::desktop {

/// Gives the application its words: the plurals of English, and over them the user's language where there is one.
void installTranslations(QCoreApplication &application);

} // namespace ringside::desktop

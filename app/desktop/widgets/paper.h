#pragma once

#include <QByteArray>
#include <QString>

namespace ringside::desktop {

/// A page of HTML as a PDF of A4 pages. Safe to call from any thread.
[[nodiscard]] QByteArray pdfOf(const QString &html, const QString &title);

} // namespace ringside::desktop

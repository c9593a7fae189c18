#include "desktop/widgets/paper.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

QByteArray pdfOf(const QString &html, const QString &title)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setCreator(u"Ringside"_s);
    pdf.setTitle(title);
    pdf.setPageLayout({QPageSize(QPageSize::A4), QPageLayout::Portrait, {18, 18, 18, 18}, QPageLayout::Millimeter});
    QTextDocument document;
    document.setHtml(html);
    document.print(&pdf);
    buffer.close();
    return bytes;
}

} // namespace ringside::desktop

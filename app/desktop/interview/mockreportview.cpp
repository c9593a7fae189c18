#include "desktop/interview/mockreportview.h"

#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/paper.h"
#include "wording/trouble.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

MockReportView::MockReportView(QWidget *parent)
    : QWidget(parent)
    , m_notice(new Notice)
    , m_page(new QTextBrowser)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 20);
    layout->setSpacing(12);
    auto *line = new QHBoxLayout;
    auto *back = new Button(tr("Mock interviews"), Button::Kind::Ghost, u"left"_s);
    connect(back, &QPushButton::clicked, this, &MockReportView::closed);
    line->addWidget(back);
    line->addStretch();
    auto *instructor = new Button(tr("An instructor marks it"), Button::Kind::Ghost, u"edit"_s);
    connect(instructor, &QPushButton::clicked, this, &MockReportView::instructorRequested);
    line->addWidget(instructor);
    for (const auto &[ending, name, filter] : {std::tuple(u"html"_s, tr("Save as a page"), tr("Web pages (*.html)")),
             std::tuple(u"pdf"_s, tr("Save as PDF"), tr("PDF (*.pdf)")),
             std::tuple(u"json"_s, tr("Save as data"), tr("JSON (*.json)"))}) {
        auto *button = new Button(name, Button::Kind::Outline, u"file"_s);
        connect(button, &QPushButton::clicked, this, [this, ending, filter] { askAndSave(ending, filter); });
        line->addWidget(button);
    }
    layout->addLayout(line);
    layout->addWidget(m_notice);
    m_notice->hide();
    m_page->setAccessibleName(tr("Report"));
    m_page->setOpenLinks(false);
    // The report is a page of its own, made for paper: dark on light in every theme.
    QPalette paper = m_page->palette();
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, QColor(0x1a, 0x1d, 0x23));
    m_page->setPalette(paper);
    m_page->document()->setDocumentMargin(24);
    layout->addWidget(m_page, 1);
}

void MockReportView::setReport(const QString &html, const QJsonObject &json)
{
    m_html = html;
    m_json = json;
    m_notice->hide();
    m_page->setHtml(html);
}

QString MockReportView::text() const
{
    return m_page->toPlainText();
}

Result<> MockReportView::saveAs(const QString &path) const
{
    const QByteArray content = path.endsWith(u".pdf") ? pdfOf(m_html, tr("Mock interview"))
        : path.endsWith(u".json") ? QJsonDocument(m_json).toJson()
                                  : m_html.toUtf8();
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return systemError(u"write %1: %2"_s.arg(path, file.errorString()), errno);
}

void MockReportView::askAndSave(const QString &ending, const QString &filter)
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the report"), tr("interview.%1").arg(ending), filter);
    if (file.isEmpty())
        return;
    const Result<> saved = saveAs(file.endsWith(u'.' + ending) ? file : file + u'.' + ending);
    m_notice->setMessage(saved ? NoticeKind::Success : NoticeKind::Problem,
        saved ? tr("The report is in %1").arg(file) : tr("The report could not be saved"),
        saved ? QString() : wording::explain(saved.error()).what);
    m_notice->show();
    announce(this, m_notice->accessibleName());
}

QList<QWidget *> MockReportView::panes() const
{
    return {m_page};
}

} // namespace ringside::desktop

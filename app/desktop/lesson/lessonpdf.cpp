#include "desktop/lesson/lessonpdf.h"

#include "desktop/lesson/readercontent.h"
#include "desktop/theme/tokens.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgRenderer>
#include <QTextDocument>
#include <QUrl>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr qreal pictureWidth = 480; // points of the 500 between the margins
constexpr int picturePixels = 3; // per point: sharp on paper

constexpr auto look = R"css(
body { font-family: sans-serif; font-size: 10pt; }
pre, code { font-family: monospace; font-size: 8.5pt; }
pre { background: #f3f5f7; margin: 6px 0; white-space: pre-wrap; }
h1 { font-size: 20pt; } h2 { font-size: 15pt; } h3 { font-size: 12pt; }
td, th { padding: 3px 8px; } a { color: #000000; text-decoration: none; }
.remark { color: #46525f; font-size: 8.5pt; }
)css"_L1;

struct PaperWords
{
    Q_DECLARE_TR_FUNCTIONS(PaperWords)
};

/// Writes block after block as HTML, and keeps the figures the HTML names.
class PaperWriter
{
public:
    void write(const ReaderBlocks &blocks)
    {
        for (const ReaderBlock &block : blocks)
            std::visit(*this, block.content);
    }
    [[nodiscard]] const QString &html() const { return m_html; }
    [[nodiscard]] const QList<std::pair<QString, QImage>> &pictures() const { return m_pictures; }

    void operator()(const HeadingContent &heading)
    {
        m_html += u"<h%1>%2</h%1>"_s.arg(qMin(heading.level + 1, 3)).arg(heading.html);
    }
    void operator()(const markdown::Text &text) { m_html += text.html; }
    void operator()(const markdown::Fence &fence) { code(fence.code); }
    void operator()(const PairContent &pair)
    {
        code(pair.left.code);
        code(pair.right.code);
    }
    void operator()(const ExampleContent &content)
    {
        const course::Example &example = content.example;
        code(example.code);
        if (!example.output && !example.error)
            return;
        remark(PaperWords::tr("It prints:"));
        code(example.output.value_or(QString()) + example.error.value_or(QString()));
    }
    void operator()(const course::Figure &figure)
    {
        const QString name = u"figure%1"_s.arg(m_pictures.size());
        const QImage picture = drawn(figure);
        if (!picture.isNull()) {
            m_pictures.append({name, picture});
            m_html += u"<p align='center'><img src='%1' width='%2' height='%3'></p>"_s.arg(name)
                          .arg(picture.width() / picturePixels).arg(picture.height() / picturePixels);
        }
        remark(picture.isNull() ? figure.alternative : figure.caption);
    }
    void operator()(const course::Quiz &quiz)
    {
        write(readMarkdown(quiz.question));
        if (!quiz.code.isEmpty())
            code(quiz.code);
        m_html += u"<ol type='A'>"_s;
        for (const course::QuizOption &option : quiz.options)
            m_html += u"<li>%1</li>"_s.arg(markdown::inlineHtml(option.text));
        m_html += u"</ol>"_s;
    }
    void operator()(const std::shared_ptr<CalloutContent> &callout)
    {
        m_html += u"<table width='100%' cellpadding='6' style='background:#f3f5f7'><tr><td>"_s;
        if (!callout->title.isEmpty())
            m_html += u"<b>%1</b>"_s.arg(callout->title.toHtmlEscaped());
        write(callout->blocks);
        m_html += u"</td></tr></table>"_s;
    }

private:
    void code(QString text)
    {
        while (text.endsWith(u'\n'))
            text.chop(1);
        m_html += u"<pre>%1</pre>"_s.arg(text.toHtmlEscaped());
    }
    void remark(const QString &text)
    {
        if (!text.isEmpty())
            m_html += u"<p class='remark'>%1</p>"_s.arg(text.toHtmlEscaped());
    }
    static QImage drawn(const course::Figure &figure)
    {
        QFile file(figure.file);
        QSvgRenderer renderer;
        if (!file.open(QIODevice::ReadOnly) || !renderer.load(tintFigure(file.readAll(), Scheme::Light)))
            return {};
        const QSizeF natural = renderer.defaultSize();
        const QSizeF size = natural * qMin(1.0, pictureWidth / natural.width()) * picturePixels;
        QImage picture(size.toSize(), QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        renderer.render(&painter);
        return picture;
    }

    QString m_html;
    QList<std::pair<QString, QImage>> m_pictures; ///< by the name the HTML has for them
};

} // namespace

void fillDocument(QTextDocument &document, const course::Lesson &lesson)
{
    document.setDefaultStyleSheet(look);
    PaperWriter writer;
    for (const LessonPart &part : partsOf(lesson))
        writer.write(readPart(lesson, part));
    document.setMetaInformation(QTextDocument::DocumentTitle, lesson.title);
    document.setHtml(u"<p class='remark'>%1</p><h1>%2</h1><p>%3</p>%4"_s.arg(
        PaperWords::tr("Lesson %1").arg(lesson.number), lesson.title.toHtmlEscaped(),
        lesson.subtitle.toHtmlEscaped(), writer.html()));
    for (const auto &[name, picture] : writer.pictures()) // setHtml() takes away what was there before
        document.addResource(QTextDocument::ImageResource, QUrl(name), picture);
}

Result<> saveLessonAsPdf(const course::Lesson &lesson, const QString &file)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter pdf(&buffer);
        pdf.setTitle(lesson.title);
        pdf.setCreator(u"Ringside"_s);
        pdf.setPageLayout({QPageSize(QPageSize::A4), QPageLayout::Portrait, {18, 18, 18, 18}, QPageLayout::Millimeter});
        QTextDocument document;
        fillDocument(document, lesson);
        document.print(&pdf);
    }
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(buffer.data()) < 0 || !target.commit())
        return systemError(u"save "_s + file, errno);
    return {};
}

} // namespace ringside::desktop

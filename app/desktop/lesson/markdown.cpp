#include "desktop/lesson/markdown.h"

#include <QRegularExpression>
#include <QTextDocument>

#include <md4c.h>

#include <array>

using namespace Qt::StringLiterals;

namespace ringside::desktop::markdown {

namespace {

// Collects what md4c calls back with. A list or a table is one block of HTML however deep it nests; a
// quotation is a level of its own.
class Collector
{
public:
    std::vector<Block> parse(const QByteArray &source);

private:
    static int enterBlock(MD_BLOCKTYPE type, void *detail, void *self);
    static int leaveBlock(MD_BLOCKTYPE type, void *detail, void *self);
    static int enterSpan(MD_SPANTYPE type, void *detail, void *self);
    static int leaveSpan(MD_SPANTYPE type, void *detail, void *self);
    static int text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self);

    void enter(MD_BLOCKTYPE type, void *detail);
    void leave(MD_BLOCKTYPE type, void *detail);
    void openList(const QString &tag);
    void closeList(const QString &tag);
    void closeParagraph();
    void closeFence();
    void closeQuote();
    void emitHtml(Text::Kind kind, int level = 0);
    void span(MD_SPANTYPE type, const QString &open);
    void add(Block block) { m_levels.back().push_back(std::move(block)); }
    [[nodiscard]] QString codeText(QString text) const;
    [[nodiscard]] bool nested() const { return m_listDepth > 0 || m_inTable; }

    std::vector<std::vector<Block>> m_levels{1};
    QString m_html;
    QString m_code;
    QString m_language;
    int m_listDepth = 0;
    bool m_inTable = false;
    bool m_inFence = false;
};

QString utf8(const MD_CHAR *text, MD_SIZE size)
{
    return QString::fromUtf8(text, qsizetype(size));
}

QString attribute(const MD_ATTRIBUTE &value)
{
    return value.text ? utf8(value.text, value.size) : QString();
}

QString cellTag(MD_BLOCKTYPE type, const void *detail)
{
    static constexpr std::array alignments{"left", "left", "center", "right"};
    const auto align = static_cast<const MD_BLOCK_TD_DETAIL *>(detail)->align;
    return u"<%1 align=\"%2\">"_s.arg(type == MD_BLOCK_TH ? u"th"_s : u"td"_s,
        QLatin1StringView(alignments.at(std::size_t(align))));
}

} // namespace

int Collector::enterBlock(MD_BLOCKTYPE type, void *detail, void *self)
{
    static_cast<Collector *>(self)->enter(type, detail);
    return 0;
}

int Collector::leaveBlock(MD_BLOCKTYPE type, void *detail, void *self)
{
    static_cast<Collector *>(self)->leave(type, detail);
    return 0;
}

void Collector::enter(MD_BLOCKTYPE type, void *detail)
{
    switch (type) {
    case MD_BLOCK_QUOTE: m_levels.emplace_back(); break;
    case MD_BLOCK_UL: openList(u"<ul>"_s); break;
    case MD_BLOCK_OL:
        openList(u"<ol start=\"%1\">"_s.arg(static_cast<MD_BLOCK_OL_DETAIL *>(detail)->start));
        break;
    case MD_BLOCK_LI: m_html += u"<li>"; break;
    case MD_BLOCK_H:
        if (!nested())
            m_html.clear();
        break;
    case MD_BLOCK_P:
        if (nested())
            m_html += u"<p>";
        else
            m_html.clear();
        break;
    case MD_BLOCK_CODE:
        m_language = attribute(static_cast<MD_BLOCK_CODE_DETAIL *>(detail)->lang);
        m_code.clear();
        m_inFence = true;
        break;
    case MD_BLOCK_TABLE:
        m_inTable = true;
        m_html = u"<table width=\"100%\" cellspacing=\"0\">"_s;
        break;
    case MD_BLOCK_TR: m_html += u"<tr>"; break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: m_html += cellTag(type, detail); break;
    default: break;
    }
}

void Collector::leave(MD_BLOCKTYPE type, void *detail)
{
    switch (type) {
    case MD_BLOCK_QUOTE: closeQuote(); break;
    case MD_BLOCK_UL: closeList(u"</ul>"_s); break;
    case MD_BLOCK_OL: closeList(u"</ol>"_s); break;
    case MD_BLOCK_LI: m_html += u"</li>"; break;
    case MD_BLOCK_H:
        if (!nested())
            emitHtml(Text::Kind::Heading, int(static_cast<MD_BLOCK_H_DETAIL *>(detail)->level));
        break;
    case MD_BLOCK_P: closeParagraph(); break;
    case MD_BLOCK_CODE: closeFence(); break;
    case MD_BLOCK_TABLE:
        m_inTable = false;
        m_html += u"</table>";
        emitHtml(Text::Kind::Table);
        break;
    case MD_BLOCK_TR: m_html += u"</tr>"; break;
    case MD_BLOCK_TH: m_html += u"</th>"; break;
    case MD_BLOCK_TD: m_html += u"</td>"; break;
    case MD_BLOCK_HR: add({Text{Text::Kind::Rule}}); break;
    default: break;
    }
}

void Collector::openList(const QString &tag)
{
    if (m_listDepth++ == 0)
        m_html.clear();
    m_html += tag;
}

void Collector::closeList(const QString &tag)
{
    m_html += tag;
    if (--m_listDepth == 0)
        emitHtml(Text::Kind::List);
}

void Collector::closeParagraph()
{
    if (nested())
        m_html += u"</p>";
    else if (!m_html.trimmed().isEmpty())
        emitHtml(Text::Kind::Paragraph);
}

void Collector::closeFence()
{
    m_inFence = false;
    while (m_code.endsWith(u'\n'))
        m_code.chop(1);
    if (nested())
        m_html += u"<pre>"_s + m_code.toHtmlEscaped() + u"</pre>"_s;
    else
        add({Fence{.language = m_language, .code = m_code}});
}

void Collector::closeQuote()
{
    static const QRegularExpression marker(u"^\\[!(\\w+)\\][ \\t]*([^\\n]*)\\n?"_s);
    Quote quote{.blocks = std::move(m_levels.back())};
    m_levels.pop_back();
    auto *first = quote.blocks.empty() ? nullptr : std::get_if<Text>(&quote.blocks.front().content);
    const auto match = marker.match(first ? first->html : QString());
    if (match.hasMatch()) {
        quote.kind = match.captured(1).toLower();
        quote.title = match.captured(2).trimmed();
        first->html.remove(0, match.capturedLength());
        if (first->html.trimmed().isEmpty())
            quote.blocks.erase(quote.blocks.begin());
    }
    add({std::move(quote)});
}

void Collector::emitHtml(Text::Kind kind, int level)
{
    add({Text{kind, level, std::exchange(m_html, {})}});
}

int Collector::enterSpan(MD_SPANTYPE type, void *detail, void *self)
{
    QString &html = static_cast<Collector *>(self)->m_html;
    switch (type) {
    case MD_SPAN_EM: html += u"<em>"; break;
    case MD_SPAN_STRONG: html += u"<strong>"; break;
    case MD_SPAN_DEL: html += u"<s>"; break;
    case MD_SPAN_CODE: html += u"<code>"; break;
    case MD_SPAN_A:
        html += u"<a href=\"%1\">"_s.arg(
            attribute(static_cast<MD_SPAN_A_DETAIL *>(detail)->href).toHtmlEscaped());
        break;
    default: break;
    }
    return 0;
}

int Collector::leaveSpan(MD_SPANTYPE type, void *, void *self)
{
    QString &html = static_cast<Collector *>(self)->m_html;
    switch (type) {
    case MD_SPAN_EM: html += u"</em>"; break;
    case MD_SPAN_STRONG: html += u"</strong>"; break;
    case MD_SPAN_DEL: html += u"</s>"; break;
    case MD_SPAN_CODE: html += u"</code>"; break;
    case MD_SPAN_A: html += u"</a>"; break;
    default: break;
    }
    return 0;
}

int Collector::text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self)
{
    auto *collector = static_cast<Collector *>(self);
    if (collector->m_inFence) {
        collector->m_code += utf8(text, size);
        return 0;
    }
    switch (type) {
    case MD_TEXT_BR: collector->m_html += u"<br>"; break;
    case MD_TEXT_SOFTBR: collector->m_html += u'\n'; break;
    case MD_TEXT_ENTITY: collector->m_html += utf8(text, size); break;
    case MD_TEXT_NULLCHAR: collector->m_html += QChar::ReplacementCharacter; break;
    case MD_TEXT_CODE: collector->m_html += collector->codeText(utf8(text, size)).toHtmlEscaped(); break;
    default: collector->m_html += utf8(text, size).toHtmlEscaped(); break;
    }
    return 0;
}

// md4c takes the backslash before a bar in a table away, but not where the bar is code.
QString Collector::codeText(QString text) const
{
    return m_inTable ? text.replace(u"\\|"_s, u"|"_s) : text;
}

std::vector<Block> Collector::parse(const QByteArray &source)
{
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML;
    parser.enter_block = enterBlock;
    parser.leave_block = leaveBlock;
    parser.enter_span = enterSpan;
    parser.leave_span = leaveSpan;
    parser.text = text;
    md_parse(source.constData(), MD_SIZE(source.size()), &parser, this);
    return std::move(m_levels.front());
}

std::vector<Block> parse(const QString &source)
{
    return Collector().parse(source.toUtf8());
}

QString inlineHtml(const QString &source)
{
    QString html;
    for (const Block &block : parse(source)) {
        if (const auto *text = std::get_if<Text>(&block.content))
            html += (html.isEmpty() ? u""_s : u"<br>"_s) + text->html;
    }
    return html;
}

QString plainText(const QString &source)
{
    QTextDocument document;
    document.setHtml(inlineHtml(source));
    return document.toPlainText();
}

} // namespace ringside::desktop::markdown

#include "course/lessontext.h"

#include "course/suggestion.h"

#include <QRegularExpression>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

/// A line that opens or closes a fence, seen without its indentation.
struct FenceLine
{
    QChar mark;
    qsizetype length = 0;
    QString info;
};

std::optional<FenceLine> fenceLine(QStringView line)
{
    const QStringView text = line.trimmed();
    if (text.isEmpty() || (text[0] != u'`' && text[0] != u'~'))
        return std::nullopt;
    qsizetype length = 0;
    while (length < text.size() && text[length] == text[0])
        ++length;
    const QStringView info = text.sliced(length).trimmed();
    // Backticks after backticks are code inside a line. Source: CommonMark 0.31, section 4.5.
    if (length < 3 || (text[0] == u'`' && info.contains(u'`')))
        return std::nullopt;
    return FenceLine{.mark = text[0], .length = length, .info = info.toString()};
}

bool closes(const FenceLine &opening, QStringView line)
{
    const auto fence = fenceLine(line);
    return fence && fence->mark == opening.mark && fence->length >= opening.length
        && fence->info.isEmpty();
}

/// True when the words after a fence ask for something to be run or compared.
bool asksForMachinery(const QString &info)
{
    static const QStringList words{u"run"_s, u"output"_s, u"error"_s, u"calls"_s, u"quiz"_s,
        u"clinic"_s, u"fixed"_s, u"continue"_s};
    for (const QString &word : info.split(u' ', Qt::SkipEmptyParts))
        if (words.contains(word))
            return true;
    return false;
}

bool isListItem(QStringView line)
{
    static const QRegularExpression item(u"\\A\\s*([-*+]|\\d{1,9}[.)])(\\s|\\z)"_s);
    return item.matchView(line).hasMatch();
}

class Splitter
{
public:
    Splitter(const QStringList &lines, int firstLine, Problems &problems)
        : m_lines(lines)
        , m_firstLine(firstLine)
        , m_problems(problems)
    {
    }

    QList<RawBlock> split()
    {
        while (m_at < m_lines.size())
            takeBlock();
        closeProse();
        return std::move(m_blocks);
    }

private:
    [[nodiscard]] const QString &line() const { return m_lines.at(m_at); }
    [[nodiscard]] int number() const { return m_firstLine + static_cast<int>(m_at); }
    [[nodiscard]] bool blankAt(qsizetype index) const
    {
        return index < 0 || index >= m_lines.size() || m_lines.at(index).trimmed().isEmpty();
    }

    void takeBlock()
    {
        static const QRegularExpression heading(u"\\A(#{1,6})(?:\\s+(.*?))?(?:\\s+#+)?\\s*\\z"_s);
        static const QRegularExpression callout(u"\\A> ?\\[!([^\\]]*)\\](.*)\\z"_s);
        const auto matched = [this](QChar first, const QRegularExpression &form) {
            return line().startsWith(first) ? form.match(line()) : QRegularExpressionMatch();
        };
        if (const auto match = matched(u'#', heading); match.hasMatch())
            takeHeading(match);
        else if (const auto fence = fenceLine(line()); fence && !line().at(0).isSpace())
            takeFence(*fence);
        else if (const auto called = matched(u'>', callout); called.hasMatch())
            takeCallout(called);
        else if (line().startsWith(u"<!--"))
            skipComment();
        else if (line().startsWith(u"![") && isOwnParagraph())
            takeImage();
        else
            takeProseLine();
    }

    bool isOwnParagraph() const
    {
        return m_prose.isEmpty() ? blankAt(m_at + 1) : blankAt(m_at - 1) && blankAt(m_at + 1);
    }

    void takeHeading(const QRegularExpressionMatch &match)
    {
        closeProse();
        m_blocks.append({.kind = RawBlock::Kind::Heading,
            .line = number(),
            .textLine = number(),
            .level = static_cast<int>(match.capturedLength(1)),
            .text = match.captured(2)});
        ++m_at;
    }

    void takeFence(const FenceLine &opening)
    {
        closeProse();
        RawBlock block{.kind = RawBlock::Kind::Fence,
            .line = number(),
            .textLine = number() + 1,
            .info = opening.info};
        const qsizetype end = endOfFence(opening);
        for (const QString &text : m_lines.sliced(m_at + 1, end - m_at - 1))
            block.text += text + u'\n';
        m_blocks.append(std::move(block));
        m_at = end + 1;
    }

    /// Index of the closing line, or the number of lines when there is none.
    qsizetype endOfFence(const FenceLine &opening)
    {
        for (qsizetype index = m_at + 1; index < m_lines.size(); ++index)
            if (closes(opening, m_lines.at(index)))
                return index;
        m_problems.add(number(), u"this fence is never closed"_s);
        return m_lines.size();
    }

    void takeCallout(const QRegularExpressionMatch &match)
    {
        closeProse();
        RawBlock block{.kind = RawBlock::Kind::Callout,
            .line = number(),
            .textLine = number() + 1,
            .info = match.captured(1)};
        if (!match.captured(2).trimmed().isEmpty())
            m_problems.add(number(), u"the text of a callout begins on the next line"_s);
        ++m_at;
        for (; m_at < m_lines.size() && line().startsWith(u'>'); ++m_at) {
            checkQuotedFence();
            block.text += line().sliced(line().startsWith(u"> ") ? 2 : 1) + u'\n';
        }
        if (!blankAt(m_at))
            m_problems.add(number(), u"expected an empty line after a callout"_s);
        m_blocks.append(std::move(block));
    }

    void skipComment()
    {
        const int start = number();
        while (m_at < m_lines.size() && !line().contains(u"-->"_s))
            ++m_at;
        if (m_at == m_lines.size())
            m_problems.add(start, u"this comment is never closed"_s);
        else
            ++m_at;
    }

    void takeImage()
    {
        closeProse();
        m_blocks.append({.kind = RawBlock::Kind::Image,
            .line = number(),
            .textLine = number(),
            .text = line().trimmed()});
        ++m_at;
    }

    void takeProseLine()
    {
        checkProse();
        const auto nested = line().startsWith(u'>') ? std::nullopt : fenceLine(line());
        const qsizetype end = nested ? endOfNestedFence(*nested) : m_at;
        if (m_prose.isEmpty())
            m_proseLine = number();
        for (; m_at <= end && m_at < m_lines.size(); ++m_at)
            m_prose.append(line());
    }

    /// A fence inside a list: what stands in it is not looked at, so that a `#` in it is no
    /// heading.
    qsizetype endOfNestedFence(const FenceLine &opening)
    {
        checkNoMachinery(opening.info);
        return endOfFence(opening);
    }

    void checkNoMachinery(const QString &info)
    {
        if (asksForMachinery(info))
            m_problems.add(number(),
                u"a block that is run or compared begins in the first column, outside of lists and quotations"_s);
    }

    void checkQuotedFence()
    {
        QStringView inner = line();
        while (inner.startsWith(u'>') || inner.startsWith(u' '))
            inner = inner.sliced(1);
        if (const auto fence = fenceLine(inner))
            checkNoMachinery(fence->info);
    }

    void checkProse()
    {
        static const QRegularExpression definition(u"\\A {0,3}\\[[^\\]]+\\]:"_s);
        static const QRegularExpression underline(u"\\A {0,3}(=+|-+)\\s*\\z"_s);
        static const QRegularExpression indentedHeading(u"\\A {1,3}#{1,6}(\\s|\\z)"_s);
        if (line().startsWith(u'>'))
            checkQuotedFence();
        // Most lines are plain text: one look at their first character is enough.
        const QStringView text = QStringView(line()).trimmed();
        const QChar first = text.isEmpty() ? QChar() : text[0];
        if (first == u'[' && definition.match(line()).hasMatch())
            m_problems.add(
                number(), u"write the address of a link in its place: definitions are not read"_s);
        if (first == u'#' && indentedHeading.match(line()).hasMatch())
            m_problems.add(number(), u"a heading begins in the first column"_s);
        if ((first == u'=' || first == u'-') && followsText() && underline.match(line()).hasMatch())
            m_problems.add(
                number(), u"write a heading with `#`; a line across has empty lines around it"_s);
    }

    /// True when the line before is plain text of a paragraph, which an underline would make a heading.
    bool followsText() const
    {
        return !m_prose.isEmpty() && !blankAt(m_at - 1) && !m_prose.last().startsWith(u'>')
            && !m_prose.last().contains(u'|') && !isListItem(m_prose.last());
    }

    void closeProse()
    {
        while (!m_prose.isEmpty() && m_prose.first().trimmed().isEmpty()) {
            m_prose.removeFirst();
            ++m_proseLine;
        }
        while (!m_prose.isEmpty() && m_prose.last().trimmed().isEmpty())
            m_prose.removeLast();
        if (!m_prose.isEmpty())
            m_blocks.append({.kind = RawBlock::Kind::Prose,
                .line = m_proseLine,
                .textLine = m_proseLine,
                .text = m_prose.join(u'\n') + u'\n'});
        m_prose.clear();
    }

    const QStringList &m_lines;
    int m_firstLine;
    Problems &m_problems;
    qsizetype m_at = 0;
    QStringList m_prose;
    int m_proseLine = 0;
    QList<RawBlock> m_blocks;
};

} // namespace

QList<RawBlock> splitLesson(const QStringList &lines, int firstLine, Problems &problems)
{
    return Splitter(lines, firstLine, problems).split();
}

} // namespace ringside::course

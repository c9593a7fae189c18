#include "classroom/pythonlexer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ringside::classroom {

namespace {

using Kind = PythonToken::Kind;

constexpr int tabWidth = 8;

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
        || static_cast<uchar>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNamePart(char c)
{
    return isNameStart(c) || isDigit(c);
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Longest first.
constexpr std::array operators{"**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "<>", "==",
    "<=", ">=", "<<", ">>", "**", "//", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@="};

/// How it works: one pass over the bytes. What comes next depends on two stacks, of indents and of
/// formatted strings that are open. A formatted string is either in its text, or in a field, where
/// everything is as outside of it until the brackets that were opened in the field are closed again.
/// Source: Parser/tokenizer of CPython 3.13.
class Lexer
{
public:
    explicit Lexer(const QByteArray &source)
        : m_source(source)
    {
        if (m_source.startsWith("\xef\xbb\xbf"))
            m_at = m_lineStart = 3;
    }

    QList<PythonToken> run()
    {
        while (m_at < m_source.size())
            step();
        finish();
        return std::move(m_tokens);
    }

private:
    /// A formatted string that is open.
    struct Format
    {
        QByteArray quote; ///< one or three of them
        bool isRaw = false;
        QList<qsizetype> fields; ///< for each open field how many brackets were open before it
        QList<bool> isInSpec; ///< for each open field whether its ":" has come
    };

    void step()
    {
        if (isInText())
            return formatText();
        if (m_isLineStart && m_brackets == 0 && m_formats.isEmpty())
            indentation();
        skipBlanks();
        if (m_at < m_source.size())
            token();
    }

    [[nodiscard]] char peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : '\0';
    }

    [[nodiscard]] bool isAt(const char *text) const
    {
        return QByteArrayView(m_source).sliced(m_at).startsWith(text);
    }

    /// Bytes of the end of line here; 0 when there is none.
    [[nodiscard]] qsizetype lineEnd(qsizetype at) const
    {
        if (at < m_source.size() && m_source[at] == '\n')
            return 1;
        if (at >= m_source.size() || m_source[at] != '\r')
            return 0;
        return at + 1 < m_source.size() && m_source[at + 1] == '\n' ? 2 : 1;
    }

    [[nodiscard]] bool isInText() const
    {
        return !m_formats.isEmpty()
            && (m_formats.last().fields.isEmpty() || m_formats.last().isInSpec.last());
    }

    void add(Kind kind, qsizetype length)
    {
        m_tokens.append(PythonToken{.kind = kind,
            .text = m_source.sliced(m_at, length),
            .line = m_line,
            .column = static_cast<int>(m_at - m_lineStart)});
        advance(length);
        m_tokens.last().lastLine = m_line;
    }

    void addMark(Kind kind)
    {
        m_tokens.append(PythonToken{.kind = kind,
            .line = m_line,
            .column = static_cast<int>(m_at - m_lineStart),
            .lastLine = m_line});
    }

    /// Counts the lines that are passed.
    void advance(qsizetype length)
    {
        const qsizetype end = m_at + length;
        while (m_at < end) {
            const qsizetype bytes = lineEnd(m_at);
            m_at += std::max<qsizetype>(bytes, 1);
            if (bytes > 0)
                startLine();
        }
    }

    void startLine()
    {
        ++m_line;
        m_lineStart = m_at;
    }

    // ---------------------------------------------------------------- lines

    /// The blanks a line begins with. Lines of nothing but blanks and comments mean nothing.
    void indentation()
    {
        m_isLineStart = false;
        int width = 0;
        qsizetype at = m_at;
        int joined = -1; // width before a backslash
        int lines = 0;
        for (; at < m_source.size(); ++at) {
            const char c = m_source[at];
            if (c == ' ')
                ++width;
            else if (c == '\t')
                width = (width / tabWidth + 1) * tabWidth;
            else if (c == '\f')
                width = 0;
            else if (c == '\\' && lineEnd(at + 1) > 0) {
                joined = joined < 0 ? width : joined;
                at += lineEnd(at + 1);
                ++lines;
            } else
                break;
        }
        if (lineEnd(at) > 0 || at >= m_source.size() || m_source[at] == '#')
            return;
        advance(at - m_at);
        indentTo(joined < 0 ? width : joined);
    }

    void indentTo(int width)
    {
        if (width > m_indents.last()) {
            m_indents.append(width);
            m_tokens.append(PythonToken{
                .kind = Kind::Indent, .line = m_line, .column = 0, .lastLine = m_line});
        }
        while (width < m_indents.last()) {
            m_indents.removeLast();
            addMark(Kind::Dedent);
        }
    }

    void skipBlanks()
    {
        while (m_at < m_source.size()) {
            const char c = m_source[m_at];
            if (c == '\\' && lineEnd(m_at + 1) > 0)
                advance(1 + lineEnd(m_at + 1));
            else if (c == ' ' || c == '\t' || c == '\f')
                ++m_at;
            else
                break;
        }
    }

    void endLine()
    {
        const bool isInside = m_brackets > 0 || !m_formats.isEmpty();
        addMark(isInside || !m_isInStatement ? Kind::LineEnd : Kind::Newline);
        advance(lineEnd(m_at));
        if (!isInside) {
            m_isLineStart = true;
            m_isInStatement = false;
        }
    }

    /// What Python adds where a file just ends.
    void finish()
    {
        if (m_isInStatement && m_brackets == 0 && m_formats.isEmpty())
            addMark(Kind::Newline);
        else if (m_at > m_lineStart)
            addMark(Kind::LineEnd);
        if (m_at > m_lineStart)
            startLine();
        while (m_indents.size() > 1) {
            m_indents.removeLast();
            addMark(Kind::Dedent);
        }
    }

    // ---------------------------------------------------------------- tokens

    void token()
    {
        const char c = peek();
        if (lineEnd(m_at) > 0)
            return endLine();
        if (c == '#')
            return add(Kind::Comment, restOfLine());
        m_isInStatement = true;
        if (const qsizetype prefix = stringPrefix(); prefix >= 0)
            return string(prefix);
        if (isNameStart(c))
            return add(Kind::Name, nameLength());
        if (isDigit(c) || (c == '.' && isDigit(peek(1))))
            return add(Kind::Number, numberLength());
        if (!m_formats.isEmpty() && endsField(c))
            return;
        operatorToken();
    }

    [[nodiscard]] qsizetype restOfLine() const
    {
        qsizetype at = m_at;
        while (at < m_source.size() && lineEnd(at) == 0)
            ++at;
        return at - m_at;
    }

    [[nodiscard]] qsizetype nameLength() const
    {
        qsizetype length = 1;
        while (isNamePart(peek(length)))
            ++length;
        return length;
    }

    /// Bytes before the quote of a string that begins here; -1 when none does.
    [[nodiscard]] qsizetype stringPrefix() const
    {
        qsizetype length = 0;
        while (length < 2 && std::strchr("rbufRBUF", peek(length)) && peek(length) != '\0')
            ++length;
        if (peek(length) != '"' && peek(length) != '\'')
            return -1;
        const QByteArray prefix = m_source.sliced(m_at, length).toLower();
        const bool isOne = length < 2
            || (prefix.contains('r') && prefix[0] != prefix[1] && !prefix.contains('u'));
        return isOne ? length : -1;
    }

    [[nodiscard]] qsizetype digits(qsizetype at, bool (*isOne)(char)) const
    {
        while (isOne(peek(at)) || (peek(at) == '_' && isOne(peek(at + 1))))
            ++at;
        return at;
    }

    [[nodiscard]] qsizetype numberLength() const
    {
        const char kind = lower(peek(1));
        if (peek() == '0' && (kind == 'x' || kind == 'o' || kind == 'b'))
            return digits(2, kind == 'x' ? isHexDigit : isDigit);
        qsizetype at = digits(0, isDigit);
        if (peek(at) == '.')
            at = digits(at + 1, isDigit);
        const qsizetype sign = peek(at + 1) == '+' || peek(at + 1) == '-' ? 2 : 1;
        if (lower(peek(at)) == 'e' && isDigit(peek(at + sign)))
            at = digits(at + sign, isDigit);
        return lower(peek(at)) == 'j' ? at + 1 : at;
    }

    void operatorToken()
    {
        const auto longest
            = std::ranges::find_if(operators, [&](const char *text) { return isAt(text); });
        if (longest != operators.end())
            return add(Kind::Operator, static_cast<qsizetype>(std::strlen(*longest)));
        const char c = peek();
        if (std::strchr("([{", c) && c != '\0')
            ++m_brackets;
        else if (std::strchr(")]}", c) && c != '\0')
            m_brackets = std::max<qsizetype>(m_brackets - 1, 0);
        const bool isOne = c != '\0' && std::strchr("()[]{}:,;+-*/|&<>=.%~^@!", c);
        add(isOne ? Kind::Operator : Kind::Other, 1);
    }

    // ---------------------------------------------------------------- strings

    [[nodiscard]] QByteArray quoteAt(qsizetype ahead) const
    {
        const char c = peek(ahead);
        const bool isTriple = peek(ahead + 1) == c && peek(ahead + 2) == c;
        return QByteArray(isTriple ? 3 : 1, c);
    }

    void string(qsizetype prefix)
    {
        const QByteArray quote = quoteAt(prefix);
        const QByteArray letters = m_source.sliced(m_at, prefix).toLower();
        if (letters.contains('f')) {
            m_formats.append(Format{.quote = quote, .isRaw = letters.contains('r')});
            return add(Kind::FormatStart, prefix + quote.size());
        }
        qsizetype at = m_at + prefix + quote.size();
        while (at < m_source.size()) {
            if (QByteArrayView(m_source).sliced(at).startsWith(quote))
                return add(Kind::String, at + quote.size() - m_at);
            const qsizetype end = lineEnd(at);
            if (end > 0 && quote.size() == 1)
                break;
            at += m_source[at] == '\\' ? 1 + std::max<qsizetype>(lineEnd(at + 1), 1) : 1;
        }
        add(Kind::Other, std::min(at, m_source.size()) - m_at);
    }

    /// The text of a formatted string up to its next field or its end.
    void formatText()
    {
        Format &format = m_formats.last();
        const bool isSpec = !format.fields.isEmpty();
        qsizetype at = m_at;
        while (at < m_source.size()) {
            const QByteArrayView rest = QByteArrayView(m_source).sliced(at);
            if (!isSpec && rest.startsWith(format.quote))
                return closeFormat(at);
            if (lineEnd(at) > 0 && format.quote.size() == 1)
                return breakFormat(at);
            if (!isSpec && (rest.startsWith("{{") || rest.startsWith("}}"))) {
                addText(at + 1);
                advance(1);
                at = m_at;
            } else if (rest.startsWith('{')) {
                return openField(at);
            } else if (rest.startsWith('}') && isSpec) {
                return closeField(at);
            } else if (isSpec && rest.startsWith(format.quote)) {
                return breakFormat(at);
            } else if (rest.startsWith("\\N{") && !format.isRaw) {
                const qsizetype end = m_source.indexOf('}', at);
                addText(end < 0 ? m_source.size() : end + 1);
                at = m_at;
            } else {
                at += afterBackslash(at);
            }
        }
        addText(at);
    }

    /// How far to go on: two bytes where a backslash takes away the meaning of the second one.
    [[nodiscard]] qsizetype afterBackslash(qsizetype at) const
    {
        if (m_source[at] != '\\' || at + 1 >= m_source.size())
            return 1;
        const char next = m_source[at + 1];
        if (next == '{' || next == '}')
            return 1;
        return 1 + std::max<qsizetype>(lineEnd(at + 1), 1);
    }

    void addText(qsizetype end)
    {
        end = std::min(end, m_source.size());
        if (end > m_at)
            add(Kind::FormatText, end - m_at);
    }

    void closeFormat(qsizetype at)
    {
        addText(at);
        const qsizetype length = m_formats.last().quote.size();
        m_formats.removeLast();
        add(Kind::FormatEnd, length);
    }

    /// A formatted string that does not end where it should.
    void breakFormat(qsizetype at)
    {
        addText(at);
        for (const qsizetype before : m_formats.last().fields)
            m_brackets = std::min(m_brackets, before);
        m_formats.removeLast();
    }

    void openField(qsizetype at)
    {
        addText(at);
        Format &format = m_formats.last();
        format.fields.append(m_brackets);
        format.isInSpec.append(false);
        ++m_brackets;
        add(Kind::Operator, 1);
    }

    void closeField(qsizetype at)
    {
        addText(at);
        Format &format = m_formats.last();
        m_brackets = format.fields.takeLast();
        format.isInSpec.removeLast();
        add(Kind::Operator, 1);
    }

    /// Whether this is what ends the expression of a field: ":" or "}", with no bracket of its own
    /// open.
    bool endsField(char c)
    {
        Format &format = m_formats.last();
        if (m_brackets != format.fields.last() + 1)
            return false;
        if (c == '}')
            return closeField(m_at), true;
        if (c == '!' && peek(1) != '=')
            return add(Kind::Operator, 1), true;
        if (c != ':')
            return false;
        format.isInSpec.last() = true;
        add(Kind::Operator, 1);
        return true;
    }

    const QByteArray &m_source;
    QList<PythonToken> m_tokens;
    QList<int> m_indents{0};
    QList<Format> m_formats;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    qsizetype m_brackets = 0;
    int m_line = 1;
    bool m_isLineStart = true;
    bool m_isInStatement = false;
};

} // namespace

QList<PythonToken> tokensOf(const QByteArray &source)
{
    return Lexer(source).run();
}

} // namespace ringside::classroom

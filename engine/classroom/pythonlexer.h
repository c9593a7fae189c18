#pragma once

#include <QByteArray>
#include <QList>

namespace ringside::classroom {

/// A token of Python 3.13, as Python's own module `tokenize` tells them apart.
struct PythonToken
{
    enum class Kind : quint8 {
        Name, ///< keywords, too
        Number,
        String,
        FormatStart, ///< f" up to the quote
        FormatText, ///< between the fields of a formatted string; never empty
        FormatEnd,
        Operator,
        Comment,
        LineEnd, ///< NL: the end of a line that ends no statement
        Newline, ///< the end of a statement
        Indent,
        Dedent,
        Other, ///< a byte that is no Python, or the rest of a line after a quote that does not end
    };

    Kind kind = Kind::Other;
    QByteArray text; ///< empty for line ends, indents and dedents
    int line = 1; ///< where it begins, from 1
    int column = 0; ///< in bytes
    int lastLine = 1; ///< where it ends

    bool operator==(const PythonToken &) const = default;
};

/// The tokens of a source, which is UTF-8. What Python would refuse does not end it: students hand
/// in programs that are broken.
[[nodiscard]] QList<PythonToken> tokensOf(const QByteArray &source);

} // namespace ringside::classroom

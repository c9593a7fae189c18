#pragma once

#include <QList>
#include <QString>

namespace ringside::progress {

/// A word, a name or a sign of a text, and where it stands.
struct Word
{
    QString text; ///< in small letters
    QString stem; ///< stemOf(text)
    bool isName = false; ///< os.replace, O_EXCL, DirEntry: compared letter by letter
    int start = 0;
    int length = 0;
    int position
        = 0; ///< in words from the beginning; the parts of "top-down" and the whole share one
};

/// Words of prose, dotted names, numbers, and operators such as `=`. Punctuation is left out.
[[nodiscard]] QList<Word> wordsOf(const QString &text);

/// The root that the forms of an English word share, roughly: "renaming" and "renames" are "renam".
[[nodiscard]] QString stemOf(const QString &word);

/// At most one letter more, less, other, or two neighbours swapped.
[[nodiscard]] bool isOneEditApart(QStringView a, QStringView b);

/// A public name of the modules that the course is about: never corrected, because many differ by
/// one letter.
[[nodiscard]] bool isApiName(const QString &word);

/// "not", "never", "doesn't" …
[[nodiscard]] bool isNegation(const QString &word);

/// Whether a word of an answer says what a word of a pattern asks for. Names and numbers must be
/// equal, where `os.replace` and `replace` are one name; prose may be inflected, be a synonym, or,
/// with six letters and more, have one slip.
[[nodiscard]] bool says(const Word &word, const Word &asked);

} // namespace ringside::progress

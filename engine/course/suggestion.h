#pragma once

#include <QString>
#include <QStringList>

namespace ringside::course {

/// The candidate closest to a mistyped word, empty when none is close enough to be meant: at most
/// one change (a letter more, less, other, or two swapped) in a word of up to four letters, two in
/// a longer one.
[[nodiscard]] QString nearest(QStringView word, const QStringList &candidates);

/// "unknown key `mesage`, did you mean `message`?", or the list of what would do when nothing is
/// close.
[[nodiscard]] QString unknownWord(
    QStringView what, QStringView word, const QStringList &candidates);

} // namespace ringside::course

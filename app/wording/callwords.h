#pragma once

#include "lens/trace.h"

#include <QString>

namespace ringside::wording {

/// What a system call does, in one sentence; empty for a name that is not traced.
[[nodiscard]] QString callPurpose(const QByteArray &name);

/// The page of the manual that has it: "open(2)" for openat.
[[nodiscard]] QString manualPage(const QByteArray &name);

/// What an errno says, in one sentence without the name; empty for one without words of ours.
[[nodiscard]] QString errnoMeaning(int errnum);

/// One argument as people read it.
struct ArgumentWords
{
    QString name; ///< "flags"
    QString value; ///< "O_WRONLY|O_CREAT", as lens::argumentTexts() has it
    QString meaning; ///< "for writing · made if it is missing"; may be empty
};
[[nodiscard]] QList<ArgumentWords> argumentWords(const lens::Event &event, const lens::CallDetails &details);

/// What the result says: "the new descriptor", "12 bytes were written", or what went wrong. May be empty.
[[nodiscard]] QString resultMeaning(const lens::Event &event, const lens::CallDetails &details);

} // namespace ringside::wording

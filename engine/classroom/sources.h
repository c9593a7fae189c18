#pragma once

#include "classroom/intake.h"

namespace ringside::classroom {

/// A file as it was found in an archive or folder, before anybody asked what it is.
struct FoundFile
{
    QByteArray name; ///< relative, as it is there
    Fate fate = Fate::Taken; ///< what is wrong with it already
    QByteArray content; ///< of Python files, answers, hand-ins and timestamps
    qint64 modified = 0;
    std::optional<Error> error;
};

/// Everything in an archive or below a folder, except folders. Errors: when nothing of it may be
/// used: it is no archive, is damaged, or has too many entries.
[[nodiscard]] Result<QList<FoundFile>> filesIn(const QString &source, const ArchiveLimits &limits);

} // namespace ringside::classroom

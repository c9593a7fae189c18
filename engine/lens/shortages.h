#pragma once

#include "lens/trace.h"
#include "sandbox/run.h"

#include <optional>

namespace ringside::lens {

/// Something a box has only so much of, when it was all used. A program gets an error then, which it may catch: nothing
/// ends the run for it.
struct Shortage
{
    enum class Kind : quint8 { Disk, Names, FileSize, Processes, Descriptors };
    Kind kind = Kind::Disk;
    qint64 limit = 0; ///< bytes, or how many

    auto operator<=>(const Shortage &) const = default;
};

/// A short name for machines: "disk", "names", "file-size", "processes", "descriptors".
[[nodiscard]] QString toString(Shortage::Kind kind);
/// None for a name that is none of them.
[[nodiscard]] std::optional<Shortage::Kind> shortageKind(const QString &name);

/// What a run had none of any more, each once. Only what was seen is told: without a trace the workspace as it was left
/// (where RunRequest::wantTree is set), the most processes that were counted, and the error that ended the program; with
/// one the failed calls, too. A limit that the program has lowered for itself is none of the box's.
[[nodiscard]] QList<Shortage> findShortages(
    const sandbox::RunReport &report, const sandbox::RunRequest &request, const Trace *trace = nullptr);

/// The one behind an error of a program, where no other thing is likely to be. `code` is the line that met it. None where
/// the program has something to do with limits of its own, and for a full disk, of which the error does not say which.
[[nodiscard]] std::optional<Shortage> shortageBehind(
    int errnum, const QByteArray &code, const sandbox::RunRequest &request);

} // namespace ringside::lens

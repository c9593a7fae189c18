#pragma once

#include "lens/trace.h"
#include "sandbox/run.h"

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

/// What a run had none of any more, each once. Only what was seen is told: without a trace the workspace as it was left
/// (where RunRequest::wantTree is set) and the most processes that were counted; with one the failed calls, too. A
/// limit that the program has lowered for itself is none of the box's.
[[nodiscard]] QList<Shortage> findShortages(
    const sandbox::RunReport &report, const sandbox::RunRequest &request, const Trace *trace = nullptr);

} // namespace ringside::lens

#pragma once

#include "lens/trace.h"
#include "sandbox/run.h"

#include <QJsonArray>

#include <optional>

namespace ringside::lens {

/// Something a box has only so much of, when it was all used. A program gets an error then, which it may catch: nothing
/// ends the run for it.
struct Shortage
{
    enum class Kind : quint8 { Disk, Names, FileSize, Processes, Descriptors };
    /// What is told of it is a guess: the program failed as programs do then, and may as well have made that up.
    enum class Evidence : quint8 { Seen, Told };
    Kind kind = Kind::Disk;
    qint64 limit = 0; ///< bytes, or how many
    Evidence evidence = Evidence::Seen;

    auto operator<=>(const Shortage &) const = default;
};

/// A short name for machines: "disk", "names", "file-size", "processes", "descriptors".
[[nodiscard]] QString toString(Shortage::Kind kind);
/// None for a name that is none of them.
[[nodiscard]] std::optional<Shortage::Kind> shortageKind(const QString &name);

/// Those of the evidence, for machines: an object with "limit" and "figure" for each.
[[nodiscard]] QJsonArray toJson(const QList<Shortage> &shortages, Shortage::Evidence evidence);
[[nodiscard]] QList<Shortage> shortagesIn(const QJsonArray &json, Shortage::Evidence evidence);

/// What a run had none of any more, each once. Seen are the workspace as it was left (where RunRequest::wantTree is set),
/// the most processes that were counted and, where the run was traced, the calls that failed. Told, where it was not, is
/// the error or the signal that ended the program: nobody but the program has made them known. A limit that the program
/// has lowered for itself is none of the box's.
[[nodiscard]] QList<Shortage> findShortages(
    const sandbox::RunReport &report, const sandbox::RunRequest &request, const Trace *trace = nullptr);

/// The one behind an error that a program tells of, where no other thing is likely to be: its evidence is that it was
/// told. `code` is the line that met it. None where the program has something to do with limits of its own, and for a full disk, of which the error does not say which.
[[nodiscard]] std::optional<Shortage> shortageBehind(
    int errnum, const QByteArray &code, const sandbox::RunRequest &request);

} // namespace ringside::lens

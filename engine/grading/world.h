#pragma once

#include "course/exercise.h"
#include "sandbox/run.h"

namespace ringside::grading {

/// Something that happens while the learner's program runs, at a chosen call of it. Needs the lens.
struct Disturbance
{
    enum class Kind : quint8 {
        Vanish, ///< `path` is deleted, or renamed to `other` when that is set
        Swap, ///< `path` becomes a link to `other`; the next time what it was, and so on
        Signal, ///< `signal` is sent
    };
    Kind kind{};
    QByteArray path;
    QByteArray other;
    int signal = 0;
    QList<int> calls; ///< numbers of the calls that count; empty: all
    QByteArray on; ///< only those of this path count, a pattern as of fnmatch(3); empty: any
    int atCall = 0; ///< before the learner's call of this number, from 1; 0 before every call

    bool operator==(const Disturbance &) const = default;
};

/// A process that runs beside the learner's program.
struct Companion
{
    QString source; ///< Python

    bool operator==(const Companion &) const = default;
};

/// Where the other of the two things lies that FX-SWAP exchanges, in the workspace.
inline constexpr char swappedName[] = ".ringside-swap";

/// What a case runs in. Two worlds of equal seed are equal, byte for byte, on every machine.
struct World
{
    filesystem::Tree
        tree; ///< becomes the working directory; entries of one object share an inode number
    QList<sandbox::ExtraMount> mounts;
    QList<std::pair<QByteArray, QByteArray>> environment;
    QList<Companion> companions;
    QList<Disturbance> disturbances;
    QByteArray secret; ///< marker for `no-leak`; empty when there is none
};

/// The worlds of one file, for error messages with the file's name.
struct WorldBook
{
    QString file;
    QList<course::WorldSpec> specs;
};

/// mtime of every entry that does not say otherwise, and what ages are counted back from:
/// 2024-05-01T12:00:00Z.
inline constexpr qint64 worldTimeSeconds = 1'714'564'800;

/// Errors: Content with file and line, for what exercises/README.md does not allow.
[[nodiscard]] Result<World> buildWorld(const WorldBook &book, QStringView name, quint64 seed);

/// The world of an exercise's case.
[[nodiscard]] Result<World> buildWorld(
    const course::Exercise &exercise, const course::Case &run, quint64 seed);

/// Where a relative path of a manifest lies inside the box; absolute paths stay.
[[nodiscard]] QByteArray pathInBox(const QByteArray &path);

/// Names and kinds of a tree as indented text, at most `lines` of them: the picture of a fixture in
/// a message.
[[nodiscard]] QString picture(const filesystem::Tree &tree, int lines = 40);

} // namespace ringside::grading

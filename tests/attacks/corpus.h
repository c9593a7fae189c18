#pragma once

#include "base/result.h"
#include "sandbox/run.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace ringside::tests {

/// A program of tests/attacks/programs, and what must hold when it runs. Its header tells both:
///
///     # Forks until the machine stands still       a sentence, the name of its test row
///     #
///     # Holds: a box has 64 processes.             what must hold, for readers
///     # Ends: wall                                 "exit 0" (if not given), "signal 31", "wall", "cpu", "memory" or
///                                                  "output"; several with "or" between them
///     # Prints: 62\n                               standard output, escaped as in Python; "anything"; "nothing";
///                                                  "held\n" if not given
///     # Leaves: answer link                        an entry of the tree, with its type; any number of such lines
///     # Tree: truncated                            the reader reached one of its caps
///     # Limits: wall=300 memory=96                 ms and MiB (output: KiB); else so wide that only the attack counts
///     # Needs: landlock 6                          a version of Landlock, or "x86_64"
///     # Traced: seen                               in a traced run each directory it leaves was seen in the making, and
///                                                  where its name says so: "line-@" on this line ("@" becomes its
///                                                  number), "lost-@" on an unknown one, "child-@" by a program that
///                                                  this line has started
///     # Runs: once                                 only warm and untraced, because it takes long
///     # Without Landlock: broken                   with that wall missing, something of the above does not hold;
///     # Without filter: broken                     else it holds all the same. "depends": on the kernel's settings
struct AttackProgram
{
    struct Leaving
    {
        QByteArray path;
        filesystem::EntryType type = filesystem::EntryType::File;
    };

    QByteArray name;
    QByteArray holds;
    QByteArray source;
    QByteArrayList endings{"exit 0"};
    std::optional<QByteArray> output{"held\n"}; ///< none: anything
    QList<Leaving> leavings;
    bool treeIsTruncated = false;
    sandbox::Limits limits;
    int landlockAbi = 0; ///< the least that must be there
    bool isForX86 = false;
    bool isSeen = false; ///< in traced runs: see unseen()
    bool runsOnce = false;
    bool breaksWithoutLandlock = false;
    bool breaksWithoutFilter = false;
    bool variesWithoutFilter = false;
};

/// All of them, in the order of their file names. Errors: Content, with file and line.
[[nodiscard]] Result<QList<AttackProgram>> readCorpus();

/// What of the program's header this report contradicts; empty when all of it holds.
[[nodiscard]] QByteArrayList contradictions(
    const AttackProgram &attack, const sandbox::RunReport &report);

} // namespace ringside::tests

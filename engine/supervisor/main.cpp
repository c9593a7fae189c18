#include "supervisor/launcher.h"

#include <cstdio>
#include <string_view>
#include <unistd.h>

// How it works
//
// Four kinds of processes, each one a child of the one above, each trusted less:
//
//   window or command      starts us through sandbox::Sandbox; two pipes of frames (sandbox/protocol.h) join us
//   └ launcher             this process: closes what it inherited, forgets the environment, stops being root,
//     │                    makes seven fresh namespaces, and waits
//     └ steward            pid 1 of those namespaces, by exec: shows boxes a read-only system, holds every
//       │                  file system of a run by its descriptor, sets the clocks, watches, reads the trees
//       └ box init         pid 1 of a box's own seven namespaces: mounts what the box may see, starts the
//         │                program, gives up every right, and from then on only reaps
//         └ program        the learner's Python, pid 2: no capability, no new privilege, Landlock, rlimits,
//                          and last a filter of system calls
//
// Between steward and box there are two sockets. Over the first (status) init reports a failed step, or in the
// end how the program ended. Over the second (hand-over) the program says hello when all its rights are gone,
// and is answered "go" with its standard streams; only then does it read a byte of the learner's. In a traced
// run the lens, not the steward, is the one who answers.
//
// Who may die first: anyone. The steward is the first process of its pid namespace, so with it dies every box;
// it dies with the launcher (parent-death signal) and leaves when the client's pipe closes. A box dies with its
// init. File systems are tmpfs without a path on the host, gone with the last descriptor.
//
// Where a control group has been delegated to the user, each box is born in one of its own, and the kernel keeps its
// limits on memory and processes (Delegation, BoxGroups). Elsewhere the steward looks every 20 ms (ProcessCensus).
//
// A tree is read only when every process of its box is dead, with openat2 and without following anything.

int main(int argumentCount, char **arguments)
{
    using namespace ringside::supervisor;
    const std::string_view role = argumentCount == 2 ? arguments[1] : "";
    if (::isatty(STDIN_FILENO) || ::isatty(STDOUT_FILENO) || argumentCount > 2) {
        std::fputs("This is a part of Ringside that \"ringside\" starts by itself.\n", stderr);
        return 2;
    }
    if (role == plainUserRole)
        return runSteward(Origin::PlainUser);
    if (role == droppedRootRole)
        return runSteward(Origin::DroppedRoot);
    return runLauncher();
}

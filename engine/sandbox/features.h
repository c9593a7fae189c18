#pragma once

#include <QString>

namespace ringside::sandbox {

/// A set of features the kernel gives us; recorded with every verdict.
struct Features
{
    QString kernel; ///< uname release
    QString python; ///< version of the interpreter in the box, "3.13.5"
    int landlockAbi = 0; ///< 0: not available
    bool seccomp = false;
    bool cgroup = false; ///< limits by a delegated cgroup, not by polling
    bool trace = false; ///< the lens can attach
    int traceErrnum = 0; ///< why it cannot
    bool warm = false; ///< warm interpreters work
    bool droppedRoot = false; ///< started by root, runs as a plain user
};

} // namespace ringside::sandbox

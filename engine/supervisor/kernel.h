#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ringside::supervisor {

/// clone3(2) without a new stack, like fork(2); `pidfd` receives the child's. `cgroup` is where it is born, or -1.
[[nodiscard]] pid_t cloneProcess(std::uint64_t flags, int &pidfd, int cgroup = -1);

void killProcess(int pidfd);
/// Returns when the process is gone.
void killAndReap(int pidfd);

/// Closes every descriptor but these.
[[nodiscard]] bool closeAllBut(std::vector<int> kept);

/// Every signal back to its default and none blocked, as a shell starts programs.
void restoreSignals();

/// For execve(2); the texts must live on.
[[nodiscard]] std::vector<char *> pointersTo(std::vector<std::string> &texts);

/// Writes into a file of /proc, in one call.
[[nodiscard]] bool writeFile(const char *path, std::string_view text);

} // namespace ringside::supervisor

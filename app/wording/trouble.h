#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace ringside::wording {

/// What goes wrong on our side or the machine's, and the way out. Plain text without line breaks.
struct Trouble
{
    QString what;
    QString remedy;
};

/// Settings of the kernel that decide whether an ordinary user may have a sandbox; none where this
/// kernel has no such setting.
struct KernelSettings
{
    std::optional<int> unprivilegedNamespaces; ///< kernel.unprivileged_userns_clone
    std::optional<int> mostNamespaces; ///< user.max_user_namespaces
    std::optional<int> restrictedByAppArmor; ///< kernel.apparmor_restrict_unprivileged_userns
    bool inContainer = false;
};
[[nodiscard]] KernelSettings readKernelSettings();

[[nodiscard]] Trouble explain(const Error &error, const KernelSettings &settings);
[[nodiscard]] Trouble explain(const Error &error);

} // namespace ringside::wording

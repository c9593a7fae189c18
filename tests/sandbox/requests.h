#pragma once

#include "sandbox/sandbox.h"

#include <QTest>

namespace ringside::tests {

/// How long tests wait for what is sure to come, in milliseconds: others may keep the machine busy.
inline constexpr int patience = 120'000;

inline filesystem::Entry file(
    const QByteArray &path, const QByteArray &content, quint32 mode = 0644)
{
    return {.path = path, .mode = mode, .content = content};
}

inline filesystem::Entry folder(const QByteArray &path, quint32 mode = 0755)
{
    return {.path = path, .type = filesystem::EntryType::Directory, .mode = mode};
}

/// Limits on time that a busy machine does not reach by itself.
inline sandbox::Limits patientLimits()
{
    return {.wall = std::chrono::milliseconds(patience), .cpu = std::chrono::milliseconds(patience)};
}

/// A run of this program alone.
inline sandbox::RunRequest program(const QByteArray &source)
{
    sandbox::RunRequest request{.limits = patientLimits()};
    request.workspace.entries = {file("main.py", source)};
    return request;
}

/// Why the sandbox cannot be used here; empty when it can. Tests skip with it, or fail when the sandbox is
/// required.
inline QString missingSandbox(sandbox::Sandbox &sandbox)
{
    const auto features = sandbox::waitFor(sandbox.features());
    if (features)
        return {};
    const QString reason = QStringLiteral("no sandbox on this machine: %1 (%2); see `ringside doctor`")
                               .arg(describe(features.error()), errnoName(features.error().errnum));
    if (qEnvironmentVariableIsSet("RINGSIDE_REQUIRE_SANDBOX"))
        qFatal("%s", qPrintable(reason));
    return reason;
}

} // namespace ringside::tests

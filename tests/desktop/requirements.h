#pragma once

#include "sandbox/sandbox.h"

#include <QTest>

// What a test needs of the machine. Without it the test is skipped, or fails where a sandbox is required.
namespace ringside::desktop {

inline void refuse(const QString &what)
{
    if (qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
        QFAIL(qPrintable(what));
    QSKIP(qPrintable(what + QStringLiteral(". `ringside doctor` tells what to change")));
}

inline void requireSandbox(sandbox::Sandbox &sandbox)
{
    if (const auto features = sandbox::waitFor(sandbox.features()); !features)
        refuse(QStringLiteral("no sandbox here: ") + describe(features.error()));
}

inline void requireLens(sandbox::Sandbox &sandbox)
{
    requireSandbox(sandbox);
    if (const auto features = sandbox::waitFor(sandbox.features()); !features->trace)
        refuse(QStringLiteral("no lens here: ") + errnoName(features->traceErrnum));
}

} // namespace ringside::desktop

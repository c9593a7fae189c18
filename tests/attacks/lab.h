#pragma once

#include "attacks/corpus.h"
#include "attacks/host.h"
#include "lens/trace.h"
#include "sandbox/sandbox.h"

#include <memory>

namespace ringside::tests {

/// One supervisor under attack, with bait for whoever gets out of a box.
class Lab
{
public:
    /// `starter` is who starts the supervisor: ourselves or, when we are root, any user.
    Lab(uid_t starter, const QString &supervisor);

    using Report = Result<sandbox::RunReport>;
    /// `how` says in which kind of box; what runs there, and its limits, are the attack's.
    /// With `trace`, what the lens sees goes there.
    [[nodiscard]] QFuture<Report> run(
        const AttackProgram &attack, sandbox::RunRequest how, std::shared_ptr<lens::Trace> trace = {});

    /// How the attack was not held, as far as its report tells; empty when it was.
    [[nodiscard]] QByteArrayList breaches(const AttackProgram &attack, const Report &report) const;

    /// Ends the supervisor. Gives what is left of it, and the harm that was done.
    [[nodiscard]] QByteArrayList close();

    [[nodiscard]] sandbox::Sandbox &sandbox() { return *m_sandbox; }
    [[nodiscard]] const sandbox::Features &features() const { return m_features; }
    [[nodiscard]] pid_t launcher() const { return m_launcher; }
    [[nodiscard]] pid_t steward() const { return m_steward; }

private:
    [[nodiscard]] static uid_t boxOwner(uid_t starter, const QString &supervisor);
    void findProcesses();

    SupervisorCopy m_copy;
    Bait m_bait;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    sandbox::Features m_features;
    pid_t m_launcher = 0;
    pid_t m_steward = 0;
};

} // namespace ringside::tests

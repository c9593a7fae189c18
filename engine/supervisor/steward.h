#pragma once

#include "supervisor/clientchannel.h"
#include "supervisor/run.h"
#include "supervisor/session.h"

#include <map>
#include <memory>
#include <string>

namespace ringside::supervisor {

/// Where a steward finds the parts of the zygotes, if they are installed.
inline constexpr int extensionDescriptor = 3;
inline constexpr int hookDescriptor = 4;
/// The control group it may divide among the boxes, if there is one.
inline constexpr int groupDescriptor = 5;

/// Who started the supervisor.
enum class Origin : std::uint8_t { PlainUser, DroppedRoot };

/// The first process of the supervisor's own namespaces: builds what boxes see, makes the boxes, watches them,
/// reads their trees, and talks to the client. One thread, one poll loop.
class Steward
{
public:
    Steward(ClientChannel &client, Origin origin);

    /// Prepares everything boxes need, and tries one. After an error there is no sandbox on this machine.
    [[nodiscard]] Outcome<> setUp();
    /// How far the self-test of setUp() came.
    [[nodiscard]] const std::vector<std::pair<std::string, bool>> &selfTest() const
    {
        return m_ready.selfTest;
    }
    /// Serves the client until it is gone.
    void serve();

private:
    void openBoxGroups();
    void startZygotes();
    [[nodiscard]] Outcome<> testBox(sandbox::protocol::StartKind start);
    void waitForSlimZygote();

    void waitForEvents();
    void handleFrames();
    void handle(const sandbox::protocol::Frame &frame);
    void handleInSession(const sandbox::protocol::Frame &frame);
    template <typename Message> void decodeAnd(const sandbox::protocol::Frame &frame, auto act);
    void beginJob(sandbox::protocol::RunBegin settings);
    [[nodiscard]] Job *find(std::uint32_t id);
    [[nodiscard]] Session *findSession(std::uint32_t id);
    void advanceJobs();
    void watchBoxes();
    void noteRest(Job::Clock::time_point now);
    void armWhileNobodyWaits();

    ClientChannel &m_client;
    JobServices m_services;
    sandbox::protocol::Ready m_ready;
    std::map<std::uint32_t, std::unique_ptr<Job>> m_jobs;
    std::map<std::uint32_t, Session *> m_sessions; ///< those of the jobs that are sessions
    Job::Clock::time_point m_nextWatch;
    Job::Clock::time_point m_nextRestNote;
    MachineMemory m_atRest; ///< when no box ran
    bool m_clientIsThere = true;
};

} // namespace ringside::supervisor

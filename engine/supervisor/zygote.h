#pragma once

#include "base/filedescriptor.h"
#include "supervisor/boxplan.h"
#include "supervisor/messagesocket.h"
#include "supervisor/mount.h"

#include <chrono>
#include <poll.h>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// A Python that has started up to the point before main.py and forks a copy of itself for each warm run.
/// Seen from the steward; its inside is engine/python.
class Zygote
{
public:
    /// `hook` holds the extension and the site hook; `stock` names the modules it loads ahead.
    [[nodiscard]] static Outcome<Zygote> start(const Mount &hook, const std::string &stock);

    Zygote(Zygote &&) noexcept = default;
    Zygote &operator=(Zygote &&) noexcept;
    ~Zygote();

    /// Takes note of a word or the end of the zygote.
    void listen();
    [[nodiscard]] bool isReady() const { return m_state == State::Ready; }
    [[nodiscard]] bool isGone() const { return m_state == State::Gone; }

    struct NewBox
    {
        pid_t pid = 0;
        FileDescriptor pidfd;
    };
    /// A box made of a copy of the zygote; a child of this process. After an error the zygote is gone.
    [[nodiscard]] Outcome<NewBox> makeBox(
        const BoxPlan &plan, const std::vector<int> &descriptors, int cgroup);
    [[nodiscard]] int boxesMade() const { return m_boxesMade; }

    void addPolls(std::vector<pollfd> &polls) const;

private:
    enum class State : std::uint8_t { Starting, Ready, Gone };

    Zygote(FileDescriptor pidfd, MessageSocket control)
        : m_pidfd(std::move(pidfd))
        , m_control(std::move(control))
    {
    }
    void end();

    FileDescriptor m_pidfd;
    MessageSocket m_control;
    State m_state = State::Starting;
    int m_boxesMade = 0;
};

} // namespace ringside::supervisor

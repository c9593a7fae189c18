#pragma once

#include "supervisor/controlgroup.h"

#include <optional>
#include <string>

namespace ringside::supervisor {

/// The control group of one supervisor, below one that was given to its user to divide. It goes with the object, when
/// all its processes have gone.
///
/// A group that limits the groups below it may hold no process itself. So who is in the delegated group, the window or
/// command above all, moves into a group "ringside-rest" beside ours.
class Delegation
{
public:
    /// None where nothing has been delegated: limits are then kept by watching.
    [[nodiscard]] static std::optional<Delegation> claim();
    /// In the first process of the supervisor's namespaces, which was born in group(): makes this the root of what it and
    /// its boxes see, and makes room for groups of boxes.
    [[nodiscard]] static Outcome<> settle(const ControlGroup &group);

    Delegation(Delegation &&) noexcept = default;
    Delegation &operator=(Delegation &&) = delete;
    ~Delegation();

    [[nodiscard]] const ControlGroup &group() const { return m_group; }

private:
    Delegation(ControlGroup parent, std::string name, ControlGroup group);

    ControlGroup m_parent;
    std::string m_name;
    ControlGroup m_group;
};

} // namespace ringside::supervisor

#pragma once

#include "sandbox/protocol.h"

#include <set>
#include <string>
#include <string_view>

namespace ringside::supervisor {

/// What can be told about a program before it runs, from its request and the files it comes with: whether a warm
/// interpreter behaves like one started for it, and which zygote saves most.
class ProgramScan
{
public:
    explicit ProgramScan(const sandbox::protocol::RunBegin &settings);

    void look(const sandbox::protocol::Entry &entry);

    /// False when something acts only while an interpreter starts: a hash seed, PYTHON… variables, the locale,
    /// the user's own site-packages.
    [[nodiscard]] bool canBeWarm() const { return m_canBeWarm; }
    /// Top-level names of modules that statements in the workspace's own files import.
    [[nodiscard]] const std::set<std::string> &imports() const { return m_imports; }

private:
    void lookAtSource(std::string_view source);

    bool m_canBeWarm = true;
    std::set<std::string> m_imports;
};

} // namespace ringside::supervisor

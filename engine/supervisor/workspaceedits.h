#pragma once

#include "sandbox/protocol.h"
#include "supervisor/treebuilder.h"

#include <optional>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// What the window does to the workspace of a living box: single entries, or all of it at once. Nothing is followed,
/// and the places where further file systems are attached stay as they are. Every call answers with the kernel's
/// own errno where it refuses.
class WorkspaceEdits
{
public:
    /// `root` stays the caller's; `mountPlaces` are relative to it.
    WorkspaceEdits(int root, std::vector<std::string> mountPlaces);

    /// Replaces the file of this path, until endPut(); after beginRestore() it is one more of the tree to come.
    void addEntry(const sandbox::protocol::Entry &entry);
    void addContent(std::string_view bytes);
    [[nodiscard]] Outcome<> endPut();

    /// A file, an empty folder or, with `withContent`, a folder with all that is in it.
    [[nodiscard]] Outcome<> remove(const std::string &path, bool withContent);
    /// Replaces nothing: EEXIST.
    [[nodiscard]] Outcome<> rename(const std::string &from, const std::string &to);
    [[nodiscard]] Outcome<> setMode(const std::string &path, std::uint32_t mode);

    void beginRestore();
    [[nodiscard]] bool isRestoring() const { return m_restore.has_value(); }
    /// Makes the workspace what the entries since beginRestore() say. No process may be left that changes it
    /// meanwhile.
    [[nodiscard]] Outcome<> restore();

private:
    [[nodiscard]] bool holdsMountPlace(const std::string &path) const;
    [[nodiscard]] bool isMountPlaceOrBelow(const std::string &path) const;
    [[nodiscard]] Outcome<> empty(const std::string &folder);
    [[nodiscard]] Outcome<> build(const std::vector<sandbox::protocol::Entry> &entries);

    int m_root;
    std::vector<std::string> m_mountPlaces;
    std::optional<TreeBuilder> m_put;
    Outcome<> m_putOutcome;
    std::optional<std::vector<sandbox::protocol::Entry>> m_restore;
};

} // namespace ringside::supervisor

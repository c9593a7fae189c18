#pragma once

#include "sandbox/protocol.h"
#include "supervisor/mount.h"
#include "supervisor/treebuilder.h"

#include <vector>

namespace ringside::supervisor {

/// The file systems of one run: the workspace, /tmp and the extra mounts. Each is a tmpfs that only a
/// descriptor holds, so that nothing is left when the run is over, whatever is in it.
class RunFiles
{
public:
    [[nodiscard]] static Outcome<RunFiles> create(const sandbox::protocol::RunBegin &settings);
    /// Settings with the sizes most runs have, and no extra mounts.
    [[nodiscard]] static sandbox::protocol::RunBegin usualSizes();
    /// Whether files made with usualSizes() serve a run with these settings.
    [[nodiscard]] static bool areUsual(const sandbox::protocol::RunBegin &settings);

    [[nodiscard]] Outcome<> add(const sandbox::protocol::Entry &entry);
    [[nodiscard]] Outcome<> addContent(std::string_view bytes);
    /// Nothing can be added afterwards.
    [[nodiscard]] Outcome<> finish();

    /// Tree 0 is the workspace, tree i the extra mount i-1.
    [[nodiscard]] std::size_t treeCount() const { return m_trees.size(); }
    [[nodiscard]] int tree(std::size_t index) const { return m_trees[index].mount.descriptor(); }
    [[nodiscard]] int temporary() const { return m_temporary.descriptor(); }

private:
    struct FilledTree
    {
        Mount mount;
        TreeBuilder builder;
        std::string path; ///< inside the box
        bool readOnly = false;
    };

    [[nodiscard]] Outcome<> addTree(
        const Mount::TmpfsOptions &options, const std::string &path, bool readOnly);
    [[nodiscard]] Outcome<> makeMountPoint(const std::string &path);

    std::vector<FilledTree> m_trees;
    std::size_t m_current = 0; ///< the tree the last entry went to
    Mount m_temporary;
};

} // namespace ringside::supervisor

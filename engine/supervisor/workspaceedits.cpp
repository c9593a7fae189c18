#include "supervisor/workspaceedits.h"

#include "supervisor/treereader.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;

namespace {

constexpr std::uint64_t folderFlags = O_DIRECTORY | O_NOFOLLOW;
constexpr int entriesPerStep = 1000;

/// The folder an entry is in, and its name there.
struct Place
{
    FileDescriptor folder;
    std::string name;
};

Outcome<Place> placeOf(int root, const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    Place place{.folder = openBelow(root, slash == std::string::npos ? "." : path.substr(0, slash),
                    O_PATH | folderFlags),
        .name = path.substr(slash + 1)};
    if (!place.folder)
        return failed("open the folder of \"" + path + "\"");
    return place;
}

bool isFolder(int root, const std::string &path)
{
    return openBelow(root, path, O_PATH | folderFlags).isValid();
}

bool isBelow(const std::string &path, const std::string &folder)
{
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

} // namespace

WorkspaceEdits::WorkspaceEdits(int root, std::vector<std::string> mountPlaces)
    : m_root(root)
    , m_mountPlaces(std::move(mountPlaces))
{
}

/// Removing or renaming it would take the file system away that the box has there.
bool WorkspaceEdits::holdsMountPlace(const std::string &path) const
{
    return std::ranges::any_of(m_mountPlaces,
        [&](const std::string &place) { return place == path || isBelow(place, path); });
}

bool WorkspaceEdits::isMountPlaceOrBelow(const std::string &path) const
{
    return std::ranges::any_of(m_mountPlaces,
        [&](const std::string &place) { return place == path || isBelow(path, place); });
}

void WorkspaceEdits::addEntry(const Entry &entry)
{
    if (m_restore) {
        m_restore->push_back(entry);
        return;
    }
    m_put.emplace(m_root);
    m_putOutcome = {};
    const bool isThere = isFolder(m_root, entry.path);
    if (isThere && entry.kind == EntryKind::Directory)
        return;
    if (!isThere)
        (void)remove(entry.path, false); // most often there is nothing to remove
    m_putOutcome = m_put->add(entry);
}

void WorkspaceEdits::addContent(std::string_view bytes)
{
    if (m_restore && !m_restore->empty())
        m_restore->back().content += bytes;
    else if (m_put && m_putOutcome)
        m_putOutcome = m_put->addContent(bytes);
}

Outcome<> WorkspaceEdits::endPut()
{
    if (m_put && m_putOutcome)
        m_putOutcome = m_put->finish();
    m_put.reset();
    return m_putOutcome;
}

Outcome<> WorkspaceEdits::remove(const std::string &path, bool withContent)
{
    if (holdsMountPlace(path))
        return failed("remove \"" + path + "\"", EBUSY);
    const Outcome<Place> place = placeOf(m_root, path);
    if (!place)
        return std::unexpected(place.error());
    const int folder = place->folder.get();
    if (::unlinkat(folder, place->name.c_str(), 0) == 0)
        return {};
    if (errno != EISDIR)
        return failed("remove \"" + path + "\"");
    if (withContent && isFolder(m_root, path))
        if (Outcome<> emptied = empty(path); !emptied)
            return emptied;
    if (::unlinkat(folder, place->name.c_str(), AT_REMOVEDIR) < 0)
        return failed("remove \"" + path + "\"");
    return {};
}

Outcome<> WorkspaceEdits::rename(const std::string &from, const std::string &to)
{
    const std::string step = "rename \"" + from + "\" to \"" + to + "\"";
    if (holdsMountPlace(from))
        return failed(step, EBUSY);
    const Outcome<Place> source = placeOf(m_root, from);
    const Outcome<Place> target = placeOf(m_root, to);
    if (!source || !target)
        return std::unexpected(source ? target.error() : source.error());
    if (::renameat2(source->folder.get(), source->name.c_str(), target->folder.get(),
            target->name.c_str(), RENAME_NOREPLACE)
        < 0)
        return failed(step);
    return {};
}

Outcome<> WorkspaceEdits::setMode(const std::string &path, std::uint32_t mode)
{
    if (!setModeOf(openBelow(m_root, path, O_PATH | O_NOFOLLOW), mode))
        return failed("set the mode of \"" + path + "\"");
    return {};
}

/// Last things first, so that every folder is empty when its turn comes.
Outcome<> WorkspaceEdits::empty(const std::string &folder)
{
    const FileDescriptor opened = openBelow(m_root, folder, O_RDONLY | folderFlags);
    if (!opened)
        return failed("empty \"" + folder + "\"");
    const std::string prefix = folder == "." ? "" : folder + '/';
    std::vector<Entry> found;
    TreeReader reader(opened.get(), {.readsFiles = false},
        {.entry = [&](const Entry &entry) { found.push_back(entry); }, .content = {}});
    while (reader.step(entriesPerStep)) { }
    for (const Entry &entry : found | std::views::reverse) {
        const std::string path = prefix + entry.path;
        if (holdsMountPlace(path) || isMountPlaceOrBelow(path))
            continue;
        const Outcome<Place> place = placeOf(m_root, path);
        const int flags = entry.kind == EntryKind::Directory ? AT_REMOVEDIR : 0;
        if (!place || ::unlinkat(place->folder.get(), place->name.c_str(), flags) < 0)
            return failed("remove \"" + path + "\"");
    }
    return {};
}

void WorkspaceEdits::beginRestore()
{
    m_restore.emplace();
}

Outcome<> WorkspaceEdits::restore()
{
    const std::vector<Entry> entries = std::move(m_restore).value_or(std::vector<Entry>());
    m_restore.reset();
    if (Outcome<> emptied = empty("."); !emptied)
        return emptied;
    return build(entries);
}

/// What leads to a mount is there still.
Outcome<> WorkspaceEdits::build(const std::vector<Entry> &entries)
{
    TreeBuilder builder(m_root);
    const bool setsRoot = std::ranges::any_of(entries, [](const Entry &entry) { return entry.path == "."; });
    if (!setsRoot && ::fchmodat(m_root, ".", 0755, 0) < 0) // as it was made
        return failed("set the mode of the workspace");
    for (const Entry &entry : entries) {
        if (holdsMountPlace(entry.path) || isMountPlaceOrBelow(entry.path))
            continue;
        if (Outcome<> added = builder.add(entry); !added)
            return added;
    }
    return builder.finish();
}

} // namespace ringside::supervisor

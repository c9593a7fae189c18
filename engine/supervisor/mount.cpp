#include "supervisor/mount.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/mount.h>

namespace ringside::supervisor {

namespace {

Outcome<> setOption(int context, const char *key, const std::string &value)
{
    if (::fsconfig(context, FSCONFIG_SET_STRING, key, value.c_str(), 0) < 0)
        return failed(std::string("set tmpfs option ") + key + "=" + value);
    return {};
}

std::string octal(std::uint32_t mode)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%o", mode);
    return text.data();
}

} // namespace

Outcome<Mount> Mount::tmpfs(const TmpfsOptions &options)
{
    const FileDescriptor context(::fsopen("tmpfs", FSOPEN_CLOEXEC));
    if (!context)
        return failed("open the file system tmpfs");
    const Outcome<> set = setOption(context.get(), "size", std::to_string(options.bytes))
                              .and_then([&] {
                                  return setOption(
                                      context.get(), "nr_inodes", std::to_string(options.inodes));
                              })
                              .and_then([&] {
                                  return setOption(context.get(), "mode", octal(options.mode));
                              });
    if (!set)
        return std::unexpected(set.error());
    if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) < 0)
        return failed("create a tmpfs");
    FileDescriptor mounted(
        ::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
    if (!mounted)
        return failed("mount a tmpfs");
    return Mount(std::move(mounted));
}

Outcome<Mount> Mount::copyOf(const std::string &path, Below below)
{
    const unsigned recursive = below == Below::Include ? AT_RECURSIVE : 0;
    FileDescriptor copy(
        ::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursive));
    if (!copy)
        return failed("copy the mount of " + path);
    return Mount(std::move(copy));
}

Outcome<> Mount::restrict(std::uint64_t attributes, Below below)
{
    mount_attr attribute{};
    attribute.attr_set = attributes;
    const unsigned recursive = below == Below::Include ? AT_RECURSIVE : 0;
    if (::mount_setattr(
            descriptor(), "", AT_EMPTY_PATH | recursive, &attribute, sizeof attribute)
        < 0)
        return failed("restrict a mount");
    return {};
}

Outcome<> Mount::attach(int folder, const std::string &path)
{
    if (::move_mount(descriptor(), "", folder, path.c_str(), MOVE_MOUNT_F_EMPTY_PATH) < 0)
        return failed("attach a mount to " + path);
    return {};
}

Outcome<> Mount::attachTo(int directory)
{
    if (::move_mount(
            descriptor(), "", directory, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH)
        < 0)
        return failed("attach a mount to a directory");
    return {};
}

} // namespace ringside::supervisor

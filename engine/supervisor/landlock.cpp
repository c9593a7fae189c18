#include "supervisor/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace ringside::supervisor {

namespace {

constexpr std::uint64_t readOnly = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t readAndExecute = readOnly | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t readAndWriteFiles = readOnly | LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr std::uint64_t device = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE
    | LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_IOCTL_DEV;
constexpr std::uint64_t never = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK
    | LANDLOCK_ACCESS_FS_IOCTL_DEV;

struct PathRule
{
    const char *path;
    std::uint64_t access;
};

/// Every file system right the given version knows. The first 13 came with version 1.
std::uint64_t fileSystemRights(int abi)
{
    std::uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (abi >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
    if (abi >= 5)
        rights |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    return rights;
}

landlock_ruleset_attr rulesetFor(int abi)
{
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = fileSystemRights(abi);
    if (abi >= 4)
        attributes.handled_access_net
            = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
    if (abi >= 6)
        attributes.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
    return attributes;
}

} // namespace

int LandlockRules::abi()
{
#ifdef RINGSIDE_WEAKEN_LANDLOCK // only the test build that shows what the other walls hold
    return 0;
#else
    const long version
        = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : static_cast<int>(version);
#endif
}

Outcome<LandlockRules> LandlockRules::forBox()
{
    LandlockRules rules;
    const int version = abi();
    if (version == 0)
        return rules;
    const landlock_ruleset_attr attributes = rulesetFor(version);
    rules.m_handled = attributes.handled_access_fs;
    // Older kernels take a larger structure as long as what they do not know is zero.
    rules.m_ruleset.reset(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
    if (!rules.m_ruleset)
        return failed("create the Landlock rules");

    const std::uint64_t everything = ~never;
    for (const PathRule &rule : std::vector<PathRule>{{"/", LANDLOCK_ACCESS_FS_READ_DIR},
             {"/usr", readAndExecute}, {"/etc", readOnly}, {"/proc", readAndWriteFiles},
             {"/home/learner", everything}, {"/tmp", everything}, {"/mnt", everything},
             {"/dev/pts", device}, {"/dev/null", device}, {"/dev/zero", device},
             {"/dev/full", device}, {"/dev/random", device}, {"/dev/urandom", device}})
        if (Outcome<> allowed = rules.allow(rule.path, rule.access); !allowed)
            return std::unexpected(allowed.error());
    return rules;
}

Outcome<> LandlockRules::allow(const std::string &path, std::uint64_t access)
{
    const FileDescriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place)
        return failed("open " + path + " for a Landlock rule");
    landlock_path_beneath_attr rule{};
    rule.allowed_access = access & m_handled;
    rule.parent_fd = place.get();
    if (::syscall(SYS_landlock_add_rule, m_ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
        return failed("add the Landlock rule for " + path);
    return {};
}

Outcome<> LandlockRules::restrictSelf() &&
{
    const FileDescriptor ruleset = std::move(m_ruleset);
    if (ruleset && ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) < 0)
        return failed("apply the Landlock rules");
    return {};
}

} // namespace ringside::supervisor

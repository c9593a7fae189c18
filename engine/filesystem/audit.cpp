#include "filesystem/audit.h"

#include "filesystem/treewalk.h"

#include <algorithm>
#include <cerrno>

namespace ringside::filesystem {

namespace {

bool hasKeyName(QByteArrayView name)
{
    return name.startsWith("id_") || name.endsWith(".key") || name.endsWith(".pem");
}

void look(const QByteArray &directory, QByteArrayView name, EntryType type, quint32 mode,
    QList<Finding> &findings)
{
    const quint32 bits = mode & 07777;
    const auto add = [&](Risk risk) {
        findings.append({.path = joined(directory, name), .risk = risk, .mode = bits});
    };
    if (type == EntryType::Directory && (bits & S_IWOTH) && !(bits & S_ISVTX))
        add(Risk::WorldWritableDirectory);
    if (type != EntryType::File)
        return;
    if (bits & S_IWOTH)
        add(Risk::WorldWritableFile);
    if (bits & S_ISUID)
        add(Risk::SetUserId);
    if (bits & S_ISGID)
        add(Risk::SetGroupId);
    if ((bits & (S_IRWXG | S_IRWXO)) && hasKeyName(name))
        add(Risk::LooseKey);
}

class Auditor : public WalkVisitor
{
public:
    /// Links too: what cannot be looked at is reported, whatever the listing says it is.
    Want want(const char *, std::optional<EntryType>) override { return Want::Status; }

    Descend visit(const WalkItem &item) override
    {
        look(item.directory, item.name, item.type, item.status->stx_mode, findings);
        return Descend::Into;
    }

    QList<Finding> findings;
};

void sortFindings(QList<Finding> &findings)
{
    std::ranges::sort(findings, [](const Finding &left, const Finding &right) {
        const int order = QByteArrayView(left.path).compare(right.path);
        return order != 0 ? order < 0 : left.risk < right.risk;
    });
}

} // namespace

QByteArray toString(Risk risk)
{
    static const char *const names[]
        = {"world-writable-file", "world-writable-dir", "setuid", "setgid", "loose-key"};
    return names[std::to_underlying(risk)];
}

Result<Audit> auditPermissions(const QByteArray &root, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    struct statx status;
    if (!statusOf(directory->get(), status))
        return systemError(QStringLiteral("look at the directory"), errno);
    Audit audit;
    look(QByteArrayLiteral("."), ".", EntryType::Directory, status.stx_mode, audit.findings);
    auto [visitors, errors]
        = walkWith<Auditor>(directory->get(), threads ? threads : walkThreads());
    for (const auto &visitor : visitors)
        audit.findings.append(std::move(static_cast<Auditor &>(*visitor).findings));
    sortFindings(audit.findings);
    audit.errors = std::move(errors);
    return audit;
}

Result<Audit> auditPermissions(const Tree &tree, const QByteArray &root)
{
    const ListedTree listed(tree);
    const auto directory = listed.root(root);
    if (!directory)
        return std::unexpected(directory.error());
    const Entry *top = tree.find(*directory);
    Auditor auditor;
    look(QByteArrayLiteral("."), ".", EntryType::Directory, top ? top->mode : 0755,
        auditor.findings);
    Audit audit{.findings = {}, .errors = listed.walk(*directory, auditor)};
    audit.findings = std::move(auditor.findings);
    sortFindings(audit.findings);
    return audit;
}

} // namespace ringside::filesystem

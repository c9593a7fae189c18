#include "grading/oracle.h"

#include "base/utf8.h"
#include "filesystem/audit.h"
#include "filesystem/census.h"
#include "filesystem/duplicates.h"
#include "filesystem/modes.h"
#include "filesystem/usage.h"
#include "grading/driver.h"

#include <QMap>

#include <algorithm>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using filesystem::Tree;

Value names(const QList<QByteArray> &paths)
{
    QList<Value> items;
    for (const QByteArray &path : paths)
        items.append(decodedName(path));
    return Value::sequence(Value::Kind::List, items);
}

Result<Value> census(const Tree &tree, const QByteArray &root)
{
    const auto census = filesystem::countByExtension(tree, root);
    if (!census)
        return std::unexpected(census.error());
    QList<std::pair<Value, Value>> pairs;
    for (auto count = census->counts.begin(); count != census->counts.end(); ++count)
        pairs.append({decodedName(count.key()), Value::integer(count.value())});
    return Value::dict(pairs);
}

Result<Value> duplicatesBySize(const Tree &tree, const QByteArray &root)
{
    const auto duplicates = filesystem::findDuplicatesBySize(tree, root);
    if (!duplicates)
        return std::unexpected(duplicates.error());
    QList<std::pair<Value, Value>> pairs;
    for (const filesystem::DuplicateGroup &group : duplicates->groups)
        pairs.append({Value::integer(group.size), names(group.paths)});
    return Value::dict(pairs);
}

/// The groups alone, as sorted() has them: how a learner names a content is the learner's own.
Result<Value> duplicatesByContent(const Tree &tree, const QByteArray &root)
{
    auto duplicates = filesystem::findDuplicatesByContent(tree, root);
    if (!duplicates)
        return std::unexpected(duplicates.error());
    QList<Value> groups;
    for (const filesystem::DuplicateGroup &group : duplicates->groups)
        groups.append(names(group.paths));
    std::ranges::sort(groups, {}, [](const Value &group) { return group.items.first().bytes; });
    return Value::sequence(Value::Kind::List, groups);
}

Result<Value> audit(const Tree &tree, const QByteArray &root)
{
    const auto audit = filesystem::auditPermissions(tree, root);
    if (!audit)
        return std::unexpected(audit.error());
    QList<Value> findings;
    for (const filesystem::Finding &finding : audit->findings)
        findings.append(Value::sequence(Value::Kind::Tuple,
            {decodedName(finding.path), Value::string(filesystem::toString(finding.risk)),
                Value::integer(finding.mode)}));
    return Value::sequence(Value::Kind::List, findings);
}

/// The sum of lengths. What is allocated for a file is not known before the world is built.
Result<Value> apparentSize(const Tree &tree, const QByteArray &root)
{
    return filesystem::diskUsage(tree, root).transform([](const filesystem::DiskUsage &usage) {
        return Value::integer(usage.apparentBytes);
    });
}

Result<Value> modes(const Tree &tree, const QByteArray &root)
{
    QList<std::pair<Value, Value>> pairs;
    const bool all = root == ".";
    for (const filesystem::Entry &entry : tree.entries) {
        if (!all && !entry.path.startsWith(root + '/'))
            continue;
        const QByteArray path = all ? entry.path : entry.path.sliced(root.size() + 1);
        pairs.append(
            {decodedName(path), Value::string(filesystem::modeText(entry.type, entry.mode))});
    }
    return Value::dict(pairs);
}

using Oracle = Result<Value> (*)(const Tree &, const QByteArray &);

const QMap<QString, Oracle> &oracles()
{
    static const QMap<QString, Oracle> known{{u"apparent-size"_s, apparentSize},
        {u"audit"_s, audit}, {u"census"_s, census},
        {u"duplicates-by-content"_s, duplicatesByContent},
        {u"duplicates-by-size"_s, duplicatesBySize}, {u"modes"_s, modes}};
    return known;
}

} // namespace

Value decodedName(const QByteArray &name)
{
    QByteArray text;
    for (QByteArrayView rest(name); !rest.isEmpty();) {
        const auto character = firstCharacter(rest);
        const qsizetype length = character ? character->length : 1;
        if (character) {
            text += rest.first(length);
        } else { // U+DC80 to U+DCFF in three bytes
            const auto byte = static_cast<uchar>(rest.front());
            text += '\xed';
            text += static_cast<char>(0xb0 | (byte >> 6));
            text += static_cast<char>(0x80 | (byte & 0x3f));
        }
        rest = rest.sliced(length);
    }
    return Value::string(text);
}

Result<Value> askOracle(const QString &wanted, World world)
{
    const QString name = wanted.section(u' ', 0, 0);
    const QByteArray root = wanted.section(u' ', 1).toUtf8();
    const auto oracle = oracles().constFind(name);
    if (oracle == oracles().constEnd())
        return contentError({}, 0,
            u"no oracle is called \"%1\"; there are %2"_s.arg(
                name, QStringList(oracles().keys()).join(u", "_s)));
    // Inode numbers count from 1 on each of the world's file systems.
    for (qsizetype i = 0; i < world.mounts.size(); ++i)
        for (filesystem::Entry &entry : world.mounts[i].content.entries)
            entry.device = static_cast<quint64>(i + 1);
    const auto answer
        = (*oracle)(visibleTree(world), root.isEmpty() ? QByteArrayLiteral(".") : root);
    if (!answer)
        return contentError(
            {}, 0, u"the oracle \"%1\" has no answer: %2"_s.arg(wanted, describe(answer.error())));
    return answer;
}

} // namespace ringside::grading

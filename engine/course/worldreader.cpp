#include "course/worldreader.h"

#include "course/graph.h"
#include "course/suggestion.h"
#include "course/tablereader.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

constexpr Presence required = Presence::Required;

// The catalogue of the curriculum, chapter 0.
const QStringList &fixtureNames()
{
    static const QStringList names{u"FX-HID"_s, u"FX-LOOP"_s, u"FX-UP"_s, u"FX-BROKEN"_s,
        u"FX-DENY"_s, u"FX-UNI"_s, u"FX-RAW"_s, u"FX-NASTY"_s, u"FX-EMPTY"_s, u"FX-HUGE"_s,
        u"FX-DEEP"_s, u"FX-VANISH"_s, u"FX-HARD"_s, u"FX-SPARSE"_s, u"FX-SPECIAL"_s, u"FX-MODE"_s,
        u"FX-SENT"_s, u"FX-SWAP"_s, u"FX-FULL"_s, u"FX-INODE"_s, u"FX-RO"_s, u"FX-XDEV"_s,
        u"FX-CRLF"_s, u"FX-BOM"_s, u"FX-ENC"_s, u"FX-SIG"_s, u"FX-ENV"_s, u"FX-MD5"_s};
    return names;
}

/// One kind of entry: the key that names it and the keys that go with it.
struct EntryRule
{
    QString kind;
    QList<KeyRule> keys;
};

const QList<EntryRule> &entryRules()
{
    static const KeyRule mode{u"mode"_s, Shape::OctalText};
    static const KeyRule count{u"count"_s, Shape::Range};
    static const KeyRule mtime{u"mtime"_s, Shape::Time | Shape::Number};
    static const QList<EntryRule> rules{
        {u"dir"_s, {mode, count, mtime}},
        {u"file"_s,
            {{u"text"_s, Shape::EmptyText}, {u"hex"_s, Shape::EmptyText},
                {u"base64"_s, Shape::EmptyText}, {u"size"_s, Shape::Range},
                {u"same_as"_s, Shape::Text}, {u"sparse"_s, Shape::Integer},
                {u"one_of"_s, Shape::EmptyTexts}, mode, count, mtime}},
        {u"link"_s, {{u"to"_s, Shape::Text, required}, count, mtime}},
        {u"hard"_s, {{u"of"_s, Shape::Text, required}}},
        {u"fifo"_s, {mode, count, mtime}},
        {u"socket"_s, {mode, count, mtime}},
        {u"fixture"_s, {{u"at"_s, Shape::Text}}},
        {u"remove"_s, {}},
    };
    return rules;
}

QStringList entryKinds()
{
    QStringList kinds;
    for (const EntryRule &rule : entryRules())
        kinds.append(rule.kind);
    return kinds;
}

/// What is wrong with a path of a world; nothing when it stays inside and its escapes are whole.
std::optional<QString> pathProblem(const QString &path)
{
    static const QRegularExpression brokenEscape(u"\\\\(?!x[0-9a-fA-F]{2}|\\\\)"_s);
    static const QRegularExpression token(u"\\{(?!word\\}|n\\}|hex\\})[^}]*\\}"_s);
    QString withoutPairs = path;
    withoutPairs.replace(u"\\\\"_s, QString());
    if (path.startsWith(u'/'))
        return u"expected a path relative to the working directory, found an absolute one"_s;
    if (path.split(u'/').contains(u".."_s))
        return u"expected a path without `..`"_s;
    if (path.contains(u"\\x00"_s))
        return u"no name can hold the byte \\x00"_s;
    if (withoutPairs.contains(brokenEscape))
        return u"expected \\xNN after a backslash, two hexadecimal digits"_s;
    if (const auto match = token.match(path); match.hasMatch())
        return u"unknown `%1`, expected {word}, {n} or {hex}"_s.arg(match.captured());
    return std::nullopt;
}

class WorldReader
{
public:
    explicit WorldReader(Problems &problems)
        : m_problems(problems)
    {
    }

    WorldSpec world(const TomlMember &member)
    {
        const QString shown = u"world `%1`"_s.arg(member.key);
        TableReader reader(member.value, m_problems, shown);
        WorldSpec spec{.name = member.key, .line = member.line};
        spec.extends = reader.text(u"extends"_s, Presence::Optional);
        spec.entries = entries(reader.tables(u"entries"_s));
        spec.settings = reader.settings({{u"env"_s, Shape::Table}, {u"mounts"_s, Shape::Tables},
            {u"helpers"_s, Shape::Texts | Shape::Tables}, {u"secret"_s, Shape::Text}});
        reader.finish();
        if (const TomlMember *environment = member.value.member(u"env"))
            checkEnvironment(environment->value);
        if (const TomlMember *mounts = member.value.member(u"mounts"))
            checkMounts(mounts->value);
        return spec;
    }

private:
    QList<WorldEntry> entries(const std::vector<const TomlNode *> &nodes)
    {
        QList<WorldEntry> list;
        for (const TomlNode *node : nodes)
            list.append(entry(*node));
        return list;
    }

    const EntryRule *kindOf(const TomlNode &node)
    {
        const EntryRule *kind = nullptr;
        for (const EntryRule &rule : entryRules()) {
            if (!node.member(rule.kind))
                continue;
            if (kind) {
                m_problems.add(node.line,
                    u"an entry is one thing, found both `%1` and `%2`"_s.arg(
                        kind->kind, rule.kind));
                return nullptr;
            }
            kind = &rule;
        }
        if (!kind)
            reportNoKind(node);
        return kind;
    }

    void reportNoKind(const TomlNode &node)
    {
        const QStringList kinds = entryKinds();
        for (const TomlMember &member : node.members)
            if (!nearest(member.key, kinds).isEmpty()) {
                m_problems.add(member.line, unknownWord(u"key", member.key, kinds));
                return;
            }
        m_problems.add(node.line, u"expected one of these keys: "_s + kinds.join(u", "_s));
    }

    WorldEntry entry(const TomlNode &node)
    {
        WorldEntry entry{.line = node.line};
        for (const TomlMember &member : node.members)
            entry.keys.insert(
                member.key, {.value = toSetting(member.value).value, .line = member.line});
        const EntryRule *kind = kindOf(node);
        if (kind)
            checkEntry(node, *kind);
        return entry;
    }

    void checkEntry(const TomlNode &node, const EntryRule &kind)
    {
        TableReader reader(node, m_problems, u"an entry of kind `%1`"_s.arg(kind.kind));
        const QString name = reader.text(kind.kind);
        (void)reader.settings(kind.keys);
        if (kind.kind == u"fixture") {
            // What a fixture takes is known where it is built.
            checkFixture(node, name);
            return;
        }
        reader.finish();
        checkPath(reader.line(kind.kind), name);
        for (const QString &other : {u"of"_s, u"same_as"_s})
            if (const TomlMember *member = node.member(other))
                checkPath(member->line, member->value.scalar.toString());
        checkOneContent(node);
    }

    void checkFixture(const TomlNode &node, const QString &name)
    {
        if (!name.isEmpty() && !fixtureNames().contains(name))
            m_problems.add(node.line, unknownWord(u"fixture", name, fixtureNames()));
        if (const TomlMember *at = node.member(u"at"))
            checkPath(at->line, at->value.scalar.toString());
    }

    void checkPath(int line, const QString &path)
    {
        if (const auto problem = pathProblem(path))
            m_problems.add(line, u"path `%1`: %2"_s.arg(path, *problem));
    }

    void checkOneContent(const TomlNode &node)
    {
        static const QStringList contents{
            u"text"_s, u"hex"_s, u"base64"_s, u"size"_s, u"same_as"_s, u"sparse"_s, u"one_of"_s};
        QStringList present;
        for (const TomlMember &member : node.members)
            if (contents.contains(member.key))
                present.append(member.key);
        if (present.size() > 1)
            m_problems.add(
                node.line, u"a file has one content, found `%1`"_s.arg(present.join(u"` and `"_s)));
    }

    void checkEnvironment(const TomlNode &table)
    {
        for (const TomlMember &member : table.members)
            if (member.value.type != TomlNode::Type::Text)
                m_problems.add(member.line,
                    u"`%1`: expected a string, found %2"_s.arg(
                        member.key, typeName(member.value.type)));
    }

    void checkMounts(const TomlNode &list)
    {
        for (const TomlNode &node : list.items) {
            if (node.type != TomlNode::Type::Table)
                continue;
            TableReader reader(node, m_problems, u"a mount"_s);
            reader.text(u"at"_s);
            reader.integer(u"bytes"_s, Presence::Optional, 4096);
            reader.integer(u"inodes"_s, Presence::Optional, 2);
            reader.boolean(u"read_only"_s, false);
            (void)entries(reader.tables(u"entries"_s));
            reader.finish();
        }
    }

    Problems &m_problems;
};

void checkExtends(const QList<WorldSpec> &worlds, Problems &problems)
{
    Graph graph;
    QStringList names;
    for (const WorldSpec &world : worlds) {
        names.append(world.name);
        if (!world.extends.isEmpty())
            graph.insert(world.name, {world.extends});
    }
    for (const WorldSpec &world : worlds) {
        if (!world.extends.isEmpty() && !names.contains(world.extends))
            problems.add(world.line, unknownWord(u"world", world.extends, names));
        const QStringList circle = circleThrough(world.name, graph);
        if (!circle.isEmpty())
            problems.add(
                world.line, u"worlds extend each other in a circle: "_s + circle.join(u" -> "_s));
    }
}

} // namespace

QList<WorldSpec> readWorlds(const TomlNode &file, Problems &problems)
{
    QList<WorldSpec> worlds;
    WorldReader reader(problems);
    for (const TomlMember &member : file.members) {
        if (member.value.type != TomlNode::Type::Table) {
            problems.add(member.line,
                u"`%1`: expected a world, which is a table, found %2"_s.arg(
                    member.key, typeName(member.value.type)));
            continue;
        }
        worlds.append(reader.world(member));
    }
    checkExtends(worlds, problems);
    return worlds;
}

} // namespace ringside::course

#include "course/checkkinds.h"

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

constexpr Presence required = Presence::Required;

struct KindRule
{
    CheckKind kind;
    QString name;
    QList<KeyRule> keys;
};

/// In the order of CheckKind: the position of a rule is its kind.
const QList<KindRule> &kindRules()
{
    static const QList<KindRule> rules{
        {CheckKind::Returns, u"returns"_s,
            {{u"equals"_s, Shape::Text}, {u"oracle"_s, Shape::Text}}},
        {CheckKind::Raises, u"raises"_s,
            {{u"exception"_s, Shape::Text, required}, {u"errno"_s, Shape::ErrnoName},
                {u"says"_s, Shape::Text}}},
        {CheckKind::Stdout, u"stdout"_s,
            {{u"equals"_s, Shape::EmptyText}, {u"status"_s, Shape::Integer}}},
        {CheckKind::Tree, u"tree"_s,
            {{u"paths"_s, Shape::Texts}, {u"absent"_s, Shape::Texts}, {u"fields"_s, Shape::Texts}}},
        {CheckKind::Modes, u"modes"_s,
            {{u"paths"_s, Shape::Texts, required}, {u"mode"_s, Shape::OctalText}}},
        {CheckKind::Unchanged, u"unchanged"_s,
            {{u"paths"_s, Shape::Texts}, {u"except"_s, Shape::Texts}}},
        {CheckKind::Idempotent, u"idempotent"_s, {}},
        {CheckKind::Budget, u"budget"_s,
            {{u"calls"_s, Shape::Texts, required}, {u"most"_s, Shape::Number},
                {u"least"_s, Shape::Number}, {u"per"_s, Shape::Text},
                {u"where"_s, Shape::Text | Shape::Texts}, {u"flags"_s, Shape::Text | Shape::Texts},
                {u"path"_s, Shape::Text}}},
        {CheckKind::Order, u"order"_s,
            {{u"first"_s, Shape::Text | Shape::Texts, required},
                {u"then"_s, Shape::Text | Shape::Texts, required}, {u"object"_s, Shape::Text}}},
        {CheckKind::DescriptorsClosed, u"descriptors-closed"_s, {}},
        {CheckKind::ChildrenReaped, u"children-reaped"_s, {}},
        {CheckKind::Pure, u"pure"_s, {{u"allow"_s, Shape::Texts}}},
        {CheckKind::SurvivesKill, u"survives-kill"_s,
            {{u"invariant"_s, Shape::Text | Shape::Table, required}}},
        {CheckKind::SurvivesPower, u"survives-power"_s,
            {{u"invariant"_s, Shape::Text | Shape::Table, required}, {u"profile"_s, Shape::Text}}},
        {CheckKind::SurvivesFault, u"survives-fault"_s,
            {{u"calls"_s, Shape::Texts, required}, {u"errnos"_s, Shape::ErrnoNames},
                {u"short"_s, Shape::Boolean | Shape::Integer},
                {u"invariant"_s, Shape::Text | Shape::Table}, {u"expect"_s, Shape::Text}}},
        {CheckKind::SurvivesRace, u"survives-race"_s,
            {{u"attack"_s, Shape::Text | Shape::Texts | Shape::Table, required},
                {u"invariant"_s, Shape::Text | Shape::Table}}},
        {CheckKind::Memory, u"memory"_s, {{u"most_mb"_s, Shape::Number, required}}},
        {CheckKind::NoLeak, u"no-leak"_s, {{u"marker"_s, Shape::Text}}},
        {CheckKind::Judge, u"judge"_s, {}},
    };
    return rules;
}

} // namespace

const QStringList &checkKindNames()
{
    static const QStringList names = [] {
        QStringList all;
        for (const KindRule &rule : kindRules())
            all.append(rule.name);
        return all;
    }();
    return names;
}

const QList<KeyRule> &settingRules(CheckKind kind)
{
    const KindRule &rule = kindRules().at(std::to_underlying(kind));
    Q_ASSERT(rule.kind == kind);
    return rule.keys;
}

QString toString(CheckKind kind)
{
    return checkKindNames().at(std::to_underlying(kind));
}

std::optional<CheckKind> checkKindFromString(QStringView text)
{
    const qsizetype index = checkKindNames().indexOf(text);
    return index < 0 ? std::nullopt : std::optional(CheckKind(index));
}

} // namespace ringside::course

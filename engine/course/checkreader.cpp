#include "course/checkkinds.h"
#include "course/graph.h"
#include "course/manifest.h"
#include "course/suggestion.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

// An exercise is worth this much, and this much of it on the visible fixtures unless it says
// otherwise. Source: curriculum, chapter 0, partial credit.
constexpr double allPoints = 100;
constexpr double visiblePoints = 40;

const QStringList &groupNames()
{
    static const QStringList names{u"visible"_s, u"adversarial"_s, u"behaviour"_s, u"robustness"_s};
    return names;
}

bool equal(double left, double right)
{
    return std::abs(left - right) < 1e-6;
}

class CheckReader
{
public:
    CheckReader(Exercise &exercise, Problems &problems)
        : m_exercise(exercise)
        , m_problems(problems)
    {
        for (const Case &run : exercise.cases)
            m_caseIds.append(run.id);
        m_caseIds.removeDuplicates();
    }

    void read(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"[[check]]"_s);
        Check check{.line = table.line};
        check.id = reader.text(u"id"_s);
        check.title = reader.text(u"title"_s);
        check.cases = reader.textOrTexts(u"case"_s);
        check.points = reader.number(u"points"_s, Presence::Required, 0, allPoints).value_or(0);
        check.after = reader.texts(u"after"_s);
        check.message = reader.text(u"message"_s);
        check.gate = reader.number(u"gate"_s, Presence::Optional, 0, allPoints);
        readWords(reader, check);
        checkId(reader, check);
        checkCases(reader, check);
        readKind(reader, check);
        m_exercise.checks.append(std::move(check));
    }

private:
    static void readWords(TableReader &reader, Check &check)
    {
        if (const auto group = reader.choice(u"group"_s, groupNames()))
            check.group = Group(*group);
        const auto visibility = reader.choice(
            u"visibility"_s, {u"shown"_s, u"name-only"_s, u"hidden"_s}, Presence::Optional);
        check.visibility = Visibility(visibility.value_or(0));
    }

    void checkId(TableReader &reader, const Check &check)
    {
        static const QRegularExpression form(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
        if (check.id.isEmpty())
            return;
        if (!form.match(check.id).hasMatch())
            reader.add(reader.line(u"id"),
                u"`id`: expected small letters, digits and hyphens, found \"%1\""_s.arg(check.id));
        const auto earlier = std::ranges::find(m_exercise.checks, check.id, &Check::id);
        if (earlier != m_exercise.checks.end())
            reader.add(reader.line(u"id"),
                u"check `%1` stands on line %2 already"_s.arg(check.id).arg(earlier->line));
    }

    void checkCases(TableReader &reader, const Check &check)
    {
        if (reader.has(u"case") && check.cases.isEmpty())
            reader.add(reader.line(u"case"), u"`case`: expected at least one"_s);
        for (const QString &id : check.cases)
            if (!m_caseIds.contains(id))
                reader.add(reader.line(u"case"), unknownWord(u"case", id, m_caseIds));
    }

    /// Which settings are known depends on the kind: without one, no key can be called unknown.
    void readKind(TableReader &reader, Check &check)
    {
        const auto kind = reader.choice(u"kind"_s, checkKindNames());
        if (!kind)
            return;
        check.kind = CheckKind(*kind);
        check.settings = reader.settings(settingRules(check.kind));
        reader.finish();
        checkSettings(reader, check);
    }

    void checkSettings(TableReader &reader, const Check &check)
    {
        if (check.kind == CheckKind::Returns && reader.has(u"equals") && reader.has(u"oracle"))
            reader.add(reader.line(u"oracle"), u"`equals` and `oracle` exclude each other"_s);
        if (check.kind == CheckKind::Budget && !reader.has(u"most") && !reader.has(u"least"))
            reader.add(reader.line(), u"a budget has a `most` or a `least`, found none"_s);
        if (check.kind == CheckKind::SurvivesFault && !reader.has(u"errnos")
            && !reader.has(u"short"))
            reader.add(reader.line(), u"a fault has `errnos` or is `short`, found neither"_s);
        if (check.kind == CheckKind::Tree)
            checkFields(reader, check);
        if (check.kind == CheckKind::Idempotent)
            checkAgain(reader, check);
    }

    static void checkFields(TableReader &reader, const Check &check)
    {
        const QStringList known{u"mode"_s, u"mtime"_s, u"nlink"_s, u"xattrs"_s};
        for (const QString &field : check.settings.value(u"fields"_s).value.toStringList())
            if (!known.contains(field))
                reader.add(reader.line(u"fields"), unknownWord(u"field", field, known));
    }

    void checkAgain(TableReader &reader, const Check &check)
    {
        for (const Case &run : std::as_const(m_exercise.cases))
            if (check.cases.contains(run.id) && !run.again)
                reader.add(reader.line(u"case"),
                    u"case `%1` needs `again = true`: this check compares two runs"_s.arg(run.id));
    }

    Exercise &m_exercise;
    Problems &m_problems;
    QStringList m_caseIds;
};

void checkOrder(const QList<Check> &checks, Problems &problems)
{
    Graph graph;
    QStringList ids;
    for (const Check &check : checks) {
        ids.append(check.id);
        graph.insert(check.id, check.after);
    }
    for (const Check &check : checks) {
        for (const QString &earlier : check.after)
            if (!ids.contains(earlier))
                problems.add(check.line, unknownWord(u"check", earlier, ids) + u" in `after`"_s);
        const QStringList circle = circleThrough(check.id, graph);
        if (!circle.isEmpty())
            problems.add(check.line,
                u"checks wait for each other in a circle: %1"_s.arg(circle.join(u" after "_s)));
    }
}

/// Points of each group as [weights] has them; without it only those of `visible` are fixed.
QList<std::optional<double>> readWeights(const TomlNode &file, Problems &problems)
{
    QList<std::optional<double>> weights(groupNames().size());
    const TomlMember *member = file.member(u"weights");
    if (!member || member->value.type != TomlNode::Type::Table) {
        weights[0] = visiblePoints;
        return weights;
    }
    TableReader reader(member->value, problems, u"[weights]"_s);
    double sum = 0;
    for (qsizetype group = 0; group < groupNames().size(); ++group) {
        weights[group]
            = reader.number(groupNames().at(group), Presence::Optional, 0, allPoints).value_or(0);
        sum += *weights[group];
    }
    reader.finish();
    if (!equal(sum, allPoints))
        problems.add(member->line, u"the weights sum to %1, expected %2"_s.arg(sum).arg(allPoints));
    return weights;
}

void checkPoints(const TomlNode &file, const QList<Check> &checks, Problems &problems)
{
    QList<double> sums(groupNames().size(), 0.0);
    for (const Check &check : checks)
        sums[std::to_underlying(check.group)] += check.points;
    const int line = checks.first().line;
    const double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
    if (!equal(sum, allPoints))
        problems.add(
            line, u"the points of all checks sum to %1, expected %2"_s.arg(sum).arg(allPoints));
    const auto weights = readWeights(file, problems);
    for (qsizetype group = 0; group < weights.size(); ++group)
        if (weights[group] && !equal(sums[group], *weights[group]))
            problems.add(line,
                u"the points of group `%1` sum to %2, expected %3"_s.arg(groupNames().at(group))
                    .arg(sums[group])
                    .arg(*weights[group]));
}

} // namespace

void readChecks(const TomlNode &file, Exercise &exercise, Problems &problems)
{
    const TomlMember *list = file.member(u"check");
    if (!list || shapeProblem(list->value, Shape::Tables) || list->value.items.empty())
        return;
    CheckReader reader(exercise, problems);
    for (const TomlNode &table : list->value.items)
        reader.read(table);
    checkOrder(exercise.checks, problems);
    checkPoints(file, exercise.checks, problems);
}

} // namespace ringside::course

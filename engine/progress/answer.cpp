#include "progress/answer.h"

#include <algorithm>

namespace ringside::progress {

namespace {

constexpr int guessPercent = 25;

GradeProposal only(Grade grade)
{
    return {grade, {grade}};
}

QString comparable(const QString &output)
{
    QString text = output;
    text.replace(QLatin1StringView("\r\n"), QLatin1StringView("\n")).replace(u'\r', u'\n');
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        while (!line.isEmpty() && line.back().isSpace())
            line.chop(1);
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

} // namespace

PointCount countPoints(const Card &card, const QSet<QString> &foundPointUids)
{
    PointCount count;
    for (const course::KeyPoint &point : card.keyPoints) {
        const bool found = foundPointUids.contains(pointUid(card, point));
        (point.essential ? count.essential : count.others) += 1;
        (point.essential ? count.essentialFound : count.othersFound) += found ? 1 : 0;
    }
    return count;
}

GradeProposal gradeOpen(const PointCount &count)
{
    using enum Grade;
    if (count.essentialFound < count.essential)
        return only(Again);
    if (count.othersFound == count.others)
        return {Good, {Again, Hard, Good, Easy}}; // how it came to mind, only the learner knows
    if (2 * count.othersFound >= count.others)
        return {Good, {Again, Hard, Good}};
    return {Hard, {Again, Hard}};
}

bool isRightChoice(const ChoiceAnswer &answer, const QSet<int> &right)
{
    return !answer.dontKnow && !right.isEmpty() && answer.chosen == right;
}

GradeProposal gradeChecked(bool right, std::optional<int> confidence)
{
    if (!right)
        return only(Grade::Again);
    return only(confidence && *confidence <= guessPercent ? Grade::Hard : Grade::Good);
}

QSet<int> rightOptions(const Card &card, const std::optional<QString> &printed)
{
    QSet<int> right;
    for (int i = 0; i < card.options.size(); ++i) {
        const course::QuizOption &option = card.options[i];
        if (printed ? sameOutput(*printed, option.prints) : option.right)
            right.insert(i);
    }
    return right;
}

bool sameOutput(const QString &expected, const QString &typed)
{
    return comparable(expected) == comparable(typed);
}

GradeProposal gradeBug(bool lineRight, bool repairPasses)
{
    if (lineRight && repairPasses)
        return only(Grade::Good);
    return only(lineRight || repairPasses ? Grade::Hard : Grade::Again);
}

bool isBugLine(const Card &card, int line)
{
    return card.bugLines.contains(line);
}

bool repairPasses(const Card &card, const QString &printed)
{
    return sameOutput(card.expectedOutput, printed);
}

bool isRightOrder(const Card &card, const QList<int> &order)
{
    QList<int> sorted = order;
    std::ranges::sort(sorted);
    for (int i = 0; i < sorted.size(); ++i)
        if (sorted[i] != i)
            return false;
    return order.size() == card.steps.size() && brokenPairs(card, order).isEmpty();
}

QList<std::pair<int, int>> brokenPairs(const Card &card, const QList<int> &order)
{
    QList<std::pair<int, int>> broken;
    for (const auto &[first, second] : card.before)
        if (order.indexOf(first) > order.indexOf(second))
            broken.append({first, second});
    return broken;
}

CallsMark markCalls(const Card &card, const QStringList &named)
{
    QStringList expected;
    for (const course::ExpectedCall &call : card.calls)
        expected.append(call.name);
    CallsMark mark;
    for (const QString &call : std::as_const(expected))
        if (!named.contains(call) && !card.toleratedCalls.contains(call))
            mark.missing.append(call);
    for (const QString &call : named)
        if (!expected.contains(call) && !card.toleratedCalls.contains(call))
            mark.unexpected.append(call);
    mark.missing.removeDuplicates();
    mark.unexpected.removeDuplicates();
    return mark;
}

std::optional<GradeProposal> gradeCoding(AttemptOutcome outcome)
{
    switch (outcome) {
    case AttemptOutcome::Mastered:
    case AttemptOutcome::Passed:
        return only(Grade::Good);
    case AttemptOutcome::Failed:
    case AttemptOutcome::GivenUp:
        return only(Grade::Again);
    default:
        return {};
    }
}

GradeProposal withHelp(GradeProposal proposal, Help help)
{
    if (help == Help::GaveUp)
        return only(Grade::Again);
    if (help == Help::None)
        return proposal;
    proposal.proposed = std::min(proposal.proposed, Grade::Hard);
    for (Grade &grade : proposal.allowed)
        grade = std::min(grade, Grade::Hard);
    proposal.allowed.erase(std::ranges::unique(proposal.allowed).begin(), proposal.allowed.end());
    return proposal;
}

QList<Grade> buttonsOf(GradeScale scale, const GradeProposal &proposal)
{
    if (scale == GradeScale::Four)
        return proposal.allowed;
    QList<Grade> buttons;
    for (Grade grade : proposal.allowed)
        if (!isPass(grade) || grade == proposal.proposed)
            buttons.append(grade);
    return buttons;
}

} // namespace ringside::progress

#include "review/cardjudge.h"

#include "base/bytes.h"
#include "grading/example.h"

namespace ringside::review {

namespace {

using namespace Qt::StringLiterals;
using progress::Card;
using progress::QuestionKind;

using Run = Result<sandbox::RunReport>;

// Inlined, GCC 14 believes that the value is moved where there is an error, and warns that it was never set.
template <typename T> [[gnu::noinline]] QFuture<Result<T>> ready(Result<T> result)
{
    return QtFuture::makeReadyValueFuture(std::move(result));
}

/// Where a card runs code: what its question is about, or what somebody made of it.
std::optional<QString> codeToRun(const Card &card, const CardAnswer &answer)
{
    if (card.kind == QuestionKind::Predict)
        return card.code;
    if (card.kind == QuestionKind::FindBug && !answer.text.isEmpty())
        return answer.text;
    return {};
}

QFuture<Run> run(sandbox::Sandbox &sandbox, const course::Course &course, const Card &card, const QString &code)
{
    Result<grading::World> world = grading::World();
    if (const course::Lesson *lesson = course.lesson(card.lesson); lesson && !card.world.isEmpty())
        world = grading::lessonWorld(*lesson, card.world);
    if (!world)
        return ready<sandbox::RunReport>(std::unexpected(world.error()));
    return sandbox.run(grading::composeExample(*world, u"main.py"_s, code));
}

Judgement judgeText(const Card &card, const CardAnswer &answer)
{
    Judgement judgement;
    switch (card.kind) {
    case QuestionKind::Choice:
        judgement.rightOptions = progress::rightOptions(card, {});
        judgement.right = progress::isRightChoice(answer.choice, judgement.rightOptions);
        break;
    case QuestionKind::OrderSteps:
        judgement.right = progress::isRightOrder(card, answer.order);
        judgement.brokenPairs = progress::brokenPairs(card, answer.order);
        break;
    case QuestionKind::Calls:
        judgement.calls = progress::markCalls(card, answer.calls);
        judgement.right = judgement.calls.isRight();
        break;
    case QuestionKind::FindBug:
        judgement.lineRight = progress::isBugLine(card, answer.line);
        break;
    default:
        break;
    }
    return judgement;
}

void takeRun(Judgement &judgement, const Card &card, const CardAnswer &answer, const sandbox::RunReport &report)
{
    judgement.printed = displayText(report.output);
    judgement.complaint = displayText(report.errorOutput.trimmed()).section(u'\n', -1);
    if (card.kind == QuestionKind::FindBug) {
        judgement.right = report.exitStatus == 0 && progress::repairPasses(card, *judgement.printed);
        return;
    }
    judgement.rightOptions = progress::rightOptions(card, judgement.printed);
    judgement.right = card.options.isEmpty()
        ? progress::sameOutput(*judgement.printed, answer.text)
        : progress::isRightChoice(answer.choice, judgement.rightOptions);
}

void propose(Judgement &judgement, const Card &card, const CardAnswer &answer)
{
    if (card.kind == QuestionKind::FindBug)
        judgement.proposal = progress::gradeBug(judgement.lineRight, judgement.right);
    else if (card.kind == QuestionKind::Coding)
        judgement.proposal = answer.coding
            ? progress::gradeCoding(*answer.coding).value_or(progress::GradeProposal())
            : progress::GradeProposal();
    else
        judgement.proposal = progress::gradeChecked(judgement.right, answer.confidence);
    judgement.proposal = progress::withHelp(judgement.proposal, answer.help);
}

} // namespace

QFuture<Result<Judgement>> judge(sandbox::Sandbox &sandbox, const course::Course &course,
    const progress::Card &card, const CardAnswer &answer)
{
    Judgement judgement = judgeText(card, answer);
    const auto code = codeToRun(card, answer);
    if (!code) {
        propose(judgement, card, answer);
        return ready<Judgement>(std::move(judgement));
    }
    return run(sandbox, course, card, *code)
        .then(&sandbox, [judgement, card, answer](const Run &report) mutable -> Result<Judgement> {
            if (!report)
                return std::unexpected(report.error());
            takeRun(judgement, card, answer, *report);
            if (card.kind == QuestionKind::Predict && !card.options.isEmpty() && judgement.rightOptions.isEmpty())
                return internalError(u"no option of %1 says what its code prints"_s.arg(card.uid));
            propose(judgement, card, answer);
            return judgement;
        });
}

} // namespace ringside::review

#include "desktop/interview/judgementwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::Card;
using progress::QuestionKind;
using review::CardAnswer;
using review::Judgement;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString fenced(const QString &text, const QString &language = u"text"_s)
{
    return u"\n\n```%1\n%2\n```\n"_s.arg(language, text.trimmed());
}

QString whyOf(const Card &card, const CardAnswer &answer, const Judgement &judgement)
{
    QStringList why;
    for (int i = 0; i < card.options.size(); ++i) {
        const course::QuizOption &option = card.options[i];
        const bool chosen = answer.choice.chosen.contains(i);
        const bool right = judgement.rightOptions.contains(i);
        if ((chosen || right) && !option.why.isEmpty())
            why.append(u"- **%1**: %2"_s.arg(option.text, option.why));
    }
    return why.join(u'\n');
}

QString orderText(const Card &card, const Judgement &judgement)
{
    QStringList lines;
    for (const auto &[first, second] : judgement.brokenPairs)
        lines.append(Words::tr("- *%1* comes before *%2*.").arg(card.steps[first], card.steps[second]));
    lines.append(Words::tr("\nOne right order:\n"));
    for (const QString &step : card.steps)
        lines.append(u"1. "_s + step);
    return lines.join(u'\n');
}

QString callsText(const Card &card, const Judgement &judgement)
{
    QStringList lines;
    if (!judgement.calls.missing.isEmpty())
        lines.append(Words::tr("- Not named: `%1`").arg(judgement.calls.missing.join(u"`, `"_s)));
    if (!judgement.calls.unexpected.isEmpty())
        lines.append(Words::tr("- Not made: `%1`").arg(judgement.calls.unexpected.join(u"`, `"_s)));
    QStringList made;
    for (const course::ExpectedCall &call : card.calls)
        made.append(call.name);
    // What a lesson lists is an excerpt.
    lines.append(Words::tr("\nThe calls that matter, in their order: `%1`").arg(made.join(u"`, `"_s)));
    return lines.join(u'\n');
}

QString bugText(const Card &card, const Judgement &judgement)
{
    QStringList lines;
    QStringList numbers;
    for (const int line : card.bugLines)
        numbers.append(QString::number(line));
    lines.append(judgement.lineRight ? Words::tr("- The line is right.")
                                     : Words::tr("- It is line %1.").arg(numbers.join(Words::tr(" or "))));
    if (judgement.right)
        lines.append(Words::tr("- Your code does what it should."));
    else if (!judgement.complaint.isEmpty())
        lines.append(Words::tr("- Your code ended with `%1`.").arg(judgement.complaint));
    else if (judgement.printed)
        lines.append(Words::tr("- Your code printed something else than it should."));
    return lines.join(u'\n') + Words::tr("\n\nRepaired:") + fenced(card.fixedCode, u"python"_s);
}

QString textOf(const Card &card, const CardAnswer &answer, const Judgement &judgement)
{
    switch (card.kind) {
    case QuestionKind::Choice: return whyOf(card, answer, judgement);
    case QuestionKind::Predict:
        return Words::tr("It printed just now:")
            + fenced(judgement.printed->isEmpty() ? Words::tr("(nothing)") : *judgement.printed)
            + whyOf(card, answer, judgement);
    case QuestionKind::FindBug: return bugText(card, judgement);
    case QuestionKind::OrderSteps: return orderText(card, judgement);
    case QuestionKind::Calls: return callsText(card, judgement);
    case QuestionKind::Open:
    case QuestionKind::Coding: return {};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

JudgementWords judgementWords(const Card &card, const CardAnswer &answer, const Judgement &judgement)
{
    JudgementWords words{.markdown = textOf(card, answer, judgement)};
    if (!card.answer.isEmpty())
        words.markdown += u"\n\n"_s + card.answer;
    if (!card.reference.isEmpty())
        words.markdown += Words::tr("\n\nSource: %1").arg(card.reference);
    const bool half = card.kind == QuestionKind::FindBug && judgement.lineRight != judgement.right;
    const bool right = judgement.right && (card.kind != QuestionKind::FindBug || judgement.lineRight);
    if (answer.help == progress::Help::GaveUp) {
        words.kind = NoticeKind::Note;
        words.title = Words::tr("This is what is right");
    } else if (right) {
        words.kind = NoticeKind::Success;
        words.title = Words::tr("Right");
    } else {
        words.kind = half ? NoticeKind::Note : NoticeKind::Warning;
        words.title = half ? Words::tr("Half of it is right") : Words::tr("Not so");
    }
    return words;
}

} // namespace ringside::desktop

#include "progress/reviewdesk.h"

#include "progress/deck.h"
#include "progress/attemptsums.h"

#include <QRandomGenerator>

#include <algorithm>
#include <numeric>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

QStringList pointUidsOf(const Card &card)
{
    QStringList uids;
    for (const course::KeyPoint &point : card.keyPoints)
        uids.append(pointUid(card, point));
    return uids;
}

using CardIndex = QHash<QString, qsizetype>;

/// Of the card that was answered last today; empty before the first.
QString lastTopic(const QHash<QString, QList<Review>> &today, const QueueInput &input, const CardIndex &index)
{
    QString uid;
    qint64 last = 0;
    for (const auto &[card, answers] : today.asKeyValueRange())
        if (index.contains(card) && answers.last().order > last) {
            last = answers.last().order;
            uid = card;
        }
    return uid.isEmpty() ? uid : input.cards[index[uid]].topic;
}

/// Neighbours in a queue come from different lessons, but it is made anew for every card: where it begins with the
/// lesson that was just asked, the next one that is as far, due or new, goes first. Steps have their minute.
void changeLesson(QStringList &uids, const QueueInput &input, const CardIndex &index, const QString &topic)
{
    const auto isOther = [&](const QString &uid) { return input.cards[index[uid]].topic != topic; };
    const auto phase = [&](const QString &uid) { return input.states.value(uid).phase; };
    if (topic.isEmpty() || uids.isEmpty() || isOther(uids.first()) || input.states.value(uids.first()).inSteps())
        return;
    for (qsizetype i = 1; i < uids.size() && phase(uids[i]) == phase(uids.first()); ++i)
        if (isOther(uids[i]))
            return uids.move(i, 0);
}

Result<Turn> turnWith(const Store &store, Turn turn, const Card &card, const Moment &now)
{
    const auto due = lookAt(store, card, now);
    const auto patterns = patternsOf(store.connection(), pointUidsOf(card));
    const auto draft = store.drafts().find(card.uid, answerSlot());
    if (!due || !patterns || !draft)
        return std::unexpected(!due ? due.error() : !patterns ? patterns.error() : draft.error());
    turn.card = card;
    turn.due = *due;
    turn.draft = *draft ? (*draft)->body : QString();
    for (const PatternRecord &pattern : *patterns)
        if (pattern.isMuted())
            turn.mutedPoints.insert(pattern.pointUid);
    return turn;
}

} // namespace

Result<Turn> nextTurn(const Store &store, const TurnSource &source, const Moment &now)
{
    auto input = queueInput(store, source.cards, now);
    if (!input)
        return std::unexpected(input.error());
    input->review.kinds.subtract(source.without);
    if (!source.deck.isEmpty()) {
        const auto members = store.decks().membersOf(source.deck);
        if (!members)
            return std::unexpected(members.error());
        input->cards.removeIf([&](const Card &card) { return !members->contains(card.uid); });
    }
    Turn turn{.queue = buildQueue(*input, now), .scale = input->review.scale};
    const CardIndex index = indexOf(input->cards);
    const auto today = store.reviews().answersOn(now.studyDay);
    if (!today)
        return std::unexpected(today.error());
    changeLesson(turn.queue.uids, *input, index, lastTopic(*today, *input, index));
    const QStringList uids = source.drill.value_or(turn.queue.uids);
    turn.left = int(std::ranges::count_if(uids, [&](const QString &uid) { return index.contains(uid); }));
    for (const QString &uid : uids)
        if (const auto at = index.constFind(uid); at != index.cend())
            return turnWith(store, turn, input->cards[*at], now);
    return turn;
}

Result<Recorded> record(const Store &store, const Given &given, const Moment &now)
{
    Attempt attempt{.itemUid = given.card.uid,
        .itemRevision = given.card.revision,
        .sessionUid = given.details.sessionUid,
        .startedMs = given.startedMs,
        .submitted = now,
        .kind = given.card.kind == QuestionKind::Open ? AttemptKind::Question : AttemptKind::Quiz,
        .answer = given.answer,
        .outcome = given.outcome,
        .confidence = given.details.confidence};
    // All of it or nothing: should the disk be full, the same answer is given again, and must not count twice.
    return inTransaction(store.connection(), [&]() -> Result<Recorded> {
        auto recorded = given.schedules
            ? answer(store, given.card, given.grade, given.details, now)
            : answerWithoutScheduling(store, given.card, given.grade, given.details, now);
        if (!recorded)
            return recorded;
        if (given.card.kind != QuestionKind::Coding) // its attempt is the exercise's
            if (const auto kept = store.attempts().append(attempt, given.ticks); !kept)
                return std::unexpected(kept.error());
        return store.drafts().discard(given.card.uid, answerSlot(), now.ms).transform([&] { return *recorded; });
    });
}

AttemptOutcome outcomeOf(const Card &card, bool right, Help help)
{
    if (help == Help::GaveUp)
        return AttemptOutcome::GivenUp;
    if (card.kind == QuestionKind::Open)
        return AttemptOutcome::Open;
    return right ? AttemptOutcome::Right : AttemptOutcome::Wrong;
}

QString modelAnswer(const Card &card)
{
    QStringList lines;
    for (const course::KeyPoint &point : card.keyPoints)
        lines.append(u"- "_s + point.text);
    for (const QString &step : card.steps)
        lines.append(u"1. "_s + step);
    for (const course::ExpectedCall &call : card.calls)
        lines.append(u"- `%1`"_s.arg(call.name));
    for (const course::QuizOption &option : card.options)
        if (!option.why.isEmpty())
            lines.append(u"- **%1**: %2"_s.arg(option.text, option.why));
    if (!card.fixedCode.isEmpty())
        lines.append(u"```python\n%1\n```"_s.arg(card.fixedCode.trimmed()));
    if (!card.answer.isEmpty())
        lines.append((lines.isEmpty() ? QString() : u"\n"_s) + card.answer);
    return lines.join(u'\n');
}

QList<int> shuffled(qsizetype count, const QString &cardUid, int reps)
{
    QList<int> order(count);
    std::ranges::iota(order, 0);
    QRandomGenerator random(quint32(fuzzFraction(cardUid, reps) * 4294967295.0));
    for (qsizetype i = count - 1; i > 0; --i)
        order.swapItemsAt(i, random.bounded(i + 1));
    return order;
}

} // namespace ringside::progress

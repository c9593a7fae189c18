#include "progress/review.h"

#include "progress/attemptsums.h"

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

const QString settingsKey = u"review"_s;

/// What deciding about one card takes, read in one go.
struct Situation
{
    CardState state;
    CardFlags flags;
    ReviewSettings review;
    Scheduler scheduler;
    std::optional<int> latest;
};

Result<Situation> situationOf(const Store &store, const Card &card, const Moment &now)
{
    const auto state = store.reviews().state(card.uid);
    const auto base = store.reviews().settings();
    const auto review = reviewSettings(store);
    const auto flags = store.decks().flags();
    if (!state || !base || !review || !flags)
        return std::unexpected(!state ? state.error()
                : !base               ? base.error()
                : !review             ? review.error()
                                      : flags.error());
    return Situation{.state = *state,
        .flags = flags->value(card.uid),
        .review = *review,
        .scheduler = Scheduler(schedulerFor(card, *base, *review, now.studyDay)),
        .latest = latestDay(card, *review, now.studyDay)};
}

Review reviewOf(const Card &card, Grade grade, const AnswerDetails &details, const Moment &now)
{
    return {.cardUid = card.uid,
        .cardRevision = card.revision,
        .at = now,
        .grade = grade,
        .source = details.source,
        .confidence = details.confidence,
        .latencyMs = details.latencyMs,
        .sessionUid = details.sessionUid};
}

} // namespace

Result<ReviewSettings> reviewSettings(const Store &store)
{
    return store.journal().setting(settingsKey).transform([](const QJsonValue &value) {
        return reviewSettingsFromJson(value.toObject());
    });
}

Result<> setReviewSettings(const Store &store, const ReviewSettings &settings, qint64 nowMs)
{
    return store.journal().set(settingsKey, toJson(settings), nowMs);
}

Result<QueueInput> queueInput(const Store &store, const QList<Card> &cards, const Moment &now)
{
    const auto states = store.reviews().states();
    const auto scheduler = store.reviews().settings();
    const auto today = store.reviews().answersOn(now.studyDay);
    const auto flags = store.decks().flags();
    const auto own = store.decks().ownCards();
    const auto review = reviewSettings(store);
    const auto marks = store.reading().readMarks();
    const auto records = solutionRecords(store.connection());
    for (const Error *error :
        {states ? nullptr : &states.error(), scheduler ? nullptr : &scheduler.error(),
            today ? nullptr : &today.error(), flags ? nullptr : &flags.error(),
            own ? nullptr : &own.error(), review ? nullptr : &review.error(),
            marks ? nullptr : &marks.error(), records ? nullptr : &records.error()})
        if (error)
            return std::unexpected(*error);

    QueueInput input{.cards = cards + *own,
        .states = *states,
        .flags = *flags,
        .scheduler = *scheduler,
        .review = *review};
    for (const ReadMark &mark : *marks)
        mark.part.isEmpty() ? input.readLessons.insert(mark.lesson)
                            : input.readParts.insert(mark.lesson + u'#' + mark.part);
    for (const ItemRecord &record : *records)
        if (record.best <= AttemptOutcome::Passed)
            input.passedExercises.insert(record.itemUid);
    for (const QList<Review> &answers : *today) {
        input.answersToday += int(answers.size());
        input.newToday += answers.first().before ? 0 : 1;
    }
    return input;
}

Result<DueCard> lookAt(const Store &store, const Card &card, const Moment &now)
{
    return situationOf(store, card, now).transform([&](const Situation &situation) {
        return DueCard{.uid = card.uid,
            .state = situation.state,
            .choices = situation.scheduler.choices(situation.state,
                {Grade::Again, Grade::Hard, Grade::Good, Grade::Easy}, now, card.uid,
                situation.latest),
            .recall = situation.scheduler.recallOn(situation.state, now.studyDay),
            .leech = isLeech(situation.state, situation.flags, situation.review.leechLapses)};
    });
}

Result<Recorded> answer(const Store &store, const Card &card, Grade grade,
    const AnswerDetails &details, const Moment &now)
{
    const auto situation = situationOf(store, card, now);
    if (!situation)
        return std::unexpected(situation.error());
    const Answered answered
        = situation->scheduler.answer(situation->state, grade, now, card.uid, situation->latest);
    const auto params = store.reviews().keep(situation->scheduler.settings(), now.ms);
    if (!params)
        return std::unexpected(params.error());

    Review review = reviewOf(card, grade, details, now);
    review.kind = kindOfAnswer(situation->state.phase);
    review.elapsedDays = answered.elapsedDays;
    review.before = situation->state.memory;
    review.predicted = answered.predicted;
    review.after = answered.after.memory;
    review.intervalSeconds = answered.wait.seconds + answered.wait.days * 86'400LL;
    review.paramsId = *params;
    return store.reviews().append(review, answered.after).transform([&] {
        return Recorded{.review = review,
            .state = answered.after,
            .clockSetBack = answered.clockSetBack,
            .leech = grade == Grade::Again
                && isLeech(answered.after, situation->flags, situation->review.leechLapses)};
    });
}

Result<Recorded> answerWithoutScheduling(const Store &store, const Card &card, Grade grade,
    const AnswerDetails &details, const Moment &now)
{
    const auto state = store.reviews().state(card.uid);
    if (!state)
        return std::unexpected(state.error());
    Review review = reviewOf(card, grade, details, now);
    review.kind = ReviewKind::Cram;
    review.before = state->memory;
    review.after = state->memory;
    return store.reviews().appendWithoutState(review).transform(
        [&] { return Recorded{.review = review, .state = *state}; });
}

namespace {

/// What was typed is there again when the card is: it can be mended, and need not be typed again.
Result<> bringTextBack(const Store &store, const QString &cardUid, const QString &sessionUid, const Moment &now)
{
    return store.attempts().of(cardUid).and_then([&](const QList<Attempt> &attempts) -> Result<> {
        if (attempts.isEmpty() || attempts.last().sessionUid != sessionUid
            || attempts.last().kind != AttemptKind::Question || attempts.last().answer.isEmpty())
            return {};
        const QString text = attempts.last().answer;
        return store.drafts().save(
            {.itemUid = cardUid, .slot = answerSlot(), .body = text, .cursor = int(text.size()), .updatedMs = now.ms});
    });
}

} // namespace

Result<std::optional<QString>> undoLast(
    const Store &store, const QString &sessionUid, const Moment &now)
{
    const auto last = store.reviews().lastToUndo(sessionUid);
    if (!last)
        return std::unexpected(last.error());
    if (!*last)
        return std::nullopt;
    // Both or neither: pressed again after a full disk, it would take back the answer before that one.
    return inTransaction(store.connection(), [&] {
        return store.reviews()
            .undo((*last)->uid, now, sessionUid)
            .and_then([&](const CardState &) {
                return (*last)->grade ? bringTextBack(store, (*last)->cardUid, sessionUid, now) : Result<>();
            })
            .transform([&] { return std::optional((*last)->cardUid); });
    });
}

Result<> setSuspended(const Store &store, const QString &cardUid, bool suspended, qint64 nowMs)
{
    return store.decks().flags().and_then([&](const QHash<QString, CardFlags> &all) {
        CardFlags flags = all.value(cardUid);
        flags.suspended = suspended;
        return store.decks().setFlags(cardUid, flags, nowMs);
    });
}

Result<> answerLeech(const Store &store, const QString &cardUid, qint64 nowMs)
{
    const auto state = store.reviews().state(cardUid);
    if (!state)
        return std::unexpected(state.error());
    return store.decks().flags().and_then([&](const QHash<QString, CardFlags> &all) {
        CardFlags flags = all.value(cardUid);
        flags.leechAnswered = state->lapses;
        return store.decks().setFlags(cardUid, flags, nowMs);
    });
}

} // namespace ringside::progress

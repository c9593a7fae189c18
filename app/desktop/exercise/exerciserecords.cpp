#include "desktop/exercise/exerciserecords.h"

#include "desktop/course/statefile.h"
#include "progress/attemptsums.h"

#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using grading::Outcome;

constexpr std::pair<Outcome, QStringView> outcomeNames[]{{Outcome::Mastered, u"mastered"},
    {Outcome::Passed, u"passed"}, {Outcome::Failed, u"failed"}};

QString nameOf(Outcome outcome)
{
    for (const auto &[known, name] : outcomeNames) {
        if (known == outcome)
            return name.toString();
    }
    return {};
}

const QString itemPrefix = u"exercise:"_s;

QString itemUid(const course::ExerciseId &exercise)
{
    return itemPrefix + exercise;
}

progress::AttemptOutcome attemptOutcome(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Mastered: return progress::AttemptOutcome::Mastered;
    case Outcome::Passed: return progress::AttemptOutcome::Passed;
    case Outcome::Failed: return progress::AttemptOutcome::Failed;
    case Outcome::Ungraded: return progress::AttemptOutcome::Ungraded;
    }
    Q_UNREACHABLE_RETURN({});
}

Outcome outcomeFrom(progress::AttemptOutcome outcome)
{
    return outcome == progress::AttemptOutcome::Mastered ? Outcome::Mastered
        : outcome == progress::AttemptOutcome::Passed    ? Outcome::Passed
                                                         : Outcome::Failed;
}

Outcome outcomeFrom(QStringView text)
{
    for (const auto &[outcome, name] : outcomeNames) {
        if (name == text)
            return outcome;
    }
    return Outcome::Failed;
}

} // namespace

ExerciseRecords::ExerciseRecords(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
{
    load();
}

std::optional<ExerciseRecord> ExerciseRecords::record(const course::ExerciseId &exercise) const
{
    const auto found = m_records.constFind(exercise);
    return found == m_records.constEnd() ? std::nullopt : std::optional(*found);
}

bool ExerciseRecords::isPassed(const course::ExerciseId &exercise) const
{
    const std::optional<ExerciseRecord> best = record(exercise);
    return best && best->outcome <= grading::Outcome::Passed;
}

void ExerciseRecords::add(const grading::Verdict &verdict, const Submission &submission)
{
    if (verdict.outcome == Outcome::Ungraded)
        return;
    keep(verdict, submission);
    ExerciseRecord &record = m_records[verdict.exercise];
    const bool first = record.attempts == 0;
    const bool better = verdict.outcome < record.outcome // Mastered comes first
        || (verdict.outcome == record.outcome && verdict.total.points > record.points);
    if (first || better) {
        record.outcome = verdict.outcome;
        record.points = verdict.total.points;
        record.maxPoints = verdict.total.maxPoints;
    }
    ++record.attempts;
    record.last = QDateTime::currentDateTimeUtc();
    save();
    emit changed(verdict.exercise);
}

void ExerciseRecords::keep(const grading::Verdict &verdict, const Submission &submission)
{
    if (!m_store)
        return;
    progress::Attempt attempt;
    attempt.itemUid = itemUid(verdict.exercise);
    attempt.startedMs = submission.startedMs;
    attempt.submitted = progress::currentMoment();
    attempt.kind = progress::AttemptKind::Exercise;
    attempt.answer = submission.source;
    attempt.outcome = attemptOutcome(verdict.outcome);
    attempt.points = verdict.total.points;
    attempt.maxPoints = verdict.total.maxPoints;
    attempt.hints = submission.hints;
    attempt.tests = QJsonDocument::fromJson(grading::toJson(verdict)).object();
    m_store->run([attempt](const progress::Store &store) mutable { return store.attempts().append(attempt); })
        .then(this, [this](const Result<> &kept) {
            if (!kept)
                emit failed(kept.error());
        });
}

void ExerciseRecords::join(progress::StoreThread &store)
{
    m_store = &store;
    store.run([](const progress::Store &open) { return progress::solutionRecords(open.connection()); })
        .then(this, [this](const Result<QList<progress::ItemRecord>> &records) {
            if (!records)
                return;
            for (const progress::ItemRecord &record : *records)
                take(record);
        });
}

// What was merged in from another machine may be better than what this one knows.
void ExerciseRecords::take(const progress::ItemRecord &record)
{
    if (record.kind != progress::AttemptKind::Exercise || !record.itemUid.startsWith(itemPrefix))
        return;
    const course::ExerciseId exercise = record.itemUid.mid(itemPrefix.size());
    const Outcome best = outcomeFrom(record.best);
    ExerciseRecord &known = m_records[exercise];
    if (known.attempts >= record.attempts && known.outcome <= best)
        return;
    known.outcome = known.attempts == 0 ? best : std::min(known.outcome, best);
    known.points = std::max(known.points, record.bestPoints.value_or(0));
    known.attempts = std::max(known.attempts, record.attempts);
    known.last = QDateTime::fromMSecsSinceEpoch(record.lastMs, QTimeZone::UTC);
    emit changed(exercise);
}

template<typename T>
QFuture<Result<T>> ExerciseRecords::fromStore(std::function<Result<T>(const progress::Store &)> question) const
{
    if (!m_store)
        return QtFuture::makeReadyValueFuture(Result<T>(internalError(u"no store was joined"_s)));
    return m_store->run(std::move(question));
}

QFuture<Result<QList<progress::Attempt>>> ExerciseRecords::attempts(const course::ExerciseId &exercise) const
{
    return fromStore<QList<progress::Attempt>>(
        [item = itemUid(exercise)](const progress::Store &store) { return store.attempts().of(item); });
}

QFuture<Result<QList<progress::HintShown>>> ExerciseRecords::hints(const course::ExerciseId &exercise) const
{
    return fromStore<QList<progress::HintShown>>(
        [item = itemUid(exercise)](const progress::Store &store) { return store.attempts().hintsOf(item); });
}

void ExerciseRecords::showHint(const course::ExerciseId &exercise, int rung)
{
    if (!m_store)
        return;
    const progress::HintShown hint{itemUid(exercise), rung, progress::currentMoment().ms};
    m_store->run([hint](const progress::Store &store) { return store.attempts().showHint(hint, {}); });
}

void ExerciseRecords::clear()
{
    const QList<course::ExerciseId> known = m_records.keys();
    m_records.clear();
    save();
    for (const course::ExerciseId &exercise : known)
        emit changed(exercise);
}

void ExerciseRecords::load()
{
    const QJsonObject records = statefile::read(m_file)[u"exercises"].toObject();
    for (auto it = records.begin(); it != records.end(); ++it) {
        const QJsonObject stored = it->toObject();
        m_records.insert(it.key(),
            {outcomeFrom(stored[u"outcome"].toString()), stored[u"points"].toDouble(),
                stored[u"max_points"].toDouble(), qMax(1, stored[u"attempts"].toInt()),
                QDateTime::fromString(stored[u"last"].toString(), Qt::ISODate)});
    }
}

void ExerciseRecords::save() const
{
    QJsonObject records;
    for (auto it = m_records.cbegin(); it != m_records.cend(); ++it) {
        records[it.key()] = QJsonObject{{u"outcome"_s, nameOf(it->outcome)}, {u"points"_s, it->points},
            {u"max_points"_s, it->maxPoints}, {u"attempts"_s, it->attempts},
            {u"last"_s, it->last.toString(Qt::ISODate)}};
    }
    const Result<> written = statefile::write(m_file, {{u"format"_s, 1}, {u"exercises"_s, records}});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

} // namespace ringside::desktop

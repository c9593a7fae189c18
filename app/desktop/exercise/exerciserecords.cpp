#include "desktop/exercise/exerciserecords.h"

#include "desktop/course/statefile.h"

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

void ExerciseRecords::add(const grading::Verdict &verdict)
{
    if (verdict.outcome == Outcome::Ungraded)
        return;
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

#pragma once

#include "course/interviews.h"
#include "progress/card.h"

#include <QHash>
#include <QSet>

namespace ringside::progress {

enum class Pressure : quint8 {
    On, ///< the clock is shown and there is no pause
    Off,
};

/// What somebody wants to be asked.
struct MockConfig
{
    int minutes = 40; ///< 20, 40 or 60; a script has its own
    std::optional<course::QuestionLevel> level; ///< nothing: all
    QSet<QString> topics; ///< empty: all; of several each has its turn before one comes again
    bool weakTopics = false; ///< the weaker a topic, the likelier its questions
    Pressure pressure = Pressure::On;
    QString script; ///< id of a script; empty: drawn at random
    bool varied = false; ///< a script's questions may be exchanged for others of its pool
    quint64 seed = 0; ///< the same seed, content and record draw the same interview

    bool operator==(const MockConfig &) const = default;
};

/// A further question about the same thing.
struct FollowUp
{
    QString prompt;
    QString answer; ///< shown afterwards; may be empty

    bool operator==(const FollowUp &) const = default;
};

/// One step of an interview. Holds its own copy of the question: a report must not change when the
/// course does.
struct MockStep
{
    course::RoundKind kind{}; ///< never Questions: each question is a step of kind Questions' own
    QString title;
    Card card; ///< prompt, code, key points; uid is empty where a script has its own words
    int seconds = 0;
    double points = 0;
    QString trace;
    QList<FollowUp> followUps;
    QStringList watch;
    QList<course::RoleAnswer> answers;
};

struct MockPlan
{
    QString scriptId;
    QString title;
    QString help;
    double passPoints = 0; ///< 0: drawn at random, nothing to pass
    QString passCondition;
    QStringList redFlags;
    QList<MockStep> steps;

    [[nodiscard]] int seconds() const;
    [[nodiscard]] double points() const;
};

/// What an interview is drawn from.
struct MockSource
{
    QList<Card> cards;
    QHash<QString, QString> exercisesByCode; ///< "E05.1" to the uid of its card
    course::InterviewContent content;
    QHash<QString, double> topicScores; ///< 0 to 1; a topic that is not here is unknown
    QSet<QString>
        askedLately; ///< uids of the last interviews: taken only when nothing else is left
};

/// Draws an interview: open questions, one round of reading code, one of writing it. Never two
/// questions of one lesson in a row where that is possible. Error Content: an unknown script, or
/// nothing to ask.
[[nodiscard]] Result<MockPlan> drawMock(const MockConfig &config, const MockSource &source);

[[nodiscard]] QJsonObject toJson(const MockConfig &config);
[[nodiscard]] MockConfig mockConfigFromJson(const QJsonObject &object);
[[nodiscard]] QJsonObject toJson(const MockPlan &plan);
[[nodiscard]] Result<MockPlan> mockPlanFromJson(const QJsonObject &object);

/// "coding", "role-play": for files.
[[nodiscard]] QString nameOf(course::RoundKind kind);

} // namespace ringside::progress

#pragma once

#include "base/result.h"
#include "course/exercise.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace ringside::classroom {

/// What the labs somebody works on say of one exercise, while they run.
struct LabRule
{
    QString title; ///< of the lab
    QString file; ///< in the lab's folder: what is written here is handed in
    QDateTime ends; ///< of what it says; invalid: for good
    bool givesHints = true;
    bool showsReference = true;
    bool isExam = false;
    QStringList hidden; ///< checks of which nothing is told but their kind

    bool operator==(const LabRule &) const = default;
};

/// Who hands in, as the instructor's list has him.
struct Submitter
{
    QString id;
    QString name;

    bool operator==(const Submitter &) const = default;
};

/// The labs a student has opened on this machine: a list of their folders, in the learner's own data.
/// Who deletes the list, or a folder, works without the lab's rules: they keep honest people honest,
/// and marks do not depend on them.
class OpenLabs
{
public:
    /// `dataFolder` is where the learner's data is kept.
    explicit OpenLabs(QString dataFolder = standardFolder());
    [[nodiscard]] static QString standardFolder();

    /// Errors: System.
    [[nodiscard]] Result<> add(const QString &labFolder) const;
    /// Who handed in last, so that nobody types it twice.
    [[nodiscard]] Submitter submitter() const;
    /// Errors: System.
    [[nodiscard]] Result<> setSubmitter(const Submitter &submitter) const;
    /// Forgets all of it; the folders themselves stay. Errors: System.
    [[nodiscard]] Result<> forget() const;
    /// The folders that are still those of a lab, the last opened first.
    [[nodiscard]] QStringList folders() const;
    /// Nothing when no lab that runs holds the exercise. Of several labs each may withhold something.
    [[nodiscard]] std::optional<LabRule> ruleFor(
        const course::ExerciseId &exercise, const QDateTime &now) const;

private:
    [[nodiscard]] QString listPath() const;
    [[nodiscard]] QJsonObject stored() const;
    [[nodiscard]] Result<> store(const QJsonObject &json) const;
    [[nodiscard]] QStringList listed() const;

    QString m_dataFolder;
};

/// The exercise as its learner may see its verdicts under the rule.
[[nodiscard]] course::Exercise underRule(course::Exercise exercise, const LabRule &rule);

} // namespace ringside::classroom

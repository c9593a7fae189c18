#pragma once

#include "classroom/latepolicy.h"
#include "classroom/signing.h"
#include "course/course.h"

#include <QByteArray>
#include <QDateTime>

namespace ringside::classroom {

/// Which of an exercise's checks bring points in a lab.
enum class Counted : quint8 { All, Core };

struct LabExercise
{
    course::ExerciseId id;
    QString slug;
    QString title;
    QByteArray digest; ///< of what marks depend on, see exerciseDigest()
    double points = 0; ///< for an exercise that is wholly right
    Counted counted = Counted::All;
    QStringList hidden; ///< checks of which students are told nothing but their kind

    bool operator==(const LabExercise &) const = default;
};

/// An open question of the course. A person reads the answers, beside what they are held to: rubric.h.
struct LabQuestion
{
    QString id; ///< "Q05.1"
    double points = 0; ///< for an answer that has everything

    bool operator==(const LabQuestion &) const = default;
};

/// What an instructor gives out: which exercises and questions, what they are worth, until when.
struct Lab
{
    QString id; ///< stays when the lab is made again
    QString title;
    QList<LabExercise> exercises;
    QList<LabQuestion> questions;
    QDateTime opens; ///< invalid: at once
    QDateTime due; ///< invalid: never too late
    LatePolicy late;
    int rounds = 0; ///< worlds for every case at least; 0: as the exercise says
    bool givesHints = true; ///< students may ask for hints while the lab runs
    bool showsReference = true; ///< once an exercise is passed, as without a lab
    bool isExam = false; ///< given out sealed; neither hints nor reference
    bool isSealed = false; ///< an exam whose start word was not told yet: it lists nothing
    QByteArray publicKey;

    bool operator==(const Lab &) const = default;

    [[nodiscard]] const LabExercise *exercise(QStringView slug) const;
    [[nodiscard]] const LabQuestion *question(QStringView name) const;
    /// Whether it is an exercise or a question of the lab.
    [[nodiscard]] bool holds(QStringView name) const { return exercise(name) || question(name); }
    [[nodiscard]] double points() const;
    /// When hand-ins stop to count, or where they never do, to be in time. Invalid without a deadline.
    [[nodiscard]] QDateTime ends() const;
};

/// What the instructor keeps: whoever has it can sign in his name, and knows every student's world.
struct LabKey
{
    QString labId;
    KeyPair keys;
    QByteArray worldSecret;

    bool operator==(const LabKey &) const = default;
};

/// SHA-256 over the files of an exercise that a mark depends on: manifest, worlds, reference, judge.
/// Errors: as ContentFolder.
[[nodiscard]] Result<QByteArray> exerciseDigest(const course::Exercise &exercise);

/// A lab from its description in TOML; the course has the exercises and the questions.
/// All mistakes with their lines. The id and the public key are the key's.
[[nodiscard]] std::expected<Lab, QList<Error>> defineLab(const QByteArray &toml,
    const QString &file, const course::Course &course, const LabKey &key);

[[nodiscard]] LabKey makeLabKey();
/// The file is the owner's alone. Errors: System.
[[nodiscard]] Result<> writeLabKey(const LabKey &key, const QString &path);
/// Errors: System; Content, for a file that is no key.
[[nodiscard]] Result<LabKey> readLabKey(const QString &path);

/// The bytes of a .ringlab: a zip of lab.json and its signature. An exam's lab.json tells its title
/// and its times; the whole lab is beside it, encrypted with the start word.
[[nodiscard]] Result<QByteArray> packLab(const Lab &lab, const LabKey &key);
/// Errors: Content, for what is no lab, was changed after it was signed, or is of a newer Ringside.
[[nodiscard]] Result<Lab> unpackLab(const QByteArray &bytes, const QString &name);
[[nodiscard]] Result<Lab> readLab(const QString &path);

/// What the class is told when its exam starts: "k7m2-9xqd-4hpt". The same for a lab made again.
[[nodiscard]] QString startWordOf(const LabKey &key);
/// The bytes of the lab with nothing sealed; those of a lab that is not sealed, as they are. Capitals,
/// blanks and hyphens of the word mean nothing. Errors: Content, also when it is another word.
[[nodiscard]] Result<QByteArray> openSealed(
    const QByteArray &bytes, const QString &name, const QString &startWord);
/// The same for whoever has the key. Errors: Content, also when it is another lab's key.
[[nodiscard]] Result<QByteArray> openSealed(
    const QByteArray &bytes, const QString &name, const LabKey &key);

/// The exercise as this lab grades it: its hidden checks are hidden.
[[nodiscard]] course::Exercise asGraded(course::Exercise exercise, const LabExercise &inLab);

/// The seed of a student's worlds: nobody without the secret can tell it, and no two students share
/// one.
[[nodiscard]] quint64 seedOf(
    const LabKey &key, const QString &student, const course::ExerciseId &exercise);

} // namespace ringside::classroom

#pragma once

#include "classroom/handin.h"
#include "classroom/lab.h"
#include "course/course.h"

namespace ringside::classroom {

/// A lab on a student's disk: a folder with the lab itself and, for each exercise, its task and a
/// file to write in, SLUG.md and SLUG.py; for each open question, ID.md and ID.txt.
class LabFolder
{
public:
    /// Makes the folder, or goes on with one of the same lab: what the student wrote is never
    /// overwritten. Errors: System; Content, when the folder belongs to another lab; Unsupported,
    /// before the lab opens or where the course lacks an exercise. An exam needs its start word.
    [[nodiscard]] static Result<LabFolder> make(const QString &labFile, const QString &folder,
        const course::Course &course, const QDateTime &now, const QString &startWord = {});
    /// Errors: System; Content, when it is no such folder.
    [[nodiscard]] static Result<LabFolder> open(const QString &folder);

    [[nodiscard]] const Lab &lab() const { return m_lab; }
    [[nodiscard]] const QString &path() const { return m_path; }
    /// Where the student writes.
    [[nodiscard]] QString sourceFile(const LabExercise &exercise) const;
    [[nodiscard]] QString answerFile(const LabQuestion &question) const;

    /// What is there now, as a hand-in. The log in the folder gets one record more: the digests of
    /// what is handed in. Errors: System; Content, when there is nothing to hand in, a file is too
    /// large, or the log was changed.
    [[nodiscard]] Result<HandIn> handIn(
        const QString &student, const QString &studentName, const QDateTime &now) const;

private:
    LabFolder(QString path, Lab lab);

    [[nodiscard]] Result<> addStarters(const course::Course &course) const;
    [[nodiscard]] Result<QList<HandInSource>> sources() const;
    [[nodiscard]] Result<QList<HandInSource>> answers() const;
    [[nodiscard]] Result<QByteArray> addToLog(
        const QString &what, const QDateTime &now, const QJsonObject &more = {}) const;

    QString m_path;
    Lab m_lab;
};

} // namespace ringside::classroom

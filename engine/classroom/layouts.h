#pragma once

#include "classroom/intake.h"

namespace ringside::classroom {

/// What a file's place tells.
struct Place
{
    QString student;
    QString studentName;
    QStringList path; ///< below the student's own folder; never empty
    bool isMarkedLate = false;

    bool operator==(const Place &) const = default;
};

/// The place of a file in a layout other than Auto; nothing when the name does not fit.
[[nodiscard]] std::optional<Place> placeIn(Layout layout, const QStringList &path);

/// The layout that fits most of the names.
[[nodiscard]] Layout layoutOf(const QList<QStringList> &paths);

/// The names between the slashes; nothing when a path could lead out of where it is read, or is no
/// text that can be shown.
[[nodiscard]] std::optional<QStringList> safePath(const QByteArray &name);

/// True for what systems, editors and Python leave behind.
[[nodiscard]] bool isLeftover(const QStringList &path);

/// Whether the file is meant for the exercise: "tidy.py", "Tidy-1.py", "tidy/anything.py".
[[nodiscard]] bool isMeantFor(const QStringList &path, const QString &slug);

/// Whether the file is an answer to the question: "Q05.1.txt", "q05.1 (2).txt".
[[nodiscard]] bool isAnswerTo(const QStringList &path, const QString &question);

/// The time in nbgrader's timestamp.txt, in seconds since 1970; 0 when it holds none. Without a
/// zone it is UTC.
[[nodiscard]] qint64 timeInTimestamp(const QByteArray &content);

} // namespace ringside::classroom

#pragma once

#include "grading/verdict.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace ringside::classroom {

/// A student's file for one exercise, waiting to be graded.
struct PlannedItem
{
    QString student;
    QString slug;
    QByteArray source; ///< SHA-256 of the file, hexadecimal: its name among the sources
    quint64 seed = 0; ///< of the student's worlds
    qint64 submitted = 0; ///< seconds since 1970; 0: unknown
    bool isMarkedLate = false;

    bool operator==(const PlannedItem &) const = default;
};

/// What grading one file came to. The same file, exercise and seed give the same result wherever
/// and whenever it is graded: nothing of the machine or the clock is in it.
struct GradedItem
{
    QString student;
    QString slug;
    QByteArray source;
    QByteArray exercise; ///< exerciseDigest() of what it was graded by
    quint64 seed = 0;
    grading::Verdict verdict; ///< without the features of the sandbox

    [[nodiscard]] bool isOf(const PlannedItem &item, const QByteArray &digest) const;
};

/// One line of JSON with its line feed.
[[nodiscard]] QByteArray toLine(const GradedItem &item);
/// Nothing for a line that is cut or no result.
[[nodiscard]] std::optional<GradedItem> itemOfLine(const QByteArray &line);
/// What can be read of many lines; the rest is left out.
[[nodiscard]] QList<GradedItem> itemsOfLines(const QByteArray &lines);

/// By student, then slug.
void sortItems(QList<GradedItem> &items);

} // namespace ringside::classroom

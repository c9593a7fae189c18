#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace ringside::classroom {

/// More or less than a year of time is a mistake.
[[nodiscard]] constexpr bool isExtension(qint64 minutes)
{
    constexpr qint64 most = 366 * 24 * 60;
    return minutes >= -most && minutes <= most;
}

/// Somebody in the class.
struct Student
{
    QString id;
    QString name;
    QString email;
    qint64 submitted = 0; ///< when the platform says he handed in; 0: as the files say
    qint64 extensionMinutes = 0;

    bool operator==(const Student &) const = default;
};

/// Reads the instructor's list: CSV with a first line of names, of which `student` must be there
/// and `name`, `email`, `submitted` (a time with its zone) and `extension_minutes` may. Errors:
/// Content, with the line.
[[nodiscard]] Result<QList<Student>> readRoster(const QByteArray &csv, const QString &file);

} // namespace ringside::classroom

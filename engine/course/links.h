#pragma once

#include "course/problems.h"

#include <QList>
#include <QString>

namespace ringside::course {

/// A link or an image in Markdown, where it stands.
struct Link
{
    QString target; ///< "lesson:os-module#P4"
    QString file;
    int line = 0;
    bool image = false;
};

/// Every link and image of a piece of Markdown that begins on `firstLine` of `file`. Code is not
/// looked into.
[[nodiscard]] QList<Link> linksIn(const QString &markdown, const QString &file, int firstLine);

/// Adds the links of `markdown` to `links`. Links to addresses outside the course are fine as they
/// are and left out; an image, a form of link that the course does not know, and an empty one are
/// problems.
void collectLinks(const QString &markdown, int firstLine, QList<Link> &links, Problems &problems);

} // namespace ringside::course

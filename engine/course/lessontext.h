#pragma once

#include "course/lesson.h"
#include "course/problems.h"

#include <QList>
#include <QStringList>

namespace ringside::course {

/// A piece of lesson.md as its lines show it, before anything is made of it.
struct RawBlock
{
    enum class Kind : quint8 { Heading, Prose, Callout, Image, Fence };

    Kind kind = Kind::Prose;
    int line = 0; ///< in lesson.md
    int textLine = 0; ///< on which `text` begins
    int level = 0; ///< of a heading
    QString info; ///< of a fence, without the fence; of a callout its word
    QString text;
};

/// Cuts the text of a lesson into headings, prose, callouts, figures and fenced blocks. Blocks
/// begin in the first column; a fence inside a list or a quotation is part of the prose around it.
/// Comments are left out.
///
/// What a Markdown reader would silently take for something else is a problem here: a machine-run
/// block that is indented, a heading by underlining, a link defined elsewhere.
[[nodiscard]] QList<RawBlock> splitLesson(
    const QStringList &lines, int firstLine, Problems &problems);

} // namespace ringside::course

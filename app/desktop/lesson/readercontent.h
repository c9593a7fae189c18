#pragma once

#include "course/lesson.h"
#include "desktop/lesson/markdown.h"

#include <QList>
#include <QString>

#include <memory>
#include <variant>
#include <vector>

namespace ringside::desktop {

/// One page of the reader: the text below a `##` heading of a lesson, or what stands before the first.
struct LessonPart
{
    QString anchor; ///< identifies the part in its lesson
    QString title; ///< plain text
    qsizetype firstBlock = 0; ///< in Lesson::blocks
    qsizetype blockCount = 0;
};

[[nodiscard]] QList<LessonPart> partsOf(const course::Lesson &lesson);

/// Index of the part that holds an anchor of a part or of a heading in it; -1 when there is none.
[[nodiscard]] int partWithAnchor(const course::Lesson &lesson, QStringView anchor);

struct CalloutContent;

struct HeadingContent
{
    int level = 1; ///< on the page, from 1
    QString html;
    QString anchor;
};

struct ExampleContent
{
    course::Example example;
    qsizetype block = 0; ///< in Lesson::blocks: what the example continues stands before it
};

/// Two texts to compare.
struct PairContent
{
    markdown::Fence left, right;
};

/// What the reader lays out, one widget each.
struct ReaderBlock
{
    std::variant<HeadingContent, markdown::Text, markdown::Fence, PairContent, ExampleContent,
        course::Figure, course::Quiz, std::shared_ptr<CalloutContent>>
        content;
};

struct CalloutContent
{
    enum class Kind : quint8 { Quote, Note, Tip, Warning, Danger };
    Kind kind = Kind::Note;
    QString title; ///< empty: the kind's own
    std::vector<ReaderBlock> blocks;
};

using ReaderBlocks = std::vector<ReaderBlock>;

/// A part as a page of its own: its heading is the page's first.
[[nodiscard]] ReaderBlocks readPart(const course::Lesson &lesson, const LessonPart &part);

/// A text that is Markdown and nothing else: the task of an exercise, a hint.
[[nodiscard]] ReaderBlocks readMarkdown(const QString &source);

} // namespace ringside::desktop

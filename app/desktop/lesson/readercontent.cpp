#include "desktop/lesson/readercontent.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

template <typename... Visitors> struct Overloaded : Visitors...
{
    using Visitors::operator()...;
};

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ReaderContent)
};

constexpr int partLevel = 2; // `##` starts a page

const course::Heading *headingOf(const course::Block &block)
{
    return std::get_if<course::Heading>(&block.content);
}

CalloutContent::Kind calloutKind(const QString &name)
{
    if (name == u"note")
        return CalloutContent::Kind::Note;
    if (name == u"tip")
        return CalloutContent::Kind::Tip;
    if (name == u"warning")
        return CalloutContent::Kind::Warning;
    if (name == u"danger")
        return CalloutContent::Kind::Danger;
    return CalloutContent::Kind::Quote;
}

CalloutContent::Kind calloutKind(course::CalloutKind kind)
{
    switch (kind) {
    case course::CalloutKind::Tip: return CalloutContent::Kind::Tip;
    case course::CalloutKind::Note: return CalloutContent::Kind::Note;
    case course::CalloutKind::Warning: return CalloutContent::Kind::Warning;
    case course::CalloutKind::Danger: return CalloutContent::Kind::Danger;
    }
    Q_UNREACHABLE_RETURN({});
}

ReaderBlock readBlock(markdown::Block block);

ReaderBlocks readBlocks(std::vector<markdown::Block> blocks)
{
    ReaderBlocks read;
    read.reserve(blocks.size());
    for (markdown::Block &block : blocks)
        read.push_back(readBlock(std::move(block)));
    return read;
}

ReaderBlock readBlock(markdown::Block block)
{
    const Overloaded visitor{
        [](markdown::Text text) -> ReaderBlock {
            if (text.kind == markdown::Text::Kind::Heading)
                return {HeadingContent{text.level, text.html, {}}};
            return {std::move(text)};
        },
        [](markdown::Fence fence) -> ReaderBlock { return {std::move(fence)}; },
        [](markdown::Quote quote) -> ReaderBlock {
            return {std::make_shared<CalloutContent>(
                calloutKind(quote.kind), quote.title, readBlocks(std::move(quote.blocks)))};
        },
    };
    return std::visit(visitor, std::move(block.content));
}

void append(ReaderBlocks &to, ReaderBlocks from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// What the learner will be able to do, in the lesson's own words.
ReaderBlocks outcomesOf(const course::Lesson &lesson)
{
    if (lesson.outcomes.isEmpty())
        return {};
    const QString title = lesson.number == 0 ? Words::tr("**After this course you can**") // it introduces the others
                                             : Words::tr("**After this lesson you can**");
    return readMarkdown(title + u"\n\n- "_s + lesson.outcomes.join(u"\n- "_s));
}

} // namespace

QList<LessonPart> partsOf(const course::Lesson &lesson)
{
    QList<LessonPart> parts;
    for (qsizetype i = 0; i < lesson.blocks.size(); ++i) {
        const course::Heading *heading = headingOf(lesson.blocks[i]);
        if (parts.isEmpty() || (heading && heading->level == partLevel)) {
            parts.append({.firstBlock = i});
            parts.last().title = lesson.title;
            if (heading) {
                parts.last().anchor = heading->anchor;
                parts.last().title = markdown::plainText(heading->text);
            }
        }
        ++parts.last().blockCount;
    }
    return parts;
}

int partWithAnchor(const course::Lesson &lesson, QStringView anchor)
{
    int part = -1;
    for (const course::Block &block : lesson.blocks) {
        const course::Heading *heading = headingOf(block);
        if (part < 0 || (heading && heading->level == partLevel))
            ++part;
        if (heading && heading->anchor == anchor)
            return part;
    }
    return -1;
}

ReaderBlocks readPart(const course::Lesson &lesson, const LessonPart &part)
{
    ReaderBlocks page;
    qsizetype index = part.firstBlock;
    const Overloaded visitor{
        [&](const course::Heading &heading) {
            const int level = std::max(1, heading.level - (part.firstBlock == 0 ? 0 : 1));
            page.push_back({HeadingContent{level, markdown::inlineHtml(heading.text), heading.anchor}});
        },
        [&](const course::Prose &prose) { append(page, readMarkdown(prose.markdown)); },
        [&](const course::Callout &callout) {
            page.push_back({std::make_shared<CalloutContent>(
                calloutKind(callout.kind), QString(), readMarkdown(callout.markdown))});
        },
        [&](const course::Figure &figure) { page.push_back({figure}); },
        [&](const course::Example &example) { page.push_back({ExampleContent{example, index}}); },
        [&](const course::Quiz &quiz) { page.push_back({quiz}); },
    };
    for (; index < part.firstBlock + part.blockCount; ++index)
        std::visit(visitor, lesson.blocks[index].content);
    if (part.firstBlock == 0)
        append(page, outcomesOf(lesson));
    return page;
}

ReaderBlocks readMarkdown(const QString &source)
{
    return readBlocks(markdown::parse(source));
}

} // namespace ringside::desktop

#include "desktop/theme/longlines.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

namespace ringside::desktop {

namespace {

constexpr int longLine = 2000; // letters; a page of a book has as many

void keepGlyphs(QTextBlock block, int end)
{
    for (; block.isValid() && block.position() <= end; block = block.next()) {
        if (block.length() > longLine)
            block.layout()->setCacheEnabled(true);
    }
}

} // namespace

void keepGlyphsOfLongLines(QTextDocument &document)
{
    keepGlyphs(document.firstBlock(), document.characterCount());
    QObject::connect(&document, &QTextDocument::contentsChange, &document,
        [&document](int position, int, int added) { keepGlyphs(document.findBlock(position), position + added); });
}

} // namespace ringside::desktop

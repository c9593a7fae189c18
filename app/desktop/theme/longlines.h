#pragma once

class QTextDocument;

namespace ringside::desktop {

/// Lets a document keep the glyphs of its very long lines, those there are and those to come. Qt forgets them after
/// every look at a line, and reads all of it again for the cursor, for each painting and more: some nine times for one
/// key, which in a paragraph of 35,000 letters is felt. Short lines are not worth the memory.
void keepGlyphsOfLongLines(QTextDocument &document);

} // namespace ringside::desktop

#pragma once

namespace ringside::desktop {

/// Tells Qt how the reader's widgets look to assistive technology: a document of headings with levels,
/// paragraphs with text, notes, figures, code and links. Once per process.
void installReaderAccessibility();

} // namespace ringside::desktop

#pragma once

#include "lens/trace.h"

namespace ringside::desktop {

class CodeEditor;

/// Puts into the gutter how many calls each line of `file` made. The editor shows that file.
void showCallCounts(CodeEditor &editor, const lens::Trace &trace, const QByteArray &file);

/// Shows the expression of the editor's file that made a call, without moving the cursor.
void pointAt(CodeEditor &editor, const lens::Site &site);

/// Puts the cursor there.
void goTo(CodeEditor &editor, const lens::Site &site);

} // namespace ringside::desktop

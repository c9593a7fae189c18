#pragma once

#include "supervisor/linepage.h"

#include <string>
#include <vector>

namespace ringside::python {

/// This process's own.
[[nodiscard]] const supervisor::LinePage &linePage();

/// From now on every thread says on the page at which line of a file below one of these folders it is. Where the
/// interpreter does not want to, the page stays empty. Needs the interpreter's lock.
void tellLines(std::vector<std::string> folders);

} // namespace ringside::python

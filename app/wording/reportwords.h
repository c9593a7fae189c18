#pragma once

#include "progress/mockreport.h"

namespace ringside::wording {

/// What the report of a mock interview says besides what was measured and written.
[[nodiscard]] progress::ReportWords reportWords();

} // namespace ringside::wording

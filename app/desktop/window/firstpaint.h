#pragma once

namespace ringside::desktop {

/// With RINGSIDE_REPORT_FIRST_PAINT set, prints "painted NANOSECONDS KILOBYTES" (monotonic clock, peak memory)
/// once a lesson has been painted, and ends the application: for tests/bench.
void reportFirstPaint();

} // namespace ringside::desktop

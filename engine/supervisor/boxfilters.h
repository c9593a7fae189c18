#pragma once

#include "supervisor/seccompfilter.h"
#include "supervisor/tracedcalls.h"

namespace ringside::supervisor {

/// What binds the processes of a box. Made once, for all boxes: a process only has to install its own.
struct BoxFilters
{
    SeccompFilter plain = SeccompFilter::build(); ///< programs
    SeccompFilter traced = SeccompFilter::build(tracedCalls()); ///< programs that the lens watches
    SeccompFilter init = SeccompFilter::build(initPolicy(), {}); ///< the first process, once its program runs
};

} // namespace ringside::supervisor

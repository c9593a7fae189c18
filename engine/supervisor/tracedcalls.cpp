#include "supervisor/tracedcalls.h"

#include "sandbox/systemcalls.h"

namespace ringside::supervisor {

const std::set<int> &tracedCalls()
{
    static const std::set<int> calls = [] {
        std::set<int> numbers;
        for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
            numbers.insert(call.number);
        return numbers;
    }();
    return calls;
}

} // namespace ringside::supervisor

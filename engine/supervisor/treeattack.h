#pragma once

#include "sandbox/traceprotocol.h"

#include <vector>

namespace ringside::supervisor {

/// Does to a workspace what somebody else on the machine might do between two calls of a program. A step that is
/// not possible at the moment is left out: an attacker, too, may come too early or too late.
void attackTree(int root, const std::vector<sandbox::protocol::AttackStep> &steps);

} // namespace ringside::supervisor

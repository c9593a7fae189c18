#pragma once

#include "grading/value.h"
#include "grading/world.h"

namespace ringside::grading {

/// What one of the engine's own oracles says of a directory of a world; `wanted` is the text of a
/// check's `oracle`: "census tree", the name and then the directory, the whole world when there is
/// none. Errors: Content (no such oracle, no such directory).
[[nodiscard]] Result<Value> askOracle(const QString &wanted, World world);

/// A name of the kernel as os.fsdecode() gives it: every byte that is not UTF-8 becomes a lone
/// surrogate.
[[nodiscard]] Value decodedName(const QByteArray &name);

} // namespace ringside::grading

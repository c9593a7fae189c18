#pragma once

#include "course/problems.h"
#include "course/toml.h"

namespace ringside::course {

/// The worlds of a world.toml or worlds.toml. Checks every key and what can be known without
/// building: kinds of entries, ranges, modes, paths, `extends`. What an entry means is for
/// grading/world.
[[nodiscard]] QList<WorldSpec> readWorlds(const TomlNode &file, Problems &problems);

} // namespace ringside::course

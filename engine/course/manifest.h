#pragma once

#include "course/problems.h"
#include "course/toml.h"

namespace ringside::course {

/// Reads exercise.toml: identity, contract, limits, cases and checks, and whatever can be checked
/// without another file.
void readManifest(const TomlNode &file, Exercise &exercise, Problems &problems);

/// The [[check]] tables, after the cases were read.
void readChecks(const TomlNode &file, Exercise &exercise, Problems &problems);

} // namespace ringside::course

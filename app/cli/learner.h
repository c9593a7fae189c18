#pragma once

#include "progress/store.h"

#include <memory>

namespace ringside::cli {

/// The learner's file. Nothing, and the reason on standard error, where it cannot be opened; the
/// command then ends with status Impossible. To read, nobody need have written yet: then it is an
/// empty one.
[[nodiscard]] std::unique_ptr<progress::Store> openStore(progress::Store::Access access);

} // namespace ringside::cli

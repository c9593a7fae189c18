#pragma once

#include "course/tablereader.h"

namespace ringside::course {

/// Every spelling of a check kind, in the order of the enumeration.
[[nodiscard]] const QStringList &checkKindNames();

/// The keys a check of this kind may have besides those that every check has. A new key of a check
/// is added here and in exercises/README.md.
[[nodiscard]] const QList<KeyRule> &settingRules(CheckKind kind);

} // namespace ringside::course

#pragma once

#include <QString>

#include <optional>

namespace ringside {

/// 2 for "ENOENT": errnoName() the other way round. Nothing for what is no name of an error.
[[nodiscard]] std::optional<int> errnoNumber(const QString &name);

} // namespace ringside

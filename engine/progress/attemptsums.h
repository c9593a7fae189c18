#pragma once

#include "progress/attempts.h"

#include <QStringList>

namespace ringside::progress {

/// As Attempts::patterns(), for these points alone: what one card needs, however long the record of all others is.
[[nodiscard]] Result<QList<PatternRecord>> patternsOf(
    const Connection &connection, const QStringList &pointUids);

/// As Attempts::records(), of exercises alone, solved as such or in an interview: answers to cards are a hundred times
/// as many.
[[nodiscard]] Result<QList<ItemRecord>> solutionRecords(const Connection &connection);

} // namespace ringside::progress

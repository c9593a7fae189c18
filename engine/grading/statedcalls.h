#pragma once

#include "course/lesson.h"
#include "lens/trace.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringside::grading {

/// The first of the calls a lesson states that the example does not make, in this order, after those before it; none
/// when it makes them all. Other calls may come in between. A field is compared with the arguments in their order: a
/// path as it was given, relative to the workspace, or by what a descriptor leads to; a flag when it is among those
/// that are set; "*" with any.
[[nodiscard]] std::optional<course::ExpectedCall> firstMissing(
    const QList<course::ExpectedCall> &stated, const lens::Trace &trace);

/// The learner's calls that are called so, as texts: for whoever corrects a lesson.
[[nodiscard]] QString callsNamed(const QString &name, const lens::Trace &trace);

} // namespace ringside::grading

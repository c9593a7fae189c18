#pragma once

#include "cli/console.h"
#include "lens/trace.h"

#include <QJsonObject>

namespace ringside::cli {

/// The program's lines, and below each the calls it made. What the interpreter and imports asked for is counted only.
void printTrace(Console &console, const QByteArray &program, const lens::Trace &trace);

/// {kind: "call", name, args, paths, result, errno, phase, pid, where}; see the README for every key.
[[nodiscard]] QJsonObject toJson(const lens::Trace &trace, const lens::Event &event);

} // namespace ringside::cli

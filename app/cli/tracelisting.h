#pragma once

#include "cli/console.h"
#include "lens/trace.h"

#include <QJsonObject>

namespace ringside::cli {

/// The program's lines, and below each the calls it made. What the interpreter and imports asked for is counted only.
void printTrace(Console &console, const QByteArray &program, const lens::Trace &trace);

/// One line of --json: kind "call", name, args, paths, result (null: it never returned), errno, phase, pid, and where
/// (null: unknown) with file, line, column, end_line, end_column, function, and told (true: by the program itself, the lens
/// does not know). Keys may be added, never changed.
[[nodiscard]] QJsonObject toJson(const lens::Trace &trace, const lens::Event &event);

} // namespace ringside::cli

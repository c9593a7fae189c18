#pragma once

#include "cli/options.h"
#include "cli/session.h"

namespace ringside::cli {

/// What the commands have in common that run a program: FILE, --stdin and the words after "--".
[[nodiscard]] QList<Argument> programArguments();
[[nodiscard]] Option standardInputOption();

/// Live: what the program reads comes while it runs, and nothing is read before.
enum class StandardInput : quint8 { Given, Live };

/// The run that is asked for. The error says, for people, which file cannot be read.
[[nodiscard]] std::expected<sandbox::RunRequest, QString> requestFrom(
    const Arguments &arguments, StandardInput from = StandardInput::Given);

/// A machine on which nothing can be traced says so before a program is run: the status to end
/// with. `what` needs the lens: "--trace".
[[nodiscard]] std::optional<int> refuseWithoutLens(Session &session, const QString &what);

} // namespace ringside::cli

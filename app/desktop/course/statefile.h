#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QString>

/// Small JSON files of the window in the user's XDG folders, written so that a crash leaves the old or the new one.
namespace ringside::desktop::statefile {

/// $XDG_STATE_HOME/ringside/NAME: window, places, what was read.
[[nodiscard]] QString statePath(const QString &name);
/// $XDG_CONFIG_HOME/ringside/NAME: what the user chose.
[[nodiscard]] QString configPath(const QString &name);
/// $XDG_DATA_HOME/ringside/NAME: the user's work.
[[nodiscard]] QString dataPath(const QString &name);

/// An unreadable or broken file is an empty object: none of these files may keep the window from opening. A
/// broken one is kept aside as NAME.broken.
[[nodiscard]] QJsonObject read(const QString &path);
[[nodiscard]] Result<> write(const QString &path, const QJsonObject &object);

} // namespace ringside::desktop::statefile

#pragma once

#include <QList>
#include <QString>

namespace ringside::desktop {

struct DiffLine
{
    enum class Kind : quint8 { Same, Removed, Added };

    Kind kind{};
    QString text;

    bool operator==(const DiffLine &) const = default;
};

/// What has to be taken from `before` and put in to come to `after`: the shortest such list, removed lines first.
/// Texts of a few thousand lines; beyond that everything between the common ends counts as replaced.
[[nodiscard]] QList<DiffLine> diffLines(const QString &before, const QString &after);

} // namespace ringside::desktop

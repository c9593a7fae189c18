#pragma once

#include "filesystem/tree.h"

#include <QAbstractListModel>

namespace ringside::desktop {

/// What happened to one name between two looks at the files.
struct TreeChange
{
    enum class Kind : quint8 { Added, Removed, Renamed, Replaced, Modified };

    Kind kind{};
    QByteArray path;
    QByteArray from; ///< Renamed: the name before
    std::optional<filesystem::Entry> before, after;
    quint16 fields = 0; ///< of filesystem::Difference
};

/// Files that were brought back are other objects with the same content: there, identities say nothing.
enum class Identities : quint8 { Compared, Ignored };

/// As somebody would tell it: a removed and an added name of one inode are a rename, and a folder whose time changed
/// because something happened in it is not worth a line.
[[nodiscard]] QList<TreeChange> changesBetween(const filesystem::Tree &before, const filesystem::Tree &after,
    Identities identities = Identities::Compared);

/// "created, mode 0600, 18 bytes", "replaced: inode 4107 became 4122".
[[nodiscard]] QString detailText(const TreeChange &change);
/// A sign that stands for the kind beside its colour: "+", "−", "→", "~".
[[nodiscard]] QString signText(TreeChange::Kind kind);

/// Changes, newest first or in their order, for lists.
class TreeChangeModel : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr qsizetype mostRows = 500;
    enum Role { DetailRole = Qt::UserRole, KindRole, PathRole, TimeRole };

    using QAbstractListModel::QAbstractListModel;

    void setChanges(const QList<TreeChange> &changes);
    /// At the top, with the time they were seen at.
    void add(const QList<TreeChange> &changes, qint64 timeMs);
    void clear() { setChanges({}); }
    [[nodiscard]] const TreeChange *change(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row
    {
        TreeChange change;
        qint64 timeMs = 0;
    };
    QList<Row> m_rows;
};

} // namespace ringside::desktop

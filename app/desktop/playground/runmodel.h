#pragma once

#include "desktop/playground/playgroundbox.h"

#include <QAbstractListModel>

namespace ringside::desktop {

/// The runs of the playground, newest first, each with the files before and after it. Contents that did not change from
/// one to the next are held once. The oldest go when there are too many, or too large ones.
class RunModel : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr qsizetype mostRuns = 50;
    static constexpr qint64 mostBytes = qint64(64) << 20;
    enum Role { DetailRole = Qt::UserRole, NumberRole, FailedRole };

    using QAbstractListModel::QAbstractListModel;

    void add(RunRecord run);
    /// As they were kept, oldest first.
    void setRuns(const QList<RunRecord> &runs);
    /// Null for no row.
    [[nodiscard]] const RunRecord *run(const QModelIndex &index) const;
    [[nodiscard]] const QList<RunRecord> &runs() const { return m_runs; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    /// A run is in the model no more: what was kept of it elsewhere can go.
    void forgotten(int number);

private:
    void trim();

    QList<RunRecord> m_runs; ///< newest first
};

/// "exit 0 · 40 ms": how a program of the playground ended.
[[nodiscard]] QString endingText(const sandbox::ProgramReport &report);

/// Bytes of all contents that are not held by `other`, too.
[[nodiscard]] qint64 ownBytes(const filesystem::Tree &tree, const filesystem::Tree &other);

/// Lets equal contents of equal paths be one and the same in memory.
void shareContents(filesystem::Tree &tree, const filesystem::Tree &with);

} // namespace ringside::desktop

#pragma once

#include "progress/storethread.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;

namespace ringside::desktop {

class Label;
class Notice;

/// Says that what is done is not being kept, why, and lets one choose what to do about it. Hidden while all is well.
class StoreCard : public QWidget
{
    Q_OBJECT

public:
    /// `store` outlives this.
    explicit StoreCard(progress::StoreThread &store, QWidget *parent = nullptr);

    /// Asks the store how it stands.
    void refresh();

signals:
    /// A choice was carried out: what the store holds may be other than before.
    void settled();

private:
    void showStanding(const progress::StoreThread::Standing &standing);
    void offer(const progress::OpenFailure &failure);
    void choose(progress::OpenFailure::Choice choice);
    [[nodiscard]] bool isSure(progress::OpenFailure::Choice choice);

    progress::StoreThread &m_store;
    QString m_path;
    QList<progress::Backup> m_backups;
    bool m_keepsNothing = false; ///< the learner has said so
    Notice *m_notice;
    QComboBox *m_copies;
    QHBoxLayout *m_buttons;
};

} // namespace ringside::desktop

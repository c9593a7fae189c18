#pragma once

#include "progress/storethread.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace ringside::desktop {

/// Counts the time somebody is at work on a lesson or an exercise: only while a key, a button or the wheel was used
/// in the last two minutes. What was counted goes into the learner's store every half minute, so that a kill loses
/// no more than that.
class TimeKeeper : public QObject
{
    Q_OBJECT

public:
    /// The store outlives this object.
    explicit TimeKeeper(progress::StoreThread &store, QObject *parent = nullptr);
    ~TimeKeeper() override;

    /// Begins a session in a store that was just opened, and reads what was spent before.
    void begin();
    /// What is worked on from now on: "lesson:os-module", "exercise:UUID"; empty for nothing that is counted.
    void setItem(const QString &item);
    /// In this session and all before.
    [[nodiscard]] std::chrono::milliseconds spent(const QString &item) const;
    /// Brings what was counted to the store.
    void save();

signals:
    void ticked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void count();

    progress::StoreThread &m_store;
    QString m_session;
    QString m_item;
    QHash<QString, qint64> m_spentMs;
    qint64 m_unsavedMs = 0; ///< of m_item
    QElapsedTimer m_sinceCount;
    QElapsedTimer m_sinceSave;
    QElapsedTimer m_sinceInput;
    QTimer m_ticker;
};

} // namespace ringside::desktop

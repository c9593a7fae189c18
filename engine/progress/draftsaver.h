#pragma once

#include "progress/storethread.h"

#include <QObject>
#include <QTimer>

namespace ringside::progress {

/// Brings what is being typed to the disk within two seconds of the key, without making anybody
/// wait. The first key that is not saved starts a second; what is there when it is over is saved.
/// So somebody who types without a pause is saved every second, too. Give it every change; it keeps
/// the latest of each text. A text that could not be saved (disk full) is kept and tried again
/// until it can.
class DraftSaver : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds delay{1000};
    static constexpr std::chrono::milliseconds delayAfterFailure{3000};

    /// `thread` must outlive this object.
    explicit DraftSaver(StoreThread &thread, QObject *parent = nullptr);
    /// Hands over what is left; the thread saves it before it closes.
    ~DraftSaver() override;

    /// The text as it is now. `updatedMs` is filled in.
    void typed(Draft draft);
    /// Saves now: before a check, on leaving a page.
    void flush();
    /// Whether something typed is not known to be on the disk.
    [[nodiscard]] bool hasUnsaved() const { return !m_waiting.isEmpty() || m_underWay > 0; }

signals:
    void saved(const QString &itemUid, const QString &slot);
    /// Once per series of failures; `saved` ends the series.
    void failed(const ringside::Error &error);

private:
    struct Typed
    {
        Draft draft;
        quint64 number = 0; ///< counts what was typed
    };
    using Key = std::pair<QString, QString>;

    void save(const Typed &typed);
    void finished(const Typed &typed, const Result<> &result);

    StoreThread &m_thread;
    QTimer m_timer;
    QHash<Key, Typed> m_waiting;
    QHash<Key, quint64> m_newest; ///< number of the last text of each
    quint64 m_number = 0;
    int m_underWay = 0;
    bool m_failing = false;
};

} // namespace ringside::progress

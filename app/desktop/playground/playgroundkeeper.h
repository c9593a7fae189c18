#pragma once

#include "desktop/playground/playgroundstate.h"

#include <QFuture>
#include <QThreadPool>
#include <QTimer>

namespace ringside::desktop {

/// Keeps the playground while it is worked in: its state soon after the last change, a run once it has ended. All of it
/// is written beside the window, one after the other.
class PlaygroundKeeper : public QObject
{
    Q_OBJECT

public:
    struct Kept
    {
        std::optional<PlaygroundState> state;
        QList<RunRecord> runs; ///< oldest first
    };

    /// `state` gives the playground as it is now.
    PlaygroundKeeper(const QString &folder, std::function<PlaygroundState()> state, QObject *parent = nullptr);
    /// Returns when all is written.
    ~PlaygroundKeeper() override;

    /// What was kept.
    [[nodiscard]] QFuture<Kept> load();
    void keepSoon();
    /// Returns when it is written.
    void keepNow();
    void keepRun(const RunRecord &run);
    void forgetRun(int number);

signals:
    /// The state, or a run, could not be kept.
    void failed(const ringside::Error &error);

private:
    void keep();
    void start(std::function<Result<>()> write);

    PlaygroundStore m_store;
    std::function<PlaygroundState()> m_state;
    QThreadPool m_pool; ///< one thread: what is written first is there first
    QTimer m_soon;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/playground/environmentmodel.h"
#include "desktop/playground/playgroundbox.h"

namespace ringside::desktop {

/// The playground as it is left, for the next start.
struct PlaygroundState
{
    filesystem::Tree files;
    filesystem::Tree start; ///< what Reset goes back to
    QString startName; ///< "Lesson 5: …"; empty: the first program
    QByteArrayList open; ///< files in tabs, in their order
    QByteArray current;
    QString arguments;
    bool usesInput = false;
    QString input;
    EnvironmentVariables environment;
    int runs = 0; ///< number of the last run
    /// What the copies for external editors held, as FileKeeper::digest(), by path.
    QHash<QByteArray, QByteArray> outside{};
    QHash<QByteArray, QByteArray> edits{}; ///< of the files in tabs, as EditLog::toBytes(), by path
    QList<sandbox::ExtraMount> mounts{}; ///< as they were at the beginning
};

/// Keeps the playground in a folder: one file for its state and one for each run. Complete or not at all, also when the
/// machine stops in the middle. Its functions may be called from any thread, one at a time.
class PlaygroundStore
{
public:
    explicit PlaygroundStore(QString folder);

    /// Nothing when there is none, or when it is not readable any more.
    [[nodiscard]] std::optional<PlaygroundState> load() const;
    [[nodiscard]] Result<> save(const PlaygroundState &state) const;
    /// Oldest first; one that cannot be read is left out.
    [[nodiscard]] QList<RunRecord> loadRuns() const;
    [[nodiscard]] Result<> saveRun(const RunRecord &run) const;
    void removeRun(int number) const;

private:
    [[nodiscard]] QString runFile(int number) const;

    QString m_folder;
};

} // namespace ringside::desktop

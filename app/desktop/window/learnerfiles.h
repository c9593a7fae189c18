#pragma once

#include "desktop/course/readingstate.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/widgets/notice.h"
#include "desktop/window/timekeeper.h"
#include "desktop/window/windowpaths.h"
#include "progress/storethread.h"

#include <QObject>

namespace ringside::desktop {

/// Everything kept of the learner: the store, and beside it solutions, the playground, what was read and passed. It is
/// opened, exported, imported, gone back to a copy and deleted as one, and said() tells how that went.
///
/// Before it changes as a whole, whoever shows any of it lets go: they would write what they hold over it.
class LearnerFiles : public QObject
{
    Q_OBJECT

public:
    explicit LearnerFiles(const WindowPaths &paths, QObject *parent = nullptr);

    /// Begins to open the store and waits for no disk: what is asked of the store meanwhile waits in its thread.
    void open();
    /// Returns when the store is open. Where its file cannot be opened, one in memory takes its place, and what would
    /// be kept is lost at the end.
    void waitUntilOpen();

    [[nodiscard]] progress::StoreThread &store() { return m_store; }
    [[nodiscard]] ReadingState &reading() { return m_reading; }
    [[nodiscard]] DraftStore &drafts() { return m_drafts; }
    [[nodiscard]] ExerciseRecords &records() { return m_records; }
    [[nodiscard]] TimeKeeper &time() { return m_time; }
    /// The folder that holds the store.
    [[nodiscard]] QString folder() const;
    /// What one can go back to, newest first.
    [[nodiscard]] QList<progress::Backup> copies() const;

    void exportTo(const QString &file);
    /// An export, or the store of another machine.
    void importFrom(const QString &file);
    /// What came after the copy is set aside.
    void goBackTo(const progress::Backup &copy);
    /// Nothing of the learner stays, and the next open() is that of a first day.
    void deleteAll();

signals:
    /// For the learner: how it went.
    void said(NoticeKind kind, const QString &title, const QString &text = {});
    void copiesChanged();
    /// The copy leads back from an import.
    void imported(const ringside::progress::Backup &before);

private:
    void join();
    void close();

    WindowPaths m_paths;
    ReadingState m_reading;
    DraftStore m_drafts;
    ExerciseRecords m_records;
    progress::StoreThread m_store;
    TimeKeeper m_time{m_store};
    QFuture<progress::StoreThread::Opened> m_opened;
    bool m_keepsNothing = false; ///< the store is the one in memory
};

} // namespace ringside::desktop

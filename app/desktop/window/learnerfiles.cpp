#include "desktop/window/learnerfiles.h"

#include "classroom/openlabs.h"
#include "progress/exchange.h"
#include "wording/copytext.h"
#include "wording/learning.h"
#include "wording/trouble.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

LearnerFiles::LearnerFiles(const WindowPaths &paths, QObject *parent)
    : QObject(parent)
    , m_paths(paths)
    , m_reading(paths.reading)
    , m_drafts(paths.drafts)
    , m_records(paths.records)
{
}

void LearnerFiles::open()
{
    m_keepsNothing = false;
    m_opened = m_store.open(m_paths.progress);
    m_time.begin();
    join();
    m_opened.then(this, [this](const progress::StoreThread::Opened &opened) {
        if (opened)
            return;
        waitUntilOpen();
        emit said(NoticeKind::Warning, tr("Your attempts are not being kept"),
            tr("%1 What you can do is on the page Progress.").arg(wording::explain(opened.error()).what));
    });
}

void LearnerFiles::waitUntilOpen()
{
    m_opened.waitForFinished();
    if (m_opened.result() || std::exchange(m_keepsNothing, true))
        return;
    std::ignore = m_store.openInMemory();
    m_time.begin();
}

// Takes in what the store knows of what was read and passed.
void LearnerFiles::join()
{
    m_reading.join(m_store);
    m_records.join(m_store);
}

// The store's file is nobody's now; what was read from it is forgotten.
void LearnerFiles::close()
{
    m_store.close().waitForFinished();
    m_records.clear();
    m_reading.clear();
}

QString LearnerFiles::folder() const
{
    return QFileInfo(m_paths.progress).path();
}

QList<progress::Backup> LearnerFiles::copies() const
{
    return progress::listBackups(m_paths.progress);
}

void LearnerFiles::exportTo(const QString &file)
{
    m_store.run([file, now = progress::currentMoment().ms](const progress::Store &store) {
        return progress::exportToFile(store, file, now);
    }).then(this, [this, file](const Result<> &written) {
        if (written)
            emit said(NoticeKind::Success, tr("Your data is in %1").arg(file));
        else
            emit said(NoticeKind::Problem, tr("Your data could not be exported"), wording::explain(written.error()).what);
    });
}

void LearnerFiles::importFrom(const QString &file)
{
    m_store.run([file, today = QDate::currentDate()](const progress::Store &store) {
        return progress::takeInWithCopy(store, file, today);
    }).then(this, [this](const Result<progress::TakenIn> &taken) {
        if (!taken) {
            emit said(NoticeKind::Problem, tr("Nothing was imported"), wording::explain(taken.error()).what);
            return;
        }
        join();
        if (taken->changedAnything())
            emit said(NoticeKind::Success, tr("The data was imported"), wording::importText(*taken));
        else
            emit said(NoticeKind::Note, tr("Everything in it was already here"));
        emit copiesChanged();
        if (taken->before)
            emit imported(*taken->before);
    });
}

void LearnerFiles::goBackTo(const progress::Backup &copy)
{
    close();
    const Result<QString> aside = progress::restoreBackup(m_paths.progress, copy, QDateTime::currentDateTime());
    open();
    if (aside)
        emit said(NoticeKind::Success, tr("Your progress is that of the copy"),
            tr("What was there before is in %1").arg(*aside));
    else
        emit said(NoticeKind::Problem, tr("The copy could not be taken"), wording::explain(aside.error()).what);
    emit copiesChanged();
}

void LearnerFiles::deleteAll()
{
    close();
    QStringList left;
    const auto note = [&left](const Result<> &deleted) {
        if (!deleted)
            left.append(wording::explain(deleted.error()).what);
    };
    note(progress::eraseEverything(m_paths.progress));
    note(classroom::OpenLabs(folder()).forget());
    for (const QString &beside : {m_paths.drafts, progress::playgroundFolder(m_paths.progress)}) {
        if (!QDir(beside).removeRecursively())
            left.append(beside);
    }
    open();
    if (left.isEmpty())
        emit said(NoticeKind::Success, tr("Your data was deleted"));
    else
        emit said(NoticeKind::Problem, tr("Not everything could be deleted"), left.join(u'\n'));
    emit copiesChanged();
}

} // namespace ringside::desktop

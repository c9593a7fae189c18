#include "desktop/grading/gradingrun.h"

#include <QThreadPool>
#include <QtConcurrentRun>

namespace ringside::desktop {

using classroom::GradedItem;

GradingRun::GradingRun(sandbox::Sandbox &sandbox, QThreadPool &disk)
    : m_sandbox(sandbox)
    , m_disk(disk)
{
}

GradingRun::~GradingRun()
{
    stop();
    // A grader that goes breaks its promise, and end() is called: it must know that nothing runs.
    std::exchange(m_grader, nullptr).reset();
}

std::optional<qint64> GradingRun::minutesLeft() const
{
    if (m_done == 0)
        return std::nullopt;
    const qint64 left = m_clock.elapsed() * (m_toDo - m_done) / m_done;
    return (left + 59'999) / 60'000;
}

void GradingRun::start(const GradedClass &graded, const std::shared_ptr<const course::Course> &course,
    const std::optional<classroom::Selection> &again)
{
    m_folder = graded.folder;
    m_grader = std::make_unique<classroom::BatchGrader>(m_sandbox);
    m_done = m_toDo = 0;
    m_isStopping = false;
    m_items.clear();
    emit progressed();
    QtConcurrent::run(&m_disk, [folder = m_folder, course, again] {
        return workOf(*folder, *course, again);
    }).then(this, [this](const Result<ClassWork> &work) { grade(work); });
}

void GradingRun::stop()
{
    m_isStopping = m_grader != nullptr;
    m_run.cancel();
}

void GradingRun::grade(const Result<ClassWork> &work)
{
    if (!work)
        return end(std::unexpected(work.error()));
    if (std::exchange(m_isStopping, false))
        return end({});
    m_items = work->done;
    m_outdated = work->outdated;
    m_toDo = int(work->request.items.size());
    m_clock.start();
    m_run = m_grader->grade(work->request, [this](const GradedItem &item) { keep(item); });
    emit progressed();
    m_run.then(this, [this](const Result<> &result) { end(result); })
        .onCanceled(this, [this] { end({}); });
}

void GradingRun::keep(const GradedItem &item)
{
    m_items.append(item);
    ++m_done;
    QtConcurrent::run(&m_disk, [folder = m_folder, item] {
        return folder->keep({}, item);
    }).then(this, [this](const Result<> &kept) {
        if (!kept)
            emit problemMet(kept.error());
    });
    emit progressed();
}

void GradingRun::end(const Result<> &result)
{
    if (!m_grader)
        return; // the page is going
    m_grader.release()->deleteLater();
    emit progressed();
    if (result && m_items.size() == m_folder->plan().items.size())
        return enterMarks();
    if (result)
        emit stopped();
    else
        emit problemMet(result.error());
    emit finished();
}

void GradingRun::enterMarks()
{
    QtConcurrent::run(&m_disk, [folder = m_folder, items = m_items] {
        return enterResults(*folder, items);
    }).then(this, [this](const Result<QList<classroom::MarkChange>> &changes) {
        if (changes)
            emit entered(*changes);
        else
            emit problemMet(changes.error());
        emit finished();
    });
}

} // namespace ringside::desktop

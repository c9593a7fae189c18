#include "progress/draftsaver.h"

#include <QDateTime>

namespace ringside::progress {

DraftSaver::DraftSaver(StoreThread &thread, QObject *parent)
    : QObject(parent)
    , m_thread(thread)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DraftSaver::flush);
}

DraftSaver::~DraftSaver()
{
    flush();
}

void DraftSaver::typed(Draft draft)
{
    draft.updatedMs = QDateTime::currentMSecsSinceEpoch();
    const Key key(draft.itemUid, draft.slot);
    m_newest.insert(key, ++m_number);
    m_waiting.insert(key, {std::move(draft), m_number});
    if (!m_timer.isActive())
        m_timer.start(m_failing ? delayAfterFailure : delay);
}

void DraftSaver::flush()
{
    m_timer.stop();
    const auto waiting = std::exchange(m_waiting, {});
    for (const Typed &typed : waiting)
        save(typed);
}

void DraftSaver::save(const Typed &typed)
{
    ++m_underWay;
    m_thread.run([draft = typed.draft](const Store &store) { return store.drafts().save(draft); })
        .then(this, [this, typed](const Result<> &result) { finished(typed, result); });
}

void DraftSaver::finished(const Typed &typed, const Result<> &result)
{
    --m_underWay;
    const Key key(typed.draft.itemUid, typed.draft.slot);
    if (result) {
        m_failing = false;
        emit saved(key.first, key.second);
        return;
    }
    // Tried again, unless there is a newer text: saved late, the old one would replace it.
    if (m_newest.value(key) == typed.number)
        m_waiting.insert(key, typed);
    if (!m_timer.isActive())
        m_timer.start(delayAfterFailure);
    if (!std::exchange(m_failing, true))
        emit failed(result.error());
}

} // namespace ringside::progress

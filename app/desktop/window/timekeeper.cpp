#include "desktop/window/timekeeper.h"

#include <QCoreApplication>
#include <QEvent>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr auto tick = 5s;
constexpr auto saveEvery = 30s;
constexpr auto thinkingTime = 2min; // without a key one may still be reading

bool isInput(QEvent::Type type)
{
    return type == QEvent::KeyPress || type == QEvent::MouseButtonPress || type == QEvent::Wheel;
}

} // namespace

TimeKeeper::TimeKeeper(progress::StoreThread &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_sinceInput.start();
    m_sinceSave.start();
    m_ticker.setInterval(tick);
    connect(&m_ticker, &QTimer::timeout, this, &TimeKeeper::count);
    qApp->installEventFilter(this);
}

TimeKeeper::~TimeKeeper()
{
    save();
    if (m_session.isEmpty())
        return;
    m_store.run([session = m_session, now = progress::currentMoment().ms](const progress::Store &store) {
        return store.journal().end(session, now);
    });
}

void TimeKeeper::begin()
{
    m_session = progress::newUid();
    m_spentMs.clear();
    progress::Session session;
    session.uid = m_session;
    session.kind = u"window"_s;
    session.started = progress::currentMoment();
    session.appVersion = QCoreApplication::applicationVersion();
    m_store.run([session](const progress::Store &store) mutable { return store.journal().begin(session); });
    m_store.run([](const progress::Store &store) {
        return store.connection().all(u"SELECT item_uid, SUM(active_ms) FROM activity GROUP BY item_uid"_s, {},
            [](const progress::Row &row) { return std::pair(row.text(0), row.integer(1)); });
    }).then(this, [this](const Result<QList<std::pair<QString, qint64>>> &spent) {
        if (!spent)
            return;
        for (const auto &[item, activeMs] : *spent)
            m_spentMs[item] += activeMs;
        emit ticked();
    });
}

void TimeKeeper::setItem(const QString &item)
{
    if (m_item == item)
        return;
    save();
    m_item = item;
    m_sinceCount.start();
    item.isEmpty() ? m_ticker.stop() : m_ticker.start();
}

void TimeKeeper::count()
{
    if (m_item.isEmpty() || !m_sinceCount.isValid())
        return;
    const qint64 passed = m_sinceCount.restart();
    // A machine that slept was not at work: more than two ticks is no time of ours.
    if (m_sinceInput.durationElapsed() < thinkingTime && passed < 2 * std::chrono::milliseconds(tick).count()) {
        m_unsavedMs += passed;
        m_spentMs[m_item] += passed;
    }
    if (m_sinceSave.durationElapsed() >= saveEvery)
        save();
    emit ticked();
}

void TimeKeeper::save()
{
    m_sinceSave.start();
    const qint64 counted = std::exchange(m_unsavedMs, 0);
    if (counted == 0 || m_session.isEmpty())
        return;
    m_store.run([session = m_session, item = m_item, counted, today = progress::currentMoment().studyDay](
                    const progress::Store &store) { return store.journal().addTime(session, item, today, counted); });
}

std::chrono::milliseconds TimeKeeper::spent(const QString &item) const
{
    return std::chrono::milliseconds(m_spentMs.value(item));
}

bool TimeKeeper::eventFilter(QObject *watched, QEvent *event)
{
    if (isInput(event->type()))
        m_sinceInput.start();
    return QObject::eventFilter(watched, event);
}

} // namespace ringside::desktop

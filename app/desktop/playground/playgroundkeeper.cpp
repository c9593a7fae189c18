#include "desktop/playground/playgroundkeeper.h"

#include <QtConcurrentRun>

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;

constexpr auto keepDelay = 700ms; // after the first change; editors take as long before it

} // namespace

PlaygroundKeeper::PlaygroundKeeper(const QString &folder, std::function<PlaygroundState()> state, QObject *parent)
    : QObject(parent)
    , m_store(folder)
    , m_state(std::move(state))
{
    m_pool.setMaxThreadCount(1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(keepDelay);
    connect(&m_soon, &QTimer::timeout, this, &PlaygroundKeeper::keep);
}

PlaygroundKeeper::~PlaygroundKeeper()
{
    m_pool.waitForDone();
}

QFuture<PlaygroundKeeper::Kept> PlaygroundKeeper::load()
{
    return QtConcurrent::run(&m_pool, [store = m_store] { return Kept{store.load(), store.loadRuns()}; });
}

void PlaygroundKeeper::keepSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void PlaygroundKeeper::keepNow()
{
    keep();
    m_pool.waitForDone();
}

void PlaygroundKeeper::keep()
{
    m_soon.stop();
    start([store = m_store, state = m_state()] { return store.save(state); });
}

void PlaygroundKeeper::keepRun(const RunRecord &run)
{
    start([store = m_store, run] { return store.saveRun(run); });
}

void PlaygroundKeeper::forgetRun(int number)
{
    m_pool.start([store = m_store, number] { store.removeRun(number); });
}

// The thread ends before this object does.
void PlaygroundKeeper::start(std::function<Result<>()> write)
{
    m_pool.start([this, write = std::move(write)] {
        const Result<> written = write();
        if (!written)
            QMetaObject::invokeMethod(this, [this, error = written.error()] { emit failed(error); });
    });
}

} // namespace ringside::desktop

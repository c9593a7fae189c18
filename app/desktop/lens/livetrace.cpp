#include "desktop/lens/livetrace.h"

#include <QPointer>

#include <limits>

using namespace std::chrono_literals;

namespace ringside::desktop {

LiveTrace::LiveTrace(QObject *parent)
    : QObject(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(16ms);
    connect(&m_soon, &QTimer::timeout, this, &LiveTrace::grew);
}

sandbox::TraceOptions LiveTrace::begin(const QByteArrayList &driverFiles)
{
    m_trace = std::make_shared<lens::Trace>();
    sandbox::TraceOptions options;
    options.driverFiles = driverFiles;
    options.countedCalls = std::numeric_limits<quint64>::max();
    // The run may outlast this object, and a new one may have begun.
    options.receiveRecords = [trace = m_trace, live = QPointer(this)](const QByteArray &records) {
        trace->add(records);
        if (live && live->m_trace == trace && !live->m_soon.isActive())
            live->m_soon.start();
    };
    return options;
}

} // namespace ringside::desktop

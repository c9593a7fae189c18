#pragma once

#include "lens/trace.h"
#include "sandbox/trace.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace ringside::desktop {

/// What the lens sees of one run after the other, as it happens. Lives in the thread of the sandbox.
class LiveTrace : public QObject
{
    Q_OBJECT

public:
    explicit LiveTrace(QObject *parent = nullptr);

    /// Begins with an empty trace. Put the options into the request of the run: it is watched then, where the machine
    /// lets the lens watch (RunReport::traced). `driverFiles` are ours, not the learner's. A long program is counted
    /// and not ended.
    [[nodiscard]] sandbox::TraceOptions begin(const QByteArrayList &driverFiles = {});

    /// What the run that began last still does is not taken any more.
    void forget() { m_trace.reset(); }

    /// Of the run that began last; null before the first.
    [[nodiscard]] std::shared_ptr<const lens::Trace> trace() const { return m_trace; }

signals:
    /// The trace has more calls. At most every 16 ms.
    void grew();

private:
    std::shared_ptr<lens::Trace> m_trace;
    QTimer m_soon;
};

} // namespace ringside::desktop

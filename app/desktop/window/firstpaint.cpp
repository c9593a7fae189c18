#include "desktop/window/firstpaint.h"

#include "desktop/lesson/readercolumn.h"

#include <QApplication>
#include <QEvent>

#include <cstdio>
#include <ctime>

#include <sys/resource.h>

namespace ringside::desktop {

namespace {

void report()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("painted %lld %ld\n", static_cast<long long>(time.tv_sec) * 1'000'000'000 + time.tv_nsec,
        usage.ru_maxrss);
    std::fflush(stdout);
    QApplication::quit();
}

class FirstPaint : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *column = event->type() == QEvent::Paint ? qobject_cast<ReaderColumn *>(watched) : nullptr;
        if (column && !column->blocks().isEmpty()) {
            qApp->removeEventFilter(this);
            QMetaObject::invokeMethod(qApp, report, Qt::QueuedConnection); // when the frame is flushed
        }
        return false;
    }
};

} // namespace

void reportFirstPaint()
{
    if (qEnvironmentVariableIsSet("RINGSIDE_REPORT_FIRST_PAINT"))
        qApp->installEventFilter(new FirstPaint(qApp));
}

} // namespace ringside::desktop

#include "desktop/lesson/runwords.h"

#include "wording/cause.h"
#include "wording/shortage.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct RunWords
{
    Q_DECLARE_TR_FUNCTIONS(RunWords)
};

} // namespace

QString endingText(const sandbox::RunReport &report)
{
    QString ending;
    if (report.ending == sandbox::Ending::Exited)
        ending = RunWords::tr("exit %1").arg(report.exitStatus);
    else if (report.ending == sandbox::Ending::Stopped)
        ending = RunWords::tr("stopped by you");
    else
        ending = wording::sentence(report);
    return ending + u" · "_s + tookText(report);
}

bool endsInWords(const sandbox::RunReport &report)
{
    return report.ending == sandbox::Ending::Exited || report.ending == sandbox::Ending::Stopped;
}

QString unflushedText(sandbox::Ending ending)
{
    using enum sandbox::Ending;
    if (ending != Stopped && ending != WallLimit && ending != CpuLimit)
        return {};
    return RunWords::tr("What it had printed and not flushed is lost: without a terminal, output waits in the program.");
}

QString tookText(const sandbox::RunReport &report)
{
    using namespace std::chrono;
    using namespace std::chrono_literals;
    return wording::durationText(std::max(round<milliseconds>(report.resources.wall), 1ms));
}

QStringList shortageTexts(const QList<lens::Shortage> &shortages)
{
    QStringList texts;
    for (const lens::Shortage &shortage : shortages)
        texts.append(wording::sentence(shortage));
    return texts;
}

} // namespace ringside::desktop

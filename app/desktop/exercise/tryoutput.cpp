#include "desktop/exercise/tryoutput.h"

#include "base/bytes.h"
#include "desktop/lesson/runwords.h"
#include "desktop/widgets/outputview.h"
#include "wording/cause.h"

namespace ringside::desktop {

void appendTry(OutputView &output, const TryReport &report, const lens::Trace *trace)
{
    using enum OutputView::Part;
    const grading::Observation &seen = report.observation;
    const auto line = [&output](OutputView::Part part, QString text) {
        while (text.endsWith(u'\n'))
            text.chop(1);
        if (!text.isEmpty())
            output.append(part, text + u'\n');
    };
    line(Remark, report.worldPicture);
    line(Remark, report.invocation);
    line(Output, displayText(seen.output));
    line(Error, displayText(seen.errorOutput));
    if (seen.value && seen.value->kind != grading::Value::Kind::None)
        line(Output, grading::pythonRepr(*seen.value));
    if (seen.raised && seen.errorOutput.isEmpty())
        line(Error, grading::pythonRepr(*seen.raised));
    const QString ending = endingText(report.report);
    const QString obstacle = wording::sentence(seen.obstacle, seen.subject, seen.figure);
    // To a verdict a run that was stopped is one that took too long. Who stopped it knows better.
    if (report.report.ending != sandbox::Ending::Stopped && !ending.startsWith(obstacle))
        line(Error, obstacle);
    for (const QString &text : shortageTexts(lens::findShortages(report.report, report.request, trace)))
        line(Remark, text);
    line(Remark, unflushedText(report.report.ending));
    line(endsInWords(report.report) ? Remark : Error, ending);
}

} // namespace ringside::desktop

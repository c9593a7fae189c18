#include "desktop/exercise/findingblocks.h"

#include "desktop/exercise/verdictwords.h"
#include "wording/cause.h"
#include "wording/trouble.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString pointsOf(const grading::CheckResult &result)
{
    return Words::tr("%1 of %2 points").arg(
        wording::pointsText(result.points), wording::pointsText(result.maxPoints));
}

} // namespace

ReaderBlocks findingBlocks(const grading::CheckResult &result)
{
    ReaderBlocks blocks;
    const auto text = [&](const QString &markdown) {
        for (ReaderBlock &block : readMarkdown(markdown))
            blocks.push_back(std::move(block));
    };
    blocks.push_back({HeadingContent{2, result.title.toHtmlEscaped(), {}}});
    if (result.outcome != grading::CheckOutcome::Failed) {
        text(u"%1, %2."_s.arg(outcomeText(result.outcome), pointsOf(result)));
        if (result.error)
            text(wording::explain(*result.error).what);
        return blocks;
    }
    text(result.message);
    if (result.where && result.where->line > 0)
        text(Words::tr("Seen at line %1.").arg(result.where->line));
    if (!result.expected.isEmpty() || !result.found.isEmpty())
        blocks.push_back({PairContent{
            {u"python"_s, result.expected, Words::tr("Expected"), true},
            {u"python"_s, result.found, Words::tr("Found"), true}}});
    if (!result.fixture.isEmpty())
        blocks.push_back({markdown::Fence{.language = u"text"_s, .code = result.fixture.trimmed(),
            .title = Words::tr("The files it ran on, seed %1").arg(result.seed)}});
    return blocks;
}

} // namespace ringside::desktop

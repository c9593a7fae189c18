#include "attacks/sightings.h"

#include <QHash>
#include <QRegularExpression>

namespace ringside::tests {

using namespace Qt::StringLiterals;
using lens::Phase;

namespace {

/// Where each directory was made, by its path.
QHash<QByteArray, lens::Site> makings(const lens::Trace &trace)
{
    QHash<QByteArray, lens::Site> found;
    for (const lens::Event &event : trace.events())
        if (event.name().startsWith("mkdir") && (!event.isFailed() || event.has(lens::Event::Unfinished)))
            found[trace.details(event).fullPath()] = trace.site(event.site);
    return found;
}

bool hasAmbiguousMakings(const lens::Trace &trace)
{
    return std::ranges::any_of(trace.events(), [](const lens::Event &event) {
        return event.name().startsWith("mkdir") && event.has(lens::Event::Ambiguous);
    });
}

bool isWhereItSays(const lens::Site &site, const QString &kind, int line)
{
    if (kind == u"lost")
        return site.phase == Phase::Unknown && site.line == 0;
    const bool isRightPhase = kind == u"line" ? site.phase == Phase::User : site.phase == Phase::Child;
    return isRightPhase && site.file == "/home/learner/main.py" && site.line == line;
}

} // namespace

QByteArrayList unseen(const sandbox::RunReport &report, const lens::Trace &trace)
{
    static const QRegularExpression saying(u"(line|lost|child)-(\\d*)"_s);
    QByteArrayList found;
    if (!trace.isComplete())
        found.append("left the lens before its end");
    const QHash<QByteArray, lens::Site> made = makings(trace);
    for (const filesystem::Entry &entry : report.tree.entries) {
        if (entry.type != filesystem::EntryType::Directory)
            continue;
        const auto making = made.constFind("/home/learner/" + entry.path);
        const QRegularExpressionMatch says = saying.match(QString::fromUtf8(entry.path));
        if (making == made.constEnd() && !hasAmbiguousMakings(trace))
            found.append("made " + entry.path + " unseen");
        else if (says.hasMatch() && !isWhereItSays(*making, says.captured(1), says.captured(2).toInt()))
            found.append("made " + entry.path + " in phase " + QByteArray::number(int(making->phase)) + " on line "
                + QByteArray::number(making->line) + " of " + making->file);
    }
    return found;
}

} // namespace ringside::tests

#include "grading/statedcalls.h"

#include "lens/calltext.h"
#include "lens/queries.h"

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

constexpr char home[] = "/home/learner";

/// A path as a lesson may write it.
bool isPath(const QByteArray &field, const QByteArray &given, const QByteArray &full)
{
    const QByteArray inside = full == home        ? QByteArray(".")
        : full.startsWith(QByteArray(home) + '/') ? full.sliced(sizeof home)
                                                  : full;
    return field == given || field == full || field == inside;
}

bool matchesArgument(
    const QByteArray &field, const lens::ArgumentText &argument, const lens::CallDetails &details)
{
    switch (argument.parameter) {
    case 'p':
    case 'T':
        return isPath(field, details.path, details.fullPath());
    case 'q':
        return isPath(field, details.otherPath, details.otherFullPath());
    case 'f':
        return isPath(field, details.base, details.base)
            || isPath(field, details.otherBase, details.otherBase);
    default:
        return argument.text == field || argument.text.split('|').contains(field);
    }
}

/// Each field with an argument behind that of the field before it. A "*" takes the next one that
/// could be named: a path or a descriptor comes first in almost every call.
bool matches(const course::ExpectedCall &stated, const lens::Trace &trace, const lens::Event &event)
{
    if (event.name() != stated.name.toUtf8())
        return false;
    const lens::CallDetails details = trace.details(event);
    const QList<lens::ArgumentText> arguments = lens::argumentTexts(event, details);
    qsizetype next = 0;
    for (const QString &field : stated.fields) {
        const bool isAny = field == u"*";
        while (next < arguments.size()
            && (arguments[next].parameter == 'd'
                || (!isAny && !matchesArgument(field.toUtf8(), arguments[next], details))))
            ++next;
        if (next == arguments.size())
            return false;
        ++next;
    }
    return true;
}

bool isOwn(const lens::Trace &trace, const lens::Event &event)
{
    return lens::isLearners(trace.site(event.site).phase);
}

} // namespace

std::optional<course::ExpectedCall> firstMissing(
    const QList<course::ExpectedCall> &stated, const lens::Trace &trace)
{
    auto event = trace.events().begin();
    for (const course::ExpectedCall &call : stated) {
        event = std::find_if(event, trace.events().end(),
            [&](const lens::Event &one) { return isOwn(trace, one) && matches(call, trace, one); });
        if (event == trace.events().end())
            return call;
        ++event;
    }
    return std::nullopt;
}

QString callsNamed(const QString &name, const lens::Trace &trace)
{
    constexpr qsizetype most = 6;
    QStringList texts;
    for (const lens::Event &event : trace.events())
        if (texts.size() < most && isOwn(trace, event) && event.name() == name.toUtf8())
            texts.append(QString::fromUtf8(lens::callText(trace, event)));
    return texts.isEmpty() ? u"none"_s : texts.join(u"; "_s);
}

} // namespace ringside::grading

#include "cli/tracelisting.h"

#include "base/bytes.h"
#include "base/result.h"
#include "lens/calltext.h"
#include "lens/queries.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <map>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr qsizetype shownCalls = 12; // of one line; a loop makes thousands of the same
constexpr char home[] = "/home/learner/";
constexpr char mainFile[] = "/home/learner/main.py";

QString phaseName(lens::Phase phase)
{
    switch (phase) {
    case lens::Phase::Startup:
        return u"startup"_s;
    case lens::Phase::Import:
        return u"import"_s;
    case lens::Phase::User:
        return u"user"_s;
    case lens::Phase::Driver:
        return u"driver"_s;
    case lens::Phase::Child:
        return u"child"_s;
    case lens::Phase::Shutdown:
        return u"shutdown"_s;
    case lens::Phase::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

/// Calls of one line in the order they came; and per import how many there were.
struct LineCalls
{
    QList<const lens::Event *> calls;
    std::map<QByteArray, int> imports;
    int ofChildren = 0;
};

/// "newfstatat 990, openat 3"
QString tally(const QList<const lens::Event *> &events)
{
    std::map<QByteArray, int> counts;
    for (const lens::Event *event : events)
        ++counts[event->name()];
    QStringList words;
    for (const auto &[name, count] : counts)
        words.append(u"%1 %2"_s.arg(QString::fromUtf8(name)).arg(count));
    return words.join(u", "_s);
}

class Listing
{
public:
    Listing(Console &console, const lens::Trace &trace)
        : m_console(console)
        , m_trace(trace)
    {
        for (const lens::Event &event : trace.events())
            sort(event);
    }

    void print(const QByteArray &program)
    {
        const QByteArrayList lines = program.split('\n');
        const auto &ofMain = m_lines[mainFile];
        const int numberWidth = static_cast<int>(QString::number(lines.size()).size());
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (i + 1 == lines.size() && lines[i].isEmpty())
                break;
            const QString number = QString::number(i + 1).rightJustified(numberWidth);
            m_console.printLines(number + u"  "_s + displayText(lines[i]), 0);
            if (const auto found = ofMain.find(static_cast<int>(i + 1)); found != ofMain.end())
                printCalls(found->second, numberWidth + 4);
        }
        printOtherFiles();
        printRest();
    }

private:
    void sort(const lens::Event &event)
    {
        const lens::Site &site = m_trace.site(event.site);
        LineCalls &line = m_lines[site.file][site.line];
        if (site.phase == lens::Phase::Import)
            ++line.imports[site.module];
        else if (site.phase == lens::Phase::Child)
            ++line.ofChildren;
        else if (site.phase == lens::Phase::User || site.isTold)
            line.calls.append(&event);
        else
            m_rest[site.phase].append(&event);
    }

    void printCalls(const LineCalls &line, int indent)
    {
        for (const auto &[module, count] : line.imports)
            quiet(Words::tr("import %1: %n calls", nullptr, count).arg(displayName(module)), indent);
        for (const lens::Event *event : line.calls.first(std::min(shownCalls, line.calls.size())))
            m_console.printLines(
                m_console.toned(QString::fromUtf8(lens::callText(m_trace, *event)),
                    event->isFailed() ? Tone::Bad : Tone::Quiet),
                indent);
        if (line.calls.size() > shownCalls)
            quiet(Words::tr("and %n more: %1", nullptr, static_cast<int>(line.calls.size() - shownCalls))
                      .arg(tally(line.calls.sliced(shownCalls))),
                indent);
        if (line.ofChildren > 0)
            quiet(Words::tr("%n calls of programs it started", nullptr, line.ofChildren), indent);
    }

    void printOtherFiles()
    {
        for (const auto &[file, lines] : m_lines) {
            if (file == mainFile || file.isEmpty())
                continue;
            m_console.printLines(displayName(file.startsWith(home) ? file.sliced(sizeof home - 1) : file), 0);
            for (const auto &[line, calls] : lines) {
                m_console.printLines(QString::number(line), 0);
                printCalls(calls, 4);
            }
        }
    }

    void printRest()
    {
        for (const auto &[phase, events] : m_rest) {
            const int count = static_cast<int>(events.size());
            switch (phase) {
            case lens::Phase::Startup:
                quiet(Words::tr("start of the interpreter: %n calls", nullptr, count), 0);
                break;
            case lens::Phase::Shutdown:
                quiet(Words::tr("end of the interpreter: %n calls", nullptr, count), 0);
                break;
            default:
                quiet(Words::tr("of no known line: %1").arg(tally(events)), 0);
            }
        }
        if (m_trace.isCapped())
            quiet(Words::tr("%1 calls in all; the later ones were only counted.").arg(m_trace.callCount()), 0);
        if (m_trace.isComplete() && m_trace.hasToldLines())
            quiet(Words::tr("The lines are what the program says of itself: the lens cannot read the stack of this "
                            "Python. `ringside doctor` says more."),
                0);
        else if (m_trace.isComplete() && !m_trace.walksPython())
            quiet(Words::tr("No line is known: the lens cannot read the stack of this Python. `ringside doctor` says "
                            "more."),
                0);
        if (!m_trace.isComplete())
            quiet(Words::tr("The trace is not complete."), 0);
    }

    void quiet(const QString &text, int indent)
    {
        m_console.printLines(m_console.toned(text, Tone::Quiet), indent);
    }

    Console &m_console;
    const lens::Trace &m_trace;
    std::map<QByteArray, std::map<int, LineCalls>> m_lines;
    std::map<lens::Phase, QList<const lens::Event *>> m_rest;
};

} // namespace

void printTrace(Console &console, const QByteArray &program, const lens::Trace &trace)
{
    Listing(console, trace).print(program);
}

QJsonObject toJson(const lens::Trace &trace, const lens::Event &event)
{
    const lens::CallDetails details = trace.details(event);
    QJsonArray arguments;
    for (const lens::ArgumentText &argument : lens::argumentTexts(event, details))
        arguments.append(QString::fromUtf8(argument.text));
    QJsonArray paths;
    for (const QByteArray &path : {details.fullPath(), details.otherFullPath()})
        if (!path.isEmpty())
            paths.append(displayName(path));
    const lens::Site &site = trace.site(event.site);
    QJsonObject where;
    if (site.line > 0)
        where = {{u"file"_s, displayName(site.file.startsWith(home) ? site.file.sliced(sizeof home - 1) : site.file)},
            {u"line"_s, site.line}, {u"column"_s, site.column}, {u"end_line"_s, site.endLine},
            {u"end_column"_s, site.endColumn}, {u"function"_s, displayName(site.function)},
            {u"told"_s, site.isTold}};
    const QJsonValue result
        = event.has(lens::Event::Unfinished) ? QJsonValue() : QJsonValue(event.isFailed() ? -1 : event.result);
    return {{u"kind"_s, u"call"_s}, {u"name"_s, QString::fromUtf8(event.name())}, {u"args"_s, arguments},
        {u"paths"_s, paths}, {u"result"_s, result},
        {u"errno"_s, event.isFailed() ? QJsonValue(errnoName(event.errnum())) : QJsonValue()},
        {u"phase"_s, phaseName(site.phase)}, {u"pid"_s, trace.process(event.process).pid},
        {u"where"_s, where.isEmpty() ? QJsonValue() : QJsonValue(where)}};
}

} // namespace ringside::cli

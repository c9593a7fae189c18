#include "cli/outcomelisting.h"

#include "base/bytes.h"
#include "cli/tracelisting.h"
#include "lens/calltext.h"
#include "wording/cause.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using filesystem::Entry;
using filesystem::EntryType;

constexpr qsizetype shownContent = 60;
constexpr char programName[] = "main.py";

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString entryText(const Entry &entry)
{
    const QString name = displayName(entry.path);
    switch (entry.type) {
    case EntryType::Directory:
        return name + u'/';
    case EntryType::SymbolicLink:
        return name + u" -> "_s + displayName(entry.target);
    case EntryType::File:
        return name + u": "_s + QString::fromUtf8(lens::quoted(entry.content, shownContent));
    default:
        return name;
    }
}

QString treeText(const filesystem::Tree &tree)
{
    QStringList lines;
    for (const Entry &entry : tree.entries)
        if (entry.path != programName && entry.path != ".")
            lines.append(entryText(entry));
    return lines.isEmpty() ? Words::tr("(nothing)") : lines.join(u'\n');
}

/// Its last words on standard error: what Python says of an exception.
QString lastWords(const QByteArray &errors)
{
    return displayText(errors).trimmed().section(u'\n', -1);
}

QString endText(const sandbox::RunReport &report)
{
    const QString ending = wording::sentence(report);
    const QString words = lastWords(report.errorOutput);
    if (ending.isEmpty())
        return Words::tr("It ends as if nothing had happened.");
    return words.isEmpty() ? ending : ending + u' ' + words;
}

QString outcomeText(const lens::Trace &trace, const Outcome &outcome)
{
    QStringList lines;
    for (const qsizetype lost : outcome.lost)
        lines.append(
            Words::tr("lost: %1").arg(QString::fromUtf8(lens::callText(trace, trace.event(lost)))));
    if (outcome.report)
        lines.append(endText(*outcome.report));
    lines.append(treeText(outcome.tree));
    return lines.join(u'\n');
}

QString placeText(const lens::Trace &trace, const lens::Event &event)
{
    const lens::Site &site = trace.site(event.site);
    const QString call = QString::fromUtf8(lens::callText(trace, event));
    if (site.line < 1)
        return call;
    const QString file = displayName(site.file.mid(site.file.lastIndexOf('/') + 1));
    return u"%1:%2  "_s.arg(file).arg(site.line) + call;
}

QJsonObject entryJson(const Entry &entry)
{
    static const QHash<EntryType, QString> types{{EntryType::Directory, u"directory"_s},
        {EntryType::File, u"file"_s}, {EntryType::SymbolicLink, u"link"_s},
        {EntryType::Fifo, u"fifo"_s}, {EntryType::Socket, u"socket"_s}};
    QJsonObject json{
        {u"path"_s, displayName(entry.path)}, {u"type"_s, types.value(entry.type, u"device"_s)}};
    if (entry.type == EntryType::SymbolicLink)
        json[u"target"_s] = displayName(entry.target);
    if (entry.type != EntryType::File)
        return json;
    json[u"size"_s] = entry.size;
    const bool isText = QString::fromUtf8(entry.content).toUtf8() == entry.content;
    json[isText ? u"text"_s : u"base64"_s]
        = isText ? QString::fromUtf8(entry.content) : QString::fromLatin1(entry.content.toBase64());
    return json;
}

} // namespace

void printOutcomes(Console &console, const lens::Trace &trace, const QList<Outcome> &outcomes)
{
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        console.printLines(console.toned(placeText(trace, outcomes[i].event), Tone::Strong), 0);
        const QString text = outcomeText(trace, outcomes[i]);
        const bool isLast = i + 1 == outcomes.size();
        if (isLast || outcomeText(trace, outcomes[i + 1]) != text)
            console.printLines(text, 4);
    }
}

QJsonObject toJson(const QString &kind, const lens::Trace &trace, const Outcome &outcome)
{
    QJsonArray tree;
    for (const Entry &entry : outcome.tree.entries)
        if (entry.path != programName && entry.path != ".")
            tree.append(entryJson(entry));
    QJsonObject json{
        {u"kind"_s, kind}, {u"call"_s, toJson(trace, outcome.event)}, {u"tree"_s, tree}};
    if (!outcome.report) {
        QJsonArray lost;
        for (const qsizetype event : outcome.lost)
            lost.append(toJson(trace, trace.event(event)));
        json[u"lost"_s] = lost;
        return json;
    }
    const bool exited = outcome.report->ending == sandbox::Ending::Exited;
    const bool signalled = outcome.report->ending == sandbox::Ending::Signalled;
    json[u"exit_status"_s] = exited ? QJsonValue(outcome.report->exitStatus) : QJsonValue();
    json[u"signal"_s] = signalled ? QJsonValue(outcome.report->signal) : QJsonValue();
    json[u"stdout"_s] = displayText(outcome.report->output);
    json[u"stderr"_s] = displayText(outcome.report->errorOutput);
    return json;
}

void printObject(Console &console, const QJsonObject &object)
{
    console.printRaw(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace ringside::cli

#include "grading/judge.h"

#include "grading/treecheck.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

// The record holds two trees as hexadecimal text: twice twice what a workspace may hold.
constexpr qint64 recordBytes = 128 << 20;

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QJsonArray treeJson(const filesystem::Tree &tree)
{
    QJsonArray entries;
    for (const filesystem::Entry &entry : tree.entries)
        entries.append(QJsonObject{{u"path"_s, hex(entry.path)}, {u"type"_s, typeName(entry.type)},
            {u"mode"_s, static_cast<int>(entry.mode)}, {u"size"_s, entry.size},
            {u"mtime_ns"_s, entry.modifiedNs}, {u"nlink"_s, static_cast<int>(entry.linkCount)},
            {u"inode"_s, static_cast<qint64>(entry.inode)}, {u"target"_s, hex(entry.target)},
            {u"content"_s, entry.contentComplete ? QJsonValue(hex(entry.content)) : QJsonValue()}});
    return entries;
}

QJsonArray valuesJson(const QList<Value> &values)
{
    QJsonArray array;
    for (const Value &value : values)
        array.append(toJson(value));
    return array;
}

QJsonValue optionalJson(const std::optional<Value> &value)
{
    return value ? toJson(*value) : QJsonValue();
}

QByteArray recordOf(const Evidence &evidence, quint64 seed)
{
    const Observation &learner = evidence.learner;
    const Task task = taskOf(*evidence.run);
    return QJsonDocument(
        QJsonObject{{u"value"_s, optionalJson(learner.value)},
            {u"exception"_s, optionalJson(learner.raised)}, {u"stdout"_s, hex(learner.output)},
            {u"stderr"_s, hex(learner.errorOutput)}, {u"status"_s, learner.status},
            {u"seed"_s, static_cast<qint64>(seed)}, {u"secret"_s, hex(evidence.world.secret)},
            {u"call"_s, task.code}, {u"changes"_s, valuesJson(learner.changes)},
            {u"before"_s, treeJson(visibleTree(evidence.world))},
            {u"after"_s, treeJson(learner.tree)}})
        .toJson(QJsonDocument::Compact);
}

filesystem::Entry file(const QByteArray &path, const QByteArray &content)
{
    return {.path = path,
        .size = content.size(),
        .modifiedNs = worldTimeSeconds * 1'000'000'000,
        .content = content};
}

QByteArray judgementSource()
{
    QFile source(u":/ringside/python/judgement.py"_s);
    if (!source.open(QIODevice::ReadOnly))
        qFatal("the judge's module is not in the resources");
    return source.readAll();
}

} // namespace

sandbox::RunRequest composeJudge(const course::Check &check, const Evidence &evidence, quint64 seed)
{
    course::Exercise judging = *evidence.exercise;
    judging.contract = {
        .kind = course::Contract::Kind::Function, .entry = QString(check.id).replace(u'-', u'_')};
    judging.limits
        = {.memoryBytes = qint64(1) << 30, .diskBytes = recordBytes, .fileBytes = recordBytes};
    course::Case run{.id = evidence.run->id, .world = evidence.run->world};
    World world;
    world.tree.entries
        = {file("judgement.py", judgementSource()), file("run.json", recordOf(evidence, seed))};
    const Task task{.code = judging.contract.entry + u"(__import__('judgement').load())"_s};
    // The world holds two files of ours alone, so composing cannot fail.
    return *composeRun(judging, run, task, world, evidence.exercise->judge.toUtf8(), seed);
}

} // namespace ringside::grading

#include "classroom/handin.h"

#include "classroom/archive.h"
#include "filesystem/digest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr int handInFormat = 1;
constexpr qint64 mostSources = 200;
constexpr qsizetype longestId = 200;

const QByteArray manifestName = "manifest.json";
const QByteArray logName = "log.jsonl";
const QByteArray sealName = "seal";

using Members = QHash<QByteArray, QByteArray>;

QString hex(QByteArrayView bytes)
{
    return QString::fromLatin1(filesystem::digestOf(bytes).toHex());
}

QByteArray sourcePath(const QString &slug)
{
    return "sources/" + slug.toUtf8() + ".py";
}

QByteArray answerPath(const QString &question)
{
    return "answers/" + question.toUtf8() + ".txt";
}

QJsonObject toJson(const QString &kind, const HandInSource &source, const QByteArray &path)
{
    return {{kind, source.slug}, {u"path"_s, QString::fromUtf8(path)},
        {u"sha256"_s, hex(source.content)}};
}

QByteArray manifestOf(const HandIn &handIn)
{
    QJsonArray sources;
    for (const HandInSource &source : handIn.sources)
        sources.append(toJson(u"exercise"_s, source, sourcePath(source.slug)));
    QJsonArray answers;
    for (const HandInSource &answer : handIn.answers)
        answers.append(toJson(u"question"_s, answer, answerPath(answer.slug)));
    return QJsonDocument(
        QJsonObject{{u"format"_s, handInFormat}, {u"lab"_s, handIn.labId},
            {u"student"_s, handIn.student}, {u"name"_s, handIn.studentName},
            {u"made"_s, handIn.made.toUTC().toString(Qt::ISODate)}, {u"sources"_s, sources},
            {u"answers"_s, answers}, {u"log"_s, hex(handIn.log)}})
        .toJson();
}

/// On one line, and no longer than a name is.
QString nameInWords(QString name)
{
    for (QChar &c : name) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return name.simplified().left(longestId);
}

/// The files the manifest names, each as it was when the manifest was made: taken out of `members`.
Result<QList<HandInSource>> filesOf(const QJsonArray &listed, const QString &kind,
    QByteArray (*pathOf)(const QString &), Members &members, const QString &name)
{
    QList<HandInSource> files;
    for (const QJsonValue &file : listed) {
        const QString slug = file[kind].toString();
        if (!members.contains(pathOf(slug)))
            return contentError(name, 0, u"the hand-in lacks the file for %1"_s.arg(slug));
        const QByteArray content = members.take(pathOf(slug));
        if (hex(content) != file[u"sha256"_s].toString())
            return contentError(name, 0, u"the file for %1 was changed"_s.arg(slug));
        files.append({slug, content});
    }
    return files;
}

} // namespace

bool isStudentId(const QString &id)
{
    const auto isUnseen = [](char32_t c) {
        const QChar::Category category = QChar::category(c);
        return category == QChar::Other_Control || category == QChar::Other_Format;
    };
    return !id.isEmpty() && id.size() <= longestId && id.isValidUtf16() && id == id.trimmed()
        && std::ranges::none_of(id.toUcs4(), isUnseen);
}

Result<QByteArray> packHandIn(const HandIn &handIn)
{
    const QByteArray manifest = manifestOf(handIn);
    QList<ArchiveFile> files{{.name = manifestName, .content = manifest},
        {.name = logName, .content = handIn.log},
        {.name = sealName, .content = hex(manifest).toLatin1() + '\n'}};
    for (const HandInSource &source : handIn.sources)
        files.append({.name = sourcePath(source.slug), .content = source.content});
    for (const HandInSource &answer : handIn.answers)
        files.append({.name = answerPath(answer.slug), .content = answer.content});
    for (ArchiveFile &file : files)
        file.modified = handIn.made.toSecsSinceEpoch();
    return makeZip(files);
}

Result<HandIn> unpackHandIn(const QByteArray &bytes, const QString &name)
{
    auto members = membersOf(bytes, name, {.entries = mostSources, .allBytes = largestHandIn});
    if (!members)
        return std::unexpected(members.error());
    const QByteArray manifest = members->take(manifestName);
    const QJsonObject json = QJsonDocument::fromJson(manifest).object();
    if (const int format = json[u"format"_s].toInt(); format != handInFormat)
        return contentError(name, 0,
            format > handInFormat ? u"the hand-in was made by a newer Ringside"_s
                                  : u"the file is no hand-in"_s);
    if (members->take(sealName) != hex(manifest).toLatin1() + '\n')
        return contentError(name, 0, u"the seal of the hand-in is broken"_s);
    HandIn handIn{.labId = json[u"lab"_s].toString(),
        .student = json[u"student"_s].toString(),
        .studentName = nameInWords(json[u"name"_s].toString()),
        .made = QDateTime::fromString(json[u"made"_s].toString(), Qt::ISODate),
        .log = members->take(logName)};
    if (hex(handIn.log) != json[u"log"_s].toString() || readChain(handIn.log).firstBad)
        return contentError(name, 0, u"the log of the hand-in was changed"_s);
    if (!isStudentId(handIn.student))
        return contentError(name, 0, u"the hand-in does not say whose it is"_s);
    if (!handIn.made.isValid())
        return contentError(name, 0, u"the hand-in does not say when it was made"_s);
    auto sources = filesOf(
        json[u"sources"_s].toArray(), u"exercise"_s, sourcePath, *members, name);
    if (!sources)
        return std::unexpected(sources.error());
    auto answers = filesOf(
        json[u"answers"_s].toArray(), u"question"_s, answerPath, *members, name);
    if (!answers)
        return std::unexpected(answers.error());
    if (!members->isEmpty())
        return contentError(name, 0, u"the hand-in holds a file its manifest does not name"_s);
    handIn.sources = std::move(*sources);
    handIn.answers = std::move(*answers);
    return handIn;
}

QString handInFileName(const QString &student)
{
    QByteArray name = student.toUtf8().toPercentEncoding("@");
    if (name.startsWith('.') || name.startsWith('-'))
        name.prepend('_');
    if (name.size() > 150)
        name = name.first(80) + '-' + filesystem::digestOf(student.toUtf8()).toHex();
    return QString::fromLatin1(name) + u".ringsub"_s;
}

} // namespace ringside::classroom

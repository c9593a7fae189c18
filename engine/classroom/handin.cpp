#include "classroom/handin.h"

#include "classroom/archive.h"
#include "filesystem/digest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr int handInFormat = 1;
constexpr qint64 mostSources = 200;

const QByteArray manifestName = "manifest.json";
const QByteArray logName = "log.jsonl";
const QByteArray sealName = "seal";

using Members = QHash<QByteArray, QByteArray>;

QString hex(QByteArrayView bytes)
{
    return QString::fromLatin1(filesystem::digestOf(bytes).toHex());
}

QByteArray pathOf(const QString &slug)
{
    return "sources/" + slug.toUtf8() + ".py";
}

QByteArray manifestOf(const HandIn &handIn)
{
    QJsonArray sources;
    for (const HandInSource &source : handIn.sources)
        sources.append(QJsonObject{{u"exercise"_s, source.slug},
            {u"path"_s, QString::fromUtf8(pathOf(source.slug))},
            {u"sha256"_s, hex(source.content)}});
    return QJsonDocument(
        QJsonObject{{u"format"_s, handInFormat}, {u"lab"_s, handIn.labId},
            {u"student"_s, handIn.student}, {u"name"_s, handIn.studentName},
            {u"made"_s, handIn.made.toUTC().toString(Qt::ISODate)}, {u"sources"_s, sources},
            {u"log"_s, hex(handIn.log)}})
        .toJson();
}

Result<Members> membersOf(const QByteArray &bytes, const QString &name)
{
    auto reader = ArchiveReader::fromBytes(
        bytes, name, {.entries = mostSources, .allBytes = largestHandIn});
    if (!reader)
        return std::unexpected(reader.error());
    Members members;
    while (true) {
        const auto entry = reader->next();
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            return members;
        if ((*entry)->kind != ArchiveEntry::Kind::File || members.contains((*entry)->name))
            return contentError(name, 0, u"the hand-in holds something that is no file of it"_s);
        const auto content = reader->read();
        if (!content)
            return std::unexpected(content.error());
        members.insert((*entry)->name, *content);
    }
}

/// The sources the manifest names, each as it was when the manifest was made, and no other.
Result<QList<HandInSource>> sourcesOf(
    const QJsonArray &listed, Members &members, const QString &name)
{
    QList<HandInSource> sources;
    for (const QJsonValue &source : listed) {
        const QString slug = source[u"exercise"_s].toString();
        if (!members.contains(pathOf(slug)))
            return contentError(name, 0, u"the hand-in lacks the file for %1"_s.arg(slug));
        const QByteArray content = members.take(pathOf(slug));
        if (hex(content) != source[u"sha256"_s].toString())
            return contentError(name, 0, u"the file for %1 was changed"_s.arg(slug));
        sources.append({slug, content});
    }
    if (!members.isEmpty())
        return contentError(name, 0, u"the hand-in holds a file its manifest does not name"_s);
    return sources;
}

} // namespace

Result<QByteArray> packHandIn(const HandIn &handIn)
{
    const QByteArray manifest = manifestOf(handIn);
    QList<ArchiveFile> files{{.name = manifestName, .content = manifest},
        {.name = logName, .content = handIn.log},
        {.name = sealName, .content = hex(manifest).toLatin1() + '\n'}};
    for (const HandInSource &source : handIn.sources)
        files.append({.name = pathOf(source.slug), .content = source.content});
    for (ArchiveFile &file : files)
        file.modified = handIn.made.toSecsSinceEpoch();
    return makeZip(files);
}

Result<HandIn> unpackHandIn(const QByteArray &bytes, const QString &name)
{
    auto members = membersOf(bytes, name);
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
        .studentName = json[u"name"_s].toString(),
        .made = QDateTime::fromString(json[u"made"_s].toString(), Qt::ISODate),
        .log = members->take(logName)};
    if (hex(handIn.log) != json[u"log"_s].toString() || readChain(handIn.log).firstBad)
        return contentError(name, 0, u"the log of the hand-in was changed"_s);
    if (handIn.student.isEmpty())
        return contentError(name, 0, u"the hand-in does not say whose it is"_s);
    auto sources = sourcesOf(json[u"sources"_s].toArray(), *members, name);
    if (!sources)
        return std::unexpected(sources.error());
    handIn.sources = std::move(*sources);
    return handIn;
}

} // namespace ringside::classroom

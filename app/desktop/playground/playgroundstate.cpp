#include "desktop/playground/playgroundstate.h"

#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::filesystem {

// Found by the operators for lists, in the namespace of what they write.
static QDataStream &operator<<(QDataStream &stream, const Entry &entry)
{
    return stream << entry.path << entry.type << entry.mode << entry.size << entry.blocks << entry.modifiedNs
                  << entry.inode << entry.device << entry.linkCount << entry.target << entry.content
                  << entry.contentComplete << entry.digest << entry.xattrs;
}

static QDataStream &operator>>(QDataStream &stream, Entry &entry)
{
    return stream >> entry.path >> entry.type >> entry.mode >> entry.size >> entry.blocks >> entry.modifiedNs
        >> entry.inode >> entry.device >> entry.linkCount >> entry.target >> entry.content >> entry.contentComplete
        >> entry.digest >> entry.xattrs;
}

static QDataStream &operator<<(QDataStream &stream, const Tree &tree)
{
    return stream << tree.entries << tree.truncated;
}

static QDataStream &operator>>(QDataStream &stream, Tree &tree)
{
    return stream >> tree.entries >> tree.truncated;
}

} // namespace ringside::filesystem

namespace ringside::sandbox {

static QDataStream &operator<<(QDataStream &stream, const ExtraMount &mount)
{
    return stream << mount.path << mount.bytes << qint32(mount.inodes) << mount.readOnly << mount.content;
}

static QDataStream &operator>>(QDataStream &stream, ExtraMount &mount)
{
    qint32 inodes = 0;
    stream >> mount.path >> mount.bytes >> inodes >> mount.readOnly >> mount.content;
    mount.inodes = inodes;
    return stream;
}

} // namespace ringside::sandbox

namespace ringside::desktop {

namespace {

constexpr quint32 stateMagic = 0x52505301; // "RPS" and the version
constexpr quint32 runMagic = 0x52505201; // "RPR"
constexpr int fastest = 1; // of zlib: what changes every second must not cost much

QDataStream &operator<<(QDataStream &stream, const PlaygroundState &state)
{
    return stream << state.files << state.start << state.startName << state.open << state.current << state.arguments
                  << state.usesInput << state.input << state.environment << qint32(state.runs) << state.outside
                  << state.edits << state.mounts;
}

QDataStream &operator>>(QDataStream &stream, PlaygroundState &state)
{
    qint32 runs = 0;
    stream >> state.files >> state.start >> state.startName >> state.open >> state.current >> state.arguments
        >> state.usesInput >> state.input >> state.environment >> runs;
    state.runs = runs;
    if (!stream.atEnd()) // else it is older
        stream >> state.outside >> state.edits;
    if (!stream.atEnd())
        stream >> state.mounts;
    return stream;
}

QDataStream &operator<<(QDataStream &stream, const RunRecord &run)
{
    return stream << qint32(run.number) << run.startedMs << run.order.file << run.order.arguments
                  << run.order.environment << run.order.input.has_value() << run.order.input.value_or(QByteArray())
                  << run.report.ending << qint32(run.report.exitStatus) << qint32(run.report.signal)
                  << run.report.limitReached << qint64(run.report.wall.count()) << run.before << run.after;
}

QDataStream &operator>>(QDataStream &stream, RunRecord &run)
{
    qint32 number = 0;
    qint32 exitStatus = 0;
    qint32 signal = 0;
    qint64 wall = 0;
    bool hasInput = false;
    QByteArray input;
    stream >> number >> run.startedMs >> run.order.file >> run.order.arguments >> run.order.environment >> hasInput
        >> input >> run.report.ending >> exitStatus >> signal >> run.report.limitReached >> wall >> run.before
        >> run.after;
    run.number = number;
    run.report.exitStatus = exitStatus;
    run.report.signal = signal;
    run.report.wall = std::chrono::microseconds(wall);
    if (hasInput)
        run.order.input = input;
    return stream;
}

template <typename Content> Result<> write(const QString &folder, const QString &path, quint32 magic, const Content &content)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_8);
    stream << magic << content;
    if (!QDir().mkpath(folder))
        return systemError(u"make "_s + folder, errno);
    QSaveFile file(path); // writes beside, flushes, renames
    if (!file.open(QIODevice::WriteOnly) || file.write(qCompress(bytes, fastest)) < 0 || !file.commit())
        return systemError(u"save "_s + path, errno);
    return {};
}

template <typename Content> std::optional<Content> read(const QString &path, quint32 magic)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray bytes = qUncompress(file.readAll());
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_8);
    quint32 found = 0;
    Content content;
    stream >> found;
    if (found != magic)
        return std::nullopt;
    stream >> content;
    return stream.status() == QDataStream::Ok ? std::optional(content) : std::nullopt;
}

} // namespace

PlaygroundStore::PlaygroundStore(QString folder)
    : m_folder(std::move(folder))
{
}

QString PlaygroundStore::runFile(int number) const
{
    return m_folder + u"/run-"_s + QString::number(number).rightJustified(6, u'0'); // by name in their order
}

std::optional<PlaygroundState> PlaygroundStore::load() const
{
    return read<PlaygroundState>(m_folder + u"/state"_s, stateMagic);
}

Result<> PlaygroundStore::save(const PlaygroundState &state) const
{
    return write(m_folder, m_folder + u"/state"_s, stateMagic, state);
}

QList<RunRecord> PlaygroundStore::loadRuns() const
{
    QList<RunRecord> runs;
    for (const QString &name : QDir(m_folder).entryList({u"run-*"_s}, QDir::Files, QDir::Name)) {
        if (std::optional<RunRecord> run = read<RunRecord>(m_folder + u'/' + name, runMagic))
            runs.append(*std::move(run));
    }
    return runs;
}

Result<> PlaygroundStore::saveRun(const RunRecord &run) const
{
    return write(m_folder, runFile(run.number), runMagic, run);
}

void PlaygroundStore::removeRun(int number) const
{
    QFile::remove(runFile(number));
}

} // namespace ringside::desktop

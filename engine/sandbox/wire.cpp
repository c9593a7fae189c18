#include "sandbox/wire.h"

#include "base/bytes.h"
#include "sandbox/programscan.h"

namespace ringside::sandbox {

using filesystem::EntryType;
using protocol::contentChunk;

static_assert(int(EntryType::BlockDevice) == int(protocol::EntryKind::BlockDevice));
static_assert(int(Ending::CallLimit) == int(protocol::EndingKind::CallLimit));
static_assert(int(Attribution::None) == int(protocol::TraceAttribution::None));
static_assert(int(TraceAction::Attack) == int(protocol::TraceAction::Attack));
static_assert(int(AttackStep::Kind::Swap) == int(protocol::AttackKind::Swap));
static_assert(int(Obstacle::NoSupervisor) == int(protocol::Obstacle::NoSupervisor));
static_assert(int(Start::Cold) == int(protocol::StartKind::Cold));

namespace {

protocol::Entry toWire(const filesystem::Entry &entry)
{
    protocol::Entry wire;
    wire.path = entry.path.toStdString();
    wire.kind = static_cast<protocol::EntryKind>(entry.type);
    wire.mode = entry.mode;
    wire.size = entry.size;
    wire.blocks = entry.blocks;
    wire.modifiedNs = entry.modifiedNs;
    wire.inode = entry.inode;
    wire.device = entry.device;
    wire.target = entry.target.toStdString();
    wire.content = entry.content.first(std::min<qsizetype>(entry.content.size(), contentChunk))
                       .toStdString();
    for (const auto &[name, value] : entry.xattrs)
        wire.attributes.emplace_back(name.toStdString(), value.toStdString());
    return wire;
}

std::vector<std::string> toWire(const QByteArrayList &texts)
{
    std::vector<std::string> wire;
    for (const QByteArray &text : texts)
        wire.push_back(text.toStdString());
    return wire;
}

protocol::TraceRule toWire(const TraceRule &rule)
{
    return {.calls = {rule.calls.begin(), rule.calls.end()},
        .path = rule.path.toStdString(),
        .line = rule.line,
        .nth = rule.nth,
        .onwards = rule.onwards,
        .changesOnly = rule.changesOnly,
        .action = static_cast<protocol::TraceAction>(rule.action),
        .figure = rule.figure};
}

std::vector<protocol::AttackStep> toWire(const QList<AttackStep> &attack)
{
    std::vector<protocol::AttackStep> wire;
    for (const AttackStep &step : attack)
        wire.push_back({.kind = static_cast<protocol::AttackKind>(step.kind),
            .path = step.path.toStdString(),
            .other = step.other.toStdString(),
            .mode = step.mode});
    return wire;
}

protocol::TraceSettings toWire(const TraceOptions &options)
{
    protocol::TraceSettings wire{.isOn = true,
        .codeRoots = toWire(options.codeRoots),
        .driverFiles = toWire(options.driverFiles),
        .changeRoots = toWire(options.changeRoots),
        .attribution = static_cast<protocol::TraceAttribution>(options.attribution),
        .capturedBytes = options.capturedBytes,
        .shownCalls = options.shownCalls,
        .countedCalls = options.countedCalls,
        .positions = options.positions,
        .snapshots = options.snapshots};
    for (const TraceRule &rule : options.rules)
        wire.rules.push_back(toWire(rule));
    for (const QList<AttackStep> &attack : options.attacks)
        wire.attacks.push_back(toWire(attack));
    return wire;
}

} // namespace

QByteArray toBytes(std::string_view bytes)
{
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

protocol::RunBegin toWire(const RunRequest &request, quint32 run)
{
    const Limits &limits = request.limits;
    const StartHints hints = scanProgram(request);
    protocol::RunBegin wire{.run = run,
        .umask = request.umask,
        .hashSeed = request.hashSeed,
        .wallMs = limits.wall.count(),
        .cpuMs = limits.cpu.count(),
        .memoryBytes = limits.memoryBytes,
        .outputBytes = limits.outputBytes,
        .valueBytes = limits.valueBytes,
        .diskBytes = limits.diskBytes,
        .fileBytes = limits.fileBytes,
        .inodes = limits.inodes,
        .processes = limits.processes,
        .descriptors = limits.descriptors,
        .start = static_cast<protocol::StartKind>(request.start),
        .canBeWarm = hints.canBeWarm,
        .wantsStock = hints.wantsStock,
        .valueChannel = request.valueChannel,
        .wantTree = request.wantTree};
    for (const QByteArray &argument : request.arguments)
        wire.arguments.push_back(argument.toStdString());
    for (const auto &[name, value] : request.environment)
        wire.environment.emplace_back(name.toStdString(), value.toStdString());
    for (const ExtraMount &mount : request.mounts)
        wire.mounts.push_back({.path = mount.path.toStdString(),
            .bytes = mount.bytes,
            .inodes = mount.inodes,
            .readOnly = mount.readOnly});
    if (request.trace)
        wire.trace = toWire(*request.trace);
    return wire;
}

Result<> toWire(const filesystem::Tree &tree, quint32 run, quint32 treeIndex,
    const std::function<void(const std::string &)> &send)
{
    for (const filesystem::Entry &entry : tree.entries) {
        protocol::Entry wire = toWire(entry);
        wire.run = run;
        wire.tree = treeIndex;
        const std::string frame = protocol::encode(wire);
        if (frame.size() > protocol::maximumFrame)
            return contentError({}, 0,
                QStringLiteral("the entry \"%1\" is too large for a box")
                    .arg(displayName(entry.path.first(std::min<qsizetype>(entry.path.size(), 200)))));
        send(frame);
        for (qsizetype sent = contentChunk; sent < entry.content.size(); sent += contentChunk)
            send(protocol::encode(protocol::Content{
                .run = run, .bytes = entry.content.mid(sent, contentChunk).toStdString()}));
    }
    return {};
}

std::vector<std::string> inputFrames(const QByteArray &input, quint32 run)
{
    std::vector<std::string> frames;
    for (qsizetype sent = 0; sent < input.size(); sent += contentChunk)
        frames.push_back(protocol::encode(
            protocol::Input{.run = run, .bytes = input.mid(sent, contentChunk).toStdString()}));
    return frames;
}

filesystem::Entry fromWire(const protocol::Entry &wire)
{
    filesystem::Entry entry;
    entry.path = toBytes(wire.path);
    entry.type = static_cast<EntryType>(wire.kind);
    entry.mode = wire.mode;
    entry.size = wire.size;
    entry.blocks = wire.blocks;
    entry.modifiedNs = wire.modifiedNs;
    entry.inode = wire.inode;
    entry.device = wire.device;
    entry.linkCount = wire.linkCount;
    entry.target = toBytes(wire.target);
    entry.content = toBytes(wire.content);
    entry.contentComplete = wire.contentComplete;
    entry.digest = toBytes(wire.digest);
    for (const auto &[name, value] : wire.attributes)
        entry.xattrs.emplaceBack(toBytes(name), toBytes(value));
    return entry;
}

Error fromWire(const protocol::Failed &failed)
{
    const QString step = QString::fromUtf8(failed.step.data(), qsizetype(failed.step.size()));
    switch (failed.kind) {
    case protocol::FailureKind::System:
        return {.kind = Error::Kind::System, .doing = step, .errnum = failed.errnum};
    case protocol::FailureKind::Content:
        return {.kind = Error::Kind::Content, .doing = step};
    case protocol::FailureKind::Unsupported:
        return {.kind = Error::Kind::Unsupported, .doing = step, .errnum = failed.errnum};
    case protocol::FailureKind::Internal:
        break;
    }
    return {.kind = Error::Kind::Internal, .doing = step, .errnum = failed.errnum};
}

} // namespace ringside::sandbox

#pragma once

#include "filesystem/tree.h"
#include "lens/trace.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace ringside::lens {

/// What a file system promises beyond POSIX when the power fails.
enum class PowerProfile : quint8 {
    Strict, ///< nothing: each change reaches the disk when it likes, unless fsync made it
    Journal, ///< names and sizes reach it in their order, and any fsync takes them along; as ext4 with noauto_da_alloc
    Ext4, ///< also: a file that replaces another has its length there first, though maybe of zeros; as ext4 by default
};

/// A tree that may be found after a crash. What is said of a power failure is empty where the program was only killed.
struct CrashState
{
    filesystem::Tree tree;
    qsizetype after = -1; ///< event right after which it happened; -1: before all of them
    QList<qsizetype> lost; ///< events whose work never reached the disk
    bool isTorn = false; ///< of the last write, only the first half did
    bool wasPromised = false; ///< the program had printed something by then
};

/// The states a power failure may leave, computed from the calls of one run. A page cache outlives a killed program but
/// no power failure: what was written is on the disk only after fsync, and the name of a file is not its content.
///
/// The model takes every moment between two changes, and of the changes that are not durable there any subset, as far
/// as the profile allows; more than ten at once are not combined in full. It knows no memory mappings, no modes or
/// times, and of torn writes only halves: a bad state it finds is possible under the profile, silence proves little.
/// Source: Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014).
class PowerModel
{
public:
    /// The run was watched with `positions` and enough `capturedBytes`. `before` is the tree it began in.
    PowerModel(const filesystem::Tree &before, const Trace &trace, const QByteArray &root = "/home/learner");

    /// Calls `visit` for every state once, until it returns false. How many there were. A long program that brings few
    /// states takes its time all the same: `goesOn` is asked before each moment, and ends it with false.
    int explore(PowerProfile profile, const std::function<bool(const CrashState &)> &visit,
        const std::function<bool()> &goesOn = {}) const;

    /// Every tree that may be found when the power fails right after this event; -1: before all of them.
    [[nodiscard]] QList<filesystem::Tree> treesAfter(PowerProfile profile, qsizetype event) const;

    /// Calls that the model does not know the data of: its verdict is worth nothing then.
    [[nodiscard]] const QList<qsizetype> &unknownCalls() const { return m_unknown; }

private:
    using Node = int;
    struct Step
    {
        enum class Kind : quint8 { Names, Data, Room, Size, Sync, Print };
        Kind kind = Kind::Names;
        qsizetype event = 0;
        Node node = 0; ///< 0 of Sync: everything, or the directory `folder`
        std::vector<std::pair<QByteArray, Node>> set; ///< names that appear
        QByteArrayList removed;
        std::set<QByteArray> folders; ///< whose entries change; of Sync: that are made durable
        bool replaces = false;
        qint64 offset = 0; ///< of Data; new size of Size and Room
        QByteArray bytes;
    };
    using Names = std::map<QByteArray, Node>;

    void take(const Event &event, qsizetype index);
    void takeOpen(const Event &event, const CallDetails &details, Step step);
    void takeWrite(const Event &event, const CallDetails &details, Step step);
    void takeNames(const Event &event, const CallDetails &details, Step step);
    void takeSync(const Event &event, const CallDetails &details, Step step);
    void move(Step &step, const QByteArray &from, const QByteArray &to);
    [[nodiscard]] Node newNode(filesystem::EntryType type);
    [[nodiscard]] Node nodeOf(const Event &event, const QByteArray &path);
    [[nodiscard]] std::optional<QByteArray> relative(const QByteArray &path) const;
    void add(Step step);
    void addData(Step step);
    void addSize(Step step);
    [[nodiscard]] qint64 &sizeOf(Node node);

    bool exploreMoment(qsizetype end, PowerProfile profile, const std::function<bool(CrashState)> &visit) const;
    [[nodiscard]] bool isInsideCall(qsizetype end) const;
    [[nodiscard]] std::set<qsizetype> durableBefore(qsizetype end, PowerProfile profile) const;
    [[nodiscard]] bool isPossible(const std::set<qsizetype> &lost, qsizetype end, PowerProfile profile) const;
    [[nodiscard]] filesystem::Tree replay(qsizetype end, const std::set<qsizetype> &lost, bool tearLast) const;

    QByteArray m_root;
    const Trace &m_trace;
    std::vector<filesystem::Entry> m_nodes; ///< what each was when it was first met; 0 is nobody
    Names m_names; ///< as the program sees them, while steps are taken
    Names m_namesBefore;
    std::map<Node, qint64> m_sizes; ///< as the program sees them; of those that were written to
    std::map<quint32, Node> m_ofObject;
    std::vector<Step> m_steps;
    QList<qsizetype> m_unknown;
};

} // namespace ringside::lens

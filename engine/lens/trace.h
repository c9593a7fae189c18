#pragma once

#include "lens/event.h"

#include <QHash>

#include <map>
#include <memory>
#include <vector>

namespace ringside::lens {

/// All that the lens saw of one run, as it comes in.
///
/// For a window: put a Trace beside the run and give the run's TraceOptions a receiveRecords that calls add(). It is
/// called in the sandbox's thread, at most 16 ms after a call happened, with some hundred events at a time; add() takes
/// less than a millisecond for them. After each add(), events() has grown at its end and nothing that was there has
/// changed, so a table inserts rows from its old count to the new one; callsOfLine() and counts are aggregates that are
/// always up to date, made for a gutter that is painted often. Texts come from calltext.h.
///
/// The records were written by a process that reads the memory of a hostile program: whatever is in them, add() does
/// not fail but by returning false, after which the trace stays as it was and takes nothing more.
class Trace
{
public:
    Trace();

    /// Takes in a batch of whole records. False: this is not a trace, or too large a one.
    bool add(const QByteArray &records);

    [[nodiscard]] const std::vector<Event> &events() const { return m_events; }
    [[nodiscard]] const Event &event(qsizetype index) const { return m_events[static_cast<std::size_t>(index)]; }
    [[nodiscard]] CallDetails details(const Event &event) const;

    /// Numbers as in Event. Numbers that nothing has give an empty one.
    [[nodiscard]] const Site &site(quint32 number) const;
    [[nodiscard]] const Object &object(quint32 number) const;
    [[nodiscard]] const Process &process(quint32 number) const;
    /// How many there are; their numbers begin with 1.
    [[nodiscard]] quint32 processCount() const { return static_cast<quint32>(m_processes.size() - 1); }

    [[nodiscard]] const std::vector<DescriptorLife> &descriptorLives() const { return m_lives; }
    /// What is open in a process once the first `events` events have happened: numbers of descriptorLives().
    [[nodiscard]] QList<qsizetype> openDescriptors(quint32 process, qsizetype events) const;

    /// Exact, with the calls that were only counted: by site and call.
    [[nodiscard]] const std::map<std::pair<quint32, quint16>, CallCount> &counts() const { return m_counts; }
    /// Calls of phase User or Unknown whose line this is. For gutters.
    [[nodiscard]] quint64 callsOfLine(const QByteArray &file, int line) const;
    [[nodiscard]] const QHash<QByteArray, QHash<int, quint64>> &callsOfLines() const { return m_callsOfLines; }

    /// The lens has seen every process to its end.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    /// It was the lens that ended the program.
    [[nodiscard]] bool isOverLimit() const { return m_isOverLimit; }
    /// Sites are from Python's own stack, all of them.
    [[nodiscard]] bool walksPython() const { return m_walksPython; }
    /// Some are what the program says of itself.
    [[nodiscard]] bool hasToldLines() const;
    /// Calls, shown or only counted.
    [[nodiscard]] quint64 callCount() const { return m_callCount; }
    /// Some calls were only counted.
    [[nodiscard]] bool isCapped() const { return m_callCount > m_events.size(); }
    [[nodiscard]] bool isBroken() const { return m_isBroken; }

private:
    class Decoder;
    friend class Decoder;
    using Open = std::map<int, qsizetype>; ///< descriptor to life

    [[nodiscard]] bool isKnown(const Event &event) const;
    void take(const Event &event);
    void follow(const Event &event, qsizetype index);
    void openLife(quint32 process, int number, quint32 object, qsizetype openedBy);
    void endLife(quint32 process, int number, DescriptorLife::End end, qsizetype closedBy);
    void addName(quint32 object, const QByteArray &name);
    void count(quint32 site, quint16 number, quint64 calls, quint64 failed, quint64 bytes);

    std::vector<Event> m_events;
    QByteArray m_details;
    std::vector<Site> m_sites;
    std::vector<Object> m_objects;
    std::vector<Process> m_processes;
    std::vector<QByteArray> m_names;
    std::vector<DescriptorLife> m_lives;
    std::vector<std::shared_ptr<Open>> m_open; ///< by process
    std::map<std::pair<quint32, quint16>, CallCount> m_counts;
    QHash<QByteArray, QHash<int, quint64>> m_callsOfLines;
    quint64 m_callCount = 0;
    qsizetype m_bytes = 0;
    bool m_isComplete = false;
    bool m_isOverLimit = false;
    bool m_walksPython = false;
    bool m_isBroken = false;
};

} // namespace ringside::lens

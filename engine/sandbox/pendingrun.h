#pragma once

#include "sandbox/run.h"
#include "sandbox/supervision.h"

#include <functional>

namespace ringside::sandbox {

/// One run, from its request to its report.
class PendingRun : public Exchange
{
public:
    using Finish = std::function<void(Result<RunReport>)>;

    /// `finish` is called once, and may destroy this object.
    PendingRun(RunRequest request, Finish finish);
    ~PendingRun() override;

    /// Hands the request to the supervisor. An error has gone to `finish` when this is false.
    bool start(Supervision &supervision);
    /// The report tells that it was stopped.
    void stop();

    [[nodiscard]] bool receive(const protocol::Frame &frame) override;
    void abandoned(const Error &error) override;

private:
    [[nodiscard]] Result<> sendRequest();
    void add(const protocol::Output &output);
    [[nodiscard]] bool add(const protocol::Entry &entry);
    [[nodiscard]] bool add(const protocol::Content &content);
    [[nodiscard]] bool add(const protocol::TreeEnd &treeEnd);
    void add(const protocol::TraceBatch &batch);
    void beginSnapshot(const protocol::SnapshotBegin &begin);
    [[nodiscard]] bool endSnapshot();
    void conclude(const protocol::Finished &finished);
    [[nodiscard]] filesystem::Tree *tree(quint32 index);

    RunRequest m_request;
    Finish m_finish;
    Supervision *m_supervision = nullptr; ///< once started
    Supervision::Id m_id = 0;
    TraceOptions m_trace;
    RunReport m_report;
    std::optional<TraceSnapshot> m_snapshot; ///< whose entries are coming
    filesystem::Entry *m_lastEntry = nullptr; ///< what Content belongs to
};

} // namespace ringside::sandbox

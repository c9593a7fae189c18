#pragma once

#include "grading/assembly.h"
#include "grading/grader.h"
#include "grading/ownruns.h"

#include <QFutureWatcher>
#include <QPromise>

#include <memory>

namespace ringside::grading {

/// One solution on its way to a verdict; see Grader. Deletes itself when it has given its answer.
class GradeJob : public QObject
{
    Q_OBJECT

public:
    GradeJob(sandbox::Sandbox &sandbox, OwnRuns &ownRuns, GradeRequest request, QObject *parent);
    ~GradeJob() override;

    [[nodiscard]] QFuture<Result<Verdict>> start();

private:
    /// One case on one seed.
    struct Round
    {
        const course::Case *run = nullptr;
        quint64 seed = 0;
        Evidence evidence;
        sandbox::RunRequest request; ///< of the learner's code
        int open = 0; ///< answers that are still to come
        std::optional<Error> error; ///< of ours: the round says nothing about the learner
        RoundFindings result;
        bool isDone = false;
    };

    /// What a round needs before anything runs; made on another thread.
    struct Preparation
    {
        World world;
        sandbox::RunRequest learner;
        std::optional<sandbox::RunRequest> reference;
        QHash<QString, sandbox::RunRequest> equals; ///< by check
    };

    static Result<Preparation> prepare(
        const GradeRequest &request, const course::Case &run, quint64 seed);

    void planRounds();
    [[nodiscard]] bool isWanted(const Round &round) const;
    [[nodiscard]] bool isDecided(qsizetype check, const Round &before) const;
    void startRounds();
    void startRound(Round &round);
    void runRound(Round &round, Preparation preparation);
    void runLearner(Round &round);
    [[nodiscard]] bool isDisturbed(const Round &round) const;
    void watchCalls(Round &round);
    void learnerFinished(Round &round, const Result<sandbox::RunReport> &report);
    void disturbLearner(Round &round);
    void askInvariant(
        Round &round, const course::Check &check, const Result<QList<Aftermath>> &aftermaths);
    [[nodiscard]] QList<qsizetype> lookedAt(const Round &round) const;
    void runAgain(Round &round, const sandbox::RunReport &report);
    void answered(Round &round);
    void askJudges(Round &round);
    void evaluateRound(Round &round);
    void finishRound(Round &round);
    void finish();
    void give(Result<Verdict> result);
    void stop();

    void sendRun(const sandbox::RunRequest &request,
        std::function<void(const Result<sandbox::RunReport> &)> answer);
    [[nodiscard]] const course::Exercise &exercise() const { return m_request->exercise; }
    [[nodiscard]] QList<qsizetype> checksOf(const course::Case &run) const;

    sandbox::Sandbox &m_sandbox;
    OwnRuns &m_ownRuns;
    std::shared_ptr<const GradeRequest> m_request;
    QPromise<Result<Verdict>> m_promise;
    QFutureWatcher<Result<Verdict>> m_watcher; ///< for the caller's cancel()
    QList<QFuture<Result<sandbox::RunReport>>> m_underWay;
    sandbox::Features m_features;
    std::vector<Round> m_rounds; ///< never resized once they run: rounds are referred to
    QList<quint64> m_seeds;
    size_t m_next = 0;
    int m_active = 0;
    int m_done = 0;
    bool m_isProbed = false; ///< the first round is over
    bool m_isOver = false;
    std::optional<Finding> m_hopeless; ///< why the file cannot be run at all
};

} // namespace ringside::grading

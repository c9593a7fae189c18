#pragma once

#include "grading/driver.h"
#include "sandbox/sandbox.h"

#include <QCache>
#include <QObject>
#include <QPointer>

#include <functional>

namespace ringside::grading {

/// Runs of our own code, the reference above all, each in a box of its own. Equal requests run the
/// same, so what one came to is remembered, and two that are wanted at once are run once.
class OwnRuns : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<void(const Result<Observation> &)>;

    explicit OwnRuns(sandbox::Sandbox &sandbox, QObject *parent = nullptr);

    /// `answer` is called from the event loop or at once; never when `context` is gone by then.
    void get(const course::Contract &contract, const sandbox::RunRequest &request, QObject *context,
        Answer answer);

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Answer answer;
    };
    void finish(const QByteArray &key, const Result<Observation> &observation);

    sandbox::Sandbox &m_sandbox;
    QCache<QByteArray, Observation> m_known;
    QHash<QByteArray, QList<Waiting>> m_waiting;
};

} // namespace ringside::grading

#include "desktop/exercise/tryrun.h"

#include "grading/world.h"

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr quint64 trySeed = 1;
constexpr int pictureLines = 16;

QString invocationOf(const course::Exercise &exercise, const course::Case &run)
{
    if (exercise.contract.kind == course::Contract::Kind::Program)
        return (QStringList{u"$ python3 main.py"_s} + run.argv).join(u' ');
    const QString code = run.call.isEmpty() ? run.script.trimmed() : run.call;
    return u">>> "_s + QString(code).replace(u'\n', u"\n... "_s);
}

struct Prepared
{
    grading::World world;
    sandbox::RunRequest request;
};

Result<Prepared> prepare(const course::Exercise &exercise, const QByteArray &solution)
{
    const course::Case &run = exercise.cases.first();
    return grading::buildWorld(exercise, run, trySeed).and_then([&](const grading::World &world) {
        return grading::composeRun(exercise, run, grading::taskOf(run), world, solution, trySeed)
            .transform([&world](sandbox::RunRequest request) {
                // Of the warm interpreter, which nobody has to wait for. A check has its own, two in turn.
                request.hashSeed = 0;
                return Prepared{world, std::move(request)};
            });
    });
}

QFuture<Result<TryReport>> ready(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<TryReport>(std::unexpected(error)));
}

} // namespace

QFuture<Result<TryReport>> tryRun(sandbox::Sandbox &sandbox, const course::Exercise &exercise,
    const QByteArray &solution, const std::stop_token &stop, const std::optional<sandbox::TraceOptions> &trace)
{
    Result<Prepared> prepared = prepare(exercise, solution);
    if (!prepared)
        return ready(prepared.error());
    sandbox::RunRequest &request = prepared->request;
    request.trace = trace;
    TryReport report{invocationOf(exercise, exercise.cases.first()),
        grading::picture(grading::visibleTree(prepared->world), pictureLines), {}, request, {}};
    return sandbox.run(request, stop)
        .then(&sandbox, [exercise, report](const Result<sandbox::RunReport> &answer) -> Result<TryReport> {
            if (!answer)
                return std::unexpected(answer.error());
            TryReport filled = report;
            filled.observation = grading::observe(exercise.contract, report.request, *answer);
            filled.report = *answer;
            return filled;
        });
}

Result<sandbox::RunRequest> tryRequest(const course::Exercise &exercise, const QByteArray &solution)
{
    return prepare(exercise, solution).transform([](const Prepared &prepared) { return prepared.request; });
}

QByteArray solutionPath(const course::Exercise &exercise)
{
    const bool isProgram = exercise.contract.kind == course::Contract::Kind::Program;
    return isProgram ? "/home/learner/main.py" : "/home/learner/solution.py";
}

QByteArrayList driverFiles(const course::Exercise &exercise)
{
    const bool isProgram = exercise.contract.kind == course::Contract::Kind::Program;
    return isProgram ? QByteArrayList() : QByteArrayList{"/home/learner/main.py", "/home/learner/.ringside"};
}

} // namespace ringside::desktop

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

QFuture<Result<TryReport>> ready(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<TryReport>(std::unexpected(error)));
}

} // namespace

QFuture<Result<TryReport>> tryRun(sandbox::Sandbox &sandbox, const course::Exercise &exercise,
    const QByteArray &solution, const std::stop_token &stop, const std::optional<sandbox::TraceOptions> &trace)
{
    const course::Case &run = exercise.cases.first();
    const Result<grading::World> world = grading::buildWorld(exercise, run, trySeed);
    if (!world)
        return ready(world.error());
    auto request = grading::composeRun(
        exercise, run, grading::taskOf(run), *world, solution, trySeed);
    if (!request)
        return ready(request.error());
    request->trace = trace;
    TryReport report{invocationOf(exercise, run),
        grading::picture(grading::visibleTree(*world), pictureLines), {}, *request, {}};
    return sandbox.run(*request, stop)
        .then(&sandbox, [=](const Result<sandbox::RunReport> &answer) -> Result<TryReport> {
            if (!answer)
                return std::unexpected(answer.error());
            TryReport filled = report;
            filled.observation = grading::observe(exercise.contract, *request, *answer);
            filled.report = *answer;
            return filled;
        });
}

QByteArray solutionPath(const course::Exercise &exercise)
{
    const bool isProgram = exercise.contract.kind == course::Contract::Kind::Program;
    return isProgram ? "/home/learner/main.py" : "/home/learner/solution.py";
}

QByteArrayList driverFiles(const course::Exercise &exercise)
{
    const bool isProgram = exercise.contract.kind == course::Contract::Kind::Program;
    return isProgram ? QByteArrayList() : QByteArrayList{"/home/learner/main.py"};
}

} // namespace ringside::desktop

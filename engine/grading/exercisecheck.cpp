#include "grading/coursejob.h"

#include "grading/value.h"

#include <algorithm>

namespace ringside::grading {

namespace {

// A finding is one line of a report here; the whole of it is what `ringside check` shows.
constexpr qsizetype shownWidth = 120;

using namespace Qt::StringLiterals;

const QString &notImplemented()
{
    static const QString name = u"NotImplementedError"_s;
    return name;
}

/// Solutions that have nothing to do with the task. None may get a point of the core tier.
struct Nothing
{
    QByteArray source;
    QString what; ///< what it does, as in "… for doing nothing"
};

/// An exception that is whatever a check may ask for.
const QByteArray anyException = R"(
class Anything(FileExistsError, FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError,
               TimeoutError, UnicodeError, TypeError, KeyError, NotImplementedError):
    pass
)";

QList<Nothing> nothingDone(const course::Exercise &exercise)
{
    const QString nothing = u"doing nothing"_s;
    if (exercise.contract.kind == course::Contract::Kind::Program)
        return {{"pass\n", nothing}, {"raise NotImplementedError\n", nothing}};
    const QByteArray head
        = "def " + exercise.contract.entry.toUtf8() + "(*arguments, **named):\n    ";
    return {{head + "return None\n", nothing}, {head + "raise NotImplementedError\n", nothing},
        {head + "return []\n", u"answering [] to everything"_s},
        {head + "return {}\n", u"answering {} to everything"_s},
        {anyException + head + "raise Anything(2, 'nothing', *arguments[:1])\n",
            u"raising whatever is asked for"_s}};
}

/// The exercise with no other checks than these, nor cases that nothing looks at.
course::Exercise reduced(
    course::Exercise exercise, const std::function<bool(const course::Check &)> &isKept)
{
    exercise.checks.removeIf([&](const course::Check &check) { return !isKept(check); });
    exercise.cases.removeIf([&](const course::Case &run) {
        return std::ranges::none_of(exercise.checks,
            [&run](const course::Check &check) { return check.cases.contains(run.id); });
    });
    return exercise;
}

/// Doing nothing is about core points only.
course::Exercise coreOf(const course::Exercise &exercise)
{
    return reduced(
        exercise, [](const course::Check &check) { return check.tier() == course::Tier::Core; });
}

course::Exercise namedBy(const course::WrongSolution &wrong, const course::Exercise &exercise)
{
    QStringList names = wrong.fails;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const auto check = std::ranges::find(exercise.checks, names[i], &course::Check::id);
        for (const QString &before : check == exercise.checks.end() ? QStringList() : check->after)
            if (!names.contains(before))
                names.append(before);
    }
    return reduced(
        exercise, [&names](const course::Check &check) { return names.contains(check.id); });
}

void prolong(course::LimitOverrides &limits)
{
    if (limits.wall)
        *limits.wall *= patience;
}

GradeRequest withMoreTime(GradeRequest request)
{
    course::LimitOverrides &limits = request.exercise.limits;
    limits.wall = limits.wall.value_or(sandbox::Limits().wall);
    prolong(limits);
    for (course::Case &run : request.exercise.cases)
        prolong(run.limits);
    return request;
}

/// It, or the reference beside it: then the check is ungraded.
bool ranOutOfTime(const Verdict &verdict, const QStringList &mayRunOut)
{
    return std::ranges::any_of(verdict.checks, [&mayRunOut](const CheckResult &check) {
        if (check.outcome == CheckOutcome::Ungraded)
            return !check.error || check.error->kind != Error::Kind::Unsupported;
        return check.cause == Cause::WallLimit && !mayRunOut.contains(check.id);
    });
}

/// Everything a learner reads of a failed check, for `says`.
QString readable(const CheckResult &check)
{
    return QStringList{
        check.message, toString(check.cause), check.subject, check.expected, check.found}
        .join(u'\n');
}

class ExerciseCheck : public std::enable_shared_from_this<ExerciseCheck>
{
public:
    ExerciseCheck(
        CourseJob &job, const course::Exercise &exercise, const CourseCheckRequest &request)
        : m_job(job)
        , m_exercise(exercise)
        , m_request(request)
        , m_open(static_cast<int>(exercise.wrongSolutions.size()))
    {
    }

    void addTasks()
    {
        const auto self = shared_from_this();
        const bool isFull = m_request.depth == CourseCheckRequest::Depth::Full;
        addGrading({.exercise = m_exercise,
                       .solution = m_exercise.solution.toUtf8(),
                       .seeds = m_request.seeds},
            {}, [self](const Verdict &v) { self->checkReference(v); });
        addGrading({.exercise = coreOf(m_exercise), .solution = m_exercise.starter.toUtf8()}, {},
            [self](const Verdict &v) { self->checkStarter(v); });
        for (const Nothing &nothing : nothingDone(m_exercise))
            addGrading({.exercise = coreOf(m_exercise), .solution = nothing.source}, {},
                [self, what = nothing.what](const Verdict &v) { self->checkNothingDone(v, what); });
        for (const course::WrongSolution &wrong : m_exercise.wrongSolutions)
            addGrading({.exercise = isFull ? m_exercise : namedBy(wrong, m_exercise),
                           .solution = wrong.source.toUtf8()},
                wrong.fails, [self, &wrong](const Verdict &v) { self->checkWrong(wrong, v); });
        if (m_open == 0)
            reportCoverage();
    }

private:
    using Answer = std::function<void(const Verdict &)>;

    void addGrading(const GradeRequest &request, const QStringList &mayRunOut, const Answer &answer)
    {
        m_job.add([this, self = shared_from_this(), request, mayRunOut, answer](
                      const std::function<void()> &done) {
            const Answer finish = [answer, done](const Verdict &verdict) {
                answer(verdict);
                done();
            };
            m_job.grade(request, [this, self, request, mayRunOut, finish](const Verdict &verdict) {
                if (ranOutOfTime(verdict, mayRunOut))
                    m_job.grade(withMoreTime(request), finish);
                else
                    finish(verdict);
            });
        });
    }

    [[nodiscard]] QString file(const QString &name) const
    {
        return m_exercise.folder + u'/' + name;
    }

    [[nodiscard]] const course::Check &checkOf(const QString &id) const
    {
        return *std::ranges::find(m_exercise.checks, id, &course::Check::id);
    }

    /// Ungraded because of this machine or version, and what stands behind such a check.
    static bool isOpen(const CheckResult &check, const Verdict &verdict)
    {
        if (check.outcome == CheckOutcome::Ungraded)
            return check.error && check.error->kind == Error::Kind::Unsupported;
        if (check.outcome != CheckOutcome::NotRun)
            return false;
        const auto blocker = std::ranges::find(verdict.checks, check.blockedBy, &CheckResult::id);
        return blocker != verdict.checks.end() && isOpen(*blocker, verdict);
    }

    static QString outcomeText(const CheckResult &check)
    {
        if (check.error)
            return describe(*check.error);
        QString text = toString(check.cause);
        if (!check.subject.isEmpty())
            text += u' ' + check.subject;
        if (!check.expected.isEmpty() || !check.found.isEmpty()) {
            const auto [expected, found] = contrast(check.expected, check.found, shownWidth);
            text += u": expected "_s + expected + u", found "_s + found;
        }
        if (!check.caseId.isEmpty())
            text += u" (case %1, seed %2)"_s.arg(check.caseId).arg(check.seed);
        return text;
    }

    void checkReference(const Verdict &verdict)
    {
        for (const CheckResult &check : verdict.checks) {
            const int line = checkOf(check.id).line;
            if (isOpen(check, verdict)) {
                const QString why
                    = check.error ? describe(*check.error) : u"it waits for such a check"_s;
                m_job.note(file(u"exercise.toml"_s), line,
                    u"check \"%1\" cannot be graded here: %2"_s.arg(check.id, why));
                m_ungradable.append(check.id);
            } else if (check.outcome == CheckOutcome::Ungraded) {
                const Error error = check.error.value_or(Error());
                m_job.problem(error.file.isEmpty() ? file(u"exercise.toml"_s) : error.file,
                    error.file.isEmpty() ? line : error.line, error.doing);
            } else if (check.outcome == CheckOutcome::Failed) {
                m_job.problem(file(u"solution.py"_s), check.where ? check.where->line : 0,
                    u"the reference fails check \"%1\": %2"_s.arg(check.id, outcomeText(check)));
            }
        }
        m_referenceDone = true;
        reportCoverageWhenDone();
    }

    void checkStarter(const Verdict &verdict)
    {
        const QString starter = file(u"starter.py"_s);
        const auto isCoreFailure = [](const CheckResult &check) {
            return check.tier == course::Tier::Core && check.outcome == CheckOutcome::Failed;
        };
        const auto failed = std::ranges::find_if(verdict.checks, isCoreFailure);
        if (failed == verdict.checks.end())
            return m_job.problem(starter, 0, u"the starter fails no core check"_s);
        const int line = failed->where ? failed->where->line : 0;
        const bool stated = m_exercise.starter.contains(notImplemented());
        if (failed->cause > Cause::Raised)
            m_job.problem(starter, line, u"the starter cannot be run: "_s + outcomeText(*failed));
        else if (stated && failed->subject != notImplemented())
            m_job.problem(starter, line,
                u"the starter is to fail with NotImplementedError, but: "_s + outcomeText(*failed));
        else if (!stated && failed->cause == Cause::Raised)
            m_job.problem(starter, line,
                u"the starter fails by an exception that is not NotImplementedError: "_s
                    + outcomeText(*failed));
    }

    void checkNothingDone(const Verdict &verdict, const QString &what)
    {
        for (const CheckResult &check : verdict.checks) {
            if (check.tier == course::Tier::Core && check.outcome == CheckOutcome::Passed
                && check.maxPoints > 0)
                m_job.problem(file(u"exercise.toml"_s), checkOf(check.id).line,
                    u"check \"%1\" gives core points for %2; put it behind another with `after`"_s
                        .arg(check.id, what));
        }
    }

    void checkWrong(const course::WrongSolution &wrong, const Verdict &verdict)
    {
        const QString manifest = file(u"wrong/"_s + wrong.name + u".toml"_s);
        bool said = false;
        bool looked = false;
        for (const CheckResult &check : verdict.checks) {
            const bool named = wrong.fails.contains(check.id);
            const bool failed = check.outcome == CheckOutcome::Failed;
            if (failed)
                m_failedBy[check.id].append(wrong.name);
            if (isOpen(check, verdict))
                continue;
            if (failed && !named)
                m_job.problem(manifest, 0,
                    u"it fails check \"%1\", which `fails` does not name: %2"_s.arg(
                        check.id, outcomeText(check)));
            if (!failed && named)
                m_job.problem(manifest, 0, u"it does not fail check \"%1\""_s.arg(check.id));
            if (wrong.passes.contains(check.id) && check.outcome != CheckOutcome::Passed)
                m_job.problem(manifest, 0,
                    u"it does not pass check \"%1\": %2"_s.arg(check.id, outcomeText(check)));
            looked = looked || named;
            said = said || (failed && readable(check).contains(wrong.says));
        }
        if (looked && !said && !wrong.says.isEmpty() && !namesOpenCheck(wrong, verdict))
            m_job.problem(manifest, 0, u"no failed check says \"%1\""_s.arg(wrong.says));
        --m_open;
        reportCoverageWhenDone();
    }

    /// What it is to say may belong to a check that cannot be graded here.
    static bool namesOpenCheck(const course::WrongSolution &wrong, const Verdict &verdict)
    {
        return std::ranges::any_of(verdict.checks, [&](const CheckResult &check) {
            return wrong.fails.contains(check.id) && isOpen(check, verdict);
        });
    }

    void reportCoverageWhenDone()
    {
        if (m_open == 0 && m_referenceDone)
            reportCoverage();
    }

    void reportCoverage()
    {
        for (const course::Check &check : m_exercise.checks) {
            QStringList failedBy = m_failedBy.value(check.id);
            failedBy.sort();
            const bool gradable = !m_ungradable.contains(check.id);
            const bool named = std::ranges::any_of(m_exercise.wrongSolutions,
                [&](const course::WrongSolution &wrong) { return wrong.fails.contains(check.id); });
            if (gradable ? failedBy.isEmpty() : !named)
                m_job.problem(file(u"exercise.toml"_s), check.line,
                    u"no wrong solution fails check \"%1\": nothing shows that it can catch anything"_s
                        .arg(check.id));
            m_job.cover({m_exercise.slug, check.id, failedBy, gradable});
        }
    }

    CourseJob &m_job;
    const course::Exercise &m_exercise;
    const CourseCheckRequest &m_request;
    int m_open; ///< wrong solutions that are still to be graded
    bool m_referenceDone = false;
    QHash<QString, QStringList> m_failedBy;
    QStringList m_ungradable;
};

} // namespace

void checkExercise(
    CourseJob &job, const course::Exercise &exercise, const CourseCheckRequest &request)
{
    std::make_shared<ExerciseCheck>(job, exercise, request)->addTasks();
}

} // namespace ringside::grading

#include "grading/coursejob.h"

#include "base/bytes.h"
#include "grading/statedcalls.h"
#include "grading/value.h"

#include <algorithm>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using course::Example;
using course::Quiz;

/// An example with the line of lesson.md on which its block begins.
struct Step
{
    Example example;
    int line = 0;
};

/// Compiles every file of the workspace but itself; prints "LINE:LINE OF THE FILE:what is wrong"
/// for those that are not Python. The names are the lines on which the code stands in the lesson.
const QByteArray compileAll = R"(import os
for name in sorted(os.listdir()):
    if name != "main.py":
        with open(name, "rb") as file:
            source = file.read()
        try:
            compile(source, name, "exec")
        except SyntaxError as error:
            print(name, error.lineno or 0, error.msg, sep=":")
)";

class LessonCheck : public std::enable_shared_from_this<LessonCheck>
{
public:
    LessonCheck(CourseJob &job, const course::Lesson &lesson)
        : m_job(job)
        , m_lesson(lesson)
    {
    }

    void addTasks()
    {
        QList<Step> chain;
        World shown;
        for (const course::Block &block : m_lesson.blocks) {
            if (const auto *example = std::get_if<Example>(&block.content)) {
                if (!example->run && example->language == u"python")
                    addShown(shown, *example, block.line);
                if (!example->run)
                    continue;
                if (!example->continues)
                    addChain(std::exchange(chain, {}));
                chain.append({*example, block.line});
            } else if (const auto *quiz = std::get_if<Quiz>(&block.content)) {
                addQuiz(*quiz, block.line);
            }
        }
        addChain(chain);
        addCompilation(shown);
    }

private:
    [[nodiscard]] QString file() const { return m_lesson.folder + u"/lesson.md"_s; }
    void problem(int line, const QString &what) { m_job.problem(file(), line, what); }

    // Code that is only shown

    static void addShown(World &shown, const Example &example, int line)
    {
        const QByteArray code = example.code.toUtf8();
        shown.tree.entries.append(
            {.path = QByteArray::number(line), .size = code.size(), .content = code});
    }

    void addCompilation(const World &shown)
    {
        if (shown.tree.entries.isEmpty())
            return;
        m_job.add([this, self = shared_from_this(), shown](const std::function<void()> &done) {
            World sorted = shown;
            std::ranges::sort(sorted.tree.entries, {}, &filesystem::Entry::path);
            m_job.run(composeExample(sorted, {}, QString::fromUtf8(compileAll)), file(), 0,
                [this, self, done](const Result<sandbox::RunReport> &report) {
                    if (report)
                        reportMistakes(report->output);
                    done();
                });
        });
    }

    void reportMistakes(const QByteArray &output)
    {
        const QStringList lines = QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : lines)
            problem(line.section(u':', 0, 0).toInt() + line.section(u':', 1, 1).toInt(),
                u"this is not Python: "_s + line.section(u':', 2));
    }

    // Examples

    void addChain(const QList<Step> &chain)
    {
        if (chain.isEmpty())
            return;
        m_job.add([this, self = shared_from_this(), chain](const std::function<void()> &done) {
            const auto world = lessonWorld(m_lesson, chain.first().example.world);
            if (!world) {
                m_job.problem(world.error().file, world.error().line, world.error().doing);
                return done();
            }
            runChain(chain, *world, done);
        });
    }

    /// Runs the first example of a chain, and the others in the tree it leaves.
    void runChain(QList<Step> chain, const World &world, const std::function<void()> &done)
    {
        if (chain.isEmpty())
            return done();
        const Step step = chain.takeFirst();
        sandbox::RunRequest request = composeExample(world, step.example.file, step.example.code);
        const auto trace = std::make_shared<lens::Trace>();
        if (!step.example.calls.isEmpty())
            request.trace.emplace().receiveRecords
                = [trace](const QByteArray &records) { trace->add(records); };
        const auto answer = [this, self = shared_from_this(), chain, world, step, trace, done](
                                const Result<sandbox::RunReport> &report) {
            if (!report)
                return done();
            checkExample(step, *report);
            checkCalls(step, *report, *trace);
            runChain(chain, worldLeft(world, *report), done);
        };
        m_job.run(request, file(), step.line, answer);
    }

    void checkExample(const Step &step, const sandbox::RunReport &report)
    {
        const Example &example = step.example;
        const bool endsWell = checkEnding(step, report);
        // What it printed before it went wrong is no second mistake.
        if (endsWell && example.output
            && !printsAsShown(*example.output, report.output, example.match)) {
            const Contrast texts = contrast(*example.output, displayText(report.output));
            problem(step.line,
                u"it does not print what the lesson shows: shown %1, printed %2"_s.arg(
                    pythonRepr(Value::string(texts.expected.toUtf8())),
                    pythonRepr(Value::string(texts.found.toUtf8()))));
        }
        if (endsWell && !example.output && !report.output.isEmpty())
            problem(step.line,
                u"it prints, and no ```output follows: "_s
                    + pythonRepr(Value::string(displayText(report.output).left(200).toUtf8())));
        checkClinic(step, report, endsWell);
    }

    void checkCalls(const Step &step, const sandbox::RunReport &report, const lens::Trace &trace)
    {
        if (step.example.calls.isEmpty())
            return;
        if (!report.traced || !trace.isComplete())
            return m_job.note(file(), step.line,
                u"the system calls it states are not looked at: this needs the lens"_s);
        if (const auto missing = firstMissing(step.example.calls, trace))
            problem(missing->line,
                u"the example does not make this call, or not after those above: %1; made are: %2"_s.arg(
                    (QStringList{missing->name} + missing->fields).join(u' '),
                    callsNamed(missing->name, trace)));
    }

    /// Whether it ends as the lesson says, by itself.
    bool checkEnding(const Step &step, const sandbox::RunReport &report)
    {
        const QString error = lastErrorLine(report.errorOutput);
        const bool exited = report.ending == sandbox::Ending::Exited;
        const bool wrongError = step.example.error
            && (!exited || report.exitStatus != 1 || error != step.example.error->trimmed());
        const bool wrongEnd = !step.example.error && (!exited || report.exitStatus != 0);
        if (wrongError)
            problem(step.line,
                u"it is to end with \"%1\", but: %2"_s.arg(
                    step.example.error->trimmed(), endingText(report)));
        if (wrongEnd)
            problem(step.line, u"it does not end well: "_s + endingText(report));
        return !wrongError && !wrongEnd;
    }

    static QString endingText(const sandbox::RunReport &report)
    {
        const QString error = lastErrorLine(report.errorOutput);
        if (!error.isEmpty())
            return error;
        switch (report.ending) {
        case sandbox::Ending::Exited:
            return u"status %1"_s.arg(report.exitStatus);
        case sandbox::Ending::Signalled:
            return u"signal %1"_s.arg(report.signal);
        default:
            return u"a limit ended it"_s;
        }
    }

    /// A clinic must not print what it is expected to, and its repair must.
    void checkClinic(const Step &step, const sandbox::RunReport &report, bool endsWell)
    {
        if (step.example.clinic && isRepair(step.example, report))
            problem(step.line,
                u"the clinic is not broken: it prints all that is expected of its repair"_s);
        if (!step.example.fixed || !endsWell)
            return;
        const Example clinic = clinicBefore(step.line);
        if (!isRepair(clinic, report))
            problem(step.line,
                u"the repair does not print what the clinic expects: "_s
                    + expectations(clinic.code).join(u" | "_s));
    }

    [[nodiscard]] Example clinicBefore(int line) const
    {
        Example clinic;
        for (const course::Block &block : m_lesson.blocks) {
            const auto *example = std::get_if<Example>(&block.content);
            if (example && example->clinic && block.line < line)
                clinic = *example;
        }
        return clinic;
    }

    // Quizzes

    void addQuiz(const Quiz &quiz, int line)
    {
        if (quiz.code.isEmpty()) {
            const auto right = std::ranges::count(quiz.options, true, &course::QuizOption::right);
            if (right != 1 || quiz.documented.isEmpty())
                problem(line,
                    u"a quiz that runs nothing has one right option and says where the fact is from"_s);
            return;
        }
        m_job.add([this, self = shared_from_this(), quiz, line](const std::function<void()> &done) {
            const auto world = lessonWorld(m_lesson, quiz.world);
            if (!world) {
                m_job.problem(world.error().file, world.error().line, world.error().doing);
                return done();
            }
            m_job.run(composeExample(*world, {}, quiz.code), file(), line,
                [this, self, quiz, line, done](const Result<sandbox::RunReport> &report) {
                    if (report)
                        checkQuiz(quiz, line, *report);
                    done();
                });
        });
    }

    void checkQuiz(const Quiz &quiz, int line, const sandbox::RunReport &report)
    {
        if (report.ending != sandbox::Ending::Exited || report.exitStatus != 0)
            problem(line, u"the code of the quiz does not end well: "_s + endingText(report));
        const auto isRight = [&report](const course::QuizOption &option) {
            return printsAsShown(option.prints, report.output, course::OutputMatch::Exact);
        };
        const auto right = std::ranges::count_if(quiz.options, isRight);
        if (right != 1)
            problem(line,
                u"%1 options are right; the code prints %2"_s.arg(right).arg(
                    pythonRepr(Value::string(displayText(report.output).trimmed().toUtf8()))));
    }

    CourseJob &m_job;
    const course::Lesson &m_lesson;
};

} // namespace

void checkLesson(CourseJob &job, const course::Lesson &lesson)
{
    std::make_shared<LessonCheck>(job, lesson)->addTasks();
}

} // namespace ringside::grading

#include "base/bytes.h"
#include "classroom/files.h"
#include "classroom/slurm.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/gradeoutput.h"
#include "cli/session.h"
#include "wording/trouble.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Journal;
using classroom::Shard;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

std::optional<Shard> shardOf(const Arguments &arguments)
{
    if (!arguments.has(u"shard"_s))
        return Shard{};
    static const QRegularExpression form(u"\\A(\\d{1,6})/(\\d{1,6})\\z"_s);
    const auto match = form.match(arguments.value(u"shard"_s));
    const Shard shard{match.captured(1).toInt(), match.captured(2).toInt()};
    if (match.hasMatch() && shard.number >= 1 && shard.number <= shard.of)
        return shard;
    complain(BadUsage,
        Words::tr("--shard: %1 is no share, as 1/4 is").arg(arguments.value(u"shard"_s)));
    return std::nullopt;
}

// ---------------------------------------------------------------- plan

std::optional<classroom::Layout> layoutOf(const QString &word)
{
    const QStringList words{
        u"auto"_s, u"moodle"_s, u"canvas"_s, u"nbgrader"_s, u"plain"_s};
    const qsizetype place = word.isEmpty() ? 0 : words.indexOf(word);
    if (place >= 0)
        return classroom::Layout(place);
    complain(BadUsage, Words::tr("--layout: %1 is none of: %2").arg(word, words.join(u", "_s)));
    return std::nullopt;
}

/// The key lies beside the lab unless somebody says where it is.
QString keyPath(const Arguments &arguments)
{
    if (arguments.has(u"key"_s))
        return pathOf(arguments.value(u"key"_s));
    QString path = pathOf(arguments.value(u"lab"_s));
    if (path.endsWith(u".ringlab"_s))
        path.chop(8);
    return path + u".ringkey"_s;
}

Result<QList<classroom::Student>> rosterOf(const Arguments &arguments)
{
    if (!arguments.has(u"roster"_s))
        return QList<classroom::Student>();
    const QString path = pathOf(arguments.value(u"roster"_s));
    return classroom::readFile(path, 16 << 20).and_then([&](const QByteArray &csv) {
        return classroom::readRoster(csv, path);
    });
}

/// A folder with a plan in it; or the status to end with.
std::expected<GradeFolder, int> makePlan(const Arguments &arguments, classroom::Intake &intake)
{
    if (!arguments.has(u"lab"_s) || !arguments.has(u"out"_s))
        return std::unexpected(complain(BadUsage, Words::tr("--lab FILE and --out FOLDER are needed"),
            Words::tr("`ringside lab make` makes a lab.")));
    const auto layout = layoutOf(arguments.value(u"layout"_s));
    if (!layout)
        return std::unexpected(BadUsage);
    const QString labPath = pathOf(arguments.value(u"lab"_s));
    const auto labBytes = classroom::readFile(labPath, 1 << 20);
    if (!labBytes)
        return std::unexpected(complain(BadUsage, describe(labBytes.error())));
    if (const auto lab = classroom::unpackLab(*labBytes, labPath); !lab)
        return std::unexpected(complainOf(lab.error()));
    const auto key = classroom::readLabKey(keyPath(arguments));
    if (!key)
        return std::unexpected(complain(BadUsage, describe(key.error()),
            Words::tr("Say where the key is with --key FILE: `ringside lab make` left it beside "
                      "the lab.")));
    const auto opened = classroom::openSealed(*labBytes, labPath, *key)
                            .and_then([&](const QByteArray &plain) {
                                return classroom::unpackLab(plain, labPath);
                            });
    if (!opened)
        return std::unexpected(complainOf(opened.error()));
    const auto roster = rosterOf(arguments);
    if (!roster)
        return std::unexpected(complain(BadUsage, describe(roster.error())));
    QStringList sources;
    for (const QString &source : arguments.many())
        sources.append(pathOf(source));
    intake = classroom::takeIn(sources, *opened, *layout);
    const QString out = pathOf(arguments.value(u"out"_s));
    const auto folder = arguments.has(u"replace"_s)
        ? GradeFolder::plan(out, *labBytes, *key, intake, *roster)
        : GradeFolder::planMore(out, *labBytes, *key, intake, *roster);
    if (!folder)
        return std::unexpected(complainOf(folder.error()));
    const auto noted = classroom::noteHandIns(*folder, QDateTime::currentDateTimeUtc());
    if (!noted)
        return std::unexpected(complainOf(noted.error()));
    return *folder;
}

/// How many files of earlier plans stay beside those taken in now.
qsizetype stayed(const classroom::Plan &plan, const classroom::Intake &intake)
{
    return plan.items.size() + plan.answers.size() - intake.count(classroom::Fate::Taken);
}

QJsonObject toJson(const classroom::Intake &intake, const GradeFolder &folder)
{
    return {{u"folder"_s, folder.path()}, {u"students"_s, folder.plan().students.size()},
        {u"files"_s, folder.plan().items.size()}, {u"stayed"_s, stayed(folder.plan(), intake)},
        {u"not_taken"_s,
            intake.notes.size() - intake.count(classroom::Fate::Taken)
                - intake.count(classroom::Fate::Ignored)}};
}

int plan(const Arguments &arguments)
{
    classroom::Intake intake;
    const auto folder = makePlan(arguments, intake);
    if (!folder)
        return folder.error();
    if (arguments.has(u"json"_s))
        return printJson(toJson(intake, *folder));
    printIntake(intake, stayed(folder->plan(), intake));
    return Good;
}

// ---------------------------------------------------------------- run

/// What one share came to.
struct Ran
{
    qsizetype before = 0; ///< graded by an earlier run
    qsizetype outdated = 0; ///< of those, by the exercise as it was before
    qsizetype now = 0;
    qsizetype ungraded = 0;
    double perMinute = 0;
};

QString progressText(int done, int all, const QElapsedTimer &clock)
{
    const auto left = done > 0 ? clock.elapsed() * (all - done) / done : 0;
    return Words::tr("%1 of %2 graded, about %3 min left")
        .arg(done)
        .arg(all)
        .arg((left + 59'999) / 60'000);
}

/// An exercise whose files are wrong is not in the course: what is wrong with them helps more than that.
Error reasonOf(const Error &error)
{
    for (const course::Broken &broken : Session::current().course().broken) {
        if (!broken.usable && error.doing.endsWith(QFileInfo(broken.folder).fileName()))
            return broken.errors.first();
    }
    return {.kind = Error::Kind::Content, .doing = error.doing};
}

Result<Ran> runShard(const GradeFolder &folder, const Shard &shard, int jobs,
    const std::optional<classroom::Selection> &again)
{
    const auto exercises = folder.exercises(Session::current().course());
    if (!exercises)
        return std::unexpected(reasonOf(exercises.error()));
    auto work = folder.work(shard, *exercises, again);
    if (!work)
        return std::unexpected(work.error());
    classroom::BatchRequest request{
        .exercises = *exercises, .rounds = folder.plan().lab.rounds, .jobs = jobs};
    for (const classroom::PlannedItem &item : std::as_const(work->open)) {
        const auto content = folder.source(item.source);
        if (!content)
            return std::unexpected(content.error());
        request.items.append({item, *content});
    }
    Ran ran{.before = work->done.size(), .outdated = work->outdated, .now = work->open.size()};
    QList<GradedItem> items = std::move(work->done);
    Result<> kept;
    QElapsedTimer clock;
    clock.start();
    if (!request.items.isEmpty()) {
        classroom::BatchGrader grader(Session::current().sandbox());
        const auto graded = Session::current().wait(
            grader.grade(std::move(request),
                [&](const GradedItem &item) {
                    if (kept)
                        kept = folder.keep(shard, item);
                    items.append(item);
                }),
            [&](int done, int all) { Console::showProgress(progressText(done, all, clock)); });
        Console::hideProgress();
        if (!graded)
            return std::unexpected(graded.error());
        if (!kept)
            return std::unexpected(kept.error());
        ran.perMinute = 60'000.0 * double(ran.now) / double(std::max<qint64>(clock.elapsed(), 1));
    }
    ran.ungraded = std::ranges::count_if(items, [](const GradedItem &item) {
        return item.verdict.outcome == grading::Outcome::Ungraded;
    });
    return folder.complete(shard, std::move(items)).transform([&] { return ran; });
}

void printRan(const Ran &ran)
{
    Console console;
    QString line = Words::tr("%1 graded").arg(ran.now);
    if (ran.perMinute > 0)
        line += Words::tr(", %1 a minute").arg(qRound(ran.perMinute));
    if (ran.before > 0)
        line += Words::tr(", %1 already were").arg(ran.before);
    console.printLines(line + u'.', 0);
    if (ran.outdated > 0)
        console.printLines(Words::tr("Kept, although the exercise has changed: %1. `ringside grade run` without "
                                     "--again grades these, too.")
                               .arg(ran.outdated),
            0);
    if (ran.ungraded > 0)
        console.printLines(
            Words::tr("%n could not be graded by our fault: run it again.", nullptr, int(ran.ungraded)),
            0);
}

/// What is to be graded again; nothing when nobody said so; or the status to end with.
std::expected<std::optional<classroom::Selection>, int> selectionOf(
    const Arguments &arguments, const classroom::Plan &plan)
{
    const classroom::Selection again{arguments.value(u"student"_s), arguments.value(u"exercise"_s)};
    const bool isNarrow = arguments.has(u"student"_s) || arguments.has(u"exercise"_s);
    if (!arguments.has(u"again"_s) && isNarrow)
        return std::unexpected(complain(BadUsage, Words::tr("--student and --exercise are for --again")));
    if (!arguments.has(u"again"_s))
        return std::nullopt;
    if (isNarrow && !std::ranges::any_of(plan.items, [&](const auto &item) { return again.holds(item); }))
        return std::unexpected(complain(BadUsage, Words::tr("nothing in the plan is of that student and exercise")));
    return again;
}

int run(const Arguments &arguments)
{
    const auto shard = shardOf(arguments);
    const auto jobs = numberOf(arguments, u"jobs"_s, 1, 0);
    const auto slurm = numberOf(arguments, u"slurm"_s, 1, 0);
    if (!shard || !jobs || !slurm)
        return BadUsage;
    const auto folder = openFolder(arguments);
    if (!folder)
        return complainOfFolder(folder.error());
    if (*slurm > 0)
        return runOnSlurm(*folder, *slurm, *jobs);
    const auto again = selectionOf(arguments, folder->plan());
    if (!again)
        return again.error();
    const auto ran = runShard(*folder, *shard, *jobs, *again);
    if (!ran)
        return complain(ran.error());
    if (arguments.has(u"json"_s))
        return printJson({{u"graded"_s, ran->now}, {u"before"_s, ran->before},
            {u"outdated"_s, ran->outdated}, {u"ungraded"_s, ran->ungraded}, {u"per_minute"_s, ran->perMinute}});
    printRan(*ran);
    return ran->ungraded > 0 ? Impossible : Good;
}

int status(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return complainOfFolder(folder.error());
    const auto state = folder->status();
    if (!state)
        return complainOf(state.error());
    const bool isDone = state->of > 0 && state->missing.isEmpty();
    if (arguments.has(u"json"_s)) {
        printJson({{u"shards"_s, state->of}, {u"missing"_s, classroom::ranges(state->missing)},
            {u"graded"_s, state->graded}, {u"ungraded"_s, state->ungraded},
            {u"open"_s, state->open}});
        return isDone ? Good : NotPassed;
    }
    Console console;
    console.printLines(Words::tr("%1 of %2 graded, %3 ungraded by our fault.")
                           .arg(state->graded)
                           .arg(folder->plan().items.size())
                           .arg(state->ungraded),
        0);
    if (state->of == 0)
        console.printLines(Words::tr("Nobody has begun."), 0);
    else if (!isDone)
        console.printLines(
            Words::tr("Missing of %1 shares: %2").arg(state->of).arg(classroom::ranges(state->missing)), 0);
    return isDone ? Good : NotPassed;
}

// ---------------------------------------------------------------- marks

struct Merged
{
    QList<classroom::MarkChange> changes;
    classroom::Gradebook book;
};

Result<Merged> mergeFolder(const GradeFolder &folder)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    const auto results = folder.merge();
    if (!results)
        return std::unexpected(results.error());
    const auto changes = classroom::enterMarks(
        *journal, folder.plan(), *results, QDateTime::currentDateTimeUtc());
    if (!changes)
        return std::unexpected(changes.error());
    const auto book = writeBook(folder, *journal);
    if (!book)
        return std::unexpected(book.error());
    return writeReports(folder, *book, *results).transform([&] {
        return Merged{*changes, *book};
    });
}

QJsonObject toJson(const Merged &merged)
{
    const auto open = std::ranges::count(merged.book.rows, false, &classroom::GradeRow::isComplete);
    return {{u"students"_s, merged.book.rows.size()}, {u"open"_s, qint64(open)},
        {u"unread"_s, merged.book.unread()},
        {u"changes"_s, changesJson(merged.changes)}};
}

void printUnread(const classroom::Gradebook &book)
{
    if (book.unread() > 0)
        Console().printLines(
            Words::tr("%n answer(s) are to be read: on the window's page Grading, or by "
                      "`ringside grade read`.",
                nullptr, int(book.unread())),
            0);
}

int merge(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return complainOfFolder(folder.error());
    const auto merged = mergeFolder(*folder);
    if (!merged)
        return complainOf(merged.error());
    if (arguments.has(u"json"_s))
        return printJson(toJson(*merged));
    Console().printLines(
        Words::tr("%n mark(s) are new or other than before.", nullptr, int(merged->changes.size())), 0);
    printChanges(merged->changes, merged->book);
    printUnread(merged->book);
    return Good;
}

/// A mark that was not made is our fault or this machine's: nobody may take it for a mark.
int statusOf(const classroom::Gradebook &book)
{
    const qsizetype open = book.ungraded();
    if (open == 0)
        return Good;
    return complain(Impossible, Words::tr("%n student(s) have no complete mark", nullptr, int(open)),
        Words::tr("Their reports say what could not be graded; `ringside doctor` says what this "
                  "machine lacks."));
}

int gradeAll(const Arguments &arguments)
{
    const auto jobs = numberOf(arguments, u"jobs"_s, 1, 0);
    if (!jobs)
        return BadUsage;
    classroom::Intake intake;
    const auto folder = makePlan(arguments, intake);
    if (!folder)
        return folder.error();
    const bool json = arguments.has(u"json"_s);
    if (!json)
        printIntake(intake, stayed(folder->plan(), intake));
    const auto ran = runShard(*folder, {}, *jobs, std::nullopt);
    if (!ran)
        return complain(ran.error());
    const auto merged = mergeFolder(*folder);
    if (!merged)
        return complainOf(merged.error());
    if (json) {
        QJsonObject object = toJson(intake, *folder);
        object[u"graded"_s] = ran->now;
        object[u"ungraded"_s] = ran->ungraded;
        object[u"per_minute"_s] = ran->perMinute;
        object[u"changes"_s] = changesJson(merged->changes);
        object[u"unread"_s] = merged->book.unread();
        printJson(object);
    } else {
        printRan(*ran);
        printGradebook(merged->book);
        Console().printLines(Words::tr("Marks are in %1, a report for each student in %2.")
                                 .arg(displayName(folder->file(u"gradebook.csv"_s).toUtf8()),
                                     displayName(folder->file(u"reports"_s).toUtf8())),
            0);
        printUnread(merged->book);
    }
    return statusOf(merged->book);
}

Option jobsOption()
{
    return {u"jobs"_s, u"N"_s, Words::tr("files graded at once; one more than there are cores otherwise")};
}

QList<Option> planOptions()
{
    return {{u"lab"_s, u"FILE"_s, Words::tr("the .ringlab")},
        {u"key"_s, u"FILE"_s, Words::tr("its key; beside the lab otherwise")},
        {u"out"_s, u"FOLDER"_s, Words::tr("where everything goes; yours alone")},
        {u"roster"_s, u"FILE"_s,
            Words::tr("the class as CSV: student, name, email, submitted, extension_minutes")},
        {u"layout"_s, u"KIND"_s,
            Words::tr("moodle, canvas, nbgrader or plain, where guessing goes wrong")},
        {u"replace"_s, {}, Words::tr("drop what was taken in before")}};
}

Argument sourceArgument()
{
    return {u"SOURCE"_s,
        Words::tr("what was handed in: folders, archives, .ringsub files; Moodle's and Canvas's "
                  "downloads as they are"),
        Argument::Count::Many, {}};
}

} // namespace

QList<Command> gradeCommands()
{
    const QList<Command> grading{
        {.name = u"grade plan"_s,
            .summary = Words::tr("For instructors: takes hand-ins in and freezes what is to be graded."),
            .description = Words::tr(
                "No name of a student becomes a name of a file, and nothing is unpacked. "
                "FOLDER/intake.jsonl says what\nbecame of every file. What is taken in later comes "
                "beside what is there: the later file of a student\ncounts, results of files that have "
                "not changed are kept, and so is every mark given by hand."),
            .arguments = {sourceArgument()},
            .options = planOptions() + QList<Option>{jsonOption()},
            .run = plan},
        {.name = u"grade run"_s,
            .summary = Words::tr("For instructors: grades a planned class, or one share of it."),
            .description = Words::tr(
                "What an earlier run has done stays done: stop it and start it again as you "
                "like. Shares may run at the\nsame time on machines that see the same folder. "
                "The results are the same bytes for any number of shares\nand jobs."),
            .arguments = {folderArgument()},
            .options = {{u"shard"_s, u"I/N"_s, Words::tr("share I of N, from 1; all otherwise")},
                jobsOption(),
                {u"slurm"_s, u"N"_s, Words::tr("divide into N shares, let Slurm run and merge them, and wait")},
                {u"again"_s, {}, Words::tr("grade also what has a result")},
                {u"student"_s, u"ID"_s,
                    Words::tr("with --again: only this student's; all others keep their results")},
                {u"exercise"_s, u"SLUG"_s, Words::tr("with --again: only this exercise's, in the same way")},
                jsonOption()},
            .run = run},
        {.name = u"grade status"_s,
            .summary = Words::tr("For instructors: tells which shares are missing."),
            .description = Words::tr("The status is 1 while shares are missing."),
            .arguments = {folderArgument()},
            .options = {jsonOption()},
            .run = status},
        {.name = u"grade merge"_s,
            .summary = Words::tr("For instructors: puts shares together and writes the marks."),
            .description = Words::tr("Every mark that is new or other than before is listed and "
                                     "entered in the audit log. Points a person gave\nstand."),
            .arguments = {folderArgument()},
            .options = {jsonOption()},
            .run = merge},
    };
    return grading + gradeMarkCommands()
        + QList<Command>{
            gradeReadCommand(),
            gradeExportCommand(),
            gradeSimilarCommand(),
            gradeSlurmScriptCommand(),
            gradeVerifyCommand(),
            // Last: its name is how the others begin.
            {.name = u"grade"_s,
                .summary = Words::tr("For instructors: grades a class: plan, run and merge in one."),
                .description = Words::tr(
                    "The status is 3 when something could not be graded by our fault; it has no "
                    "mark then, and the same command\ngoes on with it."),
                .arguments = {sourceArgument()},
                .options = planOptions() + QList<Option>{jobsOption(), jsonOption()},
                .run = gradeAll},
        };
}

} // namespace ringside::cli

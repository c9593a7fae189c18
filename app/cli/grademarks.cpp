#include "base/bytes.h"
#include "classroom/exchange.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/session.h"

#include <QCoreApplication>

#include <pwd.h>
#include <unistd.h>

#include <cmath>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;
using classroom::Journal;
using classroom::JournalEntry;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// Who gives the command, for the audit log.
QString actor()
{
    const passwd *entry = ::getpwuid(::getuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : u"uid %1"_s.arg(::getuid());
}

/// Enters what a person decided, and shows the student's new sum.
int enter(const Arguments &arguments, const GradeFolder &folder, const QList<JournalEntry> &entries)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return complainOf(journal.error());
    if (const auto added = journal->add(entries); !added)
        return complain(added.error());
    const auto book = writeBook(folder, *journal);
    if (!book)
        return complain(book.error());
    const classroom::GradeRow *row = book->row(entries.first().student);
    if (arguments.has(u"json"_s))
        return printJson({{u"student"_s, row->student.id}, {u"points"_s, row->points},
            {u"complete"_s, row->isComplete}});
    Console().printLines(Words::tr("%1 has %2 of %3 points.")
                             .arg(displayName(row->student.id.toUtf8()),
                                 classroom::pointsText(row->points), classroom::pointsText(book->most)),
        0);
    return Good;
}

JournalEntry entryOf(const Arguments &arguments, JournalEntry::What what, const QString &text)
{
    return {.what = what,
        .at = QDateTime::currentDateTimeUtc(),
        .actor = actor(),
        .student = arguments.value(u"student"_s),
        .slug = what == JournalEntry::What::Extension ? QString()
                                                      : arguments.value(u"exercise"_s),
        .text = text};
}

/// The folder of a class, whose plan has the student of --student; or the status to end with, after a complaint.
std::expected<GradeFolder, int> openFolderOfStudent(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return std::unexpected(complainOfFolder(folder.error()));
    if (!folder->plan().student(arguments.value(u"student"_s)))
        return std::unexpected(complain(BadUsage, Words::tr("there is no such student in the plan"),
            Words::tr("Say --student ID, as gradebook.csv has it.")));
    return *folder;
}

/// Points a person gives, or takes back.
std::expected<JournalEntry, int> manualEntry(const Arguments &arguments, const GradeFolder &folder)
{
    JournalEntry entry
        = entryOf(arguments, JournalEntry::What::Manual, arguments.value(u"reason"_s));
    entry.source = folder.plan().sourceOf(entry.student, entry.slug);
    if (arguments.has(u"rows"_s))
        return rubricEntry(arguments, folder, entry);
    bool isNumber = true;
    if (!arguments.has(u"withdraw"_s))
        entry.points = arguments.value(u"points"_s).toDouble(&isNumber);
    if (!isNumber || (entry.points && !(*entry.points >= 0 && *entry.points <= 10'000)))
        return std::unexpected(complain(BadUsage,
            Words::tr("--points: %1 is no number of points").arg(arguments.value(u"points"_s))));
    if (entry.text.isEmpty())
        return std::unexpected(complain(
            BadUsage, Words::tr("--reason TEXT is needed: it goes into the audit log")));
    return entry;
}

int mark(const Arguments &arguments)
{
    const auto folder = openFolderOfStudent(arguments);
    if (!folder)
        return folder.error();
    if (!folder->plan().lab.holds(arguments.value(u"exercise"_s)))
        return complain(BadUsage, Words::tr("there is no such exercise or question in the lab"));
    QList<JournalEntry> entries;
    if (arguments.has(u"points"_s) || arguments.has(u"withdraw"_s) || arguments.has(u"rows"_s)) {
        const auto entry = manualEntry(arguments, *folder);
        if (!entry)
            return entry.error();
        entries.append(*entry);
    }
    if (arguments.has(u"comment"_s) && !arguments.has(u"rows"_s))
        entries.append(
            entryOf(arguments, JournalEntry::What::Comment, arguments.value(u"comment"_s)));
    if (entries.isEmpty())
        return complain(
            BadUsage, Words::tr("there is nothing to enter: --points, --rows, --withdraw or --comment"));
    return enter(arguments, *folder, entries);
}

int undo(const Arguments &arguments)
{
    const auto open = openClass(arguments);
    if (!open)
        return open.error();
    const QList<JournalEntry> &entered = open->journal.entries();
    const qint64 number = classroom::lastUndoable(entered);
    if (number == 0)
        return complain(NotPassed, Words::tr("nobody has entered anything that could be taken back"));
    JournalEntry entry = entryOf(arguments, JournalEntry::What::Undo, arguments.value(u"reason"_s));
    entry.student = entered[number - 1].student;
    entry.slug = entered[number - 1].slug;
    entry.undone = number;
    return enter(arguments, open->folder, {entry});
}

int extend(const Arguments &arguments)
{
    const auto folder = openFolderOfStudent(arguments);
    if (!folder)
        return folder.error();
    bool isNumber = false;
    JournalEntry entry
        = entryOf(arguments, JournalEntry::What::Extension, arguments.value(u"reason"_s));
    entry.minutes = arguments.value(u"minutes"_s).toLongLong(&isNumber);
    if (!isNumber || !classroom::isExtension(entry.minutes))
        return complain(BadUsage,
            Words::tr("--minutes: %1 is no number of minutes").arg(arguments.value(u"minutes"_s)));
    return enter(arguments, *folder, {entry});
}

int verify(const Arguments &arguments)
{
    const auto folder = openFolder(arguments);
    if (!folder)
        return complainOfFolder(folder.error());
    const auto fault = Journal::check(folder->path(), folder->key().keys.publicKey);
    if (!fault)
        return complain(fault.error());
    if (arguments.has(u"json"_s)) {
        printJson({{u"whole"_s, !fault->has_value()},
            {u"first_bad"_s, *fault ? QJsonValue((*fault)->record) : QJsonValue::Null},
            {u"cut"_s, *fault && (*fault)->isCut}});
        return *fault ? NotPassed : Good;
    }
    if (!*fault) {
        Console().printLines(Words::tr("Every record of the audit log is as it was written."), 0);
        return Good;
    }
    return complain(NotPassed,
        (*fault)->isCut
            ? Words::tr("the audit log was cut: record %1 is missing").arg((*fault)->record)
            : Words::tr("the audit log was changed: record %1 is the first that is not as it was written")
                  .arg((*fault)->record));
}

} // namespace

QList<Command> gradeMarkCommands()
{
    const Option student{u"student"_s, u"ID"_s, Words::tr("who")};
    const Option exercise{u"exercise"_s, u"SLUG"_s, Words::tr("which exercise or question")};
    const Option reason{u"reason"_s, u"TEXT"_s, Words::tr("why, for the audit log")};
    return {
        {.name = u"grade mark"_s,
            .summary = Words::tr("For instructors: gives points by hand, or a comment."),
            .description = Words::tr("Points by hand count as they are, without anything lost for "
                                     "lateness, and grading again does not touch\nthem."),
            .arguments = {folderArgument()},
            .options = {student, exercise,
                {u"points"_s, u"P"_s, Words::tr("the points that count")},
                {u"rows"_s, u"N,N"_s,
                    Words::tr("for a question: the rows of its rubric the answer has, or none")},
                {u"withdraw"_s, {}, Words::tr("the grader's points count again")},
                {u"comment"_s, u"TEXT"_s, Words::tr("what the student is told")}, reason,
                jsonOption()},
            .run = mark},
        {.name = u"grade undo"_s,
            .summary = Words::tr("For instructors: takes back the last mark, comment or extension."),
            .description = Words::tr("What was so before is so again. Called again, it takes back the one before. "
                                     "The audit log keeps all of it."),
            .arguments = {folderArgument()},
            .options = {reason, jsonOption()},
            .run = undo},
        {.name = u"grade extend"_s,
            .summary = Words::tr("For instructors: gives a student more time."),
            .description = Words::tr("Marks are computed again at once."),
            .arguments = {folderArgument()},
            .options = {student, {u"minutes"_s, u"N"_s, Words::tr("in all; less than nothing is less time")},
                reason, jsonOption()},
            .run = extend},
    };
}

Command gradeVerifyCommand()
{
    return {.name = u"grade verify"_s,
        .summary = Words::tr("For instructors: looks whether the audit log is as it was written."),
        .description = Words::tr("The status is 1 when it is not; the first bad record is named."),
        .arguments = {folderArgument()},
        .options = {jsonOption()},
        .run = verify};
}

} // namespace ringside::cli

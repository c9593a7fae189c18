#include "base/bytes.h"
#include "classroom/files.h"
#include "classroom/labfolder.h"
#include "classroom/logclock.h"
#include "classroom/openlabs.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/session.h"
#include "wording/cause.h"
#include "wording/labwords.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::Lab;
using classroom::LabKey;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QJsonValue timeJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue::Null;
}

QJsonObject toJson(const Lab &lab)
{
    QJsonArray exercises;
    for (const classroom::LabExercise &exercise : lab.exercises)
        exercises.append(QJsonObject{
            {u"slug"_s, exercise.slug}, {u"title"_s, exercise.title}, {u"points"_s, exercise.points}});
    QJsonArray questions;
    for (const classroom::LabQuestion &question : lab.questions)
        questions.append(QJsonObject{{u"id"_s, question.id}, {u"points"_s, question.points}});
    return {{u"lab"_s, lab.id}, {u"title"_s, lab.title}, {u"opens"_s, timeJson(lab.opens)},
        {u"due"_s, timeJson(lab.due)}, {u"points"_s, lab.points()}, {u"exercises"_s, exercises},
        {u"questions"_s, questions}, {u"hints"_s, lab.givesHints}, {u"reference"_s, lab.showsReference}, {u"exam"_s, lab.isExam},
        {u"sealed"_s, lab.isSealed},
        {u"public_key"_s, QString::fromLatin1(lab.publicKey.toBase64())}};
}

void print(const Lab &lab)
{
    Console console;
    console.printLines(console.toned(displayText(lab.title.toUtf8()), Tone::Strong), 0);
    if (lab.due.isValid())
        console.printLines(
            Words::tr("due %1: %2").arg(wording::momentText(lab.due), wording::lateText(lab)), 0);
    if (const QString withheld = wording::withheldText(lab); !withheld.isEmpty())
        console.printLines(withheld, 0);
    if (lab.isSealed)
        console.printLines(Words::tr("sealed until its start word is told"), 0);
    const auto printPart = [&](const QString &name, double points) {
        console.printLines(
            Words::tr("%1  %2 points").arg(name.leftJustified(28), wording::pointsText(points)), 2);
    };
    for (const classroom::LabExercise &exercise : lab.exercises)
        printPart(exercise.slug, exercise.points);
    for (const classroom::LabQuestion &question : lab.questions)
        printPart(question.id, question.points);
}

/// The key beside the lab: the one of an earlier making, so that the lab stays the same lab.
Result<LabKey> keyFor(const QString &path)
{
    if (QFileInfo::exists(path))
        return classroom::readLabKey(path);
    const LabKey key = classroom::makeLabKey();
    return classroom::writeLabKey(key, path).transform([&] { return key; });
}

int makeLab(const Arguments &arguments)
{
    const QString definition = pathOf(arguments.argument(u"DEFINITION"_s));
    const auto toml = classroom::readFile(definition, 1 << 20);
    if (!toml)
        return complain(BadUsage, describe(toml.error()));
    QString base = definition;
    if (base.endsWith(u".toml"_s))
        base.chop(5);
    const QString labPath
        = arguments.has(u"out"_s) ? pathOf(arguments.value(u"out"_s)) : base + u".ringlab"_s;
    const QString keyPath
        = arguments.has(u"key"_s) ? pathOf(arguments.value(u"key"_s)) : base + u".ringkey"_s;
    // The description first: a mistake in it leaves no key behind.
    const auto &course = Session::current().course();
    if (const auto lab = classroom::defineLab(*toml, definition, course, {}); !lab) {
        for (const Error &error : lab.error())
            complain(NotPassed, describe(error));
        return NotPassed;
    }
    const auto key = keyFor(keyPath);
    if (!key)
        return complainOf(key.error());
    const Lab lab = *classroom::defineLab(*toml, definition, course, *key);
    const auto written = classroom::packLab(lab, *key).and_then(
        [&](const QByteArray &bytes) { return classroom::writeFile(labPath, bytes); });
    if (!written)
        return complain(written.error());
    if (arguments.has(u"json"_s)) {
        QJsonObject json = toJson(lab);
        json[u"file"_s] = labPath;
        json[u"key"_s] = keyPath;
        if (lab.isExam)
            json[u"start_word"_s] = classroom::startWordOf(*key);
        return printJson(json);
    }
    print(lab);
    Console console;
    if (const QString hint = wording::moodleHint(lab.points()); !hint.isEmpty())
        console.printLines(hint, 0);
    if (lab.due.isValid() && lab.due < QDateTime::currentDateTimeUtc())
        console.printLines(Words::tr("The deadline is past: whatever is handed in now is late."), 0);
    console.printLines(Words::tr("Give out %1.").arg(displayName(labPath.toUtf8())), 0);
    console.printLines(
        Words::tr("Keep %1: it signs marks and tells every student's files.")
            .arg(displayName(keyPath.toUtf8())),
        0);
    if (lab.isExam)
        console.printLines(Words::tr("Nobody can read the exam before you tell its start word: %1")
                               .arg(classroom::startWordOf(*key)),
            0);
    return Good;
}

int openLab(const Arguments &arguments)
{
    const auto folder = classroom::LabFolder::make(pathOf(arguments.argument(u"LAB"_s)),
        pathOf(arguments.argument(u"FOLDER"_s)), Session::current().course(),
        QDateTime::currentDateTimeUtc(), arguments.value(u"word"_s));
    if (!folder && folder.error().kind == Error::Kind::Unsupported)
        return complain(Impossible, folder.error().doing);
    if (!folder)
        return complainOf(folder.error());
    if (const auto listed = classroom::OpenLabs().add(folder->path()); !listed)
        return complain(listed.error());
    if (arguments.has(u"json"_s)) {
        QJsonObject json = toJson(folder->lab());
        json[u"folder"_s] = folder->path();
        return printJson(json);
    }
    print(folder->lab());
    Console().printLines(
        Words::tr("Write in %1. Hand in with:").arg(displayName(folder->path().toUtf8())), 0);
    Console().printLines(
        u"ringside lab submit %1 --student ID"_s.arg(displayName(folder->path().toUtf8())), 4);
    return Good;
}

QJsonArray namesOf(const QList<classroom::HandInSource> &sources)
{
    QJsonArray names;
    for (const classroom::HandInSource &source : sources)
        names.append(source.slug);
    return names;
}

int submit(const Arguments &arguments)
{
    const QString student = arguments.value(u"student"_s);
    if (student.isEmpty())
        return complain(BadUsage, Words::tr("whose work is it?"),
            Words::tr("Say --student ID, as the instructor's list has you."));
    if (!classroom::isStudentId(student))
        return complain(BadUsage, Words::tr("--student: an id is text on one line, of 200 characters at most"));
    const auto folder = classroom::LabFolder::open(pathOf(arguments.argument(u"FOLDER"_s)));
    if (!folder)
        return complain(BadUsage, describe(folder.error()),
            Words::tr("`ringside lab open LAB FOLDER` makes such a folder."));
    const QString path = arguments.has(u"out"_s)
        ? pathOf(arguments.value(u"out"_s))
        : folder->path() + u'/' + classroom::handInFileName(student);
    const auto handIn
        = folder->handIn(student, arguments.value(u"name"_s), QDateTime::currentDateTimeUtc());
    if (!handIn)
        return complainOf(handIn.error());
    const auto written = classroom::packHandIn(*handIn).and_then(
        [&](const QByteArray &bytes) { return classroom::writeFile(path, bytes); });
    if (!written)
        return complain(written.error());
    const QJsonArray exercises = namesOf(handIn->sources);
    const QJsonArray questions = namesOf(handIn->answers);
    if (arguments.has(u"json"_s))
        return printJson({{u"file"_s, path}, {u"student"_s, student}, {u"exercises"_s, exercises},
            {u"questions"_s, questions}});
    Console().printLines(Words::tr("Hand in %1: %n file(s).", nullptr,
                             int(exercises.size() + questions.size()))
                             .arg(displayName(path.toUtf8())),
        0);
    return Good;
}

QJsonArray jumpsJson(const QList<classroom::ClockJump> &jumps)
{
    QJsonArray json;
    for (const classroom::ClockJump &jump : jumps)
        json.append(QJsonObject{{u"record"_s, jump.record}, {u"seconds"_s, qint64(jump.by.count())}});
    return json;
}

int verifyHandIn(const QByteArray &bytes, const QString &path, const Arguments &arguments)
{
    const auto handIn = classroom::unpackHandIn(bytes, path);
    if (!handIn)
        return complainOf(handIn.error());
    const QList<classroom::ClockJump> jumps = classroom::clockJumps(handIn->log);
    const QJsonArray exercises = namesOf(handIn->sources);
    const QJsonArray questions = namesOf(handIn->answers);
    if (arguments.has(u"json"_s))
        return printJson({{u"kind"_s, u"hand-in"_s}, {u"lab"_s, handIn->labId},
            {u"student"_s, handIn->student}, {u"name"_s, handIn->studentName},
            {u"made"_s, timeJson(handIn->made)}, {u"exercises"_s, exercises},
            {u"questions"_s, questions},
            {u"clock_set"_s, jumpsJson(jumps)}});
    Console().printLines(Words::tr("The seal is whole: %1, made %2, %n file(s).", nullptr,
                             int(exercises.size() + questions.size()))
                             .arg(displayName(handIn->student.toUtf8()), wording::momentText(handIn->made)),
        0);
    for (const classroom::ClockJump &jump : jumps)
        Console().printLines(
            Words::tr("The clock was set by %n minute(s) before record %1 of its log.", nullptr,
                int(std::chrono::round<std::chrono::minutes>(jump.by).count()))
                .arg(jump.record),
            0);
    return Good;
}

int verify(const Arguments &arguments)
{
    const QString path = pathOf(arguments.argument(u"FILE"_s));
    const auto bytes = classroom::readFile(path, classroom::largestHandIn);
    if (!bytes)
        return complain(BadUsage, describe(bytes.error()));
    if (!path.endsWith(u".ringlab"_s))
        return verifyHandIn(*bytes, path, arguments);
    const auto lab = classroom::unpackLab(*bytes, path);
    if (!lab)
        return complainOf(lab.error());
    if (arguments.has(u"key"_s)) {
        const auto key = classroom::readLabKey(pathOf(arguments.value(u"key"_s)));
        if (!key)
            return complain(BadUsage, describe(key.error()));
        if (key->keys.publicKey != lab->publicKey)
            return complain(NotPassed, Words::tr("the lab was not signed with this key"));
    }
    if (arguments.has(u"json"_s)) {
        QJsonObject json = toJson(*lab);
        json[u"kind"_s] = u"lab"_s;
        return printJson(json);
    }
    print(*lab);
    Console().printLines(Words::tr("The signature is right."), 0);
    return Good;
}

} // namespace

Command labMakeCommand()
{
    return {.name = u"lab make"_s,
        .summary = Words::tr("For instructors: makes a lab for a class."),
        .description = Words::tr(
            "DEFINITION is TOML: a title, a deadline with its zone, the exercises by slug, questions by id.\n\n"
            "  title = \"Week 3\"\n"
            "  due = 2026-11-09T23:59:00+01:00\n"
            "  opens = 2026-11-02T08:00:00+01:00   # optional, as all that follows\n"
            "  hints = false             # none while the lab runs\n"
            "  reference = false         # not shown while the lab runs\n"
            "  exam = true               # neither, and sealed until you tell the start word\n"
            "  rounds = 3                # sets of files for each check at least; absent: as each exercise says\n"
            "  [late]                    # without it an exam takes nothing late\n"
            "  grace_minutes = 10\n"
            "  percent = 10              # lost for each day that was begun\n"
            "  per = \"day\"               # or \"hour\"\n"
            "  most_percent = 50\n"
            "  cut_off_minutes = 10080   # later earns nothing\n"
            "  [[late.step]]             # lost at once from then on; several in the order of time\n"
            "  after_minutes = 60\n"
            "  percent = 5\n"
            "  [[exercise]]\n"
            "  slug = \"count-by-extension\"   # `ringside list exercises` has them\n"
            "  points = 10               # absent: the exercise's own\n"
            "  counted = \"all\"           # or \"core\": the task as stated\n"
            "  hidden = [\"links\"]        # checks of which students learn nothing: ids in its exercise.toml\n"
            "  [[question]]              # an open question: you read the answers\n"
            "  id = \"Q05.1\"              # `ringside list questions` has them\n"
            "  points = 6                # absent: 2 for an essential key point, 1 for another\n\n"
            "Two files come out: the lab to give out, NAME.ringlab, and the key to keep, "
            "NAME.ringkey.\nWith the key of an earlier making the lab stays the same lab."),
        .arguments = {{u"DEFINITION"_s, Words::tr("the description of the lab, a TOML file"),
            Argument::Count::One, {}}},
        .options = {{u"out"_s, u"FILE"_s, Words::tr("the lab; NAME.ringlab otherwise")},
            {u"key"_s, u"FILE"_s, Words::tr("the key; NAME.ringkey otherwise")}, jsonOption()},
        .run = makeLab};
}

Command labOpenCommand()
{
    return {.name = u"lab open"_s,
        .summary = Words::tr("For students: makes a folder to work in from a lab."),
        .description = Words::tr("For each exercise there are the task, SLUG.md, and a file to "
                                 "write in, SLUG.py; for each\nopen question ID.md and ID.txt. Files "
                                 "that are there already are kept. What the lab\nwithholds, hints or "
                                 "the reference, the window and `ringside check` withhold until it is "
                                 "over."),
        .arguments = {{u"LAB"_s, Words::tr("the instructor's .ringlab"), Argument::Count::One, {}},
            {u"FOLDER"_s, Words::tr("where to work; made when it is not there"),
                Argument::Count::One, {}}},
        .options = {{u"word"_s, u"WORD"_s, Words::tr("what an exam starts with")}, jsonOption()},
        .run = openLab};
}

Command labSubmitCommand()
{
    return {.name = u"lab submit"_s,
        .summary = Words::tr("For students: makes the file to hand in."),
        .description = Words::tr(
            "The file holds the sources, their digests and a log, under a seal that shows "
            "damage. It is graded anew\nby the instructor: nothing in it is a mark."),
        .arguments = {{u"FOLDER"_s, Words::tr("the folder `ringside lab open` made"),
            Argument::Count::One, {}}},
        .options = {{u"student"_s, u"ID"_s, Words::tr("who hands in")},
            {u"name"_s, u"NAME"_s, Words::tr("the name in words")},
            {u"out"_s, u"FILE"_s, Words::tr("the hand-in; FOLDER/ID.ringsub otherwise")},
            jsonOption()},
        .run = submit};
}

Command labVerifyCommand()
{
    return {.name = u"lab verify"_s,
        .summary = Words::tr("Looks whether a lab or a hand-in is as it was made."),
        .description = Words::tr("The status is 1 when it was changed or damaged."),
        .arguments = {{u"FILE"_s, Words::tr("a .ringlab or a .ringsub"), Argument::Count::One, {}}},
        .options = {{u"key"_s, u"FILE"_s, Words::tr("the key a lab must have been signed with")},
            jsonOption()},
        .run = verify};
}

} // namespace ringside::cli

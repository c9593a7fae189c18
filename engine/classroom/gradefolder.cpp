#include "classroom/gradefolder.h"

#include "classroom/files.h"
#include "filesystem/digest.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QSysInfo>
#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <map>
#include <unistd.h>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr int planFormat = 1;

const QString labName = u"lab.ringlab"_s;
const QString keyName = u"lab.ringkey"_s;
const QString planName = u"plan.json"_s;
const QString notesName = u"intake.jsonl"_s;
const QString resultsName = u"results.jsonl"_s;
const QString programEnding = u".py"_s;
const QString answerEnding = u".txt"_s;

// In the order of the enum.
const QStringList fates{u"taken"_s, u"superseded"_s, u"duplicate"_s, u"ignored"_s, u"not-python"_s,
    u"no-exercise"_s, u"no-student"_s, u"unsafe-name"_s, u"link"_s, u"special"_s, u"too-large"_s,
    u"encrypted"_s, u"unreadable"_s, u"other-lab"_s, u"broken-seal"_s, u"whole-source"_s};

QJsonObject toJson(const Student &student)
{
    return {{u"id"_s, student.id}, {u"name"_s, student.name}, {u"email"_s, student.email},
        {u"submitted"_s, student.submitted},
        {u"extension_minutes"_s, student.extensionMinutes}};
}

Student studentOf(const QJsonValue &json)
{
    return {json[u"id"_s].toString(), json[u"name"_s].toString(), json[u"email"_s].toString(),
        json[u"submitted"_s].toInteger(), json[u"extension_minutes"_s].toInteger()};
}

QJsonObject toJson(const PlannedItem &item)
{
    return {{u"student"_s, item.student}, {u"slug"_s, item.slug},
        {u"source"_s, QString::fromLatin1(item.source)},
        {u"seed"_s, static_cast<qint64>(item.seed)}, {u"submitted"_s, item.submitted},
        {u"late"_s, item.isMarkedLate}};
}

PlannedItem itemOf(const QJsonValue &json)
{
    return {json[u"student"_s].toString(), json[u"slug"_s].toString(),
        json[u"source"_s].toString().toLatin1(),
        static_cast<quint64>(json[u"seed"_s].toInteger()), json[u"submitted"_s].toInteger(),
        json[u"late"_s].toBool()};
}

template <typename Values> QJsonArray listOf(const Values &values)
{
    QJsonArray list;
    for (const auto &value : values)
        list.append(toJson(value));
    return list;
}

QByteArray toJson(const Plan &plan)
{
    return QJsonDocument(QJsonObject{{u"format"_s, planFormat}, {u"lab"_s, plan.lab.id},
                             {u"students"_s, listOf(plan.students)}, {u"items"_s, listOf(plan.items)},
                             {u"answers"_s, listOf(plan.answers)}})
        .toJson();
}

Result<Plan> readPlan(const QString &path, const Lab &lab)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return std::unexpected(bytes.error());
    const QJsonObject json = QJsonDocument::fromJson(*bytes).object();
    if (json[u"format"_s].toInt() != planFormat || json[u"lab"_s].toString() != lab.id)
        return contentError(path, 0, u"the file is no plan of this lab"_s);
    Plan plan{.lab = lab, .digest = filesystem::digestOf(*bytes).toHex()};
    for (const QJsonValue &student : json[u"students"_s].toArray())
        plan.students.append(studentOf(student));
    for (const QJsonValue &item : json[u"items"_s].toArray())
        plan.items.append(itemOf(item));
    for (const QJsonValue &answer : json[u"answers"_s].toArray())
        plan.answers.append(itemOf(answer));
    return plan;
}

/// One JSON object for each file.
QByteArray toLines(const QList<IntakeNote> &notes)
{
    QByteArray lines;
    for (const IntakeNote &note : notes) {
        QJsonObject line{{u"source"_s, note.source}, {u"fate"_s, fates[qsizetype(note.fate)]},
            {u"name"_s, QString::fromUtf8(note.name.toPercentEncoding("/ ()+,=@"))},
            {u"student"_s, note.student}, {u"slug"_s, note.slug}};
        if (note.clockSetBy.count() != 0)
            line[u"clock_set_by"_s] = qint64(note.clockSetBy.count());
        if (note.error)
            line[u"error"_s] = describe(*note.error);
        lines += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

QList<Student> studentsOf(const Intake &intake, const QList<Student> &roster)
{
    QMap<QString, Student> students;
    for (const Student &student : roster)
        students.insert(student.id, student);
    for (const Submission &submission : intake.submissions) {
        Student &student = students[submission.student];
        student.id = submission.student;
        if (student.name.isEmpty())
            student.name = submission.studentName;
    }
    return students.values();
}

/// The roster, and who is in the class already; what the roster says of somebody counts.
QList<Student> joined(const QList<Student> &known, const QList<Student> &roster)
{
    QList<Student> all = roster;
    for (const Student &student : known) {
        if (std::ranges::find(roster, student.id, &Student::id) == roster.end())
            all.append(student);
    }
    return all;
}

/// The lines of earlier sources: one that is taken in again tells anew.
QByteArray linesOfOthers(const QByteArray &lines, const QList<IntakeNote> &notes)
{
    QSet<QString> sources;
    for (const IntakeNote &note : notes)
        sources.insert(note.source);
    QByteArray kept;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonObject note = QJsonDocument::fromJson(line).object();
        if (!note.isEmpty() && !sources.contains(note[u"source"_s].toString()))
            kept += line + '\n';
    }
    return kept;
}

/// Writes the file under its digest; the same content is there only once.
Result<QByteArray> storeSource(
    const QString &folder, const QByteArray &content, const QString &ending)
{
    const QByteArray digest = filesystem::digestOf(content).toHex();
    const QString path = folder + u"/sources/"_s + QString::fromLatin1(digest) + ending;
    if (QFile::exists(path))
        return digest;
    return writeFile(path, content).transform([&] { return digest; });
}

/// Students' work and marks: a folder we make is its owner's alone, one that is there keeps its rights.
bool makeFolder(const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    return QDir(clean).exists()
        || (QDir().mkpath(QFileInfo(clean).path())
            && QDir().mkdir(clean, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

QByteArray headerOf(const Plan &plan, const Shard &shard)
{
    return QJsonDocument(QJsonObject{{u"plan"_s, QString::fromLatin1(plan.digest)},
                             {u"shard"_s, shard.number}, {u"of"_s, shard.of}})
               .toJson(QJsonDocument::Compact)
        + '\n';
}

bool isUngraded(const GradedItem &item)
{
    return item.verdict.outcome == grading::Outcome::Ungraded;
}

} // namespace

const Student *Plan::student(QStringView id) const
{
    const auto found = std::ranges::find(students, id, &Student::id);
    return found == students.end() ? nullptr : &*found;
}

QByteArray Plan::sourceOf(QStringView student, QStringView slug) const
{
    for (const QList<PlannedItem> *list : {&items, &answers}) {
        for (const PlannedItem &item : *list) {
            if (item.student == student && item.slug == slug)
                return item.source;
        }
    }
    return {};
}

bool Shard::holds(const PlannedItem &item) const
{
    const QByteArray digest
        = filesystem::digestOf(item.student.toUtf8() + '\0' + item.slug.toUtf8());
    const auto place = qFromBigEndian<quint64>(digest.constData()) % static_cast<quint64>(of);
    return static_cast<int>(place) == number - 1;
}

bool Selection::holds(const PlannedItem &item) const
{
    return (student.isEmpty() || student == item.student) && (slug.isEmpty() || slug == item.slug);
}

GradeFolder::GradeFolder(QString path, Plan plan, LabKey key)
    : m_path(std::move(path))
    , m_plan(std::move(plan))
    , m_key(std::move(key))
{
}

Result<GradeFolder> GradeFolder::plan(const QString &path, const QByteArray &labBytes,
    const LabKey &key, const Intake &intake, const QList<Student> &roster)
{
    return write(path, labBytes, key, intake, roster, {});
}

Result<GradeFolder> GradeFolder::planMore(const QString &path, const QByteArray &labBytes,
    const LabKey &key, Intake &intake, const QList<Student> &roster)
{
    const auto before = readLabKey(path + u'/' + keyName);
    if (!QFile::exists(path + u'/' + planName) || !before || before->labId != key.labId)
        return plan(path, labBytes, key, intake, roster);
    const auto earlier = open(path);
    if (!earlier)
        return earlier;
    const auto notes = readFile(earlier->file(notesName));
    if (const auto merged = earlier->mergeInto(intake); !merged)
        return std::unexpected(merged.error());
    return write(path, labBytes, key, intake, joined(earlier->plan().students, roster),
        linesOfOthers(notes.value_or(QByteArray()), intake.notes));
}

/// Of two files of one student for one exercise the later counts, and of two as late the one that came
/// in later.
Result<> GradeFolder::mergeInto(Intake &intake) const
{
    std::map<std::pair<QString, QString>, Submission> all;
    for (Submission &submission : intake.submissions)
        all.insert_or_assign({submission.student, submission.slug}, std::move(submission));
    for (const PlannedItem &item : m_plan.items + m_plan.answers) {
        const auto place = all.find({item.student, item.slug});
        const bool isOlder = place != all.end() && place->second.submitted != 0
            && place->second.submitted < item.submitted;
        if (place != all.end() && !isOlder)
            continue;
        const auto content = m_plan.lab.exercise(item.slug) ? source(item.source) : answer(item.source);
        if (!content)
            return std::unexpected(content.error());
        all.insert_or_assign({item.student, item.slug},
            Submission{.student = item.student, .slug = item.slug, .content = *content,
                .submitted = item.submitted, .isMarkedLate = item.isMarkedLate});
        for (IntakeNote &note : intake.notes) {
            if (isOlder && note.fate == Fate::Taken && note.student == item.student && note.slug == item.slug)
                note.fate = Fate::Superseded;
        }
    }
    intake.submissions.clear();
    for (auto &[key, submission] : all)
        intake.submissions.append(std::move(submission));
    return {};
}

Result<GradeFolder> GradeFolder::write(const QString &path, const QByteArray &labBytes,
    const LabKey &key, const Intake &intake, const QList<Student> &roster, const QByteArray &earlierNotes)
{
    const auto plainBytes = openSealed(labBytes, path, key);
    if (!plainBytes)
        return std::unexpected(plainBytes.error());
    const auto lab = unpackLab(*plainBytes, labName);
    if (!lab)
        return std::unexpected(lab.error());
    if (const auto before = readLabKey(path + u'/' + keyName); before && before->labId != lab->id)
        return contentError(path, 0, u"the folder belongs to another lab"_s);
    if (!makeFolder(path) || !QDir().mkpath(path + u"/sources"_s) || !QDir().mkpath(path + u"/results"_s))
        return systemError(u"make the folder "_s + path, errno);
    Plan plan{.lab = *lab, .students = studentsOf(intake, roster)};
    for (const Submission &submission : intake.submissions) {
        if (!lab->holds(submission.slug))
            continue; // an earlier plan's, whose lab had it
        const LabExercise *exercise = lab->exercise(submission.slug);
        const auto digest = storeSource(
            path, submission.content, exercise ? programEnding : answerEnding);
        if (!digest)
            return std::unexpected(digest.error());
        (exercise ? plan.items : plan.answers)
            .append({.student = submission.student,
                .slug = submission.slug,
                .source = *digest,
                .seed = exercise ? seedOf(key, submission.student, exercise->id) : 0,
                .submitted = submission.submitted,
                .isMarkedLate = submission.isMarkedLate});
    }
    const auto written
        = writeLabKey(key, path + u'/' + keyName)
              .and_then([&] { return writeFile(path + u'/' + labName, *plainBytes); })
              .and_then([&] {
                  return writeFile(path + u'/' + notesName, earlierNotes + toLines(intake.notes),
                      Readers::OwnerOnly);
              })
              .and_then(
                  [&] { return writeFile(path + u'/' + planName, toJson(plan), Readers::OwnerOnly); });
    if (!written)
        return std::unexpected(written.error());
    return open(path);
}

Result<GradeFolder> GradeFolder::open(const QString &path)
{
    const auto lab = readLab(path + u'/' + labName);
    if (!lab)
        return std::unexpected(lab.error());
    const auto key = readLabKey(path + u'/' + keyName);
    if (!key)
        return std::unexpected(key.error());
    return readPlan(path + u'/' + planName, *lab).transform([&](const Plan &plan) {
        return GradeFolder(path, plan, *key);
    });
}

Result<QByteArray> GradeFolder::source(const QByteArray &digest) const
{
    return stored(digest, programEnding);
}

Result<QByteArray> GradeFolder::answer(const QByteArray &digest) const
{
    return stored(digest, answerEnding);
}

Result<QByteArray> GradeFolder::stored(const QByteArray &digest, const QString &ending) const
{
    const QString path = file(u"sources/"_s + QString::fromLatin1(digest) + ending);
    const auto content = readFile(path);
    if (content && filesystem::digestOf(*content).toHex() != digest)
        return contentError(path, 0, u"the file was changed after it was taken in"_s);
    return content;
}

Result<QHash<QString, QByteArray>> GradeFolder::handedInAs() const
{
    return readFile(file(notesName)).transform([](const QByteArray &lines) {
        QHash<QString, QByteArray> names;
        for (const QByteArray &line : lines.split('\n')) {
            const QJsonObject note = QJsonDocument::fromJson(line).object();
            if (note[u"fate"_s].toString() == fates[qsizetype(Fate::Taken)])
                names.insert(note[u"student"_s].toString(), QByteArray::fromPercentEncoding(note[u"name"_s].toString().toUtf8()));
        }
        return names;
    });
}

Result<QHash<QString, BatchExercise>> GradeFolder::exercises(const course::Course &course) const
{
    QHash<QString, BatchExercise> exercises;
    for (const LabExercise &inLab : m_plan.lab.exercises) {
        const course::Exercise *exercise = course.exercise(inLab.id);
        if (!exercise)
            return unsupported(u"this Ringside has no exercise "_s + inLab.slug);
        const auto digest = exerciseDigest(*exercise);
        if (!digest)
            return std::unexpected(digest.error());
        exercises.insert(inLab.slug, {asGraded(*exercise, inLab), *digest});
    }
    return exercises;
}

QString GradeFolder::shardPath(const Shard &shard) const
{
    return file(u"results/shard-%1-of-%2.jsonl"_s.arg(shard.number).arg(shard.of));
}

/// Every process has a file of its own: on a cluster a share may be run by two at once, when a node
/// was believed dead.
QString GradeFolder::partialPath(const Shard &shard) const
{
    return file(u"results/shard-%1-of-%2.%3-%4.partial"_s.arg(shard.number)
            .arg(shard.of)
            .arg(QSysInfo::machineHostName())
            .arg(::getpid()));
}

QStringList GradeFolder::shardFiles(const QString &pattern) const
{
    QStringList paths;
    for (const QString &name : QDir(file(u"results"_s)).entryList({pattern}, QDir::Files))
        paths.append(file(u"results/"_s + name));
    return paths;
}

std::optional<QList<GradedItem>> GradeFolder::completeShard(const Shard &shard) const
{
    const auto bytes = readFile(shardPath(shard));
    const QByteArray header = headerOf(m_plan, shard);
    if (!bytes || !bytes->startsWith(header))
        return std::nullopt;
    return itemsOfLines(bytes->sliced(header.size()));
}

Result<ShardWork> GradeFolder::work(const Shard &shard,
    const QHash<QString, BatchExercise> &exercises, const std::optional<Selection> &again) const
{
    // Whatever is known counts, also from another division of the class: lines say themselves what
    // they are of.
    using Key = std::pair<QString, QString>;
    QHash<Key, PlannedItem> planned;
    for (const PlannedItem &item : m_plan.items)
        planned.insert({item.student, item.slug}, item);
    QHash<Key, GradedItem> known;
    QHash<Key, GradedItem> outdated;
    for (const QString &path : QStringList{file(resultsName)} + shardFiles(u"shard-*.jsonl"_s)
            + shardFiles(u"shard-*.partial"_s)) {
        for (GradedItem &item : itemsOfLines(readFile(path).value_or(QByteArray()))) {
            const Key key(item.student, item.slug);
            if (isUngraded(item) || !item.isOf(planned.value(key), item.exercise))
                continue;
            if (item.exercise == exercises.value(item.slug).digest)
                known.insert(key, std::move(item));
            else if (!outdated.contains(key)) // what was merged last comes first
                outdated.insert(key, std::move(item));
        }
    }
    ShardWork work;
    for (const PlannedItem &item : m_plan.items) {
        if (!shard.holds(item))
            continue;
        const Key key(item.student, item.slug);
        const bool isSelected = again && again->holds(item);
        if (!isSelected && known.contains(key)) {
            work.done.append(known.value(key));
        } else if (again && !isSelected && outdated.contains(key)) {
            work.done.append(outdated.value(key));
            ++work.outdated;
        } else {
            work.open.append(item);
        }
    }
    return work;
}

Result<> GradeFolder::keep(const Shard &shard, const GradedItem &item) const
{
    return appendToFile(partialPath(shard), toLine(item), Readers::OwnerOnly);
}

Result<> GradeFolder::complete(const Shard &shard, QList<GradedItem> items) const
{
    sortItems(items);
    QByteArray bytes = headerOf(m_plan, shard);
    for (const GradedItem &item : std::as_const(items))
        bytes += toLine(item);
    const auto written = writeFile(shardPath(shard), bytes, Readers::OwnerOnly);
    if (written)
        QFile::remove(partialPath(shard));
    return written;
}

Result<ShardStatus> GradeFolder::status() const
{
    static const QRegularExpression form(u"shard-(\\d+)-of-(\\d+)\\."_s);
    ShardStatus status;
    QMap<int, QList<int>> present; // by division
    for (const QString &path : shardFiles(u"shard-*"_s)) {
        const auto match = form.match(path);
        const Shard shard{match.captured(1).toInt(), match.captured(2).toInt()};
        if (shard.of < 1)
            continue;
        QList<int> &numbers = present[shard.of];
        if (path.endsWith(u".jsonl"_s) && completeShard(shard))
            numbers.append(shard.number);
    }
    // The division that is furthest; of two the smaller, so that everybody comes to the same.
    double best = -1;
    for (auto it = present.cbegin(); it != present.cend(); ++it) {
        const double share = double(it.value().size()) / it.key();
        if (share <= best)
            continue;
        best = share;
        status.of = it.key();
    }
    for (int number = 1; number <= status.of; ++number) {
        const auto items = completeShard({number, status.of});
        if (!items)
            status.missing.append(number);
        for (const GradedItem &item : items.value_or(QList<GradedItem>()))
            ++(isUngraded(item) ? status.ungraded : status.graded);
    }
    status.open = m_plan.items.size() - status.graded - status.ungraded;
    return status;
}

QList<int> GradeFolder::missing(int of) const
{
    QList<int> numbers;
    for (int number = 1; number <= of; ++number) {
        if (!completeShard({number, of}))
            numbers.append(number);
    }
    return numbers;
}

Result<QList<GradedItem>> GradeFolder::merge() const
{
    const auto state = status();
    if (!state)
        return std::unexpected(state.error());
    if (state->of == 0 || !state->missing.isEmpty())
        return contentError(m_path, 0,
            u"%1 of %2 shares are missing"_s.arg(state->missing.size()).arg(state->of));
    QList<GradedItem> items;
    for (int number = 1; number <= state->of; ++number)
        items += *completeShard({number, state->of});
    sortItems(items);
    if (items.size() != m_plan.items.size())
        return contentError(m_path, 0, u"the shares do not hold every file of the plan"_s);
    QByteArray bytes;
    for (const GradedItem &item : std::as_const(items))
        bytes += toLine(item);
    if (const auto written = writeFile(file(resultsName), bytes, Readers::OwnerOnly); !written)
        return std::unexpected(written.error());
    return items;
}

Result<QList<GradedItem>> GradeFolder::results() const
{
    const auto bytes = readFile(file(resultsName));
    if (!bytes && bytes.error().errnum == ENOENT)
        return QList<GradedItem>();
    return bytes.transform(itemsOfLines);
}

} // namespace ringside::classroom

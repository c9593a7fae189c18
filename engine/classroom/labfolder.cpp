#include "classroom/labfolder.h"

#include "classroom/archive.h"
#include "classroom/files.h"
#include "classroom/logclock.h"
#include "filesystem/digest.h"

#include <QDir>
#include <QFile>
#include <QTimeZone>

#include <cerrno>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

QString labPath(const QString &folder)
{
    return folder + u"/lab.ringlab"_s;
}

QString logPath(const QString &folder)
{
    return folder + u"/log.jsonl"_s;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

Result<> writeNew(const QString &path, const QByteArray &bytes)
{
    return QFile::exists(path) ? Result<>() : writeFile(path, bytes);
}

} // namespace

LabFolder::LabFolder(QString path, Lab lab)
    : m_path(std::move(path))
    , m_lab(std::move(lab))
{
}

Result<LabFolder> LabFolder::make(const QString &labFile, const QString &folder,
    const course::Course &course, const QDateTime &now, const QString &startWord)
{
    const auto given = readFile(labFile, 1 << 20);
    if (!given)
        return std::unexpected(given.error());
    const auto told = unpackLab(*given, labFile);
    if (!told)
        return std::unexpected(told.error());
    if (told->opens.isValid() && now < told->opens)
        return unsupported(u"the lab opens at "_s + timeText(told->opens));
    if (told->isSealed && startWord.isEmpty())
        return unsupported(u"the exam opens with its start word"_s);
    const auto bytes = openSealed(*given, labFile, startWord);
    if (!bytes)
        return std::unexpected(bytes.error());
    const auto lab = unpackLab(*bytes, labFile);
    if (!lab)
        return std::unexpected(lab.error());
    if (!QDir().mkpath(folder))
        return systemError(u"make the folder "_s + folder, errno);
    if (const auto before = readLab(labPath(folder)); before && before->id != lab->id)
        return contentError(folder, 0, u"the folder belongs to another lab"_s);
    const LabFolder made(folder, *lab);
    if (const auto written = writeFile(labPath(folder), *bytes); !written)
        return std::unexpected(written.error());
    if (const auto added = made.addStarters(course); !added)
        return std::unexpected(added.error());
    if (const auto logged = made.addToLog(u"opened"_s, now); !logged)
        return std::unexpected(logged.error());
    return made;
}

Result<LabFolder> LabFolder::open(const QString &folder)
{
    return readLab(labPath(folder)).transform([&](const Lab &lab) {
        return LabFolder(folder, lab);
    });
}

QString LabFolder::sourceFile(const LabExercise &exercise) const
{
    return m_path + u'/' + exercise.slug + u".py"_s;
}

QString LabFolder::answerFile(const LabQuestion &question) const
{
    return m_path + u'/' + question.id + u".txt"_s;
}

Result<> LabFolder::addStarters(const course::Course &course) const
{
    for (const LabExercise &inLab : m_lab.exercises) {
        const course::Exercise *exercise = course.exercise(inLab.id);
        if (!exercise)
            return unsupported(u"this Ringside has no exercise "_s + inLab.slug);
        const auto task = writeNew(m_path + u'/' + exercise->slug + u".md"_s, exercise->task.toUtf8());
        const auto starter = writeNew(sourceFile(inLab), exercise->starter.toUtf8());
        if (!task || !starter)
            return task ? starter : task;
    }
    for (const LabQuestion &inLab : m_lab.questions) {
        const course::Question *question = course.question(inLab.id);
        if (!question)
            return unsupported(u"this Ringside has no question "_s + inLab.id);
        const auto prompt
            = writeNew(m_path + u'/' + inLab.id + u".md"_s, question->prompt.toUtf8() + '\n');
        const auto answer = writeNew(answerFile(inLab), {});
        if (!prompt || !answer)
            return prompt ? answer : prompt;
    }
    return {};
}

Result<QList<HandInSource>> LabFolder::sources() const
{
    QList<HandInSource> sources;
    for (const LabExercise &exercise : m_lab.exercises) {
        const QString path = sourceFile(exercise);
        const auto content = readFile(path, ArchiveLimits().fileBytes);
        if (content)
            sources.append({exercise.slug, *content});
        else if (content.error().errnum != ENOENT)
            return std::unexpected(content.error());
    }
    return sources;
}

/// Who wrote nothing has not answered.
Result<QList<HandInSource>> LabFolder::answers() const
{
    QList<HandInSource> answers;
    for (const LabQuestion &question : m_lab.questions) {
        const auto content = readFile(answerFile(question), ArchiveLimits().fileBytes);
        if (!content && content.error().errnum != ENOENT)
            return std::unexpected(content.error());
        if (content && !content->trimmed().isEmpty())
            answers.append({question.id, *content});
    }
    return answers;
}

Result<QByteArray> LabFolder::addToLog(
    const QString &what, const QDateTime &now, const QJsonObject &more) const
{
    const auto before = readFile(logPath(m_path), largestHandIn);
    if (!before && before.error().errnum != ENOENT)
        return before;
    const QByteArray lines = wholeLines(before.value_or(QByteArray()));
    const bool isTorn = before && before->size() != lines.size();
    const ChainReading reading = readChain(lines);
    if (reading.firstBad)
        return contentError(
            logPath(m_path), int(*reading.firstBad), u"the log of the lab was changed here"_s);
    ChainEnd end = reading.end();
    QJsonObject entry = timeEntry(now);
    entry[u"what"_s] = what;
    for (auto it = more.begin(); it != more.end(); ++it)
        entry[it.key()] = it.value();
    const QByteArray line = chainLine(end, entry);
    const auto written = isTorn ? writeFile(logPath(m_path), lines + line) : appendToFile(logPath(m_path), line);
    return written.transform([&] { return lines + line; });
}

Result<HandIn> LabFolder::handIn(
    const QString &student, const QString &studentName, const QDateTime &now) const
{
    if (!isStudentId(student))
        return contentError(m_path, 0, u"the id of a student is text on one line"_s);
    auto found = sources();
    if (!found)
        return std::unexpected(found.error());
    auto written = answers();
    if (!written)
        return std::unexpected(written.error());
    if (found->isEmpty() && written->isEmpty())
        return contentError(m_path, 0, u"there is nothing to hand in"_s);
    QJsonObject digests;
    for (const HandInSource &source : *found + *written)
        digests[source.slug]
            = QString::fromLatin1(filesystem::digestOf(source.content).toHex());
    const auto log = addToLog(
        u"handed-in"_s, now, {{u"student"_s, student}, {u"sha256"_s, digests}});
    if (!log)
        return std::unexpected(log.error());
    return HandIn{.labId = m_lab.id,
        .student = student,
        .studentName = studentName,
        .made = QDateTime::fromSecsSinceEpoch(now.toSecsSinceEpoch(), QTimeZone::UTC),
        .sources = std::move(*found),
        .answers = std::move(*written),
        .log = *log};
}

} // namespace ringside::classroom

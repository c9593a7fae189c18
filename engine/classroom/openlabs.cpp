#include "classroom/openlabs.h"

#include "classroom/files.h"
#include "classroom/labfolder.h"
#include "progress/store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

/// What one lab withholds comes on top of what another does.
void join(LabRule &rule, const LabFolder &folder, const LabExercise &exercise)
{
    const Lab &lab = folder.lab();
    if (rule.title.isEmpty() || (lab.isExam && !rule.isExam)) {
        rule.title = lab.title;
        rule.file = folder.sourceFile(exercise);
        rule.ends = lab.ends();
    }
    rule.givesHints = rule.givesHints && lab.givesHints;
    rule.showsReference = rule.showsReference && lab.showsReference;
    rule.isExam = rule.isExam || lab.isExam;
    rule.hidden += exercise.hidden;
}

} // namespace

OpenLabs::OpenLabs(QString dataFolder)
    : m_dataFolder(std::move(dataFolder))
{
}

QString OpenLabs::standardFolder()
{
    return QFileInfo(progress::Store::defaultPath()).path();
}

QString OpenLabs::listPath() const
{
    return m_dataFolder + u"/labs.json"_s;
}

QJsonObject OpenLabs::stored() const
{
    const auto bytes = readFile(listPath(), 1 << 20);
    return QJsonDocument::fromJson(bytes.value_or(QByteArray())).object();
}

Result<> OpenLabs::store(const QJsonObject &json) const
{
    QJsonObject whole = json;
    whole[u"format"_s] = 1;
    if (!QDir().mkpath(m_dataFolder))
        return systemError(u"make the folder "_s + m_dataFolder, errno);
    return writeFile(listPath(), QJsonDocument(whole).toJson());
}

QStringList OpenLabs::listed() const
{
    QStringList folders;
    for (const QJsonValue &folder : stored()[u"folders"_s].toArray())
        folders.append(folder.toString());
    return folders;
}

Result<> OpenLabs::add(const QString &labFolder) const
{
    const QString path = QFileInfo(labFolder).absoluteFilePath();
    QStringList folders = listed();
    folders.removeAll(path);
    folders.prepend(path);
    QJsonObject json = stored();
    json[u"folders"_s] = QJsonArray::fromStringList(folders);
    return store(json);
}

Submitter OpenLabs::submitter() const
{
    const QJsonObject json = stored();
    return {json[u"student"_s].toString(), json[u"name"_s].toString()};
}

Result<> OpenLabs::setSubmitter(const Submitter &submitter) const
{
    QJsonObject json = stored();
    json[u"student"_s] = submitter.id;
    json[u"name"_s] = submitter.name;
    return store(json);
}

Result<> OpenLabs::forget() const
{
    if (::unlink(QFile::encodeName(listPath()).constData()) < 0 && errno != ENOENT)
        return systemError(u"remove "_s + listPath(), errno);
    return {};
}

QStringList OpenLabs::folders() const
{
    QStringList folders = listed();
    folders.removeIf([](const QString &folder) { return !LabFolder::open(folder); });
    return folders;
}

std::optional<LabRule> OpenLabs::ruleFor(
    const course::ExerciseId &exercise, const QDateTime &now) const
{
    std::optional<LabRule> rule;
    for (const QString &path : listed()) {
        const auto folder = LabFolder::open(path);
        if (!folder || (folder->lab().ends().isValid() && now >= folder->lab().ends()))
            continue;
        const Lab &lab = folder->lab();
        const auto inLab = std::ranges::find(lab.exercises, exercise, &LabExercise::id);
        if (inLab != lab.exercises.end())
            join(rule ? *rule : rule.emplace(), *folder, *inLab);
    }
    return rule;
}

course::Exercise underRule(course::Exercise exercise, const LabRule &rule)
{
    return asGraded(std::move(exercise), {.hidden = rule.hidden});
}

} // namespace ringside::classroom

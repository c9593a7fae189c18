#include "desktop/grading/newclass.h"

#include "classroom/files.h"
#include "classroom/gradebook.h"

#include <QFile>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;
using classroom::LabKey;

namespace {

constexpr qint64 largestLab = 1 << 20;

/// Another file of the same lab.
QString beside(QString lab, const QString &ending)
{
    if (lab.endsWith(u".ringlab"_s))
        lab.chop(8);
    return lab + ending;
}

Result<LabKey> keyAt(const QString &path)
{
    if (QFile::exists(path))
        return classroom::readLabKey(path);
    const LabKey key = classroom::makeLabKey();
    return classroom::writeLabKey(key, path).transform([&] { return key; });
}

} // namespace

Result<TakenIn> takeInClass(const ClassSources &sources)
{
    const auto bytes = classroom::readFile(sources.lab, largestLab);
    if (!bytes)
        return std::unexpected(bytes.error());
    const auto key = classroom::readLabKey(beside(sources.lab, u".ringkey"_s));
    if (!key)
        return std::unexpected(key.error());
    const auto lab = classroom::openSealed(*bytes, sources.lab, *key)
                         .and_then([&](const QByteArray &plain) {
                             return classroom::unpackLab(plain, sources.lab);
                         });
    if (!lab)
        return std::unexpected(lab.error());
    TakenIn taken{.intake = classroom::takeIn(sources.handIns, *lab)};
    if (taken.intake.submissions.isEmpty())
        return contentError(sources.handIns.value(0), 0,
            u"no file of it fits an exercise or a question of the lab"_s);
    const auto folder = GradeFolder::planMore(sources.folder, *bytes, *key, taken.intake, {});
    if (!folder)
        return std::unexpected(folder.error());
    taken.stayed = folder->plan().items.size() + folder->plan().answers.size()
        - taken.intake.count(classroom::Fate::Taken);
    return classroom::noteHandIns(*folder, QDateTime::currentDateTimeUtc()).transform([&] { return taken; });
}

Result<NewLab> makeLabFiles(
    const QByteArray &definition, const QString &labFile, const course::Course &course)
{
    const QString description = beside(labFile, u".toml"_s);
    // The description first: a mistake in it leaves no key behind.
    if (const auto lab = classroom::defineLab(definition, description, course, {}); !lab)
        return std::unexpected(lab.error().first());
    NewLab made{.lab = labFile, .key = beside(labFile, u".ringkey"_s), .startWord = {}};
    const auto key = keyAt(made.key);
    if (!key)
        return std::unexpected(key.error());
    const classroom::Lab lab
        = *classroom::defineLab(definition, description, course, *key);
    if (lab.isExam)
        made.startWord = classroom::startWordOf(*key);
    return classroom::packLab(lab, *key)
        .and_then([&](const QByteArray &bytes) { return classroom::writeFile(labFile, bytes); })
        .and_then([&] { return classroom::writeFile(description, definition); })
        .transform([&] { return made; });
}

} // namespace ringside::desktop

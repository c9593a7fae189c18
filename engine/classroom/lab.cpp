#include "classroom/lab.h"

#include "classroom/archive.h"
#include "classroom/files.h"
#include "course/contentfolder.h"
#include "filesystem/digest.h"
#include "grading/verdict.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>
#include <QtEndian>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr int labFormat = 1;
constexpr qint64 largestLab = 1 << 20;
/// Few files are in a lab: anything else was put there by somebody.
constexpr ArchiveLimits zipLimits{.entries = 8, .allBytes = largestLab};

const QByteArray manifestName = "lab.json";
const QByteArray signatureName = "lab.sig";
const QByteArray sealedName = "lab.sealed";

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray fromBase64(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonValue toJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue::Null;
}

QDateTime timeOf(const QJsonValue &value)
{
    return value.isString() ? QDateTime::fromString(value.toString(), Qt::ISODate) : QDateTime();
}

QJsonObject toJson(const LatePolicy &late)
{
    QJsonArray steps;
    for (const LatePolicy::Step &step : late.steps)
        steps.append(QJsonObject{
            {u"after"_s, qint64(step.after.count())}, {u"percent"_s, step.percent}});
    return {{u"grace"_s, qint64(late.grace.count())}, {u"steps"_s, steps},
        {u"percent"_s, late.percentPerUnit}, {u"unit"_s, qint64(late.unit.count())},
        {u"most"_s, late.mostPercent},
        {u"cut_off"_s,
            late.cutOff ? QJsonValue(qint64(late.cutOff->count())) : QJsonValue::Null}};
}

LatePolicy latePolicyOf(const QJsonObject &json)
{
    const auto seconds
        = [&](const QString &key) { return std::chrono::seconds(json[key].toInteger()); };
    LatePolicy late{.grace = seconds(u"grace"_s),
        .percentPerUnit = json[u"percent"_s].toDouble(),
        .unit = std::max(seconds(u"unit"_s), std::chrono::seconds(1)),
        .mostPercent = json[u"most"_s].toDouble()};
    for (const QJsonValue &step : json[u"steps"_s].toArray())
        late.steps.append({std::chrono::seconds(step[u"after"_s].toInteger()),
            step[u"percent"_s].toDouble()});
    if (json[u"cut_off"_s].isDouble())
        late.cutOff = seconds(u"cut_off"_s);
    return late;
}

QJsonObject toJson(const LabExercise &exercise)
{
    return {{u"id"_s, exercise.id}, {u"slug"_s, exercise.slug}, {u"title"_s, exercise.title},
        {u"digest"_s, QString::fromLatin1(exercise.digest)}, {u"points"_s, exercise.points},
        {u"counted"_s, exercise.counted == Counted::Core ? u"core"_s : u"all"_s},
        {u"hidden"_s, QJsonArray::fromStringList(exercise.hidden)}};
}

LabExercise exerciseOf(const QJsonObject &json)
{
    LabExercise exercise{.id = json[u"id"_s].toString(),
        .slug = json[u"slug"_s].toString(),
        .title = json[u"title"_s].toString(),
        .digest = json[u"digest"_s].toString().toLatin1(),
        .points = json[u"points"_s].toDouble(),
        .counted = json[u"counted"_s] == u"core"_s ? Counted::Core : Counted::All};
    for (const QJsonValue &check : json[u"hidden"_s].toArray())
        exercise.hidden.append(check.toString());
    return exercise;
}

QByteArray toJson(const Lab &lab)
{
    QJsonArray exercises;
    for (const LabExercise &exercise : lab.exercises)
        exercises.append(toJson(exercise));
    QJsonArray questions;
    for (const LabQuestion &question : lab.questions)
        questions.append(QJsonObject{{u"id"_s, question.id}, {u"points"_s, question.points}});
    return QJsonDocument(
        QJsonObject{{u"format"_s, labFormat}, {u"id"_s, lab.id}, {u"title"_s, lab.title},
            {u"exercises"_s, exercises}, {u"questions"_s, questions},
            {u"opens"_s, toJson(lab.opens)},
            {u"due"_s, toJson(lab.due)}, {u"late"_s, toJson(lab.late)},
            {u"rounds"_s, lab.rounds}, {u"hints"_s, lab.givesHints},
            {u"reference"_s, lab.showsReference}, {u"exam"_s, lab.isExam},
            {u"sealed"_s, lab.isSealed}, {u"public_key"_s, base64(lab.publicKey)}})
        .toJson();
}

Result<Lab> labOf(const QByteArray &bytes, const QString &name)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    if (const int format = json[u"format"_s].toInt(); format != labFormat)
        return contentError(name, 0,
            format > labFormat ? u"the lab was made by a newer Ringside"_s
                               : u"the file is no lab"_s);
    Lab lab{.id = json[u"id"_s].toString(),
        .title = json[u"title"_s].toString(),
        .opens = timeOf(json[u"opens"_s]),
        .due = timeOf(json[u"due"_s]),
        .late = latePolicyOf(json[u"late"_s].toObject()),
        .rounds = json[u"rounds"_s].toInt(),
        .givesHints = json[u"hints"_s].toBool(true),
        .showsReference = json[u"reference"_s].toBool(true),
        .isExam = json[u"exam"_s].toBool(),
        .isSealed = json[u"sealed"_s].toBool(),
        .publicKey = fromBase64(json[u"public_key"_s])};
    for (const QJsonValue &exercise : json[u"exercises"_s].toArray())
        lab.exercises.append(exerciseOf(exercise.toObject()));
    for (const QJsonValue &question : json[u"questions"_s].toArray())
        lab.questions.append({question[u"id"_s].toString(), question[u"points"_s].toDouble()});
    return lab;
}

QList<ArchiveFile> signedManifest(const Lab &lab, const LabKey &key)
{
    const QByteArray manifest = toJson(lab);
    return {{.name = manifestName, .content = manifest},
        {.name = signatureName, .content = signatureOf(manifest, key.keys)}};
}

QString plainWord(QString word)
{
    return word.remove(u'-').remove(u' ').trimmed().toLower();
}

} // namespace

const LabExercise *Lab::exercise(QStringView slug) const
{
    const auto found = std::ranges::find(exercises, slug, &LabExercise::slug);
    return found == exercises.end() ? nullptr : &*found;
}

const LabQuestion *Lab::question(QStringView name) const
{
    const auto found = std::ranges::find(questions, name, &LabQuestion::id);
    return found == questions.end() ? nullptr : &*found;
}

double Lab::points() const
{
    double sum = 0;
    for (const LabExercise &exercise : exercises)
        sum += exercise.points;
    for (const LabQuestion &question : questions)
        sum += question.points;
    return sum;
}

QDateTime Lab::ends() const
{
    return due.isValid() ? due.addSecs(late.cutOff.value_or(late.grace).count()) : QDateTime();
}

Result<QByteArray> exerciseDigest(const course::Exercise &exercise)
{
    const auto folder = course::ContentFolder::open(exercise.folder);
    if (!folder)
        return std::unexpected(folder.error());
    filesystem::Digest digest;
    for (const QString &name :
        {u"exercise.toml"_s, u"judge.py"_s, u"solution.py"_s, u"world.toml"_s}) {
        if (name == u"judge.py"_s && exercise.judge.isEmpty())
            continue;
        const auto bytes = folder->readBytes(name);
        if (!bytes)
            return std::unexpected(bytes.error());
        digest.add(name.toUtf8() + '\0' + QByteArray::number(bytes->size()) + '\0');
        digest.add(*bytes);
    }
    return digest.result().toHex();
}

LabKey makeLabKey()
{
    return {.labId = QUuid::createUuid().toString(QUuid::WithoutBraces),
        .keys = makeKeyPair(),
        .worldSecret = randomSecret()};
}

Result<> writeLabKey(const LabKey &key, const QString &path)
{
    const QJsonObject json{{u"format"_s, labFormat}, {u"lab"_s, key.labId},
        {u"secret_key"_s, base64(key.keys.secretKey)},
        {u"world_secret"_s, base64(key.worldSecret)}};
    return writeFile(path, QJsonDocument(json).toJson(), Readers::OwnerOnly);
}

Result<LabKey> readLabKey(const QString &path)
{
    const auto bytes = readFile(path, largestLab);
    if (!bytes)
        return std::unexpected(bytes.error());
    const QJsonObject json = QJsonDocument::fromJson(*bytes).object();
    const LabKey key{.labId = json[u"lab"_s].toString(),
        .keys = keyPairOf(fromBase64(json[u"secret_key"_s])),
        .worldSecret = fromBase64(json[u"world_secret"_s])};
    if (key.labId.isEmpty() || key.keys.secretKey.isEmpty() || key.worldSecret.size() != 32)
        return contentError(path, 0, u"the file is no key of a lab"_s);
    return key;
}

Result<QByteArray> packLab(const Lab &lab, const LabKey &key)
{
    const auto plain = makeZip(signedManifest(lab, key));
    if (!plain || !lab.isExam)
        return plain;
    Lab told = lab;
    told.exercises.clear();
    told.questions.clear();
    told.isSealed = true;
    // The salt follows from the content: one lab has one file, and no two contents share a salt.
    const QByteArray salt = keyedDigest("seal" + *plain, key.worldSecret).first(saltBytes);
    const auto content = sealed(*plain, plainWord(startWordOf(key)).toUtf8(), salt);
    if (!content)
        return content;
    return makeZip(
        signedManifest(told, key) << ArchiveFile{.name = sealedName, .content = salt + *content});
}

QString startWordOf(const LabKey &key)
{
    // Twelve letters of 32, without those that are mistaken for another: 60 bits.
    constexpr QLatin1StringView letters("abcdefghijkmnpqrstuvwxyz23456789");
    const QByteArray digest = keyedDigest("start word " + key.labId.toUtf8(), key.worldSecret);
    QString word;
    for (int i = 0; i < 12; ++i) {
        if (i > 0 && i % 4 == 0)
            word += u'-';
        word += letters[quint8(digest[i]) % letters.size()];
    }
    return word;
}

Result<QByteArray> openSealed(
    const QByteArray &bytes, const QString &name, const QString &startWord)
{
    const auto told = unpackLab(bytes, name);
    if (!told)
        return std::unexpected(told.error());
    if (!told->isSealed)
        return bytes;
    const auto members = membersOf(bytes, name, zipLimits);
    if (!members)
        return std::unexpected(members.error());
    const QByteArray content = members->value(sealedName);
    const auto plain = unsealed(content.sliced(qMin(saltBytes, content.size())),
        plainWord(startWord).toUtf8(), content.first(qMin(saltBytes, content.size())));
    if (!plain)
        return std::unexpected(plain.error());
    if (plain->isEmpty())
        return contentError(name, 0, u"this is not the word the exam starts with"_s);
    const auto lab = unpackLab(*plain, name);
    if (!lab)
        return std::unexpected(lab.error());
    if (lab->isSealed || lab->id != told->id || lab->publicKey != told->publicKey)
        return contentError(name, 0, u"another lab is sealed in it"_s);
    return *plain;
}

Result<QByteArray> openSealed(const QByteArray &bytes, const QString &name, const LabKey &key)
{
    const auto lab = unpackLab(bytes, name);
    if (!lab)
        return std::unexpected(lab.error());
    if (lab->publicKey != key.keys.publicKey || lab->id != key.labId)
        return contentError(name, 0, u"the key is not that of the lab"_s);
    return openSealed(bytes, name, startWordOf(key));
}

Result<Lab> unpackLab(const QByteArray &bytes, const QString &name)
{
    const auto members = membersOf(bytes, name, zipLimits);
    if (!members)
        return std::unexpected(members.error());
    const QByteArray manifest = members->value(manifestName);
    const auto lab = labOf(manifest, name);
    if (!lab)
        return lab;
    // The key is in the lab itself: this tells damage and careless changes. That a lab is the
    // instructor's own shows when its key is compared with the one he keeps.
    if (!isSignedBy(manifest, members->value(signatureName), lab->publicKey))
        return contentError(name, 0, u"the lab was changed after it was signed"_s);
    return lab;
}

Result<Lab> readLab(const QString &path)
{
    const auto bytes = readFile(path, largestLab);
    if (!bytes)
        return std::unexpected(bytes.error());
    return unpackLab(*bytes, path);
}

course::Exercise asGraded(course::Exercise exercise, const LabExercise &inLab)
{
    for (course::Check &check : exercise.checks) {
        if (inLab.hidden.contains(check.id))
            check.visibility = course::Visibility::Hidden;
    }
    return exercise;
}

quint64 seedOf(const LabKey &key, const QString &student, const course::ExerciseId &exercise)
{
    // Lengths in front, so that no two pairs of student and exercise make the same text.
    const QByteArray name = student.toUtf8();
    const QByteArray text = key.labId.toUtf8() + '\0' + QByteArray::number(name.size()) + '\0'
        + name + exercise.toUtf8();
    return qFromBigEndian<quint64>(keyedDigest(text, key.worldSecret).constData())
        & grading::largestSeed;
}

} // namespace ringside::classroom

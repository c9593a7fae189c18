#include "progress/draftfiles.h"

#include "progress/store.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

#include <cerrno>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

const QString itemPrefix = u"exercise:"_s;
const QString solutionSlot = u"solution.py"_s;
const QString ending = u".py"_s;

/// Empty for what is no exercise's: whatever comes from elsewhere must not leave the folder.
QString fileOf(const QString &folder, const Draft &draft)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9][A-Za-z0-9_-]*\\z"_s);
    const QString exercise = draft.itemUid.mid(itemPrefix.size());
    if (draft.slot != solutionSlot || !draft.itemUid.startsWith(itemPrefix) || !plain.match(exercise).hasMatch())
        return {};
    return folder + u'/' + exercise + ending;
}

Draft readDraft(const QFileInfo &info)
{
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return {.itemUid = itemPrefix + info.completeBaseName(),
        .slot = solutionSlot,
        .body = QString::fromUtf8(file.readAll()),
        .updatedMs = info.lastModified().toMSecsSinceEpoch()};
}

/// An import may have taken the place of the row that held it.
Result<> keepOlder(const Store &store, const Draft &before)
{
    if (before.body.isEmpty())
        return {};
    return store.connection().run(
        u"INSERT OR REPLACE INTO draft_old (item_uid, slot, saved_ms, body) VALUES (?, ?, ?, ?)"_s,
        {before.itemUid, before.slot, before.updatedMs, before.body});
}

Result<> write(const QString &path, const QByteArray &content, const QDateTime &changed)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return systemError(u"write %1: %2"_s.arg(path, file.errorString()), errno);
    // As old as the text: the next export must not take it for newer.
    if (QFile written(path); written.open(QIODevice::ReadWrite))
        written.setFileTime(changed, QFileDevice::FileModificationTime);
    return {};
}

/// A file as it is, time included: another program may have written what is no UTF-8.
Result<> copyOver(const QString &from, const QString &to)
{
    QFile file(from);
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"open "_s + from, errno);
    return write(to, file.readAll(), QFileInfo(from).lastModified());
}

QString replacedIn(const QString &before)
{
    return before + u"/replaced"_s;
}

/// Of a file that was not there, the name is enough.
QString createdIn(const QString &before)
{
    return before + u"/created"_s;
}

Result<> keepBefore(const QFileInfo &file, const QString &before)
{
    const QString folder = file.exists() ? replacedIn(before) : createdIn(before);
    if (!QDir().mkpath(folder))
        return systemError(u"make "_s + folder, errno);
    const QString kept = folder + u'/' + file.fileName();
    return file.exists() ? copyOver(file.filePath(), kept) : write(kept, {}, QDateTime::currentDateTime());
}

Result<> moveInto(const QString &folder, const QFileInfo &file)
{
    if (!file.exists())
        return {};
    QDir().mkpath(folder);
    if (!QFile::rename(file.filePath(), folder + u'/' + file.fileName()))
        return systemError(u"move %1 to %2"_s.arg(file.filePath(), folder), errno);
    return {};
}

} // namespace

QString draftFolder(const QString &databasePath)
{
    return QFileInfo(databasePath).absolutePath() + u"/drafts"_s;
}

QList<Draft> draftsIn(const QString &folder)
{
    QList<Draft> drafts;
    for (const QFileInfo &info : QDir(folder).entryInfoList({u'*' + ending}, QDir::Files, QDir::Name))
        if (const Draft draft = readDraft(info); !fileOf(folder, draft).isEmpty())
            drafts.append(draft);
    return drafts;
}

Result<> takeDraftFiles(const Store &store, const QString &folder)
{
    for (const Draft &draft : draftsIn(folder)) {
        const auto known = store.drafts().find(draft.itemUid, draft.slot);
        if (!known)
            return std::unexpected(known.error());
        if (*known && (*known)->updatedMs >= draft.updatedMs)
            continue;
        if (auto saved = store.drafts().save(draft); !saved)
            return saved;
    }
    return {};
}

Result<int> layOutDrafts(const Store &store, const QString &folder, const QString &before)
{
    const auto drafts = store.connection().all(
        u"SELECT item_uid, slot, body, cursor, updated_ms FROM draft WHERE slot = ? AND cursor >= 0"_s,
        {solutionSlot}, [](const Row &row) {
            return Draft{row.text(0), row.text(1), row.text(2), row.number(3), row.integer(4)};
        });
    if (!drafts)
        return std::unexpected(drafts.error());
    QDir().mkpath(folder);
    int written = 0;
    for (const Draft &draft : *drafts) {
        const QString path = fileOf(folder, draft);
        if (path.isEmpty())
            continue;
        const QFileInfo file(path);
        const Draft now = readDraft(file);
        if (now.updatedMs >= draft.updatedMs || now.body == draft.body)
            continue;
        const auto put = [&] {
            return write(path, draft.body.toUtf8(), QDateTime::fromMSecsSinceEpoch(draft.updatedMs));
        };
        const auto done
            = keepBefore(file, before).and_then([&] { return keepOlder(store, now); }).and_then(put);
        if (!done)
            return std::unexpected(done.error());
        ++written;
    }
    return written;
}

Result<> putBackDrafts(const QString &folder, const QString &before, const QString &aside)
{
    for (const QFileInfo &kept : QDir(createdIn(before)).entryInfoList(QDir::Files))
        if (auto moved = moveInto(aside, QFileInfo(folder + u'/' + kept.fileName())); !moved)
            return moved;
    for (const QFileInfo &kept : QDir(replacedIn(before)).entryInfoList(QDir::Files)) {
        const QString path = folder + u'/' + kept.fileName();
        const auto put = moveInto(aside, QFileInfo(path)).and_then([&] { return copyOver(kept.filePath(), path); });
        if (!put)
            return put;
    }
    return {};
}

} // namespace ringside::progress

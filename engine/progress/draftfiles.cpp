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
const QString copyKey = u"copy"_s;
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

Result<> write(const QString &path, const Draft &draft)
{
    QSaveFile file(path);
    const QByteArray content = draft.body.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return systemError(u"write %1: %2"_s.arg(path, file.errorString()), errno);
    // As old as the text: the next export must not take it for newer.
    if (QFile written(path); written.open(QIODevice::ReadWrite))
        written.setFileTime(
            QDateTime::fromMSecsSinceEpoch(draft.updatedMs), QFileDevice::FileModificationTime);
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

Result<int> layOutDrafts(const Store &store, const QString &folder, Laying laying)
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
        const Draft before = readDraft(QFileInfo(path));
        const bool older = laying == Laying::All || before.updatedMs < draft.updatedMs;
        if (!older || before.body == draft.body)
            continue;
        const auto done = keepOlder(store, before).and_then([&] { return write(path, draft); });
        if (!done)
            return std::unexpected(done.error());
        ++written;
    }
    return written;
}

Result<> markCopy(const Store &store)
{
    return store.connection().run(
        u"INSERT OR REPLACE INTO meta (key, value) VALUES (?, 'with solutions')"_s, {copyKey});
}

Result<> unmarkCopy(const Store &store)
{
    return store.connection().run(u"DELETE FROM meta WHERE key = ?"_s, {copyKey});
}

Result<> layOutRestored(const Store &store)
{
    const auto marked
        = store.connection().integer(u"SELECT COUNT(*) FROM meta WHERE key = ?"_s, {copyKey});
    if (!marked || *marked == 0)
        return marked.transform([](qint64) { });
    return layOutDrafts(store, draftFolder(store.path()), Laying::All).and_then([&](int) {
        return unmarkCopy(store);
    });
}

} // namespace ringside::progress

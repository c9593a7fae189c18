#include "progress/drafts.h"

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

// A draft that was taken away stays as a row, so that a merge with another machine does not bring
// it back.
constexpr int discarded = -1;

Draft readDraft(const Row &row)
{
    return {.itemUid = row.text(0),
        .slot = row.text(1),
        .body = row.text(2),
        .cursor = row.number(3),
        .updatedMs = row.integer(4)};
}

const QString select
    = u"SELECT item_uid, slot, body, cursor, updated_ms FROM draft WHERE cursor >= 0"_s;

bool losesHalf(const QString &before, const QString &after)
{
    // A short text is typed again faster than it is looked for.
    return before.size() >= 40 && after.size() * 2 <= before.size();
}

} // namespace

Result<> Drafts::save(const Draft &draft) const
{
    return inTransaction(m_connection, [&]() -> Result<> {
        const auto before = find(draft.itemUid, draft.slot);
        if (!before)
            return std::unexpected(before.error());
        if (*before && (*before)->body != draft.body) {
            const auto lastKept = m_connection.integer(
                u"SELECT MAX(saved_ms) FROM draft_old WHERE item_uid = ? AND slot = ?"_s,
                {draft.itemUid, draft.slot});
            if (!lastKept)
                return std::unexpected(lastKept.error());
            const bool due = draft.updatedMs - *lastKept >= olderEveryMs;
            if (due || losesHalf((*before)->body, draft.body))
                if (auto kept = keepOlder(**before, draft.updatedMs); !kept)
                    return kept;
        }
        return m_connection.run(
            u"INSERT OR REPLACE INTO draft"
            " (item_uid, slot, body, cursor, updated_ms) VALUES (?, ?, ?, ?, ?)"_s,
            {draft.itemUid, draft.slot, draft.body, std::max(0, draft.cursor), draft.updatedMs});
    });
}

Result<> Drafts::discard(const QString &itemUid, const QString &slot, qint64 nowMs) const
{
    return inTransaction(m_connection, [&]() -> Result<> {
        const auto before = find(itemUid, slot);
        if (!before)
            return std::unexpected(before.error());
        if (!*before)
            return {};
        return keepOlder(**before, nowMs).and_then([&] {
            return m_connection.run(u"UPDATE draft SET body = '', cursor = ?, updated_ms = ?"
                                    " WHERE item_uid = ? AND slot = ?"_s,
                {discarded, nowMs, itemUid, slot});
        });
    });
}

Result<> Drafts::keepOlder(const Draft &before, qint64 nowMs) const
{
    if (before.body.isEmpty())
        return {};
    return m_connection
        .run(
            u"INSERT OR REPLACE INTO draft_old (item_uid, slot, saved_ms, body) VALUES (?, ?, ?, ?)"_s,
            {before.itemUid, before.slot, nowMs, before.body})
        .and_then([&] {
            return m_connection.run(
                u"DELETE FROM draft_old WHERE item_uid = ? AND slot = ? AND saved_ms NOT IN"
                " (SELECT saved_ms FROM draft_old WHERE item_uid = ? AND slot = ?"
                "  ORDER BY saved_ms DESC LIMIT ?)"_s,
                {before.itemUid, before.slot, before.itemUid, before.slot, olderKept});
        });
}

Result<std::optional<Draft>> Drafts::find(const QString &itemUid, const QString &slot) const
{
    return m_connection.first(
        select + u" AND item_uid = ? AND slot = ?"_s, {itemUid, slot}, readDraft);
}

Result<QList<Draft>> Drafts::of(const QString &itemUid) const
{
    return m_connection.all(select + u" AND item_uid = ? ORDER BY slot"_s, {itemUid}, readDraft);
}

Result<QList<OldDraft>> Drafts::older(const QString &itemUid, const QString &slot) const
{
    return m_connection.all(u"SELECT body, saved_ms FROM draft_old WHERE item_uid = ? AND slot = ?"
                            " ORDER BY saved_ms DESC"_s,
        {itemUid, slot},
        [](const Row &row) { return OldDraft{.body = row.text(0), .savedMs = row.integer(1)}; });
}

} // namespace ringside::progress

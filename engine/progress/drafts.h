#pragma once

#include "progress/connection.h"

namespace ringside::progress {

/// What somebody is writing: a solution, an answer, a file of the playground.
struct Draft
{
    QString itemUid;
    QString slot; ///< which of several texts of the item: a file name, "answer", "follow-up"
    QString body;
    int cursor = 0; ///< position in characters
    qint64 updatedMs = 0;

    bool operator==(const Draft &) const = default;
};

/// An earlier state of a draft.
struct OldDraft
{
    QString body;
    qint64 savedMs = 0;

    bool operator==(const OldDraft &) const = default;
};

/// Unfinished texts. The last 20 earlier states of each are kept: one a minute while somebody
/// writes, and one whenever half of a text or more disappears at once.
class Drafts
{
public:
    static constexpr int olderKept = 20;
    static constexpr qint64 olderEveryMs = 60'000;

    explicit Drafts(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Saved when it returns. For keystrokes use DraftSaver, which calls this from its thread.
    [[nodiscard]] Result<> save(const Draft &draft) const;
    /// Takes the draft away: the next look starts from the original. Its text stays among the older
    /// ones.
    [[nodiscard]] Result<> discard(const QString &itemUid, const QString &slot, qint64 nowMs) const;

    [[nodiscard]] Result<std::optional<Draft>> find(
        const QString &itemUid, const QString &slot) const;
    /// Every text of one item.
    [[nodiscard]] Result<QList<Draft>> of(const QString &itemUid) const;
    /// Newest first.
    [[nodiscard]] Result<QList<OldDraft>> older(const QString &itemUid, const QString &slot) const;

private:
    [[nodiscard]] Result<> keepOlder(const Draft &before, qint64 nowMs) const;

    const Connection &m_connection;
};

} // namespace ringside::progress

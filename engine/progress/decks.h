#pragma once

#include "progress/card.h"
#include "progress/connection.h"

#include <QHash>
#include <QSet>

namespace ringside::progress {

/// A collection of the learner's own making; cards of the course may be in it too.
struct Deck
{
    QString uid;
    QString name;
    qint64 createdMs = 0;

    bool operator==(const Deck &) const = default;
};

/// What the learner decided about a card.
struct CardFlags
{
    bool suspended = false;
    int leechAnswered = 0; ///< number of lapses at which the learner last said what to do with it

    bool operator==(const CardFlags &) const = default;
};

/// Own decks, own cards, and decisions about cards.
class Decks
{
public:
    explicit Decks(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Adds or renames. Fills in `uid` unless given.
    [[nodiscard]] Result<> save(Deck &deck, qint64 nowMs) const;
    /// The cards stay.
    [[nodiscard]] Result<> remove(const QString &deckUid, qint64 nowMs) const;
    /// By name.
    [[nodiscard]] Result<QList<Deck>> decks() const;
    [[nodiscard]] Result<> setMember(
        const QString &deckUid, const QString &cardUid, bool member, qint64 nowMs) const;
    [[nodiscard]] Result<QSet<QString>> membersOf(const QString &deckUid) const;

    /// Adds or changes an own card. Fills in `uid` unless given, and the revision.
    [[nodiscard]] Result<> save(Card &card, qint64 nowMs) const;
    [[nodiscard]] Result<> removeCard(const QString &cardUid, qint64 nowMs) const;
    /// Oldest first. A card that cannot be read (of a newer version) is left out.
    [[nodiscard]] Result<QList<Card>> ownCards() const;

    [[nodiscard]] Result<> setFlags(
        const QString &cardUid, const CardFlags &flags, qint64 nowMs) const;
    [[nodiscard]] Result<QHash<QString, CardFlags>> flags() const;

private:
    const Connection &m_connection;
};

} // namespace ringside::progress

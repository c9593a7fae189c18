#include "progress/decks.h"

#include <QJsonDocument>

namespace ringside::progress {

using namespace Qt::StringLiterals;

Result<> Decks::save(Deck &deck, qint64 nowMs) const
{
    if (deck.uid.isEmpty())
        deck.uid = newUid();
    return m_connection.run(
        u"INSERT OR REPLACE INTO deck (uid, name, created_ms, updated_ms, deleted)"
        " VALUES (?, ?, ?, ?, 0)"_s,
        {deck.uid, deck.name, deck.createdMs, nowMs});
}

Result<> Decks::remove(const QString &deckUid, qint64 nowMs) const
{
    // The row stays as a mark, so that a merge with another machine does not bring the deck back.
    return m_connection.run(
        u"UPDATE deck SET deleted = 1, updated_ms = ? WHERE uid = ?"_s, {nowMs, deckUid});
}

Result<QList<Deck>> Decks::decks() const
{
    return m_connection.all(
        u"SELECT uid, name, created_ms FROM deck WHERE deleted = 0 ORDER BY name, uid"_s, {},
        [](const Row &row) {
            return Deck{.uid = row.text(0), .name = row.text(1), .createdMs = row.integer(2)};
        });
}

Result<> Decks::setMember(
    const QString &deckUid, const QString &cardUid, bool member, qint64 nowMs) const
{
    return m_connection.run(
        u"INSERT OR REPLACE INTO deck_card (deck_uid, card_uid, member, updated_ms)"
        " VALUES (?, ?, ?, ?)"_s,
        {deckUid, cardUid, int(member), nowMs});
}

Result<QSet<QString>> Decks::membersOf(const QString &deckUid) const
{
    return m_connection
        .all(u"SELECT card_uid FROM deck_card WHERE deck_uid = ? AND member = 1"_s, {deckUid},
            [](const Row &row) { return row.text(0); })
        .transform([](const QStringList &uids) { return QSet<QString>(uids.begin(), uids.end()); });
}

Result<> Decks::save(Card &card, qint64 nowMs) const
{
    if (card.uid.isEmpty())
        card.uid = u"own:"_s + newUid();
    card.revision = revisionOf(card);
    const QByteArray content = QJsonDocument(toJson(card)).toJson(QJsonDocument::Compact);
    return m_connection.run(
        u"INSERT INTO own_card (uid, content, created_ms, updated_ms, deleted) VALUES (?, ?, ?, ?, "
        u"0)"
        " ON CONFLICT DO UPDATE SET content = excluded.content, updated_ms = excluded.updated_ms,"
        " deleted = 0"_s,
        {card.uid, QString::fromUtf8(content), nowMs, nowMs});
}

Result<> Decks::removeCard(const QString &cardUid, qint64 nowMs) const
{
    return m_connection.run(
        u"UPDATE own_card SET deleted = 1, content = '{}', updated_ms = ? WHERE uid = ?"_s,
        {nowMs, cardUid});
}

Result<QList<Card>> Decks::ownCards() const
{
    QList<Card> cards;
    return m_connection
        .each(u"SELECT content FROM own_card WHERE deleted = 0 ORDER BY created_ms, uid"_s, {},
            [&](const Row &row) {
                const auto card
                    = cardFromJson(QJsonDocument::fromJson(row.text(0).toUtf8()).object());
                if (card)
                    cards.append(*card);
            })
        .transform([&] { return std::move(cards); });
}

Result<> Decks::setFlags(const QString &cardUid, const CardFlags &flags, qint64 nowMs) const
{
    return m_connection.run(
        u"INSERT OR REPLACE INTO card_flag (card_uid, suspended, leech_answered, updated_ms)"
        " VALUES (?, ?, ?, ?)"_s,
        {cardUid, int(flags.suspended), flags.leechAnswered, nowMs});
}

Result<QHash<QString, CardFlags>> Decks::flags() const
{
    QHash<QString, CardFlags> flags;
    return m_connection
        .each(u"SELECT card_uid, suspended, leech_answered FROM card_flag"_s, {},
            [&](const Row &row) {
                flags.insert(row.text(0),
                    {.suspended = row.integer(1) != 0, .leechAnswered = row.number(2)});
            })
        .transform([&] { return std::move(flags); });
}

} // namespace ringside::progress

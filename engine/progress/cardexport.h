#pragma once

#include "progress/review.h"

#include <QByteArray>

namespace ringside::progress {

/// What is handed to other programs.
struct ExportedCards
{
    QList<Card> cards;
    QHash<QString, CardState> states; ///< where each card stands; may be empty
    QHash<QString, CardFlags> flags;
    QList<Review> reviews; ///< in any order
    QHash<QString, QString> printed; ///< by uid: what the code of a prediction prints
    QHash<QString, QString> titles; ///< of topics
    double retention = 0.9;
    double decay = defaultWeights()[20]; ///< of the forgetting curve the states were computed with
    qint64 writtenMs = 0; ///< a later export replaces what an earlier one brought
};

/// Everything of the store, and the course's cards.
[[nodiscard]] Result<ExportedCards> exportedCards(const Store &store, const QList<Card> &cards);

/// Two sides of a card, as HTML. Nothing where a card has no answer that can be written down: an
/// exercise, and a prediction whose code was not run.
struct CardSides
{
    QString front;
    QString back;
};
[[nodiscard]] std::optional<CardSides> sidesOf(const Card &card, const QHash<QString, QString> &printed = {});

/// What a card is found by in other programs: "ringside::os-module open".
[[nodiscard]] QString tagsOf(const Card &card);

/// The text Anki imports: first column a guid that stays, so that a later import updates the note;
/// then front, back, tags. Fields are quoted, so that none can begin a comment.
[[nodiscard]] QByteArray toAnkiText(const ExportedCards &cards);

/// An Anki package: a zip with a database of schema 11. Note type, fields and ids stay the same for
/// ever; schedule and history go along for cards that Anki does not know yet. Errors: System.
[[nodiscard]] Result<QByteArray> toAnkiPackage(const ExportedCards &cards);

/// Answers that moved cards and were not taken back, in their order.
[[nodiscard]] QList<Review> answersOf(const ExportedCards &cards);

/// The same as optimisers read them: card_id, review_time in milliseconds since
/// 1970, review_rating 1 to 4, review_duration in milliseconds.
[[nodiscard]] QByteArray toReviewCsv(const ExportedCards &cards);

} // namespace ringside::progress

#pragma once

#include "progress/connection.h"
#include "progress/reviews.h"

#include <QHash>

namespace ringside::progress {

/// The append-only log of reviews and the card states that follow from it.
class ReviewLog
{
public:
    explicit ReviewLog(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Adds one row and the card's new state in one transaction: when this returns, both are on the
    /// disk. Fills in `uid` (unless given) and `order`.
    [[nodiscard]] Result<> append(Review &review, const CardState &after) const;

    /// Adds a row that moves no card: of kind Cram.
    [[nodiscard]] Result<> appendWithoutState(Review &review) const;

    /// Takes a row back by adding one that names it, and gives the state before. Naming an undo row
    /// brings the taken-back one into force again.
    [[nodiscard]] Result<CardState> undo(
        const QString &reviewUid, const Moment &now, const QString &sessionUid) const;

    /// Puts a card back to new. Its rows stay.
    [[nodiscard]] Result<> reset(
        const QString &cardUid, const Moment &now, const QString &sessionUid) const;

    /// Makes a card due `inDays` days from today; its memory stays.
    [[nodiscard]] Result<CardState> reschedule(
        const QString &cardUid, int inDays, const Moment &now, const QString &sessionUid) const;

    [[nodiscard]] Result<QHash<QString, CardState>> states() const;
    /// A new card when there is none.
    [[nodiscard]] Result<CardState> state(const QString &cardUid) const;

    /// All rows, by card and order.
    [[nodiscard]] Result<QList<Review>> all() const;
    /// The newest answer or postponement of a session that is not taken back: what an Undo button means.
    [[nodiscard]] Result<std::optional<Review>> lastToUndo(const QString &sessionUid) const;
    /// Answers of one study day that feed the scheduler and were not taken back, by card: what
    /// counts against the cap, and what tells the first answer of a day.
    [[nodiscard]] Result<QHash<QString, QList<Review>>> answersOn(int studyDay) const;
    [[nodiscard]] Result<qint64> count() const;

    /// A card got another name: its history counts for the new one.
    [[nodiscard]] Result<> rename(const QString &oldUid, const QString &newUid) const;
    /// The name a card has today.
    [[nodiscard]] Result<QHash<QString, QString>> aliases() const;

    /// Stores a set of settings under the name of its content, which is what reviews refer to.
    [[nodiscard]] Result<QString> keep(const SchedulerSettings &settings, qint64 nowMs) const;
    /// The settings in force: the defaults until others are adopted.
    [[nodiscard]] Result<SchedulerSettings> settings() const;
    /// Puts other settings in force and computes stability and difficulty of every card anew. Due
    /// days stay.
    [[nodiscard]] Result<> adopt(const SchedulerSettings &settings, qint64 nowMs) const;

    /// Computes the states of all cards from the log. How many differed from the stored ones.
    [[nodiscard]] Result<int> repairStates() const;
    /// The same for the cards with a row after `order` alone, however long the log is.
    [[nodiscard]] Result<int> repairStatesSince(qint64 order) const;
    /// The order of the newest row; 0 when there is none.
    [[nodiscard]] Result<qint64> lastOrder() const;
    /// As repairStates(), inside a transaction of the caller.
    [[nodiscard]] Result<int> repairStatesWithin() const;

private:
    [[nodiscard]] Result<> insert(const Review &review) const;
    [[nodiscard]] Result<> store(const QString &cardUid, const CardState &state) const;
    [[nodiscard]] Result<qint64> nextOrder(qint64 nowMs) const;
    [[nodiscard]] Result<bool> repairState(const QString &cardUid) const;
    [[nodiscard]] Result<CardState> replayed(const QString &cardUid) const;
    [[nodiscard]] Result<QHash<QString, Steps>> stepsOfParams() const;
    [[nodiscard]] Result<CardState> appendAndReplay(Review review) const;
    [[nodiscard]] Result<QHash<QString, CardState>> computeStates() const;
    [[nodiscard]] Result<> followAliases(QHash<QString, CardState> &states) const;

    const Connection &m_connection;
};

} // namespace ringside::progress

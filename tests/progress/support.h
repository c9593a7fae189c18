#pragma once

#include "progress/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <unistd.h>

namespace ringside::progress::test {

/// The value, or the test ends with what went wrong.
template <typename T> T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(describe(result.error())));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

inline std::unique_ptr<Store> needStore(std::expected<std::unique_ptr<Store>, OpenFailure> opened)
{
    if (!opened)
        qFatal("%s", qPrintable(describe(opened.error().error)));
    return std::move(*opened);
}

inline Moment dayNumber(int day, int minute = 0)
{
    return {.ms = (20'000LL + day) * 86'400'000 + 10 * 3'600'000 + minute * 60'000LL,
        .tzMinutes = 60,
        .studyDay = 20'000 + day};
}

/// Answers a card as a review page does: state, scheduler, log.
inline Review answerCard(const Store &store, const QString &card, Grade grade, const Moment &now,
    const QString &session = QStringLiteral("session"))
{
    const Scheduler scheduler(need(store.reviews().settings()));
    const CardState before = need(store.reviews().state(card));
    const Answered answered = scheduler.answer(before, grade, now, card);
    Review review{.cardUid = card,
        .cardRevision = 7,
        .at = now,
        .elapsedDays = answered.elapsedDays,
        .kind = kindOfAnswer(before.phase),
        .grade = grade,
        .before = before.memory,
        .predicted = answered.predicted,
        .after = answered.after.memory,
        .intervalSeconds = answered.wait.seconds + answered.wait.days * 86'400LL,
        .paramsId = need(store.reviews().keep(scheduler.settings(), now.ms)),
        .sessionUid = session};
    need(store.reviews().append(review, answered.after));
    return review;
}

/// The rows of a card and of its former names, in the order of a replay.
inline QList<Review> reviewsOf(const Store &store, const QString &cardUid)
{
    const auto aliases = need(store.reviews().aliases());
    QList<Review> rows = need(store.reviews().all());
    rows.removeIf([&](const Review &row) {
        return row.cardUid != cardUid && aliases.value(row.cardUid) != cardUid;
    });
    std::ranges::stable_sort(rows, {}, &Review::order);
    return rows;
}

/// What a statement finds, a line for each row.
inline QStringList found(const Store &store, const QString &statement)
{
    return need(store.connection().all(statement, {}, [](const Row &row) { return row.text(0); }));
}

/// Root may read and write everything; for tests of permissions it becomes nobody for a while.
class AsOrdinaryUser
{
public:
    explicit AsOrdinaryUser(const QString &folder)
        : m_wasRoot(geteuid() == 0)
    {
        if (!m_wasRoot)
            return;
        const QByteArray path = QFile::encodeName(folder);
        if (chown(path.constData(), nobody, nobody) != 0 || seteuid(nobody) != 0)
            qFatal("cannot become an ordinary user");
    }
    ~AsOrdinaryUser()
    {
        if (m_wasRoot && seteuid(0) != 0)
            qFatal("cannot become root again");
    }
    AsOrdinaryUser(const AsOrdinaryUser &) = delete;
    AsOrdinaryUser &operator=(const AsOrdinaryUser &) = delete;

private:
    static constexpr uid_t nobody = 65534;
    bool m_wasRoot;
};

} // namespace ringside::progress::test

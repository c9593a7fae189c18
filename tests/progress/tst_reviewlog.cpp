#include "support.h"

#include <QRandomGenerator>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

class TestReviewLog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsEveryFieldOfARow();
    void refusesToChangeTheLog_data();
    void refusesToChangeTheLog();
    void replayGivesTheStoredState();
    void undoGivesTheStateBefore();
    void anUndoCanBeUndone();
    void resetStartsAnew();
    void rescheduleMovesOnlyTheDueDay();
    void crammingDoesNotMoveTheCard();
    void aClockSetBackDoesNotReorderTheLog();
    void newWeightsMoveMemoriesAndNotDueDays();
    void aRenamedCardKeepsItsHistory();
    void findsWhatUndoMeans();
    void countsTheAnswersOfADay();
    void repairsTheCacheAndNeverTheLog();
    void repairsWhatCameSinceAsTheWholeLogHasIt_data();
    void repairsWhatCameSinceAsTheWholeLogHasIt();
    void settingsSurviveTheRoundTrip();

private:
    std::unique_ptr<Store> m_store;
};

void TestReviewLog::init()
{
    m_store = need(Store::inMemory());
}

void TestReviewLog::keepsEveryFieldOfARow()
{
    Review review{.cardUid = u"question:Q05.1"_s,
        .cardRevision = 0xFFFFFFFF,
        .at = dayNumber(3, 5),
        .elapsedDays = 2,
        .kind = ReviewKind::Relearn,
        .grade = Grade::Hard,
        .source = ReviewSource::Instructor,
        .confidence = 75,
        .latencyMs = 12'345,
        .before = Memory{1.25, 6.5},
        .predicted = 0.875,
        .after = Memory{2.5, 6.25},
        .intervalSeconds = 600,
        .paramsId = u"fsrs6-0"_s,
        .sessionUid = u"s"_s,
        .undoOf = u""_s};
    need(m_store->reviews().append(review, {}));
    QVERIFY(!review.uid.isEmpty());
    const auto rows = reviewsOf(*m_store, u"question:Q05.1"_s);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0], review);
}

void TestReviewLog::refusesToChangeTheLog_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("a review is not deleted") << u"DELETE FROM review"_s;
    QTest::newRow("a review is not changed") << u"UPDATE review SET grade = 4"_s;
    QTest::newRow("an attempt is not deleted") << u"DELETE FROM attempt"_s;
    QTest::newRow("an attempt is not changed") << u"UPDATE attempt SET outcome = 'mastered'"_s;
    QTest::newRow("a grade of five does not exist")
        << u"INSERT INTO review SELECT 'x', card_uid, card_rev, order_ms, at_ms, tz_min, study_day,"
           " elapsed_days, kind, 5, source, confidence, latency_ms, s_before, d_before, r_before,"
           " s_after, d_after, interval_s, params_id, session_uid, undo_of FROM review"_s;
    QTest::newRow("a uid is used once") << u"INSERT INTO review SELECT * FROM review"_s;
    QTest::newRow("a text is no number") << u"UPDATE card_state SET reps = 'many'"_s;
}

void TestReviewLog::refusesToChangeTheLog()
{
    QFETCH(QString, statement);
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(0));
    Attempt attempt{.itemUid = u"exercise:1"_s};
    need(m_store->attempts().append(attempt));
    QVERIFY(!m_store->connection().run(statement));
    QCOMPARE(need(m_store->reviews().count()), 1);
}

void TestReviewLog::replayGivesTheStoredState()
{
    QRandomGenerator random(7);
    QStringList uids;
    int day = 0;
    for (int i = 0; i < 3000; ++i) {
        const QString card = u"card%1"_s.arg(random.bounded(40));
        day += random.bounded(20) == 0 ? random.bounded(1, 30) : 0;
        const Moment now = dayNumber(day, i % 600);
        switch (random.bounded(12)) {
        case 0:
            if (!uids.isEmpty())
                need(m_store->reviews().undo(uids[random.bounded(uids.size())], now, u"s"_s));
            break;
        case 1:
            if (random.bounded(4) == 0)
                need(m_store->reviews().reset(card, now, u"s"_s));
            break;
        case 2:
            need(m_store->reviews().reschedule(card, random.bounded(40), now, u"s"_s));
            break;
        default:
            uids.append(answerCard(*m_store, card, Grade(random.bounded(1, 5)), now).uid);
        }
    }
    const auto stored = need(m_store->reviews().states());
    QCOMPARE(stored.size(), 40);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    for (const auto &[uid, state] : stored.asKeyValueRange())
        QCOMPARE(state,
            replay(reviewsOf(*m_store, uid), need(m_store->reviews().settings())));
}

void TestReviewLog::undoGivesTheStateBefore()
{
    answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(0));
    const CardState before = need(m_store->reviews().state(u"a"_s));
    const Review wrong = answerCard(*m_store, u"a"_s, Grade::Again, dayNumber(9));
    QCOMPARE(need(m_store->reviews().state(u"a"_s)).lapses, 1);
    QCOMPARE(need(m_store->reviews().undo(wrong.uid, dayNumber(9, 1), u"s"_s)), before);
    QCOMPARE(need(m_store->reviews().state(u"a"_s)), before);
    QCOMPARE(need(m_store->reviews().count()), 3);
    QVERIFY(!m_store->reviews().undo(u"no such row"_s, dayNumber(9), u"s"_s));
}

void TestReviewLog::anUndoCanBeUndone()
{
    const Review review = answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(0));
    const CardState after = need(m_store->reviews().state(u"a"_s));
    need(m_store->reviews().undo(review.uid, dayNumber(0, 1), u"s"_s));
    QCOMPARE(need(m_store->reviews().state(u"a"_s)), CardState{});
    const auto rows = reviewsOf(*m_store, u"a"_s);
    QCOMPARE(need(m_store->reviews().undo(rows.last().uid, dayNumber(0, 2), u"s"_s)), after);
}

void TestReviewLog::resetStartsAnew()
{
    answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(0));
    need(m_store->reviews().reset(u"a"_s, dayNumber(1), u"s"_s));
    QCOMPARE(need(m_store->reviews().state(u"a"_s)), CardState{});
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(2));
    answerCard(*m_store, u"b"_s, Grade::Good, dayNumber(2));
    QCOMPARE(need(m_store->reviews().state(u"a"_s)).memory,
        need(m_store->reviews().state(u"b"_s)).memory);
}

void TestReviewLog::rescheduleMovesOnlyTheDueDay()
{
    answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(0));
    const CardState before = need(m_store->reviews().state(u"a"_s));
    const CardState after = need(m_store->reviews().reschedule(u"a"_s, 3, dayNumber(1), u"s"_s));
    QCOMPARE(after.dueDay, dayNumber(4).studyDay);
    QCOMPARE(after.memory, before.memory);
    QCOMPARE(after.reps, before.reps);
}

void TestReviewLog::crammingDoesNotMoveTheCard()
{
    answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(0));
    const CardState before = need(m_store->reviews().state(u"a"_s));
    Review cram{
        .cardUid = u"a"_s, .at = dayNumber(3), .kind = ReviewKind::Cram, .grade = Grade::Again};
    need(m_store->reviews().append(cram, before));
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    QCOMPARE(need(m_store->reviews().state(u"a"_s)), before);
}

void TestReviewLog::aClockSetBackDoesNotReorderTheLog()
{
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(10));
    answerCard(*m_store, u"a"_s, Grade::Again, dayNumber(10, 20));
    answerCard(*m_store, u"a"_s, Grade::Easy, dayNumber(2));
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(12));
    const auto rows = reviewsOf(*m_store, u"a"_s);
    QCOMPARE(rows[2].at, dayNumber(2));
    QCOMPARE(rows[2].elapsedDays, 0);
    for (qsizetype i = 1; i < rows.size(); ++i)
        QVERIFY(rows[i].order > rows[i - 1].order);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

void TestReviewLog::newWeightsMoveMemoriesAndNotDueDays()
{
    for (int day : {0, 3, 9})
        answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(day));
    const CardState before = need(m_store->reviews().state(u"a"_s));
    SchedulerSettings settings;
    settings.weights.w[8] = 1.2;
    settings.learningSteps = {60, 600, 3600};
    need(m_store->reviews().adopt(settings, 1));
    const CardState after = need(m_store->reviews().state(u"a"_s));
    QVERIFY(after.memory->stability < before.memory->stability);
    QCOMPARE(after.dueDay, before.dueDay);
    QCOMPARE(after.phase, Phase::Review);
    QCOMPARE(need(m_store->reviews().settings()), settings);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    answerCard(*m_store, u"b"_s, Grade::Good, dayNumber(9));
    QCOMPARE(need(m_store->reviews().state(u"b"_s)).step, 1);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

void TestReviewLog::aRenamedCardKeepsItsHistory()
{
    answerCard(*m_store, u"older"_s, Grade::Good, dayNumber(0));
    need(m_store->reviews().rename(u"older"_s, u"old"_s));
    answerCard(*m_store, u"old"_s, Grade::Easy, dayNumber(1));
    need(m_store->reviews().rename(u"old"_s, u"new"_s));
    answerCard(*m_store, u"new"_s, Grade::Good, dayNumber(8));
    QCOMPARE(reviewsOf(*m_store, u"new"_s).size(), 3);
    QCOMPARE(need(m_store->reviews().state(u"new"_s)).reps, 3);
    QCOMPARE(need(m_store->reviews().states()).keys(), QStringList{u"new"_s});
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    const auto rows = reviewsOf(*m_store, u"new"_s);
    QCOMPARE(need(m_store->reviews().undo(rows[0].uid, dayNumber(8, 1), u"s"_s)).reps, 2);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

void TestReviewLog::findsWhatUndoMeans()
{
    QVERIFY(!need(m_store->reviews().lastToUndo(u"session"_s)));
    const Review first = answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(0));
    const Review second = answerCard(*m_store, u"b"_s, Grade::Good, dayNumber(0, 1));
    answerCard(*m_store, u"c"_s, Grade::Good, dayNumber(0, 2), u"another session"_s);
    QCOMPARE(need(m_store->reviews().lastToUndo(u"session"_s))->uid, second.uid);
    need(m_store->reviews().undo(second.uid, dayNumber(0, 3), u"session"_s));
    QCOMPARE(need(m_store->reviews().lastToUndo(u"session"_s))->uid, first.uid);
    need(m_store->reviews().reschedule(u"a"_s, 1, dayNumber(0, 3), u"session"_s));
    const Review postponed = *need(m_store->reviews().lastToUndo(u"session"_s));
    QCOMPARE(postponed.kind, ReviewKind::Reschedule);
    need(m_store->reviews().undo(postponed.uid, dayNumber(0, 3), u"session"_s));
    QCOMPARE(need(m_store->reviews().lastToUndo(u"session"_s))->uid, first.uid);
    need(m_store->reviews().undo(first.uid, dayNumber(0, 4), u"session"_s));
    QVERIFY(!need(m_store->reviews().lastToUndo(u"session"_s)));
}

void TestReviewLog::countsTheAnswersOfADay()
{
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(0));
    const Review again = answerCard(*m_store, u"a"_s, Grade::Again, dayNumber(1));
    answerCard(*m_store, u"a"_s, Grade::Good, dayNumber(1, 10));
    const Review undone = answerCard(*m_store, u"b"_s, Grade::Good, dayNumber(1));
    need(m_store->reviews().undo(undone.uid, dayNumber(2), u"s"_s));
    Review cram{
        .cardUid = u"c"_s, .at = dayNumber(1), .kind = ReviewKind::Cram, .grade = Grade::Good};
    need(m_store->reviews().append(cram, {}));
    const auto answers = need(m_store->reviews().answersOn(dayNumber(1).studyDay));
    QCOMPARE(answers.keys(), QStringList{u"a"_s});
    QCOMPARE(answers[u"a"_s].size(), 2);
    QCOMPARE(answers[u"a"_s][0].uid, again.uid);
}

void TestReviewLog::repairsTheCacheAndNeverTheLog()
{
    for (const QString &card : {u"a"_s, u"b"_s, u"c"_s})
        answerCard(*m_store, card, Grade::Easy, dayNumber(0));
    const auto states = need(m_store->reviews().states());
    const auto log = need(m_store->reviews().all());
    const Connection &connection = m_store->connection();
    need(connection.run(u"UPDATE card_state SET s = 999 WHERE card_uid = 'a'"_s));
    need(connection.run(u"DELETE FROM card_state WHERE card_uid = 'b'"_s));
    need(connection.run(
        u"INSERT INTO card_state SELECT 'ghost', phase, step, s, d, last_at_ms, last_day,"
        " due_at_ms, due_day, reps, lapses FROM card_state WHERE card_uid = 'c'"_s));
    QCOMPARE(need(m_store->reviews().repairStates()), 3);
    QCOMPARE(need(m_store->reviews().states()), states);
    QCOMPARE(need(m_store->reviews().all()), log);
}

void TestReviewLog::repairsWhatCameSinceAsTheWholeLogHasIt_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("a log of every kind of row, number %u", seed) << seed;
}

// As after a kill: only the cards with a row since the file was opened may be wrong, and those come out as a replay of
// everything has them.
void TestReviewLog::repairsWhatCameSinceAsTheWholeLogHasIt()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const ReviewLog &log = m_store->reviews();
    const auto cardName = [&] { return u"card%1"_s.arg(random.bounded(12)); };
    const auto live = [&](int rows, int firstDay) {
        QStringList cards;
        for (int i = 0; i < rows; ++i) {
            const Moment now = dayNumber(firstDay + i / 3, i);
            const QString card = cardName();
            cards.append(card);
            const Review answer = answerCard(*m_store, card, Grade(1 + random.bounded(4)), now);
            switch (random.bounded(8)) {
            case 0:
                std::ignore = need(log.undo(answer.uid, now, u"session"_s));
                break;
            case 1:
                need(log.reset(card, now, u"session"_s));
                break;
            case 2:
                std::ignore = need(log.reschedule(card, 5, now, u"session"_s));
                break;
            default:
                break;
            }
        }
        return QSet<QString>(cards.begin(), cards.end());
    };
    live(60, 0);
    need(log.rename(u"old"_s, u"card3"_s));
    const qint64 checked = need(log.lastOrder());
    const QSet<QString> since = live(9, 40);
    const auto right = need(log.states());
    QCOMPARE(need(log.repairStatesSince(checked)), 0);

    const QString damages[] = {u"UPDATE card_state SET s = s + 1, lapses = 77 WHERE card_uid = ?"_s,
        u"UPDATE card_state SET due_day = 0, phase = 0, reps = 0 WHERE card_uid = ?"_s,
        u"DELETE FROM card_state WHERE card_uid = ?"_s};
    int damaged = 0;
    for (const QString &card : since)
        if (right.value(card) != CardState{} && random.bounded(2) == 0) {
            need(m_store->connection().run(damages[random.bounded(3)], {card}));
            ++damaged;
        }
    QCOMPARE(need(log.repairStatesSince(checked)), damaged);
    QCOMPARE(need(log.states()), right);
    QCOMPARE(need(log.repairStates()), 0);
    // What was right before is not looked at.
    QCOMPARE(need(log.repairStatesSince(need(log.lastOrder()))), 0);
}

void TestReviewLog::settingsSurviveTheRoundTrip()
{
    QCOMPARE(need(m_store->reviews().settings()), SchedulerSettings{});
    SchedulerSettings settings{
        .retention = 0.8765, .learningSteps = {}, .relearningSteps = {60, 600}, .maximumDays = 77};
    settings.weights.w[0] = 0.1 + 0.2;
    need(m_store->reviews().adopt(settings, 5));
    QCOMPARE(need(m_store->reviews().settings()), settings);
    QCOMPARE(
        need(m_store->reviews().keep(settings, 6)), need(m_store->reviews().keep(settings, 7)));
}

QTEST_GUILESS_MAIN(TestReviewLog)
#include "tst_reviewlog.moc"

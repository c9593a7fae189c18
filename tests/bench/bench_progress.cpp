// What a learner of years waits for: 100,000 reviews of the course's real cards, with their answers and ticks. Measured
// are opening the file until the first card can be shown, and until the page Progress has its figures, against reading
// every row of the log once, and opening it after a kill. Budgets: the ratios, and 300 ms.

#include "contest.h"

#include "course/course.h"
#include "progress/deck.h"
#include "progress/reviewdesk.h"
#include "progress/summary.h"
#include "progress/simulatedlearner.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <ctime>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr double mostMilliseconds = 300;

template <typename T> T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(describe(result.error())));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::unique_ptr<Store> open(const QString &path, Store::Access access = Store::Access::ReadWrite)
{
    auto store = Store::open(path, {.access = access, .claim = {}, .place = {}});
    if (!store)
        qFatal("%s", qPrintable(describe(store.error().error)));
    return std::move(*store);
}

/// The file of a learner who has come every day; the last day.
int makeFile(const QString &path, const QList<Card> &cards, int reviews)
{
    const auto store = open(path);
    test::SimulatedLearner learner(*store, cards, 7);
    return need(learner.come(reviews));
}

/// What the log holds, once: no summary that reads it can be faster.
void readLog(const QString &path)
{
    const auto store = open(path);
    qint64 sum = 0;
    need(store->connection().each(u"SELECT uid, card_uid, order_ms, study_day, kind, grade, confidence FROM review"_s, {},
        [&](const Row &row) { sum += row.integer(2) + row.text(1).size() + row.number(5); }));
    if (sum == 0)
        qFatal("nothing was read");
}

Moment nextMorning(int lastDay)
{
    return {.ms = (lastDay + 1) * 86'400'000LL + 8 * 3'600'000LL, .tzMinutes = 0, .studyDay = lastDay + 1};
}

void openFirstCard(const QString &path, const QList<Card> &cards, const Moment &now)
{
    const auto store = open(path);
    const Turn turn = need(nextTurn(*store, {.cards = cards, .without = {}, .drill = {}}, now));
    if (!turn.card)
        qFatal("no card is due");
}

void openProgress(const QString &path, const course::Course &course, const Moment &now)
{
    const auto store = open(path);
    if (need(summarize(*store, course, now)).days.isEmpty())
        qFatal("nothing was summed up");
}

/// What the file's lock says while it is open, and a day's answers are given: that is what a kill leaves.
QByteArray killedAfterADay(const QString &path, const QList<Card> &cards, const Moment &now)
{
    constexpr int answers = 60;
    const auto store = open(path);
    const Scheduler scheduler(need(store->reviews().settings()));
    for (int i = 0; i < answers; ++i) {
        const QString card = cards[i * 3 % cards.size()].uid;
        const CardState before = need(store->reviews().state(card));
        const Answered answered = scheduler.answer(before, Grade::Good, now, card);
        Review review{.cardUid = card, .at = now, .kind = kindOfAnswer(before.phase), .grade = Grade::Good,
            .before = before.memory, .after = answered.after.memory,
            .intervalSeconds = answered.wait.seconds + answered.wait.days * 86'400LL};
        need(store->reviews().append(review, answered.after));
    }
    QFile lock(path + u".lock"_s);
    if (!lock.open(QIODevice::ReadOnly))
        qFatal("there is no lock");
    return lock.readAll();
}

/// The file with a lock that was left behind: what may be wrong is checked before anybody sees it.
void openLeftBehind(const QString &path, const QByteArray &left, bool onlyKilled)
{
    QFile lock(path + u".lock"_s);
    if (!lock.open(QIODevice::WriteOnly) || lock.write(left) != left.size())
        qFatal("cannot leave a lock behind");
    lock.close();
    const auto store = open(path);
    if (!store->report().uncleanEnd || store->report().onlyKilled != onlyKilled)
        qFatal("the lock was not understood");
}

QJsonObject judged(const QString &name, const Contender &contender, const Contender &yardstick)
{
    const double ratio = median(ratios(contender, yardstick));
    return verdict(name, ratio, contender.budget, ratio <= contender.budget);
}

/// Of the processor, and the best of several: whatever else the machine does is not what is promised.
QJsonObject timed(const QString &name, const Contender &contender)
{
    QList<double> values;
    for (int round = 0; round < 5; ++round) {
        const std::clock_t began = std::clock();
        contender.run();
        values.append(double(std::clock() - began) * 1000 / CLOCKS_PER_SEC);
    }
    const double value = *std::ranges::min_element(values);
    return verdict(name, value, mostMilliseconds, value <= mostMilliseconds);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"write the figures here"_s, u"FILE"_s});
    parser.addOption({u"reviews"_s, u"how many the learner has behind them"_s, u"N"_s, u"100000"_s});
    parser.addOption({u"rounds"_s, u"how often each is measured"_s, u"N"_s, u"15"_s});
    parser.addHelpOption();
    parser.process(app);

    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    const QList<Card> cards = cardsOf(course);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    const int reviews = parser.value(u"reviews"_s).toInt();
    const int lastDay = makeFile(path, cards, reviews);
    const Moment now = nextMorning(lastDay + 1);
    std::printf("%d reviews of %lld cards on %d days, %lld MB\n", reviews, cards.size(),
        lastDay - test::SimulatedLearner::firstDay + 1, QFile(path).size() >> 20);

    const QByteArray killed = killedAfterADay(path, cards, nextMorning(lastDay));
    QList<Contender> contenders{{.name = u"read the log once"_s, .run = [&] { readLog(path); }},
        {.name = u"until the first card"_s, .run = [&] { openFirstCard(path, cards, now); }, .budget = 0.6},
        {.name = u"until the figures"_s, .run = [&] { openProgress(path, course, now); }, .budget = 1.0},
        {.name = u"cards of the course"_s, .run = [&] { std::ignore = cardsOf(course); }},
        {.name = u"open after a kill"_s, .run = [&] { openLeftBehind(path, killed, true); }},
        {.name = u"open after the machine stopped"_s, .run = [&] { openLeftBehind(path, "a name", false); }}};
    contend(u"Progress"_s, contenders, parser.value(u"rounds"_s).toInt());

    const QJsonArray verdicts{judged(u"until the first card, times the log"_s, contenders[1], contenders[0]),
        judged(u"until the figures, times the log"_s, contenders[2], contenders[0]),
        timed(u"until the first card, ms of processor"_s, contenders[1]), timed(u"until the figures, ms of processor"_s, contenders[2]),
        timed(u"open after a kill, ms of processor"_s, contenders[4])};
    if (QFile file(parser.value(u"json"_s)); parser.isSet(u"json"_s)
        && (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(verdicts).toJson()) < 0))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    const bool kept = std::ranges::all_of(verdicts, [](const QJsonValue &one) { return one[u"kept"].toBool(); });
    return kept ? 0 : 1;
}

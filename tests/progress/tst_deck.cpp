#include "progress/deck.h"

#include <QTest>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

class TestDeck : public QObject
{
    Q_OBJECT

private slots:
    void makesCardsOfEverything();
    void namesDoNotMoveWhenSomethingIsAdded();
    void revisionsFollowTheWords();
    void findsChangedLines_data();
    void findsChangedLines();
    void findsConfusableNames_data();
    void findsConfusableNames();
    void theCourseItselfIsADeck();
    void theCourseHasItsInterviews();

private:
    static course::Course sample();
};

course::Course TestDeck::sample()
{
    course::Course course;
    course::Lesson lesson{
        .id = u"os"_s, .number = 5, .title = u"The os module"_s, .level = u"mid"_s};
    const auto add = [&](auto content) { lesson.blocks.append({.content = content}); };
    add(course::Heading{.level = 1, .text = u"Hook"_s, .anchor = u"hook"_s});
    add(course::Heading{.level = 2, .text = u"Reading"_s, .anchor = u"P1"_s});
    add(course::Prose{u"text"_s});
    add(course::Quiz{.question = u"What?"_s,
        .code = u"print(1)"_s,
        .options = {{.text = u"1"_s, .prints = u"1"_s}, {.text = u"2"_s, .prints = u"2"_s}}});
    add(course::Heading{.level = 3, .text = u"Inside"_s, .anchor = u"inside"_s});
    add(course::Quiz{.question = u"Which?"_s,
        .options = {{.text = u"a"_s, .right = true}, {.text = u"b"_s}},
        .documented = u"rename(2)"_s});
    add(course::Heading{.level = 2, .text = u"Broken"_s, .anchor = u"P2"_s});
    add(course::Example{
        .language = u"python"_s, .code = u"a = 1\nb = 2\nprint(a)"_s, .clinic = true});
    add(course::Example{.language = u"python"_s,
        .code = u"a = 1\nb = 2\nprint(b)"_s,
        .run = true,
        .fixed = true,
        .output = u"2\n"_s});
    add(course::Example{.language = u"python"_s,
        .code = u"open('x')"_s,
        .run = true,
        .world = u"w"_s,
        .calls = {{.name = u"openat"_s}}});
    lesson.questions = {{.id = u"Q05.1"_s,
        .level = course::QuestionLevel::Senior,
        .prompt = u"Why?"_s,
        .keyPoints = {{u"because"_s, true, {}}},
        .lesson = u"os"_s,
        .part = u"P1"_s}};
    course.lessons = {lesson};
    course.exercises = {{.id = u"uuid"_s,
        .title = u"Count"_s,
        .lesson = u"os"_s,
        .level = course::Level::Advanced}};
    course.interviews.questions = {{.id = u"QX.1"_s, .prompt = u"How?"_s}};
    course.interviews.orders = {{.id = u"OX.1"_s,
        .prompt = u"Order?"_s,
        .steps = {u"a"_s, u"b"_s, u"c"_s},
        .before = {{0, 1}, {1, 2}},
        .why = u"so"_s}};
    return course;
}

void TestDeck::makesCardsOfEverything()
{
    const QList<Card> cards = cardsOf(sample());
    QStringList found;
    for (const Card &card : cards)
        found.append(u"%1 %2 %3 %4"_s.arg(card.uid, nameOf(card.kind), card.topic, card.prompt));
    QCOMPARE(found,
        (QStringList{u"question:Q05.1 open os Why?"_s, u"quiz:os#P1 predict os What?"_s,
            u"quiz:os#P1.2 choice os Which?"_s, u"clinic:os#P2 find-bug os Broken"_s,
            u"calls:os#P2 calls os Broken"_s, u"question:QX.1 open across How?"_s,
            u"order:OX.1 order-steps across Order?"_s, u"exercise:uuid coding os Count"_s}));
    const auto index = indexOf(cards);
    const Card &clinic = cards[index[u"clinic:os#P2"_s]];
    QCOMPARE(clinic.bugLines, QList{3});
    QCOMPARE(clinic.expectedOutput, u"2\n"_s);
    const Card &calls = cards[index[u"calls:os#P2"_s]];
    QCOMPARE(calls.world, u"w"_s);
    // Of a program that also lays its files out, the lesson lists an excerpt.
    QVERIFY(calls.toleratedCalls.contains(u"mkdir"_s) && !calls.toleratedCalls.contains(u"getcwd"_s));
    for (const course::ExpectedCall &call : calls.calls)
        QVERIFY2(!calls.toleratedCalls.contains(call.name), qPrintable(call.name));
    QCOMPARE(cards[index[u"exercise:uuid"_s]].level, course::QuestionLevel::Senior);
    QCOMPARE(cards[index[u"question:Q05.1"_s]].level, course::QuestionLevel::Senior);
    QCOMPARE(cards[index[u"quiz:os#P1"_s]].level, course::QuestionLevel::Mid);
}

void TestDeck::namesDoNotMoveWhenSomethingIsAdded()
{
    course::Course course = sample();
    auto &blocks = course.lessons[0].blocks;
    blocks.insert(3, {.content = course::Prose{u"more"_s}});
    blocks.append({.content = course::Quiz{.question = u"New?"_s, .options = {{.right = true}}}});
    const QList<Card> before = cardsOf(sample());
    const auto after = indexOf(cardsOf(course));
    QCOMPARE(after.size(), before.size() + 1);
    for (const Card &card : before)
        QVERIFY(after.contains(card.uid));
    QVERIFY(after.contains(u"quiz:os#P2"_s));
}

void TestDeck::revisionsFollowTheWords()
{
    course::Course course = sample();
    const quint32 before = cardsOf(course)[0].revision;
    QCOMPARE(cardsOf(course)[0].revision, before);
    course.lessons[0].questions[0].keyPoints[0].text = u"therefore"_s;
    QVERIFY(cardsOf(course)[0].revision != before);
}

void TestDeck::findsChangedLines_data()
{
    QTest::addColumn<QString>("broken");
    QTest::addColumn<QString>("repaired");
    QTest::addColumn<QList<int>>("lines");
    QTest::newRow("one line changed") << u"a\nb\nc"_s << u"a\nB\nc"_s << QList{2};
    QTest::newRow("one line left out") << u"a\nb\nc"_s << u"a\nc"_s << QList{2};
    QTest::newRow("two places") << u"a\nb\nc\nd"_s << u"A\nb\nc\nD"_s << QList{1, 4};
    QTest::newRow("a line added") << u"a\nb"_s << u"a\nx\nb"_s << QList{1};
    QTest::newRow("a line added in front") << u"a\nb"_s << u"x\na\nb"_s << QList{1};
    QTest::newRow("a comment is no bug") << u"# expect: 1\na\nb"_s << u"a\nB"_s << QList{3};
    QTest::newRow("nothing changed") << u"a\nb"_s << u"a\nb"_s << QList<int>{};
}

void TestDeck::findsChangedLines()
{
    QFETCH(QString, broken);
    QFETCH(QString, repaired);
    QFETCH(QList<int>, lines);
    QCOMPARE(changedLines(broken, repaired), lines);
}

void TestDeck::findsConfusableNames_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QList<qsizetype>>("groups");
    QTest::newRow("a name in code marks") << u"What does `os.rename` do?"_s << QList<qsizetype>{0};
    QTest::newRow("two groups") << u"os.replace after os.stat(p)?"_s << QList<qsizetype>{0, 1};
    QTest::newRow("a longer name is another one")
        << u"os.renames and os.statvfs"_s << QList<qsizetype>{};
    QTest::newRow("a part of a dotted name") << u"posixos.rename"_s << QList<qsizetype>{};
}

void TestDeck::findsConfusableNames()
{
    QFETCH(QString, prompt);
    QFETCH(QList<qsizetype>, groups);
    QCOMPARE(
        confusableGroupsOf({.prompt = prompt},
            {{u"a"_s, {u"os.rename"_s, u"os.replace"_s}}, {u"b"_s, {u"os.stat"_s, u"os.lstat"_s}}}),
        groups);
}

void TestDeck::theCourseItselfIsADeck()
{
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    const QList<Card> cards = cardsOf(course);
    QVERIFY(cards.size() > 30);
    QCOMPARE(indexOf(cards).size(), cards.size());
    for (const Card &card : cards) {
        QVERIFY2(!card.prompt.isEmpty() && !card.topic.isEmpty(), qPrintable(card.uid));
        QCOMPARE(cardFromJson(toJson(card))->revision, card.revision);
        if (card.kind == QuestionKind::FindBug)
            QVERIFY2(!card.bugLines.isEmpty(), qPrintable(card.uid));
    }
}

void TestDeck::theCourseHasItsInterviews()
{
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    const course::InterviewContent &content = course.interviews;
    for (const Error &error : content.errors)
        qWarning("%s", qPrintable(describe(error)));
    QVERIFY(content.errors.isEmpty());
    QCOMPARE(content.questions.size(), 22);
    for (int i = 0; i < 22; ++i)
        QCOMPARE(content.questions[i].id, u"QX.%1"_s.arg(i + 1));
    for (const course::Question &question : content.questions)
        QVERIFY2(!question.wrong.isEmpty() && !question.followUpAnswer.isEmpty(),
            qPrintable(question.id));
    QCOMPARE(content.scripts.size(), 3);
    for (const course::InterviewScript &script : content.scripts) {
        QCOMPARE(script.minutes(), 45);
        QCOMPARE(script.points(), 40);
        QVERIFY(script.pool.size() >= 13);
        // Nothing of the pool stands in for what a script asks by itself.
        for (const course::InterviewRound &round : script.rounds)
            for (const QString &id : round.questions)
                QVERIFY2(course.question(id), qPrintable(id));
    }
    QVERIFY(content.orders.size() >= 5);
    QVERIFY(content.confusables.size() >= 5);
}

QTEST_GUILESS_MAIN(TestDeck)
#include "tst_deck.moc"

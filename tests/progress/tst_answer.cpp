#include "progress/answer.h"

#include <QTest>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

using enum Grade;

class TestAnswer : public QObject
{
    Q_OBJECT

private slots:
    void gradesOpenAnswers_data();
    void gradesOpenAnswers();
    void countsPointsByTheirWords();
    void gradesChoices_data();
    void gradesChoices();
    void knowsTheRightOptions();
    void comparesOutputs_data();
    void comparesOutputs();
    void gradesRepairs_data();
    void gradesRepairs();
    void judgesOrders_data();
    void judgesOrders();
    void marksCalls_data();
    void marksCalls();
    void gradesExercises_data();
    void gradesExercises();
    void helpCapsTheGrade_data();
    void helpCapsTheGrade();
    void showsTwoOrFourButtons_data();
    void showsTwoOrFourButtons();
};

void TestAnswer::gradesOpenAnswers_data()
{
    QTest::addColumn<PointCount>("count");
    QTest::addColumn<GradeProposal>("proposal");
    QTest::newRow("an essential point is missing, all others are there")
        << PointCount{2, 3, 4, 4} << GradeProposal{Again, {Again}};
    QTest::newRow("essential ones only")
        << PointCount{3, 3, 0, 4} << GradeProposal{Hard, {Again, Hard}};
    QTest::newRow("less than half of the others")
        << PointCount{3, 3, 1, 3} << GradeProposal{Hard, {Again, Hard}};
    QTest::newRow("half of the others")
        << PointCount{3, 3, 2, 4} << GradeProposal{Good, {Again, Hard, Good}};
    QTest::newRow("everything") << PointCount{3, 3, 4, 4}
                                << GradeProposal{Good, {Again, Hard, Good, Easy}};
    QTest::newRow("everything where all is essential")
        << PointCount{2, 2, 0, 0} << GradeProposal{Good, {Again, Hard, Good, Easy}};
    QTest::newRow("an own card without points")
        << PointCount{0, 0, 0, 0} << GradeProposal{Good, {Again, Hard, Good, Easy}};
}

void TestAnswer::gradesOpenAnswers()
{
    QFETCH(PointCount, count);
    QFETCH(GradeProposal, proposal);
    QCOMPARE(gradeOpen(count), proposal);
}

void TestAnswer::countsPointsByTheirWords()
{
    Card card{.uid = u"question:Q05.1"_s};
    card.keyPoints = {{u"one"_s, true, {}}, {u"two"_s, true, {}}, {u"three"_s, false, {}}};
    const QString two = pointUid(card, card.keyPoints[1]);
    const QString three = pointUid(card, card.keyPoints[2]);
    QCOMPARE(countPoints(card, {two, three, u"of another card"_s}), (PointCount{1, 2, 1, 1}));
    std::swap(card.keyPoints[0], card.keyPoints[1]);
    QCOMPARE(pointUid(card, card.keyPoints[0]), two);
    QVERIFY(two != three);
}

void TestAnswer::gradesChoices_data()
{
    QTest::addColumn<QSet<int>>("chosen");
    QTest::addColumn<bool>("dontKnow");
    QTest::addColumn<std::optional<int>>("confidence");
    QTest::addColumn<Grade>("grade");
    using Confidence = std::optional<int>;
    QTest::newRow("right and sure") << QSet{0, 2} << false << Confidence(100) << Good;
    QTest::newRow("right, not asked how sure") << QSet{0, 2} << false << Confidence() << Good;
    QTest::newRow("right by a guess") << QSet{0, 2} << false << Confidence(25) << Hard;
    QTest::newRow("right and half sure") << QSet{0, 2} << false << Confidence(50) << Good;
    QTest::newRow("one of two") << QSet{0} << false << Confidence(100) << Again;
    QTest::newRow("one too many") << QSet{0, 1, 2} << false << Confidence(100) << Again;
    QTest::newRow("nothing") << QSet<int>{} << false << Confidence() << Again;
    QTest::newRow("I don't know") << QSet{0, 2} << true << Confidence() << Again;
}

void TestAnswer::gradesChoices()
{
    QFETCH(QSet<int>, chosen);
    QFETCH(bool, dontKnow);
    QFETCH(std::optional<int>, confidence);
    QFETCH(Grade, grade);
    const bool right = isRightChoice({chosen, dontKnow}, {0, 2});
    QCOMPARE(gradeChecked(right, confidence), (GradeProposal{grade, {grade}}));
    QVERIFY(!isRightChoice({{}, false}, {}));
}

void TestAnswer::knowsTheRightOptions()
{
    Card card;
    card.options
        = {{.text = u"a"_s, .prints = u"1"_s}, {.text = u"b"_s, .prints = u"2"_s, .right = true}};
    QCOMPARE(rightOptions(card, u"1\n"_s), QSet{0});
    QCOMPARE(rightOptions(card, u"3\n"_s), QSet<int>{});
    QCOMPARE(rightOptions(card, {}), QSet{1});
}

void TestAnswer::comparesOutputs_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("same");
    QTest::newRow("equal") << u"a\nb\n"_s << u"a\nb\n"_s << true;
    QTest::newRow("no line end at the end") << u"a\nb\n"_s << u"a\nb"_s << true;
    QTest::newRow("line ends of Windows") << u"a\nb\n"_s << u"a\r\nb\r\n"_s << true;
    QTest::newRow("blanks at line ends") << u"a\nb\n"_s << u"a  \nb\t\n\n"_s << true;
    QTest::newRow("blanks at line starts count") << u"a\n b\n"_s << u"a\nb\n"_s << false;
    QTest::newRow("an empty line in the middle counts") << u"a\n\nb"_s << u"a\nb"_s << false;
    QTest::newRow("capitals count") << u"True"_s << u"true"_s << false;
    QTest::newRow("nothing printed, nothing typed") << u""_s << u" \n"_s << true;
}

void TestAnswer::comparesOutputs()
{
    QFETCH(QString, expected);
    QFETCH(QString, typed);
    QFETCH(bool, same);
    QCOMPARE(sameOutput(expected, typed), same);
}

void TestAnswer::gradesRepairs_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("printed");
    QTest::addColumn<Grade>("grade");
    QTest::newRow("line and repair") << 3 << u"ok"_s << Good;
    QTest::newRow("line, no repair") << 3 << u"no"_s << Hard;
    QTest::newRow("repair, another line") << 1 << u"ok"_s << Hard;
    QTest::newRow("neither") << 1 << u"no"_s << Again;
}

void TestAnswer::gradesRepairs()
{
    QFETCH(int, line);
    QFETCH(QString, printed);
    QFETCH(Grade, grade);
    Card card{.kind = QuestionKind::FindBug, .bugLines = {2, 3}, .expectedOutput = u"ok\n"_s};
    QCOMPARE(gradeBug(isBugLine(card, line), repairPasses(card, printed)).proposed, grade);
}

void TestAnswer::judgesOrders_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::addColumn<bool>("right");
    QTest::newRow("as written") << QList{0, 1, 2, 3} << true;
    QTest::newRow("free steps changed about") << QList{0, 2, 1, 3} << true;
    QTest::newRow("a pair turned around") << QList{1, 0, 2, 3} << false;
    QTest::newRow("the last one first") << QList{3, 0, 1, 2} << false;
    QTest::newRow("a step is missing") << QList{0, 1, 3} << false;
    QTest::newRow("a step twice") << QList{0, 1, 1, 3} << false;
    QTest::newRow("a step that is not there") << QList{0, 1, 2, 4} << false;
    QTest::newRow("nothing") << QList<int>{} << false;
}

void TestAnswer::judgesOrders()
{
    QFETCH(QList<int>, order);
    QFETCH(bool, right);
    Card card{.steps = {u"open"_s, u"write"_s, u"log"_s, u"close"_s},
        .before = {{0, 1}, {0, 2}, {1, 3}, {2, 3}}};
    QCOMPARE(isRightOrder(card, order), right);
    QCOMPARE(brokenPairs(card, {1, 0, 2, 3}), (QList<std::pair<int, int>>{{0, 1}}));
}

void TestAnswer::marksCalls_data()
{
    QTest::addColumn<QStringList>("named");
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<QStringList>("unexpected");
    const QStringList none;
    QTest::newRow("all, in another order") << QStringList{u"read"_s, u"openat"_s} << none << none;
    QTest::newRow("with a tolerated one")
        << QStringList{u"openat"_s, u"fstat"_s, u"read"_s} << none << none;
    QTest::newRow("one is missing") << QStringList{u"openat"_s} << QStringList{u"read"_s} << none;
    QTest::newRow("one too many, named twice") << QStringList{u"openat"_s, u"read"_s, u"mmap"_s,
        u"mmap"_s} << none << QStringList{u"mmap"_s};
    QTest::newRow("nothing") << none << QStringList{u"openat"_s, u"read"_s} << none;
}

void TestAnswer::marksCalls()
{
    QFETCH(QStringList, named);
    QFETCH(QStringList, missing);
    QFETCH(QStringList, unexpected);
    Card card;
    card.calls = {{.name = u"openat"_s}, {.name = u"read"_s}, {.name = u"read"_s}};
    card.toleratedCalls = {u"fstat"_s};
    const CallsMark mark = markCalls(card, named);
    QCOMPARE(mark.missing, missing);
    QCOMPARE(mark.unexpected, unexpected);
    QCOMPARE(mark.isRight(), missing.isEmpty() && unexpected.isEmpty());
}

void TestAnswer::gradesExercises_data()
{
    QTest::addColumn<AttemptOutcome>("outcome");
    QTest::addColumn<std::optional<Grade>>("grade");
    using Maybe = std::optional<Grade>;
    QTest::newRow("mastered") << AttemptOutcome::Mastered << Maybe(Good);
    QTest::newRow("passed") << AttemptOutcome::Passed << Maybe(Good);
    QTest::newRow("failed") << AttemptOutcome::Failed << Maybe(Again);
    QTest::newRow("given up") << AttemptOutcome::GivenUp << Maybe(Again);
    QTest::newRow("our side failed: no grade") << AttemptOutcome::Ungraded << Maybe();
}

void TestAnswer::gradesExercises()
{
    QFETCH(AttemptOutcome, outcome);
    QFETCH(std::optional<Grade>, grade);
    const auto proposal = gradeCoding(outcome);
    QCOMPARE(proposal.has_value(), grade.has_value());
    if (grade)
        QCOMPARE(proposal->proposed, *grade);
}

void TestAnswer::helpCapsTheGrade_data()
{
    QTest::addColumn<Help>("help");
    QTest::addColumn<GradeProposal>("proposal");
    QTest::newRow("none") << Help::None << GradeProposal{Good, {Again, Hard, Good, Easy}};
    QTest::newRow("hints") << Help::Hints << GradeProposal{Hard, {Again, Hard}};
    QTest::newRow("gave up") << Help::GaveUp << GradeProposal{Again, {Again}};
}

void TestAnswer::helpCapsTheGrade()
{
    QFETCH(Help, help);
    QFETCH(GradeProposal, proposal);
    QCOMPARE(withHelp({Good, {Again, Hard, Good, Easy}}, help), proposal);
    QCOMPARE(withHelp({Again, {Again}}, help).proposed, Again);
}

void TestAnswer::showsTwoOrFourButtons_data()
{
    QTest::addColumn<GradeProposal>("proposal");
    QTest::addColumn<QList<Grade>>("two");
    QTest::addColumn<QList<Grade>>("four");
    QTest::newRow("everything was there") << GradeProposal{Good, {Again, Hard, Good, Easy}}
                                          << QList{Again, Good} << QList{Again, Hard, Good, Easy};
    QTest::newRow("with hints") << GradeProposal{Hard, {Again, Hard}} << QList{Again, Hard}
                                << QList{Again, Hard};
    QTest::newRow("an essential point is missing")
        << GradeProposal{Again, {Again}} << QList{Again} << QList{Again};
    QTest::newRow("the program decided")
        << GradeProposal{Hard, {Hard}} << QList{Hard} << QList{Hard};
}

void TestAnswer::showsTwoOrFourButtons()
{
    QFETCH(GradeProposal, proposal);
    QFETCH(QList<Grade>, two);
    QFETCH(QList<Grade>, four);
    QCOMPARE(buttonsOf(GradeScale::Two, proposal), two);
    QCOMPARE(buttonsOf(GradeScale::Four, proposal), four);
}

QTEST_GUILESS_MAIN(TestAnswer)
#include "tst_answer.moc"

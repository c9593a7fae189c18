#include "course/suggestion.h"

#include <QTest>

using namespace ringside::course;
using namespace Qt::StringLiterals;

class TestSuggestion : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatWasMeant_data();
    void findsWhatWasMeant();
    void saysItInOneLine();
};

void TestSuggestion::findsWhatWasMeant_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("meant");
    QTest::newRow("a letter is missing") << u"mesage"_s << u"message"_s;
    QTest::newRow("a letter too much") << u"messagee"_s << u"message"_s;
    QTest::newRow("two letters are swapped") << u"mesasge"_s << u"message"_s;
    QTest::newRow("two changes in a long word") << u"mesagge"_s << u"message"_s;
    QTest::newRow("the closer of two wins") << u"pointz"_s << u"points"_s;
    QTest::newRow("a short word may differ in one letter") << u"ad"_s << u"at"_s;
    QTest::newRow("a short word that differs in two is another word") << u"xy"_s << QString();
    QTest::newRow("nothing is close") << u"colour"_s << QString();
    QTest::newRow("the empty word means nothing") << QString() << QString();
    QTest::newRow("a word itself") << u"message"_s << u"message"_s;
}

void TestSuggestion::findsWhatWasMeant()
{
    QFETCH(QString, word);
    QFETCH(QString, meant);
    QCOMPARE(nearest(word, {u"message"_s, u"points"_s, u"point_of"_s, u"at"_s}), meant);
}

void TestSuggestion::saysItInOneLine()
{
    QCOMPARE(unknownWord(u"key", u"mesage", {u"message"_s}),
        u"unknown key `mesage`, did you mean `message`?"_s);
    QCOMPARE(unknownWord(u"kind", u"colour", {u"function"_s, u"program"_s}),
        u"unknown kind `colour`, expected one of: function, program"_s);
    QCOMPARE(unknownWord(u"slug", u"tail", QStringList(21, u"count-by-extension"_s)),
        u"unknown slug `tail`, none of the 21 known is like it"_s);
    QCOMPARE(unknownWord(u"case", u"plain", {}), u"unknown case `plain`, expected none"_s);
}

QTEST_GUILESS_MAIN(TestSuggestion)
#include "tst_suggestion.moc"

#include "base/bytes.h"

#include <QTest>

using namespace ringside;
using namespace Qt::StringLiterals;

class TestBytes : public QObject
{
    Q_OBJECT

private slots:
    void namesBecomePlainText_data();
    void namesBecomePlainText();
    void outputKeepsItsLines();
    void modesHaveFourDigits();
};

void TestBytes::namesBecomePlainText_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << "notes.txt"_ba << u"notes.txt"_s;
    QTest::newRow("UTF-8 is kept") << "caf\xc3\xa9"_ba << u"café"_s;
    QTest::newRow("a lone byte of Latin-1") << "caf\xe9.txt"_ba << u"caf\\xe9.txt"_s;
    QTest::newRow("backslash is doubled") << "a\\xe9"_ba << u"a\\\\xe9"_s;
    QTest::newRow("line break") << "a\nb"_ba << u"a\\nb"_s;
    QTest::newRow("escape sequence of a terminal") << "\x1b[31m"_ba << u"\\x1b[31m"_s;
    QTest::newRow("right-to-left override") << "a\xe2\x80\xae""b"_ba << u"a\\u{202e}b"_s;
    QTest::newRow("encoded surrogate") << "\xed\xa0\x80"_ba << u"\\xed\\xa0\\x80"_s;
    QTest::newRow("overlong slash") << "\xc0\xaf"_ba << u"\\xc0\\xaf"_s;
    QTest::newRow("cut character") << "\xe2\x82"_ba << u"\\xe2\\x82"_s;
    QTest::newRow("beyond the first plane") << "\xf0\x9f\x90\x8d"_ba << u"🐍"_s;
    QTest::newRow("C1 control") << "\xc2\x9b"_ba << u"\\x9b"_s;
    QTest::newRow("nothing") << ""_ba << QString();
}

void TestBytes::namesBecomePlainText()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, shown);
    QCOMPARE(displayName(name), shown);
}

void TestBytes::outputKeepsItsLines()
{
    QCOMPARE(displayText("a\tb\nc\\d\x07"), u"a\tb\nc\\d\\x07"_s);
}

void TestBytes::modesHaveFourDigits()
{
    QCOMPARE(octalMode(0644), u"0644"_s);
    QCOMPARE(octalMode(0), u"0000"_s);
    QCOMPARE(octalMode(04755), u"4755"_s);
}

QTEST_GUILESS_MAIN(TestBytes)
#include "tst_bytes.moc"

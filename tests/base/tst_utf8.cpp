#include "base/utf8.h"

#include <QTest>

using namespace ringside;
using namespace Qt::StringLiterals;

class TestUtf8 : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheFirstCharacter_data();
    void knowsTheFirstCharacter();
    void takesEveryCharacter();
};

void TestUtf8::knowsTheFirstCharacter_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qsizetype>("length"); // 0: there is none
    QTest::newRow("nothing") << ""_ba << qsizetype(0);
    QTest::newRow("ASCII") << "ab"_ba << qsizetype(1);
    QTest::newRow("NUL") << QByteArray(1, '\0') << qsizetype(1);
    QTest::newRow("two bytes") << "\xc3\xa9t"_ba << qsizetype(2);
    QTest::newRow("a byte order mark") << "\xef\xbb\xbf"_ba << qsizetype(3);
    QTest::newRow("beyond the first plane") << "\xf0\x9f\x90\x8d"_ba << qsizetype(4);
    QTest::newRow("the last character") << "\xf4\x8f\xbf\xbf"_ba << qsizetype(4);
    QTest::newRow("beyond the last character") << "\xf4\x90\x80\x80"_ba << qsizetype(0);
    QTest::newRow("a byte of Latin-1") << "\xe9.txt"_ba << qsizetype(0);
    QTest::newRow("a byte that continues") << "\x80"_ba << qsizetype(0);
    QTest::newRow("cut off") << "\xe2\x82"_ba << qsizetype(0);
    QTest::newRow("a surrogate") << "\xed\xa0\x80"_ba << qsizetype(0);
    QTest::newRow("overlong in two bytes") << "\xc0\xaf"_ba << qsizetype(0);
    QTest::newRow("overlong in three bytes") << "\xe0\x80\xaf"_ba << qsizetype(0);
    QTest::newRow("overlong in four bytes") << "\xf0\x80\x80\xaf"_ba << qsizetype(0);
}

void TestUtf8::knowsTheFirstCharacter()
{
    QFETCH(QByteArray, bytes);
    const auto character = firstCharacter(bytes);
    QTEST(character ? character->length : 0, "length");
}

void TestUtf8::takesEveryCharacter()
{
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        if (code == 0xD800)
            code = 0xE000; // surrogates are none
        const QByteArray bytes = QStringView(QChar::fromUcs4(code)).toUtf8();
        const auto character = firstCharacter(bytes + 'x');
        QVERIFY2(character && character->code == code && character->length == bytes.size(), bytes.toHex().constData());
    }
}

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"

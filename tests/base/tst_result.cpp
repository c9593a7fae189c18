#include "base/errnos.h"
#include "base/result.h"

#include <QTest>

#include <cerrno>

using namespace ringside;
using namespace Qt::StringLiterals;

class TestResult : public QObject
{
    Q_OBJECT

private slots:
    void describesWhatFailedAndWhere_data();
    void describesWhatFailedAndWhere();
    void namesErrorNumbers();
};

void TestResult::describesWhatFailedAndWhere_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("line");
    QTest::newRow("the kernel refused")
        << systemError(u"mount /proc"_s, EPERM).error()
        << u"mount /proc: Operation not permitted (EPERM)"_s;
    QTest::newRow("a file is wrong") << contentError(u"a/exercise.toml"_s, 7, u"no title"_s).error()
                                     << u"a/exercise.toml:7: no title"_s;
    QTest::newRow("a file is wrong as a whole")
        << contentError(u"a/exercise.toml"_s, 0, u"not UTF-8"_s).error()
        << u"a/exercise.toml: not UTF-8"_s;
    QTest::newRow("the machine lacks something")
        << unsupported(u"user namespaces"_s).error() << u"user namespaces"_s;
}

void TestResult::describesWhatFailedAndWhere()
{
    QFETCH(Error, error);
    QFETCH(QString, line);
    QCOMPARE(describe(error), line);
}

void TestResult::namesErrorNumbers()
{
    QCOMPARE(errnoName(2), u"ENOENT"_s);
    QCOMPARE(errnoName(4711), u"errno 4711"_s);
    for (int number = 1; number < 200; ++number)
        QCOMPARE(errnoNumber(errnoName(number)).value_or(0), errnoName(number).startsWith(u'E') ? number : 0);
    QCOMPARE(errnoNumber(u"ENOSUCH"_s), std::nullopt);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"

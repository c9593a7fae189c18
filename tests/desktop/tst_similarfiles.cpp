#include "classroom/files.h"
#include "desktop/grading/gradingpage.h"
#include "desktop/grading/similaritydialog.h"
#include "desktop/grading/similaritymodel.h"
#include "desktop/grading/similarpairview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "pagebench.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QTextBlock>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

const QByteArray walk = "def total_size(directory):\n"
                        "    total = 0\n"
                        "    seen = set()\n"
                        "    for folder, names, files in os.walk(directory):\n"
                        "        for name in files:\n"
                        "            info = os.lstat(os.path.join(folder, name))\n"
                        "            if (info.st_dev, info.st_ino) in seen:\n"
                        "                continue\n"
                        "            seen.add((info.st_dev, info.st_ino))\n"
                        "            total += info.st_size\n"
                        "    return total\n";
const QByteArray print = "def report(sizes, out):\n"
                         "    with open(out, 'w') as stream:\n"
                         "        for path, size in sorted(sizes.items(), reverse=True):\n"
                         "            if size > 1024 and not path.startswith('.'):\n"
                         "                stream.write(f'{size:10} {path}\\n')\n";

QByteArray remarks()
{
    return QByteArray("# One line of many.\n").repeated(50);
}

} // namespace

/// The files of a class that are similar are found, ranked and laid side by side, and nothing is said about why.
class TestSimilarFiles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void pairsAreRankedAndShown();
    void passagesLieSideBySide();
    void pairsAreFiltered();
    void whereNothingIsSimilarItSaysSo();
    void aSearchIsStoppedAndBegunAgain();
    void aDialogMayGoDuringASearch();
    void anEarlierClassIsComparedWith();
    void pairsAreSavedAsAPage();

private:
    void plan(const QString &folder, const QList<std::pair<QString, QByteArray>> &files);
    void planSimilar();
    void open();
    [[nodiscard]] QTableView *table() const { return m_dialog->findChild<QTableView *>(); }
    [[nodiscard]] QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    [[nodiscard]] QList<CodeEditor *> editors() const { return m_dialog->findChild<SimilarPairView *>()->editors(); }
    [[nodiscard]] const classroom::SimilarFiles &pair() const { return m_dialog->findChild<SimilarityModel *>()->pairs().first(); }
    [[nodiscard]] bool says(const QString &text) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    DesktopTest m_look;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<GradingPage> m_page;
    std::shared_ptr<course::Course> m_course;
    SimilarityDialog *m_dialog = nullptr;
};

void TestSimilarFiles::initTestCase()
{
    m_course = std::make_shared<course::Course>();
    m_course->exercises = {course::loadExercise(QStringLiteral(CLASSROOM_DATA "/exercises/total-size")).value()};
}

void TestSimilarFiles::init()
{
    m_bench = std::make_unique<PageBench>();
    m_page.reset(static_cast<GradingPage *>(gradingEntry().make(m_bench->services())));
    m_page->resize(1100, 620);
    m_page->setCourse(m_course);
    m_page->show();
}

void TestSimilarFiles::cleanup()
{
    m_page.reset();
    m_bench.reset();
}

void TestSimilarFiles::plan(const QString &folder, const QList<std::pair<QString, QByteArray>> &files)
{
    const classroom::LabKey key = classroom::makeLabKey();
    const auto lab = classroom::defineLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\n", {}, *m_course, key);
    classroom::Intake intake;
    for (const auto &[student, source] : files)
        intake.submissions.append({.student = student, .slug = u"total-size"_s, .content = source});
    QVERIFY(classroom::GradeFolder::plan(m_bench->path(folder), classroom::packLab(*lab, key).value(), key, intake,
        {{.id = u"ann"_s, .name = u"Ann Lee"_s}}));
}

/// Two have the same in another order, under other names and with remarks between.
void TestSimilarFiles::planSimilar()
{
    const QByteArray renamed = QByteArray(walk).replace("total", "sum").replace("info", "status").replace("seen", "known");
    plan(u"class"_s, {{u"ann"_s, "import os\n\n\n" + walk + remarks() + print},
                         {u"bob"_s, "import os, sys\n" + remarks() + print + "\n\n" + remarks() + renamed},
                         {u"carl"_s, m_course->exercises.first().solution.toUtf8()}});
}

void TestSimilarFiles::open()
{
    QSignalSpy shown(m_page.get(), &GradingPage::classShown);
    QVERIFY(m_page->openPlace(m_bench->path(u"class"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QTest::mouseClick(buttonNamed<Button>(m_page.get(), u"Similar files"_s), Qt::LeftButton);
    m_dialog = m_page->findChild<SimilarityDialog *>();
    QVERIFY(m_dialog);
    QTRY_VERIFY_WITH_TIMEOUT(buttonNamed<Button>(m_dialog, u"Search again"_s), 60'000);
}

void TestSimilarFiles::pairsAreRankedAndShown()
{
    planSimilar();
    open();
    const QAbstractItemModelTester tester(
        m_dialog->findChild<SimilarityModel *>(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(cell(0, SimilarityModel::Exercise), u"Sum the sizes"_s);
    QCOMPARE(cell(0, SimilarityModel::First), u"Ann Lee (ann)"_s);
    QCOMPARE(cell(0, SimilarityModel::Second), u"bob"_s);
    QVERIFY(cell(0, SimilarityModel::Similarity).contains(u"% similar"_s));
    QVERIFY(DesktopTest::heard(u"1 pair"_s));
    QCOMPARE(table()->currentIndex().row(), 0);
    QVERIFY(editors()[0]->toPlainText().contains(u"total += info.st_size"_s));
    QVERIFY(editors()[1]->toPlainText().contains(u"sum += status.st_size"_s));
    QCOMPARE(editors()[0]->accessibleName(), u"Ann Lee (ann)"_s);
    QCOMPARE(editors()[1]->accessibleName(), u"bob"_s);
    QCOMPARE(unnamedFocusStops(m_dialog), QStringList());
    QVERIFY(says(u"Similar says what two files share, not why."_s));
    for (const QLabel *label : m_dialog->findChildren<QLabel *>()) {
        for (const QString &word : {u"copi"_s, u"plagiar"_s, u"cheat"_s})
            QVERIFY2(!label->text().contains(word, Qt::CaseInsensitive), qPrintable(label->text()));
    }
}

void TestSimilarFiles::passagesLieSideBySide()
{
    planSimilar();
    open();
    const QList<classroom::SharedPassage> passages = pair().view.passages;
    QCOMPARE(passages.size(), 2);
    QVERIFY(passages[0].firstOfOther > passages[1].firstOfOther); // in another order there
    const auto lineOf = [&](int side) { return editors()[side]->textCursor().blockNumber() + 1; };
    const auto top = [&](int side) { return editors()[side]->cursorForPosition({1, 1}).blockNumber() + 1; };
    const auto isAt = [&](const classroom::SharedPassage &passage) {
        return lineOf(0) == passage.first && lineOf(1) == passage.firstOfOther
            && passage.first - top(0) == passage.firstOfOther - top(1);
    };
    QVERIFY(isAt(passages[0]));
    QVERIFY(says(u"Passage 1 of 2: lines %1 to %2 and lines %3 to %4"_s.arg(passages[0].first).arg(passages[0].last)
                     .arg(passages[0].firstOfOther).arg(passages[0].lastOfOther)));
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog));
    QTest::keyClick(m_dialog, Qt::Key_F8);
    QVERIFY(isAt(passages[1]));
    QTest::keyClick(m_dialog, Qt::Key_F8); // there is no third
    QVERIFY(isAt(passages[1]) && DesktopTest::heard(u"Passage 2 of 2"_s));
    QTest::keyClick(m_dialog, Qt::Key_F8, Qt::ShiftModifier);
    QVERIFY(isAt(passages[0]));

    // Numbers tell what the colours do, in both files the same.
    for (const classroom::SharedPassage &passage : passages) {
        const QString number = QString::number(&passage - passages.data() + 1);
        QCOMPARE(editors()[0]->lineNotes().value(passage.last), number);
        QCOMPARE(editors()[1]->lineNotes().value(passage.lastOfOther), number);
        const auto ground = [&](int side, int line) {
            return editors()[side]->document()->findBlockByNumber(line - 1).blockFormat().background().color();
        };
        QCOMPARE(ground(0, passage.first), ground(1, passage.firstOfOther));
        QVERIFY(ground(0, passage.first) != ground(0, passage.last + 1));
    }

    // Who scrolls one file sees beside it what the other has there.
    editors()[1]->verticalScrollBar()->setValue(0);
    editors()[0]->verticalScrollBar()->setValue(passages[1].first - 3);
    QCOMPARE(passages[1].first - top(0), passages[1].firstOfOther - top(1));
    editors()[1]->verticalScrollBar()->setValue(passages[0].firstOfOther - 2);
    QCOMPARE(passages[0].first - top(0), passages[0].firstOfOther - top(1));
}

void TestSimilarFiles::pairsAreFiltered()
{
    planSimilar();
    open();
    auto *filter = m_dialog->findChild<QLineEdit *>();
    QTest::keyClicks(filter, u"carl"_s);
    QCOMPARE(table()->model()->rowCount(), 0);
    QCOMPARE(editors()[0]->toPlainText(), QString());
    QTest::keyClick(filter, Qt::Key_Return);
    QVERIFY(m_dialog->isVisible());
    filter->clear();
    QTest::keyClicks(filter, u"BOB"_s);
    QCOMPARE(table()->model()->rowCount(), 1);
    QVERIFY(!editors()[0]->toPlainText().isEmpty());
}

void TestSimilarFiles::whereNothingIsSimilarItSaysSo()
{
    plan(u"class"_s, {{u"ann"_s, "import os\n" + walk}, {u"bob"_s, "import os\n" + print}});
    open();
    QVERIFY(m_dialog->findChild<EmptyState *>()->isVisible());
    QVERIFY(says(u"No two files are similar"_s));
    QVERIFY(!m_dialog->findChild<QLineEdit *>()->isEnabled());
    QVERIFY(!buttonNamed<QPushButton>(m_dialog, u"Save as a page"_s)->isEnabled());
}

void TestSimilarFiles::aSearchIsStoppedAndBegunAgain()
{
    planSimilar();
    open();
    QSignalSpy searched(m_dialog, &SimilarityDialog::searched);
    QTest::mouseClick(buttonNamed<Button>(m_dialog, u"Search again"_s), Qt::LeftButton);
    QVERIFY(says(u"Files are being compared"_s));
    QTest::mouseClick(buttonNamed<Button>(m_dialog, u"Stop"_s), Qt::LeftButton);
    QCOMPARE(searched.size(), 1);
    QVERIFY(says(u"The search was stopped"_s));
    QCOMPARE(table()->model()->rowCount(), 0);
    QTest::mouseClick(buttonNamed<Button>(m_dialog, u"Search again"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 2, 60'000);
    QCOMPARE(table()->model()->rowCount(), 1);
}

void TestSimilarFiles::aDialogMayGoDuringASearch()
{
    planSimilar();
    open();
    QTest::mouseClick(buttonNamed<Button>(m_dialog, u"Search again"_s), Qt::LeftButton);
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_page->findChild<SimilarityDialog *>());
    QVERIFY(QThreadPool::globalInstance()->waitForDone(60'000));
}

void TestSimilarFiles::anEarlierClassIsComparedWith()
{
    plan(u"class"_s, {{u"ann"_s, "import os\n" + walk}});
    plan(u"earlier"_s, {{u"ann"_s, "import os\n" + walk}});
    open();
    QVERIFY(says(u"No two files are similar"_s));
    QSignalSpy searched(m_dialog, &SimilarityDialog::searched);
    m_dialog->compareWith(m_bench->path(u"earlier"_s));
    QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, 60'000);
    QCOMPARE(cell(0, SimilarityModel::First), u"Ann Lee (ann)"_s);
    QCOMPARE(cell(0, SimilarityModel::Second), u"Ann Lee (ann) (earlier)"_s);
    m_dialog->compareWith(m_bench->path(u"nowhere"_s));
    QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 2, 60'000);
    QVERIFY(m_dialog->findChild<EmptyState *>()->isVisible());
    QVERIFY(!says(u"No two files are similar"_s));
    QVERIFY2(m_dialog->findChild<EmptyState *>()->accessibleName().contains(u"nowhere"_s),
        qPrintable(m_dialog->findChild<EmptyState *>()->accessibleName()));
}

void TestSimilarFiles::pairsAreSavedAsAPage()
{
    planSimilar();
    open();
    m_dialog->saveTo(m_bench->path(u"similar.html"_s));
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Written: "_s), 60'000);
    const QByteArray page = classroom::readFile(m_bench->path(u"similar.html"_s)).value();
    QVERIFY(page.contains("% similar") && page.contains("sum += status.st_size"));
    m_dialog->saveTo(m_bench->path(u"nowhere/similar.html"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!says(u"Written: "_s), 60'000);
    QCOMPARE(table()->model()->rowCount(), 1);
}

QTEST_MAIN(TestSimilarFiles)
#include "tst_similarfiles.moc"

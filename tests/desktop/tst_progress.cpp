#include "desktop/progress/chartcard.h"
#include "desktop/progress/figuretile.h"
#include "desktop/progress/progressfigures.h"
#include "desktop/progress/progresspage.h"
#include "desktop/progress/storecard.h"
#include "desktop/progress/topicmodel.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/notice.h"
#include "pagebench.h"
#include "progress/deck.h"
#include "progress/review.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QMessageBox>
#include <QTableView>
#include <QTimer>

#include <algorithm>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

using progress::Grade;

class TestProgress : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void anEmptyStoreSaysWhatComesFirst();
    void figuresFollowTheStore();
    void fewAnswersAreUnknownAndNotWeak();
    void whatComesNextIsOneClickAway();
    void everyChartIsAlsoATable();
    void tablesComeByKey();
    void aTopicIsPractisedByEnter();
    void everyFocusStopHasAName();
    void itFitsNarrowWindows_data();
    void itFitsNarrowWindows();
    void weeksBeginWithAMonday();
    void daysHaveTheirStrength_data();
    void daysHaveTheirStrength();
    void modelsAreSound();

    void aDamagedFileIsMetWithAChoice();
    void aNewerFileCanBeLookedAt();
    void startingAnewIsAskedTwice();
    void goingOnWithoutKeepingIsRespected();
    void whatWasDoneInMemoryGoesAlong();

private:
    void openPage();
    void answer(const QString &question, Grade grade, int times = 1);
    [[nodiscard]] QList<FigureTile *> tiles() const { return m_page->findChildren<FigureTile *>(); }
    [[nodiscard]] QString noticeText() const;
    void breakStore(const QByteArray &content) { m_bench->write(u"progress.sqlite"_s, content); }

    DesktopTest m_look;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<ProgressPage> m_page;
    QStringList m_links;
};

void TestProgress::init()
{
    m_bench = std::make_unique<PageBench>();
    m_links.clear();
}

void TestProgress::cleanup()
{
    m_page.reset();
    m_bench.reset();
}

void TestProgress::openPage()
{
    m_page.reset(static_cast<ProgressPage *>(progressEntry().make(m_bench->services())));
    connect(m_page.get(), &Page::linkActivated, this, [this](const QString &link) { m_links.append(link); });
    m_page->resize(1300, 860);
    m_page->setCourse(m_bench->course());
    QSignalSpy shown(m_page.get(), &ProgressPage::shown);
    m_page->show();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QCoreApplication::processEvents();
}

void TestProgress::answer(const QString &question, Grade grade, int times)
{
    const QList<progress::Card> cards = progress::cardsOf(*m_bench->course());
    const auto card = std::ranges::find(cards, u"question:"_s + question, &progress::Card::uid);
    for (int i = 0; i < times; ++i) {
        progress::Moment moment = progress::currentMoment();
        moment.ms += i;
        m_bench->inStore([card = *card, grade, moment](const progress::Store &store) {
            return progress::answer(store, card, grade, {.sessionUid = u"test"_s}, moment);
        });
    }
}

QString TestProgress::noticeText() const
{
    QStringList texts;
    for (const Notice *notice : m_page->findChildren<Notice *>())
        if (notice->isVisible())
            texts.append(notice->accessibleName());
    return texts.join(u'\n');
}

void TestProgress::anEmptyStoreSaysWhatComesFirst()
{
    QVERIFY(m_bench->openStore());
    openPage();
    QVERIFY(buttonNamed<Button>(m_page.get(), u"Read: A small lesson"_s));
    QCOMPARE(tiles()[0]->figure(), u"0 min"_s);
    QCOMPARE(tiles()[2]->figure(), u"0"_s);
    QVERIFY(noticeText().isEmpty());
}

void TestProgress::figuresFollowTheStore()
{
    QVERIFY(m_bench->openStore());
    const progress::Moment now = progress::currentMoment();
    m_bench->inStore([now](const progress::Store &store) {
        return store.journal().addTime(u"s"_s, u"lesson:small"_s, now.studyDay, 75 * 60'000);
    });
    m_bench->inStore(
        [now](const progress::Store &store) { return store.reading().markRead(u"small"_s, u"P1"_s, true, now.ms); });
    openPage();
    QCOMPARE(tiles()[0]->figure(), u"1 h 15 min"_s);
    QCOMPARE(m_page->findChild<RingChart *>()->accessibleName(), u"1 of 3 parts"_s);

    // What happens meanwhile is there when the page is shown again.
    m_page->hide();
    answer(u"Q05.1"_s, Grade::Again);
    QSignalSpy shown(m_page.get(), &ProgressPage::shown);
    m_page->show();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
    QVERIFY(m_page->findChild<BarChart *>()->accessibleName().contains(u"1 answers"));
}

void TestProgress::fewAnswersAreUnknownAndNotWeak()
{
    QVERIFY(m_bench->openStore());
    answer(u"Q05.1"_s, Grade::Again, 4);
    openPage();
    const auto *model = m_page->findChild<TopicModel *>();
    const auto cell = [model](int column) { return model->index(0, column).data().toString(); };
    QCOMPARE(cell(TopicModel::Topic), u"A small lesson"_s);
    QCOMPARE(cell(TopicModel::Recall), u"unknown, 4 of 5 answers"_s);
    QCOMPARE(tiles()[3]->figure(), u"0"_s);
    answer(u"Q05.2"_s, Grade::Again, 1);
    m_page->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(cell(TopicModel::Recall), u"weak, 0 of 5"_s, 60'000);
    QCOMPARE(tiles()[3]->figure(), u"1"_s);
    // The bar stands beside the words.
    const QList<QTableView *> tables = m_page->findChildren<QTableView *>();
    const auto topics = std::ranges::find(tables, model, [](const QTableView *table) { return table->model(); });
    QVERIFY(topics != tables.end());
    constexpr int bar = 70;
    QVERIFY((*topics)->columnWidth(TopicModel::Recall)
        > (*topics)->fontMetrics().horizontalAdvance(u"weak, 0 of 5"_s) + bar);
}

void TestProgress::whatComesNextIsOneClickAway()
{
    QVERIFY(m_bench->openStore());
    openPage();
    QTest::mouseClick(buttonNamed<Button>(m_page.get(), u"Read: A small lesson"_s), Qt::LeftButton);
    QCOMPARE(m_links, QStringList{u"ringside:lesson/small#begin-here"_s});
    m_page->performOwn(u"next"_s);
    QCOMPARE(m_links.size(), 2);
}

void TestProgress::everyChartIsAlsoATable()
{
    QVERIFY(m_bench->openStore());
    answer(u"Q05.1"_s, Grade::Good);
    openPage();
    const auto cards = m_page->findChildren<ChartCard *>();
    QCOMPARE(cards.size(), 3);
    for (ChartCard *card : cards) {
        QVERIFY(!card->table()->isVisible());
        QTest::mouseClick(card->toggle(), Qt::LeftButton);
        QVERIFY(card->table()->isVisible());
        QVERIFY(card->table()->hasFocus() || !m_page->isActiveWindow());
        QVERIFY(card->table()->model()->rowCount() > 0);
    }
    QCOMPARE(cards[0]->table()->model()->index(4, 0).data().toString(), u"Cards seen"_s);
    QCOMPARE(cards[0]->table()->model()->index(4, 1).data().toString(), u"1"_s);
    QCOMPARE(cards[1]->table()->model()->index(0, 2).data().toString(), u"1"_s); // one answer today
    QTest::mouseClick(cards[1]->toggle(), Qt::LeftButton);
    QVERIFY(!cards[1]->table()->isVisible());
}

void TestProgress::tablesComeByKey()
{
    QVERIFY(m_bench->openStore());
    openPage();
    m_page->performOwn(u"tables"_s);
    for (ChartCard *card : m_page->findChildren<ChartCard *>())
        QVERIFY(card->isTableShown());
    QVERIFY(DesktopTest::heard(u"as tables"_s));
    m_page->performOwn(u"tables"_s);
    for (ChartCard *card : m_page->findChildren<ChartCard *>())
        QVERIFY(!card->isTableShown());
}

void TestProgress::aTopicIsPractisedByEnter()
{
    QVERIFY(m_bench->openStore());
    openPage();
    QTableView *topics = nullptr;
    for (auto *table : m_page->findChildren<QTableView *>())
        if (qobject_cast<TopicModel *>(table->model()))
            topics = table;
    QVERIFY(topics);
    topics->setFocus();
    QTest::keyClick(topics, Qt::Key_Return);
    QCOMPARE(m_links, QStringList{u"ringside:interview/topic:small"_s});
}

void TestProgress::everyFocusStopHasAName()
{
    QVERIFY(m_bench->openStore());
    openPage();
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    m_page->performOwn(u"tables"_s);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
}

void TestProgress::itFitsNarrowWindows_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("a small window") << 716;
    QTest::newRow("a laptop") << 940;
    QTest::newRow("a wide one") << 1600;
}

void TestProgress::itFitsNarrowWindows()
{
    QFETCH(int, width);
    QVERIFY(m_bench->openStore());
    openPage();
    m_page->resize(width, 600);
    QTest::qWait(0);
    for (QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !qobject_cast<ChartCard *>(widget))
            continue;
        const int right = widget->mapTo(m_page.get(), QPoint(widget->width(), 0)).x();
        QVERIFY2(right <= width, qPrintable(widget->accessibleName() + QString::number(right)));
    }
}

void TestProgress::weeksBeginWithAMonday()
{
    const progress::Summary summary;
    for (int day = 20'000; day < 20'014; ++day) {
        const QList<DayFigure> days = lastWeeks(summary, day, 40);
        QCOMPARE(days.first().date.dayOfWeek(), 1);
        QCOMPARE(days.last().date, progress::dateOf(day));
        QVERIFY(days.size() > 39 * 7 && days.size() <= 40 * 7);
    }
}

void TestProgress::daysHaveTheirStrength_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("answers");
    QTest::addColumn<int>("level");
    QTest::newRow("nothing") << 0 << 0 << 0;
    QTest::newRow("a little") << 3 << 0 << 1;
    QTest::newRow("answers without a clock") << 0 << 12 << 2;
    QTest::newRow("half an hour") << 30 << 5 << 3;
    QTest::newRow("hours") << 200 << 0 << 4;
}

void TestProgress::daysHaveTheirStrength()
{
    QFETCH(int, minutes);
    QFETCH(int, answers);
    QTEST(CalendarChart::level({QDate(2026, 1, 1), minutes * 60'000LL, answers, 0}), "level");
}

void TestProgress::modelsAreSound()
{
    TopicModel topics;
    const QAbstractItemModelTester topicTester(&topics, QAbstractItemModelTester::FailureReportingMode::QtTest);
    topics.setTopics({{.topic = u"small"_s, .answers = 6, .passes = 6}}, m_bench->course());
    QCOMPARE(topics.index(0, TopicModel::Recall).data().toString(), u"6 of 6"_s);
    FigureModel figures;
    const QAbstractItemModelTester figureTester(&figures, QAbstractItemModelTester::FailureReportingMode::QtTest);
    figures.setTable({{u"a"_s, u"b"_s}, {{u"1"_s, u"2"_s}, {u"3"_s}}});
    QCOMPARE(figures.index(1, 1).data().toString(), QString());
}

void TestProgress::aDamagedFileIsMetWithAChoice()
{
    QVERIFY(m_bench->openStore());
    answer(u"Q05.1"_s, Grade::Good);
    std::ignore = m_bench->store.close().result(); // makes the copy of the day
    breakStore(QByteArray("SQLite format 3\0", 16) + QByteArray(20'000, '\xA5'));
    QVERIFY(!m_bench->openStore());
    openPage();
    QTRY_VERIFY_WITH_TIMEOUT(noticeText().contains(u"damaged"), 60'000);
    auto *copies = m_page->findChild<StoreCard *>()->findChild<QComboBox *>();
    QVERIFY(copies->isVisible());
    QCOMPARE(copies->count(), 1);
    auto *restore = buttonNamed<Button>(m_page.get(), u"Take an earlier copy"_s);
    QVERIFY(restore);
    QTest::mouseClick(restore, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(noticeText().isEmpty(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<BarChart *>()->accessibleName().contains(u"1 answers"), 60'000);
    // What was damaged is still there, under another name.
    const QStringList aside = QDir(m_bench->path({})).entryList({u"progress.sqlite*"_s}, QDir::Files);
    QVERIFY2(aside.size() > 1, qPrintable(aside.join(u' ')));
}

void TestProgress::aNewerFileCanBeLookedAt()
{
    QVERIFY(m_bench->openStore());
    answer(u"Q05.1"_s, Grade::Good);
    m_bench->inStore(
        [](const progress::Store &store) { return store.connection().run(u"PRAGMA user_version = 999"_s); });
    std::ignore = m_bench->store.close().result();
    QVERIFY(!m_bench->openStore());
    openPage();
    QTRY_VERIFY_WITH_TIMEOUT(noticeText().contains(u"newer version"), 60'000);
    QTest::mouseClick(buttonNamed<Button>(m_page.get(), u"Only look at it"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(noticeText().contains(u"only looking"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<BarChart *>()->accessibleName().contains(u"1 answers"), 60'000);
}

void TestProgress::startingAnewIsAskedTwice()
{
    const QByteArray foreign("this is no database at all, and somebody may want it back");
    breakStore(foreign);
    QVERIFY(!m_bench->openStore());
    openPage();
    const auto press = [this](QMessageBox::StandardButton answer) {
        QTimer::singleShot(0, this, [answer] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            QTest::mouseClick(box->button(answer), Qt::LeftButton);
        });
        QTest::mouseClick(buttonNamed<Button>(m_page.get(), u"Set it aside"_s), Qt::LeftButton);
    };
    QTRY_VERIFY_WITH_TIMEOUT(buttonNamed<Button>(m_page.get(), u"Set it aside"_s), 60'000);
    press(QMessageBox::Cancel);
    QVERIFY(!noticeText().isEmpty());
    press(QMessageBox::Ok);
    QTRY_VERIFY_WITH_TIMEOUT(noticeText().isEmpty(), 60'000);
    // The other file is still there under another name.
    bool found = false;
    for (const QFileInfo &info : QDir(m_bench->path({})).entryInfoList(QDir::Files)) {
        QFile file(info.filePath());
        found = found || (file.open(QIODevice::ReadOnly) && file.readAll() == foreign);
    }
    QVERIFY(found);
}

void TestProgress::goingOnWithoutKeepingIsRespected()
{
    breakStore("no database");
    QVERIFY(!m_bench->openStore());
    openPage();
    QTRY_VERIFY_WITH_TIMEOUT(buttonNamed<Button>(m_page.get(), u"Go on without"_s), 60'000);
    QTest::mouseClick(buttonNamed<Button>(m_page.get(), u"Go on without"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!buttonNamed<Button>(m_page.get(), u"Go on without"_s), 60'000);
    QVERIFY(!noticeText().isEmpty()); // it still says so
}

void TestProgress::whatWasDoneInMemoryGoesAlong()
{
    breakStore("no database");
    QVERIFY(!m_bench->openStore());
    answer(u"Q05.1"_s, Grade::Good);
    std::ignore = m_bench->store.settle(progress::OpenFailure::Choice::StartFresh).result();
    const qint64 reviews
        = m_bench->inStore([](const progress::Store &store) { return store.reviews().count(); });
    QCOMPARE(reviews, 1);
    QVERIFY(!m_bench->store.standing().result().failure);
}

QTEST_MAIN(TestProgress)
#include "tst_progress.moc"

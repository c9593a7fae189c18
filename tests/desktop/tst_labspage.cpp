// The student's side of labs in the window: opened, worked on, handed in.

#include "classroom/files.h"
#include "classroom/intake.h"
#include "desktop/labs/laboffer.h"
#include "desktop/labs/labspage.h"
#include "desktop/labs/labwork.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/notice.h"
#include "pagebench.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestLabsPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void withoutALabItSaysWhatToDo();
    void aLabIsOfferedAndStarted();
    void answersAreSavedAsTheyAreTyped();
    void handedInToAFolderAndToAFile();
    void examsStartWithTheirWord();
    void labsThatCannotBeOpened_data();
    void labsThatCannotBeOpened();

private:
    void makePage();
    [[nodiscard]] QString path(const QString &name) const { return m_bench->path(name); }
    void giveOut(const QByteArray &lines = {}) const;
    void openWork();
    void start();
    [[nodiscard]] bool says(const QString &text) const;
    [[nodiscard]] QPlainTextEdit *answer() const { return m_page->findChild<QPlainTextEdit *>(); }
    [[nodiscard]] QLineEdit *field(const QString &name) const;

    DesktopTest m_look;
    classroom::LabKey m_key = classroom::makeLabKey();
    std::shared_ptr<course::Course> m_course;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<LabsPage> m_page;
};

void TestLabsPage::initTestCase()
{
    m_course = std::make_shared<course::Course>();
    m_course->exercises.append(
        course::loadExercise(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension")).value());
    course::Lesson lesson{.id = u"small"_s};
    lesson.questions = {{.id = u"Q05.1"_s, .prompt = u"What is **it** for?"_s, .keyPoints = {{.text = u"To walk"_s}}}};
    m_course->lessons = {lesson};
}

void TestLabsPage::init()
{
    DesktopTest::announcements().clear();
    m_bench = std::make_unique<PageBench>();
    makePage();
}

void TestLabsPage::makePage()
{
    m_page.reset(static_cast<LabsPage *>(labsEntry().make(m_bench->services())));
    m_page->resize(1200, 860);
    m_page->setCourse(m_course);
    m_page->show();
}

void TestLabsPage::cleanup()
{
    m_page.reset();
    m_bench.reset();
}

void TestLabsPage::giveOut(const QByteArray &lines) const
{
    const auto lab = classroom::defineLab("title = 'Week 3'\n" + lines + "[[exercise]]\nslug = 'count-by-extension'\npoints = 4\n"
            "[[question]]\nid = 'Q05.1'\npoints = 3\n", {}, *m_course, m_key);
    QVERIFY(classroom::writeFile(path(u"week3.ringlab"_s), classroom::packLab(lab.value(), m_key).value()));
}

void TestLabsPage::start()
{
    QSignalSpy started(m_page.get(), &LabsPage::labStarted);
    buttonNamed<Button>(m_page.get(), u"Start"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!started.isEmpty(), 120'000);
}

void TestLabsPage::openWork()
{
    giveOut();
    QVERIFY(m_page->openPlace(path(u"week3.ringlab"_s)));
    start();
    QVERIFY(m_page->work());
}

bool TestLabsPage::says(const QString &text) const
{
    return std::ranges::any_of(m_page->findChildren<QLabel *>(),
        [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

QLineEdit *TestLabsPage::field(const QString &name) const
{
    for (QLineEdit *field : m_page->findChildren<QLineEdit *>())
        if (field->isVisible() && field->accessibleName() == name)
            return field;
    return nullptr;
}

void TestLabsPage::withoutALabItSaysWhatToDo()
{
    QVERIFY(m_page->openPlace({}));
    QVERIFY(buttonNamed<Button>(m_page.get(), u"Open a lab"_s));
    QVERIFY(says(u"a file your instructor gives out"_s));
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    m_page->performOwn(u"hand-in"_s); // of nothing
}

void TestLabsPage::aLabIsOfferedAndStarted()
{
    giveOut("hints = false\ndue = 2036-11-09T10:00:00Z\n[late]\npercent = 10\nmost_percent = 50\ncut_off_minutes = 2880\n");
    QVERIFY(m_page->openPlace(path(u"week3.ringlab"_s)));
    for (const QString &told : {u"Week 3"_s, u"10 % less for each day that was begun; 50 % less at most; nothing counts from 2 d late on"_s,
             u"While it runs: no hints"_s, m_course->exercises.first().title + u" (4 points)"_s, u"Question Q05.1 (3 points)"_s})
        QVERIFY2(says(told), qPrintable(told));
    QVERIFY(!field(u"Start word"_s));
    QCOMPARE(m_page->placeName(), path(u"week3.ringlab"_s));
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());

    start();
    QCOMPARE(m_page->placeName(), path(u"week3"_s));
    QCOMPARE(classroom::OpenLabs(path({})).folders(), QStringList{path(u"week3"_s)});
    QVERIFY(QFile::exists(path(u"week3/count-by-extension.py"_s)));
    QVERIFY(says(u"What is it for?"_s));
    QVERIFY(DesktopTest::heard(u"The lab was opened"_s));
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QSignalSpy links(m_page.get(), &Page::linkActivated);
    buttonNamed<Button>(m_page.get(), m_course->exercises.first().title)->click();
    QCOMPARE(links.first().first().toString(), u"ringside:exercise/count-by-extension"_s);

    // Opened again, by its file or by nothing: one goes on.
    makePage();
    QVERIFY(m_page->openPlace(path(u"week3.ringlab"_s)));
    QCOMPARE(m_page->placeName(), path(u"week3"_s));
    makePage();
    QVERIFY(m_page->openPlace({}));
    QCOMPARE(m_page->placeName(), path(u"week3"_s));
}

void TestLabsPage::answersAreSavedAsTheyAreTyped()
{
    openWork();
    QTest::keyClicks(answer(), u"To walk through"_s);
    const auto stored = [this] { return classroom::readFile(path(u"week3/Q05.1.txt"_s)).value_or(QByteArray()); };
    QTRY_COMPARE_WITH_TIMEOUT(stored(), "To walk through"_ba, 60'000);
    QTest::keyClicks(answer(), u" it"_s);
    m_page->save();
    QCOMPARE(stored(), "To walk through it"_ba);
    makePage();
    QVERIFY(m_page->openPlace(path(u"week3"_s)));
    QCOMPARE(answer()->toPlainText(), u"To walk through it"_s);
}

void TestLabsPage::handedInToAFolderAndToAFile()
{
    openWork();
    auto *button = buttonNamed<Button>(m_page.get(), u"Hand in"_s);
    QVERIFY(!button->isEnabled());
    field(u"Who hands in"_s)->setText(u" ann@example.org "_s);
    field(u"Name"_s)->setText(u"Ann Lee"_s);
    QVERIFY(button->isEnabled());
    QTest::keyClicks(answer(), u"To walk"_s); // not saved yet
    QVERIFY(QDir().mkpath(path(u"class"_s)));
    QSignalSpy done(m_page.get(), &LabsPage::handedIn);
    for (const QString &to : {u"class"_s, u"mine.ringsub"_s, u"nowhere/mine.ringsub"_s}) {
        m_page->handInTo(path(to));
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), 60'000);
        done.clear();
        QCOMPARE(says(u"The hand-in is made"_s), !to.startsWith(u"nowhere"_s));
    }
    const auto handIn = classroom::unpackHandIn(classroom::readFile(path(u"class/ann@example.org.ringsub"_s)).value(), {});
    QCOMPARE(handIn->studentName, u"Ann Lee"_s);
    QCOMPARE(handIn->answers, (QList<classroom::HandInSource>{{u"Q05.1"_s, "To walk"}}));
    QCOMPARE(classroom::takeIn({path(u"class"_s)}, m_page->work()->folder().lab()).submissions.size(), 2);
    QVERIFY(classroom::unpackHandIn(classroom::readFile(path(u"mine.ringsub"_s)).value(), {}));
    makePage();
    QVERIFY(m_page->openPlace(path(u"week3"_s)));
    QCOMPARE(m_page->work()->submitter(), (classroom::Submitter{u"ann@example.org"_s, u"Ann Lee"_s}));
}

void TestLabsPage::examsStartWithTheirWord()
{
    giveOut("exam = true\nopens = 2025-11-09T08:00:00Z\ndue = 2036-11-09T10:00:00Z\n");
    QVERIFY(m_page->openPlace(path(u"week3.ringlab"_s)));
    QVERIFY(says(u"Sealed until its start word is told"_s));
    QVERIFY(!says(u"Q05.1"_s));
    field(u"Start word"_s)->setText(u"abcd-efgh-ijkm"_s);
    start();
    QVERIFY(!m_page->work());
    QVERIFY(says(u"not the word"_s));
    QCOMPARE(field(u"Start word"_s)->selectedText(), u"abcd-efgh-ijkm"_s); // typing takes its place
    QVERIFY(!QFileInfo::exists(path(u"week3"_s)));
    field(u"Start word"_s)->setText(classroom::startWordOf(m_key));
    start();
    QVERIFY(m_page->work());
    QVERIFY(says(u"an exam: neither hints nor the reference solution"_s));
}

void TestLabsPage::labsThatCannotBeOpened_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QByteArray>("content"); // of the file; none: it is not written
    QTest::addColumn<QString>("message");
    QTest::newRow("a file that is not there") << u"none.ringlab"_s << QByteArray() << u"No such file"_s;
    QTest::newRow("a file that is no lab") << u"text.ringlab"_s << QByteArray("hello") << u"text.ringlab"_s;
    QTest::newRow("a folder of something else") << u"course"_s << QByteArray() << u"No such file"_s;
}

void TestLabsPage::labsThatCannotBeOpened()
{
    QFETCH(QString, place);
    QFETCH(QByteArray, content);
    if (!content.isEmpty())
        m_bench->write(place, content);
    QVERIFY(!m_page->openPlace(path(place)));
    QVERIFY(m_page->findChild<Notice *>()->isVisible());
    QFETCH(QString, message);
    QVERIFY(says(message));
    QVERIFY(buttonNamed<Button>(m_page.get(), u"Open a lab"_s)); // still
    // One that is there, but not yet open.
    giveOut("opens = 2036-11-09T10:00:00Z\n");
    QVERIFY(m_page->openPlace(path(u"week3.ringlab"_s)));
    start();
    QVERIFY(says(u"the lab opens at 2036-11-09"_s));
    QVERIFY(!m_page->work());
}

QTEST_MAIN(TestLabsPage)
#include "tst_labspage.moc"

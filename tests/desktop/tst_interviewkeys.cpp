#include "desktop/interview/interviewpage.h"
#include "desktop/interview/mockview.h"
#include "pagebench.h"
#include "windowtest.h"

#include <QAbstractButton>
#include <QLabel>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

// The interview in the whole window by keys alone, each sent to whatever has the focus, and by what a screen reader is
// told: the names of what the focus comes to, and announcements.
class TestInterviewKeys : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void cardsAreReviewed();
    void anInterviewIsTaken();
    void theProgramBeginsWithAQuestion();

private:
    void openWindow();
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    void tabTo(const QString &name);
    [[nodiscard]] static QString spoken();
    /// Waits until a screen reader has said it; what was said before does not count.
    void hear(const QString &text)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(DesktopTest::heard(text), qPrintable(text), 60'000);
        DesktopTest::announcements().clear();
    }

    DesktopTest m_look;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<MainWindow> m_window;
};

void TestInterviewKeys::openWindow()
{
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), m_bench->sandbox,
        pathsIn(m_bench->path({}), m_bench->path(u"course"_s)));
}

void TestInterviewKeys::init()
{
    DesktopTest::announcements().clear();
    m_bench = std::make_unique<PageBench>();
    QVERIFY(m_bench->openStore());
    m_bench->inStore([](const progress::Store &store) { return store.reading().markRead(u"small"_s, {}, true, 1); });
    m_bench->store.close().waitForFinished();
    openWindow();
    m_window->loadCourse();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get(), 60'000));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->isCourseLoaded(), 60'000);
    press(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(buttonNamed<QAbstractButton>(m_window.get(), u"Review 2 cards"_s), 60'000);
}

void TestInterviewKeys::cleanup()
{
    m_window.reset();
    m_bench.reset();
}

QString TestInterviewKeys::spoken()
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
    return interface ? interface->text(QAccessible::Name) : QString();
}

/// Tab by Tab; whatever is passed has a name.
void TestInterviewKeys::tabTo(const QString &name)
{
    for (int tabs = 0; tabs < 80; ++tabs) {
        QVERIFY2(!spoken().isEmpty(), QApplication::focusWidget()->metaObject()->className());
        if (spoken().contains(name))
            return;
        press(Qt::Key_Tab);
    }
    QFAIL(qPrintable(u"Tab does not come to: %1"_s.arg(name)));
}

void TestInterviewKeys::cardsAreReviewed()
{
    press(Qt::Key_R, Qt::AltModifier);
    hear(u"What is a small lesson good for?"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    hear(u"Answer first"_s);
    type(u"one can walk through it"_s);
    tabTo(u"How sure: "_s); // one of them: arrows lead to the others
    for (const int key : {Qt::Key_Left, Qt::Key_Left, Qt::Key_Left, Qt::Key_Left, Qt::Key_Right, Qt::Key_Right,
             Qt::Key_Right, Qt::Key_Right})
        if (!spoken().contains(u"75 %"))
            press(key);
    QCOMPARE(spoken(), u"How sure: 75 %"_s);
    press(Qt::Key_Space);
    press(Qt::Key_Return, Qt::ControlModifier);
    hear(u"2 key points. Tick what you said."_s);
    QCOMPARE(spoken(), u"One can walk through it (essential)"_s);
    tabTo(u"It is short"_s);
    press(Qt::Key_Space);
    press(Qt::Key_2);
    hear(u"Why does a lesson end?"_s);
    press(Qt::Key_Z, Qt::AltModifier);
    hear(u"What is a small lesson good for?"_s);
    press(Qt::Key_D, Qt::AltModifier); // I don't know
    QTRY_VERIFY_WITH_TIMEOUT(spoken().contains(u"essential") || spoken().contains(u"Did not recall"), 60'000);
    tabTo(u"Did not recall"_s);
    press(Qt::Key_Space);
    hear(u"Why does a lesson end?"_s);
    press(Qt::Key_S, Qt::AltModifier);
    hear(u"Nothing is due now"_s);
    QCOMPARE(spoken(), u"Back to the interview page"_s);
}

void TestInterviewKeys::anInterviewIsTaken()
{
    press(Qt::Key_M, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(spoken(), u"Begin"_s, 60'000);
    tabTo(u"Topics; none ticked means all"_s);
    press(Qt::Key_Space);
    tabTo(u"Begin"_s);
    press(Qt::Key_Space);
    for (int question = 1; question <= 2; ++question) {
        hear(u"Question %1 of 2. "_s.arg(question));
        type(u"one can walk through everything"_s);
        tabTo(u"Notes to yourself"_s);
        type(u"later"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(spoken(), u"How sure: 50 %"_s);
        tabTo(u"How sure: Sure"_s);
        press(Qt::Key_Space);
        hear(u"Question %1 of 2. "_s.arg(question)); // what follows up
        type(u"and so on"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
    }
    hear(u"Go through the interview, point by point"_s);
    QCOMPARE(spoken(), u"Questions of the interview"_s);
    tabTo(u"You said: "_s);
    press(Qt::Key_Space);
    tabTo(u"Finish, and see the report"_s);
    press(Qt::Key_Space);
    hear(u"The report of your interview"_s);
    QCOMPARE(spoken(), u"Report"_s);
}

// A link in a mail starts the program, and is there before the course is.
void TestInterviewKeys::theProgramBeginsWithAQuestion()
{
    m_window.reset();
    openWindow();
    QVERIFY(m_window->openLink(u"ringside:question/Q05.2"_s));
    m_window->loadCourse();
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(visibleIn<QLabel>(*m_window, u"Question Q05.2"_s), 60'000);
    QCOMPARE(m_window->location().page, u"interview"_s);
}

QTEST_MAIN(TestInterviewKeys)
#include "tst_interviewkeys.moc"

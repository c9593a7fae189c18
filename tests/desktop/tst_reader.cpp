#include "desktop/lesson/calloutblock.h"
#include "desktop/lesson/codecard.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/outlinepanel.h"
#include "desktop/lesson/quizblock.h"
#include "desktop/lesson/readeraccessibility.h"
#include "desktop/lesson/readerview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/outputview.h"
#include "desktoptest.h"

#include <QClipboard>
#include <QPromise>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

const QString page = uR"(# Title

First paragraph with `code` and **bold** text that is long enough to wrap somewhere on a page of this width.

Second paragraph with a [link](lesson:other#P1).

> [!WARNING]
> Take care of this.

```python
print(6 * 7)
```

## Part

| a | b |
|---|---|
| c | d |

### Inside

- one
- two
)"_s;

// A program that ends when the test says so.
class PretendRuns
{
public:
    CodeRuns runs()
    {
        return {.example =
                    [this](const ExampleContent &, const QString &code, const std::stop_token &stop,
                        const std::optional<sandbox::TraceOptions> &trace) {
                        trace_ = trace;
                        code_ = code;
                        stop_ = stop;
                        return start();
                    },
            .quiz =
                [this](const QString &code, const QString &) {
                    code_ = code;
                    return start();
                }};
    }
    QFuture<RunAnswer> start()
    {
        promise = std::make_unique<QPromise<RunAnswer>>();
        promise->start();
        return promise->future();
    }
    void finish(RunAnswer answer)
    {
        promise->addResult(std::move(answer));
        promise->finish();
    }
    static sandbox::RunReport report(const QByteArray &output, int status = 0)
    {
        sandbox::RunReport report;
        report.output = output;
        report.exitStatus = status;
        return report;
    }

    std::unique_ptr<QPromise<RunAnswer>> promise;
    QString code_;
    std::stop_token stop_;
    std::optional<sandbox::TraceOptions> trace_;
};

} // namespace

class TestReader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { installReaderAccessibility(); }
    void init();
    void aDragSelectsAcrossBlocks();
    void doubleAndTripleClickSelectWordAndParagraph();
    void theKeyboardSelectsAndCopies();
    void findSeesEveryBlock();
    void headingsAreStepped();
    void linksAnswerMouseAndKeyboard();
    void blocksAreMadeAsTheyAreNeeded();
    void shortCodeIsNotBrokenAfterASlash();
    void codeInATextHasNoLigatures();
    void blocksKeepTheHeightTheyWereMeasuredWith();
    void theWheelScrollsThePageUntilOutputIsChosen();
    void theWheelScrollsThePageBesideItToo();
    void zoomKeepsThePlace();
    void zoomAndBackLeavesCodeAsItWas();
    void theTreeIsThatOfADocument();

    void anExampleShowsWhatItWillPrint();
    void anExampleRunsAndSaysSo();
    void aFailedExampleSaysWhy();
    void anExampleIsHeldAgainstTheLesson_data();
    void anExampleIsHeldAgainstTheLesson();
    void aClinicIsHeldAgainstItsRepair_data();
    void aClinicIsHeldAgainstItsRepair();
    void aLongEndStandsBelowTheOutput();
    void whatWasNotFlushedIsNotCalledNothing();
    void aRunningExampleCanBeStopped();
    void aChangedExampleCanBeReset();
    void withoutASandboxTheWayOutIsTold();
    void theQuizIsDecidedByRunning_data();
    void theQuizIsDecidedByRunning();
    void aQuizWithoutCodeIsDecidedByItsText();
    void aQuizThatPrintsSomethingElseSaysSo();

private:
    void show(const QString &markdown);
    void show(ReaderBlocks blocks);
    [[nodiscard]] TextBlock *textBlock(const QString &beginning) const;
    [[nodiscard]] QPoint inWindow(const QWidget *widget, QPoint at) const;
    [[nodiscard]] QWindow *window() const { return m_view->window()->windowHandle(); }
    [[nodiscard]] ExampleBlock *showExample(const course::Example &example);
    /// Runs it to its end, with this report, and gives the line above its output.
    [[nodiscard]] QString labelAfter(ExampleBlock *example, const sandbox::RunReport &report);
    [[nodiscard]] QuizBlock *showQuiz(const course::Quiz &quiz);
    [[nodiscard]] static course::Quiz someQuiz();
    [[nodiscard]] static QAbstractButton *button(const QWidget *in, const QString &text);

    DesktopTest m_look;
    std::unique_ptr<ReaderView> m_view;
    PretendRuns m_pretend;
};

void TestReader::init()
{
    DesktopTest::announcements().clear();
    m_view = std::make_unique<ReaderView>(Density::Roomy, u"Lesson"_s);
    m_view->resize(820, 700);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestReader::show(ReaderBlocks blocks)
{
    m_view->setBlocks(std::move(blocks), m_pretend.runs());
    m_view->column()->completeAll();
}

void TestReader::show(const QString &markdown)
{
    show(readMarkdown(markdown));
}

TextBlock *TestReader::textBlock(const QString &beginning) const
{
    for (BlockWidget *block : m_view->column()->blocks()) {
        auto *text = qobject_cast<TextBlock *>(block);
        if (text && text->partText().startsWith(beginning))
            return text;
    }
    return nullptr;
}

QPoint TestReader::inWindow(const QWidget *widget, QPoint at) const
{
    return widget->mapTo(m_view->window(), at);
}

QAbstractButton *TestReader::button(const QWidget *in, const QString &text)
{
    for (auto *candidate : in->findChildren<QAbstractButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void TestReader::aDragSelectsAcrossBlocks()
{
    show(page);
    const TextBlock *first = textBlock(u"First"_s);
    const TextBlock *second = textBlock(u"Second"_s);
    const QPoint from = inWindow(first, QPoint(1, 4));
    const QPoint to = inWindow(second, QPoint(second->width() - 2, second->height() - 4));
    QTest::mousePress(window(), Qt::LeftButton, {}, from);
    QTest::mouseMove(window(), (from + to) / 2);
    QTest::mouseMove(window(), to);
    QTest::mouseRelease(window(), Qt::LeftButton, {}, to);
    const QString selected = m_view->column()->selection().text();
    QVERIFY(selected.startsWith(u"First paragraph with code and bold"));
    QVERIFY(selected.endsWith(u"page of this width.\n\nSecond paragraph with a link."));
    QTest::keyClick(m_view->column(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), selected);
}

void TestReader::doubleAndTripleClickSelectWordAndParagraph()
{
    show(page);
    const TextBlock *first = textBlock(u"First"_s);
    const QPoint word = inWindow(first, first->rectAt(7).center() + QPoint(2, 0));
    QTest::mouseClick(window(), Qt::LeftButton, {}, word);
    QTest::mouseDClick(window(), Qt::LeftButton, {}, word);
    QCOMPARE(m_view->column()->selection().text(), u"paragraph"_s);
    QTest::mouseClick(window(), Qt::LeftButton, {}, word);
    QVERIFY(m_view->column()->selection().text().startsWith(u"First paragraph"));
    QVERIFY(m_view->column()->selection().text().endsWith(u"width."));
}

void TestReader::theKeyboardSelectsAndCopies()
{
    show(page);
    m_view->column()->setFocus();
    QTest::keyClick(m_view->column(), Qt::Key_A, Qt::ControlModifier);
    const QString all = m_view->column()->selection().text();
    QVERIFY(all.startsWith(u"Title"));
    QVERIFY(all.contains(u"print(6 * 7)"));
    QVERIFY(all.contains(u"Take care of this."));
    m_view->column()->selection().clear();
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(m_view->column(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_view->column()->selection().text(), u"Title"_s);
    QTest::keyClick(m_view->column(), Qt::Key_Right, Qt::ShiftModifier); // into the next block
    QTest::keyClick(m_view->column(), Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(m_view->column()->selection().text(), u"Title\n\nFirst"_s);
}

void TestReader::findSeesEveryBlock()
{
    m_view->resize(820, 300);
    show(page);
    QCOMPARE(m_view->search(u"paragraph"_s, editing::MatchCase::No), 2);
    QCOMPARE(m_view->search(u"PARAGRAPH"_s, editing::MatchCase::Yes), 0);
    QCOMPARE(m_view->search(u"Take care"_s, editing::MatchCase::No), 1);
    QCOMPARE(m_view->search(u"print"_s, editing::MatchCase::No), 1);
    QVERIFY(m_view->verticalScrollBar()->value() > 0);
    m_view->search(u"paragraph"_s, editing::MatchCase::No);
    const int first = m_view->currentMatch();
    m_view->goToMatch(first + 1);
    QCOMPARE(m_view->currentMatch(), (first + 1) % 2);
    m_view->goToMatch(-1); // wraps
    QCOMPARE(m_view->currentMatch(), 1);
    QCOMPARE(m_view->search(u""_s, editing::MatchCase::No), 0);
}

void TestReader::headingsAreStepped()
{
    m_view->resize(820, 200);
    show(page + QString(u"\n\nmore"_s).repeated(30));
    QCOMPARE(m_view->currentHeading(), 0);
    m_view->stepHeading(1);
    QCOMPARE(m_view->currentHeading(), 1);
    m_view->stepHeading(1);
    QCOMPARE(m_view->currentHeading(), 2);
    m_view->stepHeading(-1);
    m_view->stepHeading(-1);
    QCOMPARE(m_view->currentHeading(), 0);
}

void TestReader::linksAnswerMouseAndKeyboard()
{
    show(page);
    QSignalSpy followed(m_view.get(), &ReaderView::linkActivated);
    const TextBlock *second = textBlock(u"Second"_s);
    const auto *link = second->findChild<LinkButton *>();
    QVERIFY(link);
    QCOMPARE(link->accessibleName(), u"link"_s);
    QTest::mouseClick(window(), Qt::LeftButton, {}, inWindow(link, link->rect().center()));
    QCOMPARE(followed.size(), 1);
    QCOMPARE(followed.takeFirst().first().toString(), u"lesson:other#P1"_s);
    m_view->column()->setFocus();
    QTest::keyClick(m_view->column(), Qt::Key_Tab);
    QVERIFY(link->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(followed.size(), 1);
}

void TestReader::blocksAreMadeAsTheyAreNeeded()
{
    QString longPage = u"# Long\n\n"_s;
    for (int i = 0; i < 200; ++i)
        longPage += u"A paragraph with some words in it.\n\n"_s;
    QSignalSpy completed(m_view.get(), &ReaderView::completed);
    m_view->setBlocks(readMarkdown(longPage));
    QVERIFY(m_view->column()->blocks().size() < 60);
    QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 60'000);
    QCOMPARE(m_view->column()->blocks().size(), 201);
}

void TestReader::shortCodeIsNotBrokenAfterASlash()
{
    show(u"Look into `/proc/self/fd` and [`/tmp`](lesson:x), at `-rw-r--r--`, and never at `/etc/passwd`, `/a/b/c` or "
         "`/a/very/long/path/that/has/to/be/broken/somewhere/as/it/is/wider/than/the/column/of/text`."_s);
    auto *text = textBlock(u"Look"_s);
    QVERIFY(text->partText().startsWith(u"Look into /proc/self/fd and /tmp, at -rw-r--r--, and"));
    for (int width = 240; width < 760; width += 3) {
        text->heightForColumn(width);
        const QTextBlock block = text->document().firstBlock();
        for (int i = 1; i < block.layout()->lineCount(); ++i) {
            const QString before = block.text().left(block.layout()->lineAt(i).textStart()).remove(QChar(0xFEFF));
            QVERIFY2(before.endsWith(u' ') || before.contains(u"or /a/"), qPrintable(before.right(20)));
            QVERIFY2(!before.endsWith(u" /"), qPrintable(before.right(20)));
        }
    }
    // What is between the letters is not part of the text.
    QCOMPARE(m_view->search(u"/proc/self/fd"_s, editing::MatchCase::Yes), 1);
    QCOMPARE(text->findChild<LinkButton *>()->accessibleName(), u"/tmp"_s);
    text->heightForColumn(m_view->column()->columnWidth());
    const int position = int(text->partText().indexOf(u"etc/passwd"));
    QCOMPARE(text->positionAt(text->rectAt(position).center()), position);
    const QPoint word = inWindow(text, text->rectAt(position).center() + QPoint(4, 0));
    QTest::mouseClick(window(), Qt::LeftButton, {}, word);
    QTest::mouseDClick(window(), Qt::LeftButton, {}, word);
    QCOMPARE(m_view->column()->selection().text(), u"etc"_s);
}

void TestReader::codeInATextHasNoLigatures()
{
    show(u"`a -> b != c`"_s);
    const QTextBlock block = textBlock(u"a ->"_s)->document().firstBlock();
    const QFont font = block.begin().fragment().charFormat().font();
    QCOMPARE(font.family(), DesktopTest::theme().codeFont().family());
    QVERIFY(font.isFeatureSet("calt"));
    QCOMPARE(font.featureValue("calt"), 0U);
}

/// Else the scroll bar is that of a page of another height.
void TestReader::blocksKeepTheHeightTheyWereMeasuredWith()
{
    const QString wide = u"x"_s.repeated(300);
    ReaderBlocks blocks;
    blocks.push_back({ExampleContent{{.language = u"python"_s, .code = u"print(42)"_s, .run = true,
        .output = u"short\n"_s + wide, .calls = {{u"write"_s, {u"1"_s, wide}, 0}}}, 0}});
    blocks.push_back({ExampleContent{{.language = u"python"_s, .code = wide, .run = true, .output = u"42"_s}, 0}});
    m_view->resize(820, 1400);
    show(std::move(blocks));
    QList<int> heights;
    for (const BlockWidget *block : m_view->column()->blocks())
        heights.append(block->height());
    m_view->grab(); // what is painted is laid out to its end
    for (qsizetype i = 0; i < heights.size(); ++i)
        QCOMPARE(m_view->column()->blocks()[i]->heightForColumn(m_view->column()->columnWidth()), heights[i]);
}

void TestReader::theWheelScrollsThePageUntilOutputIsChosen()
{
    ReaderBlocks blocks;
    blocks.push_back({ExampleContent{{.language = u"python"_s, .code = u"print(42)"_s, .run = true,
        .output = u"line\n"_s.repeated(60)}, 0}});
    for (ReaderBlock &block : readMarkdown(u"A paragraph.\n\n"_s.repeated(60)))
        blocks.push_back(std::move(block));
    show(std::move(blocks));
    auto *output = m_view->findChild<OutputView *>();
    QVERIFY(output->verticalScrollBar()->maximum() > 0); // it is longer than what is shown of it
    const QScrollBar *page = m_view->verticalScrollBar();
    const auto turn = [&] {
        QTest::wheelEvent(window(), inWindow(output->viewport(), {40, 10}), {0, -120});
        QTest::qWait(1); // Qt passes the wheel on by the event loop
    };
    turn();
    QVERIFY(page->value() > 0);
    QCOMPARE(output->verticalScrollBar()->value(), 0);
    const int before = page->value();
    QTest::mouseClick(window(), Qt::LeftButton, {}, inWindow(output->viewport(), {40, 10}));
    turn();
    QVERIFY(output->verticalScrollBar()->value() > 0);
    QCOMPARE(page->value(), before);
}

void TestReader::theWheelScrollsThePageBesideItToo()
{
    OutlinePanel outline(m_view.get());
    outline.resize(OutlinePanel::panelWidth, 300);
    outline.show();
    show(u"# Title\n\n"_s + u"A paragraph.\n\n"_s.repeated(60) + u"## Below\n\nText."_s);
    const auto *below = outline.findChild<OutlineLink *>();
    QCOMPARE(below->text(), u"Below"_s);
    QVERIFY(!below->isChecked()); // one reads above it
    QTest::wheelEvent(outline.windowHandle(), {40, 280}, {0, -120});
    QTRY_VERIFY_WITH_TIMEOUT(m_view->verticalScrollBar()->value() > 0, 60'000);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    QVERIFY(below->isChecked());
}

void TestReader::zoomKeepsThePlace()
{
    m_view->resize(820, 300);
    show(page + QString(u"\n\nmore words"_s).repeated(60));
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const double before = double(bar->value()) / m_view->column()->height();
    DesktopTest::theme().setZoom(1.5);
    const double after = double(bar->value()) / m_view->column()->height();
    DesktopTest::theme().setZoom(1);
    QVERIFY(qAbs(before - after) < 0.02);
}

void TestReader::zoomAndBackLeavesCodeAsItWas()
{
    show(page);
    const auto places = [this] {
        QList<QRect> found{m_view->column()->rect()};
        for (const auto *code : m_view->column()->findChildren<QPlainTextEdit *>())
            found.append(code->geometry());
        return found;
    };
    const QList<QRect> before = places();
    QVERIFY(before.size() > 1);
    DesktopTest::theme().setZoom(1.5);
    QVERIFY(places() != before);
    DesktopTest::theme().setZoom(1);
    QCOMPARE(places(), before);
}

void TestReader::theTreeIsThatOfADocument()
{
    show(page);
    QAccessibleInterface *root = QAccessible::queryAccessibleInterface(m_view->column());
    QCOMPARE(root->role(), QAccessible::Document);
    QList<QAccessible::Role> roles;
    for (int i = 0; i < root->childCount(); ++i)
        roles.append(root->child(i)->role());
    QCOMPARE(roles,
        (QList<QAccessible::Role>{QAccessible::Heading, QAccessible::Paragraph, QAccessible::Paragraph,
            QAccessible::Note, QAccessible::Section, QAccessible::Heading, QAccessible::Paragraph,
            QAccessible::Heading, QAccessible::List}));
    const auto level = [&](int child) {
        return root->child(child)->attributesInterface()->attributeValue(QAccessible::Attribute::Level).toInt();
    };
    QCOMPARE(level(0), 1);
    QCOMPARE(level(5), 2);
    QCOMPARE(level(7), 3);
    QCOMPARE(root->child(0)->text(QAccessible::Name), u"Title"_s);
    QCOMPARE(root->child(3)->text(QAccessible::Name), u"Warning"_s);
    QAccessibleTextInterface *text = root->child(1)->textInterface();
    QVERIFY(text);
    QCOMPARE(text->text(0, 5), u"First"_s);
    QVERIFY(text->characterRect(3).isValid());
    QCOMPARE(root->child(2)->child(0)->role(), QAccessible::Link);
    QVERIFY2(unnamedFocusStops(m_view->column()).isEmpty(),
        qPrintable(unnamedFocusStops(m_view->column()).join(u' ')));
}

ExampleBlock *TestReader::showExample(const course::Example &example)
{
    ReaderBlocks blocks;
    blocks.push_back({ExampleContent{example, 0}});
    show(std::move(blocks));
    return qobject_cast<ExampleBlock *>(m_view->column()->blocks().first());
}

void TestReader::anExampleShowsWhatItWillPrint()
{
    const ExampleBlock *shown = showExample({.language = u"python"_s, .code = u"print(42)"_s,
        .file = u"main.py"_s, .run = true, .output = u"42"_s, .calls = {{u"write"_s, {u"1"_s}, 0}}});
    QCOMPARE(shown->outputText(), u"42"_s);
    QVERIFY(shown->isRunnable());
    const ExampleBlock *fixed = showExample({.language = u"sh"_s, .code = u"ls"_s});
    QVERIFY(!fixed->isRunnable());
    QVERIFY(fixed->editor()->isReadOnly());
}

void TestReader::anExampleRunsAndSaysSo()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"print(42)"_s, .run = true});
    QAbstractButton *run = button(example, u"Run"_s);
    QVERIFY(run);
    const int before = example->height();
    QTest::mouseClick(window(), Qt::LeftButton, {}, inWindow(run, run->rect().center()));
    QVERIFY(example->isRunning());
    QCOMPARE(m_pretend.code_, u"print(42)\n"_s);
    m_pretend.finish(PretendRuns::report("42\n"));
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 60'000);
    QCOMPARE(example->outputText(), u"42"_s);
    QVERIFY(example->height() > before);
    QVERIFY(DesktopTest::heard(u"42"_s));
}

void TestReader::aFailedExampleSaysWhy()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"1/0"_s, .run = true});
    example->startRun();
    sandbox::RunReport report = PretendRuns::report("before\n", 1);
    report.errorOutput = "ZeroDivisionError: division by zero\n";
    m_pretend.finish(report);
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 60'000);
    QCOMPARE(example->outputText(), u"before\nZeroDivisionError: division by zero"_s);
    QVERIFY(DesktopTest::heard(u"exit 1"_s));
}

QString TestReader::labelAfter(ExampleBlock *example, const sandbox::RunReport &report)
{
    QSignalSpy finished(example, &ExampleBlock::runFinished);
    example->startRun();
    m_pretend.finish(report);
    [&] { QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000); }();
    return example->findChild<OutputView *>()->accessibleDescription().section(u',', 0, -2);
}

void TestReader::anExampleIsHeldAgainstTheLesson_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("printed");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("label");
    QTest::addColumn<bool>("shownBelow");
    const QByteArray error = "Traceback (most recent call last):\nOSError: gone\n";
    const QString same = u"Output, as the lesson shows"_s;
    const QString other = u"Output, not as the lesson shows"_s;
    QTest::newRow("prints and ends as shown") << u""_s << "pid 7\n"_ba << error << same << false;
    QTest::newRow("prints something else") << u""_s << "uid 7\n"_ba << error << other << true;
    QTest::newRow("ends well where an error is shown") << u""_s << "pid 7\n"_ba << ""_ba << other << true;
    QTest::newRow("ends with another error") << u""_s << "pid 7\n"_ba << error + "OSError: full\n" << other << true;
    QTest::newRow("was changed") << u"x"_s << "uid 7\n"_ba << error << u"Output"_s << false;
}

void TestReader::anExampleIsHeldAgainstTheLesson()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, printed);
    QFETCH(QByteArray, error);
    QFETCH(QString, label);
    QFETCH(bool, shownBelow);
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"main()\n"_s, .run = true,
        .output = u"pid *\n"_s, .match = course::OutputMatch::Glob, .error = u"OSError: gone"_s});
    example->editor()->setFocus();
    QTest::keyClicks(example->editor(), typed);
    sandbox::RunReport report = PretendRuns::report(printed, error.isEmpty() ? 0 : 1);
    report.errorOutput = error;
    QCOMPARE(labelAfter(example, report), label);
    QVERIFY(DesktopTest::heard(label + u','));
    QCOMPARE(example->outputText().endsWith(u"The lesson shows:\npid *\nOSError: gone"), shownBelow);
}

void TestReader::aClinicIsHeldAgainstItsRepair_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("printed");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("label");
    QTest::newRow("broken as it stands") << u""_s << "1\n"_ba << 0 << u"Not repaired yet"_s;
    QTest::newRow("changed, and broken otherwise") << u"x"_s << "3\n"_ba << 0 << u"Not repaired yet"_s;
    QTest::newRow("prints more than is expected") << u"x"_s << "1\n2\n3\n"_ba << 0 << u"Not repaired yet"_s;
    QTest::newRow("prints it and fails") << u"x"_s << "1\n2\n"_ba << 1 << u"Not repaired yet"_s;
    QTest::newRow("repaired") << u"x"_s << "1\n2\n"_ba << 0 << u"Repaired"_s;
    QTest::newRow("repaired by taking all of it away") << u"\b"_s << "1\n2\n"_ba << 0 << u"Repaired"_s;
}

void TestReader::aClinicIsHeldAgainstItsRepair()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, printed);
    QFETCH(int, status);
    QFETCH(QString, label);
    ExampleBlock *clinic = showExample({.language = u"python"_s,
        .code = u"print(1)\n# expect: 1\n# expect: 2\n"_s, .run = true, .clinic = true, .output = u"1\n"_s});
    clinic->editor()->setFocus();
    if (typed == u"\b") { // also what it says it expects
        clinic->editor()->selectAll();
        QTest::keyClick(clinic->editor(), Qt::Key_Delete);
    } else {
        QTest::keyClicks(clinic->editor(), typed);
    }
    QCOMPARE(labelAfter(clinic, PretendRuns::report(printed, status)), label);
    QVERIFY(DesktopTest::heard(label + u','));
    QCOMPARE(clinic->outputText().endsWith(u"Expected is:\n1\n2"), label != u"Repaired");
}

void TestReader::aLongEndStandsBelowTheOutput()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"while 1: pass"_s, .run = true});
    sandbox::RunReport report = PretendRuns::report("so far\n");
    report.ending = sandbox::Ending::WallLimit;
    report.limitReached = 5000;
    QCOMPARE(labelAfter(example, report), u"Output"_s);
    QVERIFY(example->outputText().startsWith(u"so far\n"));
    QVERIFY2(example->outputText().contains(u"stopped after 5 s"), qPrintable(example->outputText()));
    QVERIFY(example->rect().contains(example->callsButton()->geometry()));
    QVERIFY(example->callsButton()->x() > example->width() / 2); // beside the time, which is all that stands there
}

void TestReader::whatWasNotFlushedIsNotCalledNothing()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"print('so far')\nwhile 1: pass"_s, .run = true});
    sandbox::RunReport report = PretendRuns::report("");
    report.ending = sandbox::Ending::WallLimit;
    QCOMPARE(labelAfter(example, report), u"Output"_s);
    QVERIFY2(example->outputText().startsWith(u"What it had printed and not flushed is lost"_s), qPrintable(example->outputText()));
    QVERIFY(!example->outputText().contains(u"nothing"_s));
}

void TestReader::aRunningExampleCanBeStopped()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"while 1: pass"_s, .run = true});
    example->startRun();
    QAbstractButton *stop = button(example, u"Stop"_s);
    QVERIFY(stop);
    stop->click();
    QVERIFY(m_pretend.stop_.stop_requested());
    sandbox::RunReport report = PretendRuns::report("so far\n");
    report.ending = sandbox::Ending::Stopped;
    m_pretend.finish(report);
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 60'000);
    QVERIFY2(example->outputText().startsWith(u"so far\n"_s), qPrintable(example->outputText()));
    QVERIFY2(example->outputText().contains(u"not flushed is lost"_s), qPrintable(example->outputText()));
    QVERIFY(button(example, u"Run"_s));
}

void TestReader::aChangedExampleCanBeReset()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"print(1)"_s, .run = true,
        .calls = {{u"write"_s, {u"1"_s}, 0}}});
    QAbstractButton *reset = button(example, u"Reset"_s);
    const auto *calls = example->findChild<OutputView *>();
    QVERIFY(!reset->isVisible());
    QCOMPARE(calls->accessibleName(), u"System calls it makes"_s);
    example->editor()->setFocus();
    QTest::keyClicks(example->editor(), u"x"_s);
    QVERIFY(reset->isVisible());
    QCOMPARE(calls->accessibleName(), u"System calls it made before you changed it"_s);
    reset->click();
    QCOMPARE(example->editor()->toPlainText(), u"print(1)"_s);
    QVERIFY(!reset->isVisible());
    QCOMPARE(calls->accessibleName(), u"System calls it makes"_s);
    example->editor()->undo();
    QCOMPARE(example->editor()->toPlainText(), u"xprint(1)"_s);
}

void TestReader::withoutASandboxTheWayOutIsTold()
{
    ExampleBlock *example = showExample({.language = u"python"_s, .code = u"print(1)"_s, .run = true});
    example->startRun();
    m_pretend.finish(unsupported(u"create a user namespace"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 60'000);
    QVERIFY(example->outputText().contains(u"create a user namespace"));
    QVERIFY(example->outputText().contains(u"ringside doctor"));
    QVERIFY(button(example, u"Run"_s)->isEnabled());
}

course::Quiz TestReader::someQuiz()
{
    course::Quiz quiz;
    quiz.question = u"What does `6 * 7` print?"_s;
    quiz.code = u"print(6 * 7)"_s;
    quiz.options = {{u"`41`"_s, u"41"_s, false, u"counting"_s, u"Count again."_s},
        {u"`42`"_s, u"42"_s, false, {}, u"Six times seven."_s}};
    return quiz;
}

QuizBlock *TestReader::showQuiz(const course::Quiz &quiz)
{
    ReaderBlocks blocks;
    blocks.push_back({quiz});
    show(std::move(blocks));
    return qobject_cast<QuizBlock *>(m_view->column()->blocks().first());
}

void TestReader::theQuizIsDecidedByRunning_data()
{
    QTest::addColumn<int>("chosen");
    QTest::addColumn<bool>("right");
    QTest::newRow("the wrong option") << 0 << false;
    QTest::newRow("the right option") << 1 << true;
}

void TestReader::theQuizIsDecidedByRunning()
{
    QFETCH(int, chosen);
    QFETCH(bool, right);
    QuizBlock *quiz = showQuiz(someQuiz());
    QCOMPARE(QAccessible::queryAccessibleInterface(quiz->options()[0])->role(), QAccessible::RadioButton);
    QSignalSpy answered(quiz, &QuizBlock::answered);
    quiz->options()[chosen]->setFocus();
    QTest::keyClick(quiz->options()[chosen], Qt::Key_Space);
    QCOMPARE(m_pretend.code_, u"print(6 * 7)"_s);
    QCOMPARE(quiz->rightOption(), -1); // nobody knows yet
    m_pretend.finish(PretendRuns::report("42\n"));
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 60'000);
    QCOMPARE(answered.first().first().toBool(), right);
    QCOMPARE(quiz->rightOption(), 1);
    QCOMPARE(quiz->options()[1]->state(), QuizOptionButton::State::Right);
    QCOMPARE(quiz->options()[0]->state(),
        right ? QuizOptionButton::State::Open : QuizOptionButton::State::Wrong);
    QVERIFY(DesktopTest::heard(right ? u"Six times seven"_s : u"Count again"_s));
}

void TestReader::aQuizWithoutCodeIsDecidedByItsText()
{
    course::Quiz quiz = someQuiz();
    quiz.code.clear();
    quiz.options[1].right = true;
    QuizBlock *block = showQuiz(quiz);
    block->choose(1);
    QCOMPARE(block->rightOption(), 1);
}

void TestReader::aQuizThatPrintsSomethingElseSaysSo()
{
    QuizBlock *quiz = showQuiz(someQuiz());
    quiz->choose(0);
    QCOMPARE(quiz->options()[0]->state(), QuizOptionButton::State::Chosen);
    m_pretend.finish(PretendRuns::report("43\n"));
    QTRY_COMPARE_WITH_TIMEOUT(quiz->options()[0]->state(), QuizOptionButton::State::Open, 60'000); // nobody is told they are wrong
    QCOMPARE(quiz->rightOption(), -1);
}

QTEST_MAIN(TestReader)
#include "tst_reader.moc"

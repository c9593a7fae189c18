#include "desktop/tour/tour.h"

#include "desktop/exercise/verdictmodel.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/tour/hands.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/mainwindow.h"
#include "desktop/exercise/verdictwords.h"

#include <QDir>
#include <QScrollBar>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr QSize pictureSize{1440, 900};
constexpr int mostSteps = 12;

// A plain textbook solution: it passes, and leaves an engineer something to do.
const QString solution = uR"python(import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_file():
                extension = os.path.splitext(entry.name)[1].lower()
                extension = extension or "(no ext)"
                counts[extension] = counts.get(extension, 0) + 1
    return counts
)python"_s;

class Tour
{
public:
    Tour(MainWindow &window, const Theme &theme, QString folder)
        : m_window(window)
        , m_theme(theme)
        , m_folder(std::move(folder))
        , m_hands(&window)
        , m_out(stdout)
    {
    }

    int give();

private:
    bool open();
    bool readLesson();
    bool runExample();
    [[nodiscard]] ExampleBlock *runnableExample() const;
    bool openExercise();
    bool typeSolution();
    bool check();
    void showCalls();
    bool showDark();
    bool say(bool fine, const QString &what);
    void picture(const QString &name);
    QAbstractButton *button(QWidget *in, const QString &text) const;
    void chooseByName(QKeyCombination keys, const QString &typed);
    void printVerdict(const grading::Verdict &verdict);

    MainWindow &m_window;
    const Theme &m_theme;
    QString m_folder;
    Hands m_hands;
    QTextStream m_out;
    QStringList m_pictures;
};

bool Tour::say(bool fine, const QString &what)
{
    m_out << (fine ? "  ok      " : "  FAILED  ") << what << Qt::endl;
    return fine;
}

void Tour::picture(const QString &name)
{
    m_hands.settle();
    const QString scheme = m_theme.scheme() == Scheme::Light ? u"light"_s : u"dark"_s;
    const QString file = m_folder + u'/' + name + u'-' + scheme + u".png"_s;
    if (say(m_window.grab().save(file), u"picture "_s + file))
        m_pictures.append(file);
}

QAbstractButton *Tour::button(QWidget *in, const QString &text) const
{
    for (auto *candidate : in->findChildren<QAbstractButton *>()) {
        if (candidate->text() == text && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

// Opens one of the boxes one types in, types a few letters and takes the first answer.
void Tour::chooseByName(QKeyCombination keys, const QString &typed)
{
    m_hands.press(keys);
    m_hands.type(typed);
    m_hands.press(QKeyCombination(Qt::Key_Return));
}

bool Tour::open()
{
    m_window.resize(pictureSize);
    m_window.show();
    m_window.activateWindow();
    const bool loaded = m_hands.waitFor([this] { return m_window.isCourseLoaded(); });
    m_hands.settle();
    if (!say(loaded && !m_window.course()->lessons.isEmpty(), u"the course is read"_s))
        return false;
    picture(u"course"_s);
    return true;
}

bool Tour::readLesson()
{
    // Into the lesson on the os module, and on to the next part that has something to run.
    chooseByName(Qt::ControlModifier | Qt::Key_K, u"a directory already knows"_s);
    m_hands.press(Qt::ControlModifier | Qt::Key_2); // where one is, unless nothing was found
    ReaderPage *reader = m_window.readerPage();
    const auto isShown = [reader] { return reader->isVisible() && reader->view()->column()->isComplete(); };
    bool shown = m_hands.waitFor(isShown);
    for (int step = 0; shown && !runnableExample() && step < mostSteps; ++step) {
        m_hands.press(Qt::ControlModifier | Qt::Key_PageDown);
        shown = m_hands.waitFor(isShown);
    }
    if (!say(shown, u"a lesson is open"_s))
        return false;
    picture(u"reader"_s);
    return true;
}

ExampleBlock *Tour::runnableExample() const
{
    for (BlockWidget *block : m_window.readerPage()->view()->column()->blocks()) {
        auto *example = qobject_cast<ExampleBlock *>(block);
        if (example && example->isRunnable())
            return example;
    }
    return nullptr;
}

bool Tour::runExample()
{
    ExampleBlock *example = runnableExample();
    if (!say(example, u"the part has an example to run"_s))
        return false;
    m_window.readerPage()->view()->ensureWidgetVisible(example, 0, 60);
    m_hands.settle();
    const QString expected = example->outputText();
    m_hands.click(button(example, ExampleBlock::tr("Run")));
    const bool ended = m_hands.waitFor([&] { return !example->isRunning(); });
    m_out << example->outputText() << Qt::endl;
    const bool fine = ended && example->outputText().trimmed() == expected.trimmed();
    picture(u"example"_s);
    return say(fine, u"the example ran in the sandbox and printed what the lesson says"_s);
}

bool Tour::openExercise()
{
    chooseByName(Qt::ControlModifier | Qt::Key_K, u"count files by ext"_s);
    WorkbenchPage *workbench = m_window.workbenchPage();
    return say(workbench->isVisible() && workbench->slug() == u"count-by-extension",
        u"the exercise is open: "_s + workbench->title());
}

bool Tour::typeSolution()
{
    m_window.workbenchPage()->setCompleteWhileTyping(false); // a list of names would be in every picture
    CodeEditor *editor = m_window.workbenchPage()->editor();
    m_hands.click(editor->viewport(), QPoint(80, 40));
    m_hands.press(Qt::ControlModifier | Qt::Key_A);
    for (const QString &line : solution.chopped(1).split(u'\n')) {
        // The editor indents by itself; a person takes back what is too much.
        const qsizetype blanks = line.size() - line.trimmed().size();
        while (editor->textCursor().positionInBlock() > blanks && !editor->textCursor().hasSelection())
            m_hands.press(QKeyCombination(Qt::Key_Backspace));
        const qsizetype there = editor->textCursor().hasSelection() ? 0 : editor->textCursor().positionInBlock();
        m_hands.type(line.mid(there) + u'\n');
    }
    while (editor->textCursor().positionInBlock() > 0)
        m_hands.press(QKeyCombination(Qt::Key_Backspace));
    return say(editor->toPlainText() == solution, u"the solution is typed"_s);
}

bool Tour::check()
{
    WorkbenchPage *workbench = m_window.workbenchPage();
    m_hands.press(Qt::ControlModifier | Qt::Key_Return);
    bool ended = m_hands.waitFor([&] { return !workbench->isBusy(); });
    m_hands.press(Qt::ControlModifier | Qt::ShiftModifier | Qt::Key_Return);
    ended = ended && m_hands.waitFor([&] { return !workbench->isBusy(); }, std::chrono::minutes(2));
    if (!say(ended && workbench->verdict(), u"the solution is checked in the sandbox"_s))
        return false;
    printVerdict(*workbench->verdict());
    picture(u"workbench"_s);
    showCalls();
    return say(workbench->verdict()->outcome == grading::Outcome::Passed, u"the verdict is “passed”"_s);
}

/// The calls of a line. Where the kernel lets no program be followed there are none, and the tour goes on without.
void Tour::showCalls()
{
    CodeEditor *editor = m_window.workbenchPage()->editor();
    if (!m_hands.waitFor([editor] { return !editor->lineNotes().isEmpty(); })) {
        m_out << "          no system calls: see `ringside doctor`" << Qt::endl;
        return;
    }
    editor->goToLine(editor->lineNotes().firstKey());
    m_hands.press(Qt::ControlModifier | Qt::ShiftModifier | Qt::Key_L);
    picture(u"calls"_s);
}

void Tour::printVerdict(const grading::Verdict &verdict)
{
    const Headline words = headline(verdict);
    m_out << '\n' << words.title << ". " << words.text << '\n';
    for (const grading::CheckResult &check : verdict.checks) {
        m_out << "    " << outcomeText(check.outcome).leftJustified(20) << ' '
              << check.title.leftJustified(52) << ' ' << remarkText(check) << '\n';
    }
    m_out << Qt::endl;
}

bool Tour::showDark()
{
    chooseByName(Qt::ControlModifier | Qt::ShiftModifier | Qt::Key_P, u"dark"_s);
    if (!say(m_theme.scheme() == Scheme::Dark, u"the colours are dark"_s))
        return false;
    picture(u"calls"_s);
    m_hands.press(Qt::ControlModifier | Qt::Key_2);
    picture(u"reader"_s);
    m_hands.press(Qt::ControlModifier | Qt::Key_1);
    picture(u"course"_s);
    return true;
}

int Tour::give()
{
    if (!QDir().mkpath(m_folder)) {
        say(false, u"make the folder "_s + m_folder);
        return 3;
    }
    m_window.setThemeChoice(ThemeChoice::Light);
    const bool fine = open() && readLesson() && runExample() && openExercise() && typeSolution() && check()
        && showDark();
    m_out << "\nPictures:\n";
    for (const QString &file : std::as_const(m_pictures))
        m_out << "    " << file << '\n';
    m_out.flush();
    return fine ? 0 : 1;
}

} // namespace

int giveTour(MainWindow &window, const Theme &theme, const QString &folder)
{
    return Tour(window, theme, folder).give();
}

} // namespace ringside::desktop

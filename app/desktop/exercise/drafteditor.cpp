#include "desktop/exercise/drafteditor.h"

#include "desktop/widgets/announce.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/completion.h"
#include "desktop/widgets/editlog.h"
#include "desktop/widgets/findbar.h"
#include "desktop/widgets/gotolinebar.h"
#include "desktop/widgets/outsidechanges.h"
#include "desktop/widgets/panel.h"

#include <QVBoxLayout>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

DraftEditor::DraftEditor(sandbox::Sandbox &sandbox, const DraftStore &drafts, QWidget *parent)
    : QWidget(parent)
    , m_drafts(drafts)
    , m_syntax(sandbox)
    , m_code(new CodeEditor)
    , m_pane(new Pane(fileName(), m_code))
    , m_edits(new EditLog(m_code->document()))
    , m_outside(new OutsideChanges(m_code, m_keeper, fileName()))
    , m_find(new EditorFind(m_code, new FindBar(FindBar::Rows::FindAndReplace, tr("Find in your solution"), m_code)))
    , m_goToLine(new GoToLineBar(m_code))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pane);
    m_code->setLanguage(u"python"_s);
    m_code->setAccessibleName(tr("Your solution"));
    m_code->setCompletion(NameList::python());
    setFocusProxy(m_code);
    followCode();
    followFile();
    m_ticker.setInterval(5000);
    connect(&m_ticker, &QTimer::timeout, this, &DraftEditor::showState);
}

DraftEditor::~DraftEditor()
{
    m_keeper.disconnect(this);
    m_keeper.flush();
    if (m_exercise && !m_keeper.isSaved()) // it is a step of undo, then
        saveEdits();
    m_editsSaved.waitForFinished();
}

void DraftEditor::followCode()
{
    connect(m_code, &CodeEditor::edited, this, [this] {
        m_keeper.textChanged(text().toUtf8());
        m_syntax.textChanged(text());
        showState();
        emit textChanged();
    });
    connect(m_code, &QPlainTextEdit::cursorPositionChanged, this, &DraftEditor::showState);
    connect(m_code, &CodeEditor::tabMovesFocusChanged, this, [this](bool moves) {
        showState();
        announce(m_code, moves ? tr("Tab moves the focus") : tr("Tab indents"));
    });
    connect(&m_syntax, &SyntaxCheck::checked, this, &DraftEditor::showProblem);
}

void DraftEditor::followFile()
{
    connect(&m_keeper, &FileKeeper::saved, this, [this] {
        m_savedAt.start();
        saveEdits();
        showState();
        emit saved();
    });
    connect(&m_keeper, &FileKeeper::failed, this, [this](const Error &error) {
        m_pane->setRemark(tr("NOT SAVED: %1").arg(describe(error)));
        announce(m_code, tr("Your solution could not be saved. %1").arg(describe(error)));
    });
    // Whichever text is chosen then, nothing that was typed is lost, even when nothing is chosen at all.
    connect(&m_keeper, &FileKeeper::changedOutside, this, &DraftEditor::saveEdits);
    connect(&m_external, &ExternalEditor::failed, this, [this](const QString &why) { emit notOpened(fileName(), why); });
}

void DraftEditor::open(const course::Exercise &exercise)
{
    leave();
    m_exercise = &exercise;
    m_savedAt.invalidate();
    m_pane->setTitle(fileName());
    m_outside->startOver(fileName());
    load(exercise);
    showState();
}

void DraftEditor::load(const course::Exercise &exercise)
{
    const std::optional<QByteArray> draft = m_drafts.load(exercise.id);
    m_keeper.setFile(m_drafts.path(exercise.id), draft ? FileKeeper::digest(*draft) : QByteArray());
    const QSignalBlocker quiet(m_code); // opening is no change
    m_code->clearMarks();
    m_code->setLineNotes({});
    m_code->clearPointer();
    m_code->clearProblem();
    m_syntax.forget();
    if (draft && m_edits->restore(m_drafts.loadEdits(exercise.id), QString::fromUtf8(*draft))) {
        m_code->moveCursor(QTextCursor::Start);
        return;
    }
    m_code->setPlainText(draft ? QString::fromUtf8(*draft) : exercise.starter);
    m_edits->startOver();
}

void DraftEditor::leave()
{
    m_keeper.setFile({}, {});
    m_exercise = nullptr;
}

void DraftEditor::save()
{
    m_keeper.look();
    m_keeper.flush();
}

// Beside the draft, and never at its cost: a failure loses older steps of undo and nothing else.
void DraftEditor::saveEdits()
{
    m_editsSaved.waitForFinished(); // in order
    m_editsSaved = QtConcurrent::run([drafts = m_drafts, exercise = m_exercise->id, edits = m_edits->toBytes()] {
        return drafts.saveEdits(exercise, edits);
    });
}

void DraftEditor::openOutside(const QString &command)
{
    if (!m_exercise)
        return;
    save();
    if (!m_drafts.has(m_exercise->id)) {
        m_keeper.textChanged(text().toUtf8());
        m_keeper.flush();
    }
    if (m_drafts.has(m_exercise->id)) // else the failure was told
        m_external.open(command, m_drafts.path(m_exercise->id));
}

void DraftEditor::perform(Command command)
{
    switch (command) {
    case Command::Find: m_find->open(false); break;
    case Command::Replace: m_find->open(true); break;
    case Command::FindNext: m_find->next(); break;
    case Command::FindPrevious: m_find->previous(); break;
    case Command::GoToLine: m_goToLine->open(); break;
    default: m_code->perform(command);
    }
}

QString DraftEditor::text() const
{
    return m_code->toPlainText();
}

QWidget *DraftEditor::question() const
{
    return m_outside->bar();
}

QString DraftEditor::fileName() const
{
    const bool isProgram = m_exercise && m_exercise->contract.kind == course::Contract::Kind::Program;
    return isProgram ? u"main.py"_s : u"solution.py"_s;
}

void DraftEditor::showProblem(const std::optional<SyntaxProblem> &problem)
{
    if (problem)
        m_code->setProblem(problem->line, problem->column, problem->endColumn, problem->message);
    else
        m_code->clearProblem();
    showState();
}

void DraftEditor::showState()
{
    const QTextCursor cursor = m_code->textCursor();
    QStringList words;
    if (m_code->tabChangesFocus())
        words.append(tr("Tab moves the focus (Ctrl+M)"));
    if (const QString state = saveStateText(); !state.isEmpty())
        words.append(state);
    if (!m_code->problem().isEmpty())
        words.append(m_code->problem());
    words.append(tr("line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1));
    m_pane->setRemark(words.join(u" · "_s));
    m_savedAt.isValid() ? m_ticker.start() : m_ticker.stop();
}

QString DraftEditor::saveStateText() const
{
    if (!m_keeper.isSaved())
        return tr("saving");
    if (!m_savedAt.isValid())
        return {};
    const qint64 seconds = m_savedAt.elapsed() / 1000;
    return seconds < 10 ? tr("saved")
        : seconds < 60  ? tr("saved %1 s ago").arg(seconds)
                        : tr("saved %n min ago", nullptr, int(seconds / 60));
}

void DraftEditor::hideEvent(QHideEvent *event)
{
    m_keeper.flush();
    QWidget::hideEvent(event);
}

} // namespace ringside::desktop

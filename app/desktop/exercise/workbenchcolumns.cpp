#include "desktop/exercise/workbenchcolumns.h"

#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/panel.h"

#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtMath>

namespace ringside::desktop {

namespace {

constexpr int narrowBreakpoint = 1052; // below this three columns are too thin to read
constexpr int leastTaskLength = 38; // characters of code as wide as a task is to be at least: it grows with the zoom
constexpr int leastChecksWidth = 290;
constexpr int lineLength = 79; // of Python, by its own style guide

int codeWidth(const CodeEditor &editor, int characters)
{
    return qCeil(characters * QFontMetricsF(editor.font()).horizontalAdvance(u'x'));
}

// What shows whole lines of code, in a card.
int wholeLineWidth(const CodeEditor &editor)
{
    return editor.gutterWidth() + codeWidth(editor, lineLength) + qCeil(2 * editor.document()->documentMargin())
        + editor.verticalScrollBar()->sizeHint().width() + 2;
}

// Task, editor, checks. The others give to the editor what it lacks for whole lines, down to where they break too often.
// On a very wide screen they have more: what they show need not break into so many lines there.
QList<int> columnWidths(int width, const CodeEditor &editor)
{
    const int task = qBound(300, width * 29 / 100, qBound(400, width * 20 / 100, 560));
    const int checks = qBound(270, width * 24 / 100, qBound(330, width * 15 / 100, 440));
    const int lacking = qMax(0, wholeLineWidth(editor) - (width - task - checks));
    const int fromTask = qBound(0, lacking * 7 / 10, qMax(0, task - codeWidth(editor, leastTaskLength)));
    const int fromChecks = qBound(0, lacking - fromTask, qMax(0, checks - leastChecksWidth));
    return {task - fromTask, qMax(300, width - task - checks + fromTask + fromChecks), checks - fromChecks};
}

} // namespace

WorkbenchColumns::WorkbenchColumns(QWidget *task, QWidget *editor, const CodeEditor &code, QWidget *bottom,
    QWidget *checks, QWidget *parent)
    : QWidget(parent)
    , m_code(code)
    , m_task(task)
    , m_checks(checks)
    , m_taskPane(new Pane(tr("Task"), task))
    , m_leftTabs(new TabPane)
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_middle(new QSplitter(Qt::Vertical))
{
    auto *left = new QWidget;
    left->setMinimumWidth(240);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_taskPane);
    leftLayout->addWidget(m_leftTabs);
    m_leftTabs->hide();
    m_middle->setChildrenCollapsible(false);
    m_middle->addWidget(editor);
    m_middle->addWidget(bottom);
    m_middle->setStretchFactor(0, 3);
    m_middle->setStretchFactor(1, 1);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(left);
    m_columns->addWidget(m_middle);
    m_columns->addWidget(m_checks);
    m_columns->setStretchFactor(1, 1);
    m_middle->setSizes({560, 240});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
}

void WorkbenchColumns::setTaskRemark(const QString &remark)
{
    m_taskPane->setRemark(remark);
}

QByteArray WorkbenchColumns::layoutState() const
{
    return m_narrow ? QByteArray() : m_columns->saveState().toBase64() + '|' + m_middle->saveState().toBase64();
}

void WorkbenchColumns::restoreLayout(const QByteArray &state)
{
    const qsizetype bar = state.indexOf('|');
    if (bar < 0)
        return;
    m_arranged = m_columns->restoreState(QByteArray::fromBase64(state.left(bar)));
    m_middle->restoreState(QByteArray::fromBase64(state.mid(bar + 1)));
}

// The first time, the columns have no widths yet.
void WorkbenchColumns::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    arrange();
}

void WorkbenchColumns::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void WorkbenchColumns::arrange()
{
    const bool narrow = width() < narrowBreakpoint;
    if (!m_arranged && !narrow && isVisible()) {
        m_arranged = true;
        m_columns->setSizes(columnWidths(width() - 2 * m_columns->handleWidth(), m_code));
    }
    if (narrow != m_narrow)
        setNarrow(narrow);
}

void WorkbenchColumns::setNarrow(bool narrow)
{
    m_narrow = narrow;
    const int handle = m_columns->handleWidth();
    if (narrow) {
        m_leftTabs->addTab(tr("Task"), m_task);
        m_leftTabs->addTab(tr("Checks and hints"), m_checks);
        const int left = qBound(280, width() - handle - wholeLineWidth(m_code), 340);
        m_columns->setSizes({left, width() - handle - left});
    } else {
        m_taskPane->setContent(m_task);
        m_columns->addWidget(m_checks);
        m_leftTabs->clear();
        m_columns->setSizes(columnWidths(width() - 2 * handle, m_code));
        m_task->show(); // the tabs had hidden one of them
        m_checks->show();
    }
    m_taskPane->setVisible(!narrow);
    m_leftTabs->setVisible(narrow);
}

} // namespace ringside::desktop

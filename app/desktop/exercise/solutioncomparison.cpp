#include "desktop/exercise/solutioncomparison.h"

#include "desktop/exercise/tryrun.h"
#include "desktop/lens/callmarks.h"
#include "desktop/lens/comparisonmodel.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "wording/trouble.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

SolutionComparison::SolutionComparison(sandbox::Sandbox &sandbox, QWidget *parent)
    : QWidget(parent)
    , m_sandbox(sandbox)
    , m_own(makeSide(tr("Your solution")))
    , m_reference(makeSide(tr("The reference")))
    , m_calls(new ComparisonModel(tr("Yours"), tr("Reference"), this))
    , m_table(plainTable(m_calls, tr("Calls of both")))
    , m_summary(new Label({}, TextRole::Small, ColorRole::Secondary))
{
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto *texts = new QSplitter(Qt::Horizontal);
    texts->setChildrenCollapsible(false);
    texts->addWidget(m_own.pane);
    texts->addWidget(m_reference.pane);
    auto *rows = new QSplitter(Qt::Vertical);
    rows->setChildrenCollapsible(false);
    rows->addWidget(texts);
    rows->addWidget(new Pane(tr("Calls of both"), m_table));
    rows->setStretchFactor(0, 1);
    rows->setSizes({560, 240});

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeHeader());
    layout->addWidget(rows, 1);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &SolutionComparison::closeRequested);
}

SolutionComparison::~SolutionComparison()
{
    m_stop.request_stop();
}

SolutionComparison::Side SolutionComparison::makeSide(const QString &title)
{
    auto *editor = new CodeEditor;
    editor->setReadOnly(true);
    editor->setLanguage(u"python"_s);
    editor->setAccessibleName(title);
    return {.pane = new Pane(title, editor), .editor = editor, .live = new LiveTrace(this)};
}

QWidget *SolutionComparison::makeHeader()
{
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *back = new Button(tr("Back to your code"), Button::Kind::Outline, u"left"_s);
    connect(back, &QPushButton::clicked, this, &SolutionComparison::closeRequested);
    m_summary->setWordWrap(true);
    layout->addWidget(back);
    layout->addSpacing(8);
    layout->addWidget(m_summary, 1);
    return header;
}

QString SolutionComparison::summary() const
{
    return m_summary->text();
}

void SolutionComparison::compare(const course::Exercise &exercise, const QString &own)
{
    m_stop.request_stop();
    m_stop = {};
    ++m_round;
    m_trouble.clear();
    watch(m_own, exercise, own);
    watch(m_reference, exercise, exercise.solution);
    showCalls();
}

void SolutionComparison::watch(Side &side, const course::Exercise &exercise, const QString &text)
{
    side.editor->setPlainText(text);
    side.editor->setLineNotes({});
    side.pane->setRemark({});
    side.isRunning = true;
    const sandbox::TraceOptions trace = side.live->begin(driverFiles(exercise));
    tryRun(m_sandbox, exercise, text.toUtf8(), m_stop.get_token(), trace)
        .then(this, [this, &side, round = m_round, file = solutionPath(exercise)](const Result<TryReport> &report) {
            if (round != m_round)
                return;
            side.isRunning = false;
            if (!report)
                m_trouble = wording::explain(report.error()).what;
            else if (!report->report.traced)
                m_trouble = tr("This machine has no lens: calls cannot be shown. `ringside doctor` says why.");
            else
                showCounts(side, file);
            showCalls();
        });
}

void SolutionComparison::showCounts(Side &side, const QByteArray &file)
{
    showCallCounts(*side.editor, *side.live->trace(), file);
}

void SolutionComparison::showCalls()
{
    if (m_own.isRunning || m_reference.isRunning) {
        m_calls->setRuns({}, {});
        m_summary->setText(tr("Both run on the tree that Run shows …"));
        return;
    }
    if (m_trouble.isEmpty())
        m_calls->setRuns(m_own.live->trace(), m_reference.live->trace());
    const auto calls = [this](ComparisonModel::Column run) { return tr("%n call(s)", nullptr, int(m_calls->total(run))); };
    const QString own = calls(ComparisonModel::FirstColumn);
    const QString reference = calls(ComparisonModel::SecondColumn);
    if (m_trouble.isEmpty()) {
        m_own.pane->setRemark(own);
        m_reference.pane->setRemark(reference);
    }
    m_summary->setText(m_trouble.isEmpty()
            ? tr("On the tree that Run shows, yours makes %1 and the reference %2.").arg(own, reference)
            : m_trouble);
    announce(this, m_summary->text());
    emit compared();
}

} // namespace ringside::desktop

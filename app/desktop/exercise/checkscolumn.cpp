#include "desktop/exercise/checkscolumn.h"

#include "desktop/exercise/checklist.h"
#include "desktop/exercise/hintspane.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/exercise/verdictwords.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/panel.h"
#include "wording/cause.h"

#include <QSet>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

NoticeKind noticeKind(grading::Outcome outcome)
{
    switch (outcome) {
    case grading::Outcome::Failed: return NoticeKind::Problem;
    case grading::Outcome::Ungraded: return NoticeKind::Warning;
    default: return NoticeKind::Success;
    }
}

} // namespace

ChecksColumn::ChecksColumn(QWidget *parent)
    : QSplitter(Qt::Vertical, parent)
    , m_model(new VerdictModel(this))
    , m_banner(new Notice)
    , m_next(new Button(tr("Next exercise"), Button::Kind::Outline, u"right"_s))
    , m_checks(new CheckList)
    , m_hints(new HintsPane)
{
    m_banner->hide();
    m_next->hide();
    m_checks->setModel(m_model);
    auto *holder = new QWidget;
    auto *inset = new QVBoxLayout(holder);
    inset->setContentsMargins(8, 8, 8, 0);
    inset->setSpacing(8);
    inset->addWidget(m_banner);
    inset->addWidget(m_next, 0, Qt::AlignLeft);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 6);
    layout->setSpacing(0);
    layout->addWidget(holder);
    layout->addWidget(m_checks, 1);
    m_pane = new Pane(tr("Checks"), content);
    connect(m_next, &QPushButton::clicked, this, &ChecksColumn::nextRequested);
    connect(m_hints, &HintsPane::hintShown, this, &ChecksColumn::makeRoomForHints);

    setChildrenCollapsible(false);
    setMinimumWidth(240);
    addWidget(m_pane);
    addWidget(m_hints);
    setStretchFactor(0, 1);
    setSizes({560, 200});
}

void ChecksColumn::setExercise(const course::Exercise &exercise, const QString &whyNoHints)
{
    m_banner->hide();
    m_next->hide();
    m_pane->setRemark({});
    m_model->setExercise(exercise);
    m_hints->setExercise(exercise, whyNoHints);
}

void ChecksColumn::showVerdict(
    const grading::Verdict &verdict, const Headline &words, std::chrono::milliseconds took)
{
    m_model->setVerdict(verdict);
    m_pane->setRemark(tr("took %1").arg(wording::durationText(took)));
    tell(noticeKind(verdict.outcome), words.title, words.text);
    QSet<QString> failed;
    for (const grading::CheckResult &check : verdict.checks) {
        if (check.outcome == grading::CheckOutcome::Failed)
            failed.insert(check.id);
    }
    m_hints->setFailedChecks(failed);
}

void ChecksColumn::showStopped()
{
    m_pane->setRemark(tr("stopped"));
}

void ChecksColumn::tell(NoticeKind kind, const QString &what, const QString &why)
{
    m_banner->setMessage(kind, what, why);
    m_banner->show();
    m_next->hide();
}

void ChecksColumn::offerNext(const QString &title)
{
    m_next->setToolTip(title);
    m_next->setAccessibleDescription(title);
    m_next->show();
}

// A hint needs room to be read; who has given it more keeps that.
void ChecksColumn::makeRoomForHints()
{
    const int both = sizes().first() + sizes().last();
    const int wanted = both * 2 / 5;
    if (sizes().last() < wanted)
        setSizes({both - wanted, wanted});
}

} // namespace ringside::desktop

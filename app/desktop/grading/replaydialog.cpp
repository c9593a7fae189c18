#include "desktop/grading/replaydialog.h"

#include "base/bytes.h"
#include "desktop/exercise/findingblocks.h"
#include "desktop/lesson/readerview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "wording/cause.h"
#include "wording/trouble.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace ringside::desktop {

ReplayDialog::ReplayDialog(sandbox::Sandbox &sandbox, Replay replay, const QString &student, QWidget *parent)
    : QDialog(parent)
    , m_grader(sandbox)
    , m_replay(std::move(replay))
    , m_page(new ReaderView(Density::Dense, tr("What was found")))
    , m_state(new Label({}, TextRole::Body, ColorRole::Secondary))
{
    setWindowTitle(tr("%1, %2").arg(displayName(student.toUtf8()), m_replay.exercise.title));
    resize(760, 560);
    m_pane = new Pane(tr("What was found"), m_page);
    m_pane->setRemark(tr("case %1, seed %2").arg(m_replay.then.caseId).arg(m_replay.then.seed));
    m_state->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_again = buttons->addButton(tr("Run it again"), QDialogButtonBox::ActionRole);
    buttons->addButton(QDialogButtonBox::Close);
    connect(m_again, &QPushButton::clicked, this, &ReplayDialog::run);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_pane, 1);
    layout->addWidget(m_state);
    layout->addWidget(buttons);
    run();
}

void ReplayDialog::run()
{
    m_again->setEnabled(false);
    m_state->setText(tr("Runs on the same files …"));
    m_grader.grade({.exercise = m_replay.exercise, .solution = m_replay.source, .seed = m_replay.then.seed})
        .then(this, [this](const Result<grading::Verdict> &verdict) { showVerdict(verdict); });
}

bool ReplayDialog::isAsThen(const grading::CheckResult &now) const
{
    const grading::CheckResult &then = m_replay.then;
    return now.outcome == then.outcome && now.cause == then.cause && now.expected == then.expected && now.found == then.found;
}

void ReplayDialog::showVerdict(const Result<grading::Verdict> &verdict)
{
    m_again->setEnabled(true);
    if (verdict) {
        grading::Verdict now = *verdict;
        wording::addSentences(now);
        grading::CheckResult check = now.checks.first();
        if (check.message.isEmpty())
            check.message = now.summary;
        m_page->setBlocks(findingBlocks(check));
        QString text = isAsThen(check) ? tr("The same as when it was graded.") : tr("Not the same as when it was graded.");
        if (m_replay.isOfAnother)
            text += u' ' + tr("The exercise has changed since: this is as it is now.");
        m_state->setText(text);
    } else {
        m_state->setText(wording::explain(verdict.error()).what);
    }
    announce(this, m_state->text());
}

} // namespace ringside::desktop

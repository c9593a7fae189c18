#include "desktop/exercise/hintspane.h"

#include "desktop/lesson/readerview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/panel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

HintsPane::HintsPane(QWidget *parent)
    : QWidget(parent)
    , m_view(new ReaderView(Density::Dense, tr("Hint")))
    , m_offer(new Label({}, TextRole::Small, ColorRole::Secondary))
    , m_next(new Button({}, Button::Kind::Outline, u"bulb"_s))
    , m_solution(new Button({}, Button::Kind::Ghost))
{
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 12);
    inner->setSpacing(8);
    inner->addWidget(m_view, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(14, 10, 14, 0);
    foot->setSpacing(8);
    m_offer->setWordWrap(true);
    foot->addWidget(m_offer);
    foot->addWidget(m_next, 0, Qt::AlignLeft);
    foot->addWidget(m_solution, 0, Qt::AlignLeft);
    foot->addStretch();
    inner->addLayout(foot);

    m_pane = new Pane(tr("Hints"), content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pane);
    connect(m_next, &QPushButton::clicked, this, &HintsPane::showNext);
    connect(m_solution, &QPushButton::clicked, this, &HintsPane::solutionRequested);
    connect(m_view, &ReaderView::linkActivated, this, &HintsPane::linkActivated);
}

void HintsPane::setExercise(const course::Exercise &exercise, const QString &whyWithheld)
{
    m_whyWithheld = whyWithheld;
    m_ladder.setHints(whyWithheld.isEmpty() ? exercise.hints : QList<course::Hint>());
    m_checkTitles.clear();
    for (const course::Check &check : exercise.checks)
        m_checkTitles.insert(check.id, check.title);
    m_view->hide();
    refresh();
}

void HintsPane::setFailedChecks(const QSet<QString> &checks)
{
    m_ladder.setFailedChecks(checks);
    refresh();
}

void HintsPane::offerSolution(const QString &text)
{
    m_solution->setText(text);
    m_solution->setVisible(!text.isEmpty());
}

void HintsPane::showNext()
{
    const std::optional<int> index = m_ladder.take();
    if (!index && !m_whyWithheld.isEmpty())
        announce(this, m_whyWithheld);
    if (!index)
        return;
    const course::Hint &hint = m_ladder.hint(*index);
    m_view->setBlocks(readMarkdown(u"**%1**\n\n%2"_s.arg(hint.title, hint.text)));
    m_view->show();
    refresh();
    announce(this, hint.title);
    emit hintShown(*index + 1);
}

void HintsPane::refresh()
{
    const int shown = m_ladder.shownCount();
    m_pane->setTitle(
        shown == 0 ? tr("Hints") : tr("Hint %1 of %2").arg(shown).arg(m_ladder.count()));
    const QString occasion = m_checkTitles.value(m_ladder.occasion());
    m_offer->setText(!m_whyWithheld.isEmpty() ? m_whyWithheld
            : !occasion.isEmpty() ? tr("There is a hint for “%1”.").arg(occasion)
            : shown == 0                 ? tr("%n hint(s), the most general first.", nullptr, m_ladder.count())
                                         : QString());
    m_offer->setVisible(!m_offer->text().isEmpty());
    m_next->setText(shown == 0 ? tr("Show a hint") : tr("Show hint %1").arg(shown + 1));
    m_next->setVisible(m_ladder.next().has_value());
    setVisible(m_ladder.count() > 0 || !m_whyWithheld.isEmpty());
}

} // namespace ringside::desktop

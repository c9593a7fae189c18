#include "desktop/playground/playgroundheader.h"

#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Activity = PlaygroundBox::Activity;

} // namespace

PlaygroundHeader::PlaygroundHeader(QWidget *parent)
    : QWidget(parent)
    , m_state(new ElidedLabel({}, TextRole::Small, ColorRole::Secondary))
    , m_origin(new ElidedLabel({}, TextRole::Small, ColorRole::Secondary))
    , m_reset(new Button(tr("Reset files"), Button::Kind::Ghost, u"reset"_s))
    , m_watch(new Button(tr("Watch calls"), Button::Kind::Outline, u"search"_s))
    , m_run(new Button(tr("Run"), Button::Kind::Primary, u"play"_s))
{
    auto *start = new Button(tr("Start from …"), Button::Kind::Ghost, u"list"_s);
    start->setToolTip(tr("Begin with an example of a lesson or the files of an exercise (Ctrl+O)"));
    m_reset->setToolTip(tr("Make the files what this playground began with; it can be undone"));
    m_watch->setToolTip(tr("Run it without a terminal and show every system call (Ctrl+Shift+Enter)"));
    connect(start, &QPushButton::clicked, this, &PlaygroundHeader::startRequested);
    connect(m_reset, &QPushButton::clicked, this, &PlaygroundHeader::resetRequested);
    connect(m_watch, &QPushButton::clicked, this, &PlaygroundHeader::watchRequested);
    connect(m_run, &QPushButton::clicked, this,
        [this] { m_activity == Activity::Running ? emit stopRequested() : emit runRequested(); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new Label(tr("Playground"), TextRole::Heading2));
    layout->addSpacing(8);
    layout->addWidget(m_state);
    layout->addWidget(m_origin, 1);
    for (Button *button : {start, m_reset, m_watch, m_run})
        layout->addWidget(button);
}

void PlaygroundHeader::setOrigin(const QString &name)
{
    m_origin->setText(name);
}

void PlaygroundHeader::setActivity(Activity activity)
{
    m_activity = activity;
    const bool isOpen = activity > Activity::Opening;
    const bool isRunning = activity == Activity::Running;
    const bool isFree = activity == Activity::Idle || activity == Activity::Prompt;
    m_run->setText(isRunning ? tr("Stop") : tr("Run"));
    m_run->setIconName(isRunning ? u"stop"_s : u"play"_s);
    m_run->setEnabled(isRunning || isFree);
    m_watch->setEnabled(isFree);
    m_reset->setEnabled(isOpen && activity != Activity::Rewinding);
    m_state->setColorRole(isOpen ? ColorRole::Tip : ColorRole::Secondary);
    m_state->setText(activity == Activity::Closed ? tr("no sandbox")
            : activity == Activity::Opening       ? tr("making the sandbox")
            : isRunning                           ? tr("running")
            : activity == Activity::Rewinding     ? tr("bringing the files back")
                                                  : tr("sandbox ready · user learner · no network"));
}

} // namespace ringside::desktop

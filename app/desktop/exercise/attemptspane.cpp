#include "desktop/exercise/attemptspane.h"

#include "desktop/exercise/attemptmodel.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QListView>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int listWidth = 250;

} // namespace

AttemptsPane::AttemptsPane(ExerciseRecords &records, std::function<QString()> currentText, QWidget *parent)
    : QWidget(parent)
    , m_records(records)
    , m_currentText(std::move(currentText))
    , m_model(new AttemptModel(this))
    , m_stack(new QStackedWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *nothing = new Label(tr("Every check is kept here, with the text that was checked."), TextRole::Small,
        ColorRole::Secondary);
    nothing->setContentsMargins(14, 12, 14, 12);
    nothing->setAlignment(Qt::AlignTop);
    m_stack->addWidget(nothing);
    m_stack->addWidget(makeSides());
    layout->addWidget(m_stack);
    connect(&records, &ExerciseRecords::changed, this, [this](const course::ExerciseId &exercise) {
        if (m_exercise && m_exercise->id == exercise)
            refresh();
    });
}

QWidget *AttemptsPane::makeSides()
{
    auto *sides = new QWidget;
    auto *layout = new QHBoxLayout(sides);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_list = new QListView;
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Your attempts"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(listWidth);
    m_list->setSpacing(4);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AttemptsPane::showDifference);
    layout->addWidget(m_list);
    layout->addWidget(new Separator(Qt::Vertical));

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 6);
    head->setSpacing(8);
    m_other = new QComboBox;
    m_other->setAccessibleName(tr("Compare with"));
    m_other->addItem(tr("and the editor"), int(Other::Editor));
    m_other->addItem(tr("and the one before"), int(Other::Before));
    connect(m_other, &QComboBox::activated, this, &AttemptsPane::showDifference);
    m_count = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_restore = Button::iconOnly(u"reset"_s, tr("Put into the editor"));
    connect(m_restore, &QPushButton::clicked, this, [this] {
        emit restoreRequested(m_list->currentIndex().data(AttemptModel::SourceRole).toString());
    });
    head->addWidget(m_other);
    head->addWidget(m_count);
    head->addStretch();
    head->addWidget(m_restore);
    right->addLayout(head);
    right->addWidget(new Separator(Qt::Horizontal));
    m_difference = new DiffView(tr("Difference"));
    right->addWidget(m_difference, 1);
    layout->addLayout(right, 1);
    return sides;
}

void AttemptsPane::setExercise(const course::Exercise &exercise)
{
    m_exercise = &exercise;
    m_model->setAttempts({});
    m_model->setSolutionSeen({});
    showAttempts(false);
    refresh();
}

void AttemptsPane::refresh()
{
    if (!m_exercise)
        return;
    // The store answers in the order it was asked: the attempts come to a model that knows about the solution.
    m_records.hints(m_exercise->id)
        .then(this, [this, id = m_exercise->id](const Result<QList<progress::HintShown>> &hints) {
            if (!hints || m_exercise->id != id)
                return;
            const auto seen = std::ranges::find(*hints, progress::solutionRung, &progress::HintShown::rung);
            m_model->setSolutionSeen(seen == hints->end() ? std::nullopt : std::optional(seen->atMs));
        });
    m_records.attempts(m_exercise->id)
        .then(this, [this, id = m_exercise->id](const Result<QList<progress::Attempt>> &attempts) {
            if (!attempts || m_exercise->id != id) // meanwhile another exercise is open
                return;
            m_model->setAttempts(*attempts);
            showAttempts(!attempts->isEmpty());
            m_list->setCurrentIndex(m_model->index(0));
            showDifference();
            emit loaded();
        });
}

void AttemptsPane::showAttempts(bool any)
{
    m_stack->setCurrentIndex(any ? 1 : 0);
}

QString AttemptsPane::otherText(Other other) const
{
    switch (other) {
    case Other::Editor: return m_currentText();
    case Other::Before:
        return m_model->index(m_list->currentIndex().row() + 1).data(AttemptModel::SourceRole).toString();
    }
    Q_UNREACHABLE_RETURN({});
}

void AttemptsPane::showDifference()
{
    const QModelIndex chosen = m_list->currentIndex();
    if (!chosen.isValid())
        return;
    const auto other = Other(m_other->currentData().toInt());
    const QString attempt = chosen.data(AttemptModel::SourceRole).toString();
    // An attempt before this one is the older text, the editor has the newer.
    other == Other::Before ? m_difference->showDifference(otherText(other), attempt)
                           : m_difference->showDifference(attempt, otherText(other));
    const int changed = m_difference->changedLines();
    m_count->setText(changed == 0 ? tr("no difference") : tr("%n line(s) differ", nullptr, changed));
}

} // namespace ringside::desktop

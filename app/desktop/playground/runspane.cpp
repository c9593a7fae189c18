#include "desktop/playground/runspane.h"

#include "base/bytes.h"
#include "desktop/playground/changelist.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/treechanges.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>

namespace ringside::desktop {

QSize RunDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Theme &theme = themeOf(option.widget);
    return {120, QFontMetrics(theme.chromeFont(TextRole::Small)).height()
            + QFontMetrics(theme.chromeFont(TextRole::Caption)).height() + 14};
}

void RunDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const bool failed = index.data(RunModel::FailedRole).toBool();
    painter->save();
    const QRect row = option.rect.adjusted(6, 1, -6, -1);
    if (option.state & QStyle::State_Selected)
        drawCard(*painter, row, theme.color(ColorRole::AccentSoft), Qt::transparent, 6);
    const auto place = [&](const QRect &box) { return QStyle::visualRect(option.direction, row, box); };
    const int left = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    painter->setFont(theme.chromeFont(TextRole::Caption));
    painter->setPen(theme.color(ColorRole::Muted));
    painter->drawText(place({row.left() + 4, row.top(), 28, row.height()}), Qt::AlignCenter,
        index.data(RunModel::NumberRole).toString());
    const QRect text = place(row.adjusted(36, 4, -8, -4));
    painter->setPen(theme.color(failed ? ColorRole::Danger : ColorRole::Muted));
    painter->drawText(text, left | Qt::AlignBottom,
        painter->fontMetrics().elidedText(index.data(RunModel::DetailRole).toString(), Qt::ElideRight, text.width()));
    painter->setFont(theme.chromeFont(TextRole::Small));
    painter->setPen(theme.color(ColorRole::Text));
    painter->drawText(text, left | Qt::AlignTop,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, theme, row, 6);
    painter->restore();
}

RunsPane::RunsPane(RunModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_list(new QListView)
    , m_nothing(new Label(tr("Each run is kept here, with the files before and after it."), TextRole::Small,
          ColorRole::Muted))
    , m_buttons(new QWidget)
    , m_before(new Button(tr("Before it"), Button::Kind::Outline, QStringLiteral("reset")))
    , m_after(new Button(tr("After it"), Button::Kind::Outline))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_nothing->setWordWrap(true);
    m_nothing->setContentsMargins(16, 14, 16, 8);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    m_list->setModel(model);
    m_list->setItemDelegate(new RunDelegate(m_list));
    m_list->setAccessibleName(tr("Runs"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(12, 8, 12, 10);
    row->setSpacing(6);
    row->addWidget(new Label(tr("Go back to"), TextRole::Caption, ColorRole::Muted));
    row->addWidget(m_before);
    row->addWidget(m_after);
    row->addStretch(1);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(m_buttons);
    m_before->setAccessibleName(tr("Make the files what they were before this run"));
    m_after->setAccessibleName(tr("Make the files what they were after this run"));
    connect(m_before, &QPushButton::clicked, this, [this] {
        if (const RunRecord *run = m_model->run(m_list->currentIndex()))
            emit rewindRequested(run->before, tr("before run %1").arg(run->number));
    });
    connect(m_after, &QPushButton::clicked, this, [this] {
        if (const RunRecord *run = m_model->run(m_list->currentIndex()))
            emit rewindRequested(run->after, tr("after run %1").arg(run->number));
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunsPane::showCurrent);
    connect(model, &QAbstractItemModel::rowsInserted, this, &RunsPane::showCurrent);
    connect(model, &QAbstractItemModel::modelReset, this, &RunsPane::showCurrent);
    showCurrent();
}

void RunsPane::chooseNewest()
{
    m_list->setCurrentIndex(m_model->index(0));
}

void RunsPane::showCurrent()
{
    const bool any = m_model->rowCount() > 0;
    m_nothing->setVisible(!any);
    m_list->setVisible(any);
    const bool chosen = m_list->currentIndex().isValid();
    m_before->setEnabled(chosen);
    m_after->setEnabled(chosen);
    emit currentChanged(m_list->currentIndex());
}

DifferencePane::DifferencePane(QWidget *parent)
    : QWidget(parent)
    , m_model(new TreeChangeModel(this))
    , m_list(new ChangeList(tr("What the run changed"), {}, m_model))
    , m_text(new DiffView(tr("Lines that changed")))
    , m_about(new Label({}, TextRole::Small, ColorRole::Muted))
{
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    m_about->setWordWrap(true);
    m_about->setContentsMargins(16, 14, 16, 8);
    m_about->setAlignment(Qt::AlignTop);
    column->addWidget(m_about);
    column->addWidget(m_text, 1);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(m_list);
    split->addWidget(right);
    split->setSizes({200, 300});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DifferencePane::showCurrent);
    connect(m_list, &ChangeList::pathChosen, this, &DifferencePane::pathChosen);
    clear();
}

void DifferencePane::show(const filesystem::Tree &before, const filesystem::Tree &after)
{
    m_list->setNothing(tr("This run changed no file."));
    m_model->setChanges(changesBetween(before, after));
    m_list->setCurrentIndex(m_model->index(0));
    showCurrent();
}

void DifferencePane::clear()
{
    m_list->setNothing(tr("What a run does to the files is shown here."));
    m_model->clear();
    showCurrent();
}

void DifferencePane::showCurrent()
{
    const TreeChange *change = m_model->change(m_list->currentIndex());
    const auto textOf = [](const std::optional<filesystem::Entry> &entry) -> std::optional<QString> {
        if (!entry || entry->type != filesystem::EntryType::File)
            return QString();
        const FileText file = FileText::of(entry->content);
        return file.kind == FileText::Kind::Text && entry->contentComplete ? std::optional(file.text) : std::nullopt;
    };
    const auto before = change ? textOf(change->before) : std::nullopt;
    const auto after = change ? textOf(change->after) : std::nullopt;
    const bool lines = before && after && *before != *after;
    m_text->setVisible(lines);
    m_about->setVisible(!lines);
    if (lines)
        m_text->showDifference(*before, *after);
    else
        m_about->setText(!change ? tr("Choose a run, then a file, to see what became of its lines.")
                : !before || !after ? tr("%1 is no text.").arg(displayName(change->path))
                                    : tr("%1: %2.").arg(displayName(change->path), detailText(*change)));
}

} // namespace ringside::desktop

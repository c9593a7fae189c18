#include "desktop/progress/chartcard.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/plaintable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int rowHeight = 30;

} // namespace

ChartCard::ChartCard(const QString &title, QWidget *chart, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_remark(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_toggle(Button::iconOnly(u"list"_s, {}))
    , m_stack(new QStackedWidget)
    , m_model(new FigureModel(this))
    , m_table(new QTableView)
{
    setAccessibleName(title);
    auto *heading = new Label(title, TextRole::Body);
    heading->setWeight(QFont::DemiBold);
    auto *head = new QHBoxLayout;
    head->addWidget(heading);
    head->addStretch();
    head->addWidget(m_remark);
    head->addSpacing(6);
    head->addWidget(m_toggle);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 12, 12);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);

    makePlain(*m_table, rowHeight);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setModel(m_model);
    m_table->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // the chart decides how large the card is
    m_table->setAccessibleName(tr("%1, as a table").arg(title));
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_stack->addWidget(chart);
    m_stack->addWidget(m_table);
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        showTable(!isTableShown());
        if (isTableShown())
            m_table->setFocus(Qt::OtherFocusReason);
    });
    showTable(false);
}

void ChartCard::setRemark(const QString &remark)
{
    m_remark->setText(remark);
}

void ChartCard::setTable(const FigureTable &table)
{
    m_model->setTable(table);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch); // words need the room, numbers do not
    m_table->setCurrentIndex(m_model->index(0, 0));
}

void ChartCard::showTable(bool shown)
{
    m_stack->setCurrentIndex(shown ? 1 : 0);
    m_toggle->setIconName(shown ? u"chart"_s : u"list"_s);
    const QString name = shown ? tr("%1: show as a chart").arg(m_title) : tr("%1: show as a table").arg(m_title);
    m_toggle->setToolTip(name);
    m_toggle->setAccessibleName(name);
}

bool ChartCard::isTableShown() const
{
    return m_stack->currentIndex() == 1;
}

void ChartCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

} // namespace ringside::desktop

#include "desktop/progress/figuretile.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/label.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int iconBox = 36;

} // namespace

FigureTile::FigureTile(const QString &icon, const QString &caption, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_caption(caption)
    , m_figure(new Label(u"–"_s, TextRole::Heading1))
    , m_text(new Label(caption, TextRole::Small, ColorRole::Secondary))
{
    auto *row = new QHBoxLayout(this); // a spacing, unlike a margin, changes sides with the direction of writing
    row->setContentsMargins(12, 12, 12, 12);
    row->addSpacing(4 + iconBox + 12);
    auto *layout = new QVBoxLayout;
    layout->setSpacing(2);
    row->addLayout(layout, 1);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop); // below its figure, however high the row is
    m_figure->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Room in a row with a higher tile goes around both. It is taken, not asked for: tiles are no higher than they must.
    layout->addItem(new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Preferred));
    layout->addWidget(m_figure);
    layout->addWidget(m_text);
    layout->addItem(new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Preferred));
    nameIt();
}

void FigureTile::setFigure(const QString &figure)
{
    m_figure->setText(figure);
    nameIt();
}

void FigureTile::setRemark(const QString &remark)
{
    m_remark = remark;
    nameIt();
}

QString FigureTile::figure() const
{
    return m_figure->text();
}

void FigureTile::nameIt()
{
    m_text->setText(m_remark.isEmpty() ? m_caption : m_caption + u" · "_s + m_remark);
    setAccessibleName(m_figure->text() + u' ' + m_text->text());
}

void FigureTile::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
    const QRect box
        = QStyle::visualRect(layoutDirection(), rect(), QRect(16, (height() - iconBox) / 2, iconBox, iconBox));
    drawCard(painter, box, theme.color(ColorRole::AccentSoft), theme.color(ColorRole::AccentSoft), 6);
    painter.drawPixmap(box.center() - QPoint(9, 9),
        theme.pixmap(m_icon, 20, ColorRole::Accent, devicePixelRatioF()));
}

} // namespace ringside::desktop

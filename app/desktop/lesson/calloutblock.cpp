#include "desktop/lesson/calloutblock.h"

#include "desktop/theme/style.h"

#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int padding = 14;
constexpr int textLeft = 48; // behind the icon
constexpr int quoteLeft = 22;

struct Look
{
    ColorRole color, ground;
    QString icon;
};

Look lookOf(CalloutContent::Kind kind)
{
    using Kind = CalloutContent::Kind;
    switch (kind) {
    case Kind::Quote: return {ColorRole::Control, ColorRole::Surface, {}};
    case Kind::Note: return {ColorRole::Note, ColorRole::NoteGround, u"info"_s};
    case Kind::Tip: return {ColorRole::Tip, ColorRole::TipGround, u"bulb"_s};
    case Kind::Warning: return {ColorRole::Warning, ColorRole::WarningGround, u"warning"_s};
    case Kind::Danger: return {ColorRole::Danger, ColorRole::DangerGround, u"danger"_s};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

CalloutBlock::CalloutBlock(
    std::shared_ptr<const CalloutContent> content, const Factory &factory, QWidget *parent)
    : BlockWidget(parent)
    , m_content(std::move(content))
{
    setAccessibleName(title());
    for (const ReaderBlock &block : m_content->blocks) {
        m_blocks.append(factory(block, this));
        connect(m_blocks.last(), &BlockWidget::heightChanged, this, &BlockWidget::heightChanged);
        connect(m_blocks.last(), &BlockWidget::linkActivated, this, &BlockWidget::linkActivated);
    }
}

QString CalloutBlock::title() const
{
    using Kind = CalloutContent::Kind;
    if (!m_content->title.isEmpty())
        return m_content->title;
    switch (m_content->kind) {
    case Kind::Quote: return tr("Quotation");
    case Kind::Note: return tr("Note");
    case Kind::Tip: return tr("Tip");
    case Kind::Warning: return tr("Warning");
    case Kind::Danger: return tr("Danger");
    }
    Q_UNREACHABLE_RETURN({});
}

int CalloutBlock::titleHeight() const
{
    if (m_content->kind == CalloutContent::Kind::Quote)
        return 0;
    return QFontMetrics(themeOf(this).readingFont(TextRole::Heading3)).height() + 5;
}

int CalloutBlock::heightForColumn(int width)
{
    const bool quote = m_content->kind == CalloutContent::Kind::Quote;
    const int left = quote ? quoteLeft : textLeft;
    const int inner = width - left - (quote ? 0 : 18);
    int y = (quote ? 2 : padding) + titleHeight();
    for (qsizetype i = 0; i < m_blocks.size(); ++i) {
        if (i > 0)
            y += 8;
        const int height = m_blocks[i]->heightForColumn(inner);
        m_blocks[i]->setGeometry(QStyle::visualRect(
            layoutDirection(), QRect(0, 0, width, height), QRect(left, y, inner, height)));
        y += height;
    }
    return y + (quote ? 2 : padding);
}

void CalloutBlock::restyle()
{
    for (BlockWidget *block : std::as_const(m_blocks))
        block->restyle();
    update();
}

void CalloutBlock::collectParts(QList<TextPart *> &parts)
{
    for (BlockWidget *block : std::as_const(m_blocks))
        block->collectParts(parts);
}

void CalloutBlock::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    const Look look = lookOf(m_content->kind);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect edge(mirrored ? width() - 4 : 0, 0, 4, height());
    if (m_content->kind == CalloutContent::Kind::Quote) {
        painter.fillRect(edge, theme.color(ColorRole::Border));
        return;
    }
    QPainterPath card;
    card.addRoundedRect(rect(), 8, 8);
    painter.fillPath(card, theme.color(look.ground));
    painter.setClipPath(card);
    painter.fillRect(edge, theme.color(look.color));
    painter.setClipping(false);

    const QFont font = theme.readingFont(TextRole::Heading3);
    const int lineHeight = QFontMetrics(font).height();
    const auto place = [this](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    painter.drawPixmap(place({18, padding + (lineHeight - 20) / 2, 20, 20}),
        theme.pixmap(look.icon, 20, look.color, devicePixelRatioF()));
    painter.setFont(font);
    painter.setPen(theme.color(look.color));
    painter.drawText(place({textLeft, padding, width() - textLeft - 12, lineHeight}),
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter), title());
}

} // namespace ringside::desktop

#include "desktop/lesson/pairblock.h"

#include <QStyle>

namespace ringside::desktop {

namespace {

constexpr int gap = 12;
constexpr int leastCardWidth = 220;

} // namespace

PairBlock::PairBlock(const PairContent &content, QWidget *parent)
    : BlockWidget(parent)
    , m_left(new CodeCard(content.left, this))
    , m_right(new CodeCard(content.right, this))
{
    for (CodeCard *card : {m_left, m_right})
        connect(card, &BlockWidget::heightChanged, this, &BlockWidget::heightChanged);
}

int PairBlock::heightForColumn(int width)
{
    const bool beside = width >= 2 * leastCardWidth + gap;
    const int cardWidth = beside ? (width - gap) / 2 : width;
    const int left = m_left->heightForColumn(cardWidth);
    const int right = m_right->heightForColumn(cardWidth);
    const QRect whole(0, 0, width, beside ? qMax(left, right) : left + gap + right);
    const auto place = [&](CodeCard *card, QRect box) {
        card->setGeometry(QStyle::visualRect(layoutDirection(), whole, box));
    };
    place(m_left, {0, 0, cardWidth, beside ? whole.height() : left});
    place(m_right, beside ? QRect(cardWidth + gap, 0, cardWidth, whole.height())
                          : QRect(0, left + gap, cardWidth, right));
    return whole.height();
}

void PairBlock::restyle()
{
    m_left->restyle();
    m_right->restyle();
}

void PairBlock::collectParts(QList<TextPart *> &parts)
{
    m_left->collectParts(parts);
    m_right->collectParts(parts);
}

} // namespace ringside::desktop

#pragma once

#include "desktop/lesson/codecard.h"
#include "desktop/lesson/readercontent.h"

namespace ringside::desktop {

/// Two texts to compare: side by side where there is room, else one below the other.
class PairBlock : public BlockWidget
{
    Q_OBJECT

public:
    PairBlock(const PairContent &content, QWidget *parent);

    int heightForColumn(int width) override;
    void restyle() override;
    void collectParts(QList<TextPart *> &parts) override;

private:
    CodeCard *m_left;
    CodeCard *m_right;
};

} // namespace ringside::desktop

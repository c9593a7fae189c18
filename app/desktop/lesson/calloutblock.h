#pragma once

#include "desktop/lesson/readercontent.h"
#include "desktop/lesson/textblock.h"

#include <functional>
#include <memory>

namespace ringside::desktop {

/// A tinted card with icon and title, or a plain quotation.
class CalloutBlock : public BlockWidget
{
    Q_OBJECT

public:
    /// Makes the widget of a block inside the callout.
    using Factory = std::function<BlockWidget *(const ReaderBlock &, QWidget *)>;

    CalloutBlock(std::shared_ptr<const CalloutContent> content, const Factory &factory, QWidget *parent);

    int heightForColumn(int width) override;
    void restyle() override;
    void collectParts(QList<TextPart *> &parts) override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString title() const;
    [[nodiscard]] int titleHeight() const;

    std::shared_ptr<const CalloutContent> m_content;
    QList<BlockWidget *> m_blocks;
};

} // namespace ringside::desktop

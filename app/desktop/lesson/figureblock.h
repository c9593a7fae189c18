#pragma once

#include "course/lesson.h"
#include "desktop/lesson/blockwidget.h"

class QSvgRenderer;

namespace ringside::desktop {

/// A drawing in the colours of the theme, with its caption.
class FigureBlock : public BlockWidget
{
    Q_OBJECT

public:
    FigureBlock(const course::Figure &figure, QWidget *parent);

    int heightForColumn(int width) override;
    void restyle() override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QSizeF drawingSize(int width) const;
    [[nodiscard]] int captionHeight(int width) const;

    course::Figure m_figure;
    QByteArray m_source;
    QSvgRenderer *m_renderer;
};

} // namespace ringside::desktop

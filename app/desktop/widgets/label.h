#pragma once

#include "desktop/theme/theme.h"

#include <QLabel>

#include <optional>

namespace ringside::desktop {

/// Plain text in one of the theme's sizes and colours.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(const QString &text, TextRole size = TextRole::Body, ColorRole color = ColorRole::Text,
        QWidget *parent = nullptr);

    void setColorRole(ColorRole color);
    void setWeight(QFont::Weight weight);

private:
    void restyle();

    TextRole m_size;
    ColorRole m_color;
    std::optional<QFont::Weight> m_weight;
};

/// A label that gives way: too long a text ends in an ellipsis and is told in full by the tool tip.
class ElidedLabel : public Label
{
    Q_OBJECT

public:
    using Label::Label;
    QSize minimumSizeHint() const override { return {20, Label::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace ringside::desktop

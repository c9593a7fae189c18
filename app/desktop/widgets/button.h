#pragma once

#include "desktop/theme/tokens.h"

#include <QPushButton>

namespace ringside::desktop {

/// A flat button with an optional line icon. Primary is the one thing to do on a page.
class Button : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Primary, Outline, Ghost };

    Button(const QString &text, Kind kind, const QString &icon = {}, QWidget *parent = nullptr);
    /// A button that shows only its icon; `name` is its tool tip and what a screen reader says.
    [[nodiscard]] static Button *iconOnly(const QString &icon, const QString &name, QWidget *parent = nullptr);

    void setIconName(const QString &icon);
    void setKind(Kind kind);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Colors
    {
        QColor ground, edge;
        ColorRole text;
    };
    [[nodiscard]] Colors colors() const;
    void updateFont();

    Kind m_kind;
    QString m_icon;
};

} // namespace ringside::desktop

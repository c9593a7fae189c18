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
    /// Whether it gives way where room is scarce: its words then end in an ellipsis, and the tool tip has them all.
    void setElides(bool elides);
    [[nodiscard]] bool elides() const { return m_elides; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
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
    bool m_elides = false;
};

} // namespace ringside::desktop

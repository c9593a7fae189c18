#pragma once

#include "desktop/theme/tokens.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QPixmap>

#include <memory>

namespace KSyntaxHighlighting {
class Repository;
class Theme;
class Definition;
}

namespace ringside::desktop {

enum class TextRole : quint8 { Display, Heading1, Heading2, Heading3, Body, Small, Caption };

/// Colours, type, icons and syntax colours of the window. One per process; widgets find it with themeOf().
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    [[nodiscard]] bool isDark() const { return m_scheme != Scheme::Light; }

    [[nodiscard]] QColor color(ColorRole role) const { return tokenColor(m_scheme, role); }
    [[nodiscard]] QPalette palette() const;

    /// Size of reading text and code relative to the design, 0.7 to 2.5. The chrome does not follow it.
    [[nodiscard]] qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);

    /// Families chosen by the user; empty means the desktop's.
    void setFamilies(const QString &interfaceFamily, const QString &codeFamily);

    [[nodiscard]] QFont readingFont(TextRole role) const; ///< follows zoom()
    [[nodiscard]] QFont chromeFont(TextRole role) const;
    [[nodiscard]] QFont codeFont() const; ///< follows zoom()

    /// A line icon of resources/icons in the colour of a role.
    [[nodiscard]] QPixmap pixmap(const QString &icon, int size, ColorRole role, qreal pixelRatio) const;
    [[nodiscard]] QIcon icon(const QString &icon, ColorRole role = ColorRole::Secondary) const;

    /// Whether the focus is shown: it is while the keyboard is used, and not after a click.
    [[nodiscard]] bool isFocusVisible() const { return m_focusVisible; }
    void setFocusVisible(bool visible) { m_focusVisible = visible; }

    [[nodiscard]] KSyntaxHighlighting::Theme syntaxTheme() const;
    /// By name ("Python") or Markdown fence ("py"); invalid when there is none.
    [[nodiscard]] KSyntaxHighlighting::Definition syntaxDefinition(const QString &language) const;

signals:
    /// Colours changed.
    void schemeChanged();
    /// Zoom or families changed.
    void fontsChanged();

private:
    [[nodiscard]] KSyntaxHighlighting::Repository &repository() const;

    Scheme m_scheme = Scheme::Light;
    qreal m_zoom = 1;
    bool m_focusVisible = false;
    QFont m_interfaceFont;
    QFont m_codeFont;
    mutable std::unique_ptr<KSyntaxHighlighting::Repository> m_repository; // 5 ms: made on first use
};

} // namespace ringside::desktop

#pragma once

#include "desktop/widgets/page.h"
#include "desktop/window/preferences.h"

#include <QMap>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QRadioButton;

namespace ringside::desktop {

class Label;

/// What can be chosen about the window. Every choice is in force and stored at once.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(const Preferences &preferences, QWidget *parent = nullptr);

    /// Shows what was chosen elsewhere, without answering.
    void setPreferences(const Preferences &preferences);
    QList<QWidget *> panes() const override;

signals:
    void changed(const Preferences &preferences);

private:
    QWidget *makeAppearance();
    QWidget *makeText();
    QWidget *makeKeyboard();
    QComboBox *makeFontBox(const QString &name, bool fixedOnly);
    void report();

    Preferences m_preferences;
    QMap<ThemeChoice, QRadioButton *> m_themes;
    QComboBox *m_zoom;
    QComboBox *m_interfaceFont;
    QComboBox *m_codeFont;
    QCheckBox *m_letterKeys;
    QCheckBox *m_menuBar;
};

} // namespace ringside::desktop

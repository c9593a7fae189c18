#pragma once

#include "desktop/page/page.h"
#include "desktop/window/preferences.h"

#include <QMap>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QRadioButton;
class QSpinBox;

namespace ringside::desktop {

class Label;

/// What can be chosen about the window. Every choice is in force and stored at once.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    /// `dataFolder`: where the learner's own files are.
    SettingsPage(const Preferences &preferences, const QString &dataFolder, QWidget *parent = nullptr);

    /// Shows what was chosen elsewhere, without answering.
    void setPreferences(const Preferences &preferences);
    QList<QWidget *> panes() const override;

signals:
    void changed(const Preferences &preferences);
    void keysRequested(); ///< the page of keys
    void exportRequested(const QString &file);
    void deleteRequested(); ///< everything of the learner's; they were asked

private:
    QWidget *makeAppearance();
    QWidget *makeText();
    QWidget *makeKeyboard();
    QWidget *makePrograms();
    QWidget *makeData(const QString &dataFolder);
    void askForExport();
    void askForDeletion();
    QComboBox *makeFontBox(const QString &name, bool fixedOnly);
    void report();

    Preferences m_preferences;
    QMap<ThemeChoice, QRadioButton *> m_themes;
    QComboBox *m_zoom;
    QComboBox *m_interfaceFont;
    QComboBox *m_codeFont;
    QCheckBox *m_letterKeys;
    QCheckBox *m_menuBar;
    QCheckBox *m_checkOnSave;
    QCheckBox *m_complete;
    QLineEdit *m_externalEditor;
    QSpinBox *m_seconds;
    QSpinBox *m_mebibytes;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/page/page.h"
#include "desktop/window/preferences.h"
#include "progress/backup.h"

#include <QMap>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QRadioButton;
class QSpinBox;

namespace ringside::desktop {

class Label;
class UndoBar;

/// What can be chosen about the window. Every choice is in force and stored at once.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    /// `dataFolder`: where the learner's own files are.
    SettingsPage(const Preferences &preferences, const QString &dataFolder, QWidget *parent = nullptr);

    /// Shows what was chosen elsewhere, without answering.
    void setPreferences(const Preferences &preferences);
    /// The copies of the learner's progress one can go back to, newest first.
    void setCopies(const QList<progress::Backup> &copies);
    /// Offers the way back from an import, by the copy that was made before.
    void offerReturn(const progress::Backup &copy);
    [[nodiscard]] UndoBar *undoBar() const { return m_undo; }
    [[nodiscard]] QComboBox *copies() const { return m_copies; }
    QList<QWidget *> panes() const override;

signals:
    void changed(const Preferences &preferences);
    void keysRequested(); ///< the page of keys
    void exportRequested(const QString &file);
    void importRequested(const QString &file);
    void restoreRequested(const ringside::progress::Backup &copy); ///< they were asked
    void deleteRequested(); ///< everything of the learner's; they were asked

private:
    QWidget *makeAppearance();
    QWidget *makeText();
    QWidget *makeKeyboard();
    QWidget *makePrograms();
    QWidget *makeData(const QString &dataFolder);
    QWidget *makeCopies();
    void askForExport();
    void askForImport();
    void askForRestore();
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
    QCheckBox *m_still;
    QCheckBox *m_checkOnSave;
    QCheckBox *m_complete;
    QLineEdit *m_externalEditor;
    QSpinBox *m_seconds;
    QSpinBox *m_mebibytes;
    UndoBar *m_undo;
    QWidget *m_copiesRow;
    QComboBox *m_copies;
    QList<progress::Backup> m_knownCopies;
};

} // namespace ringside::desktop

#pragma once

#include "base/result.h"
#include "desktop/theme/tokens.h"
#include "sandbox/run.h"

#include <QHash>
#include <QKeySequence>
#include <QString>

#include <optional>

namespace ringside::desktop {

enum class ThemeChoice : quint8 { System, Light, Dark, HighContrast };

[[nodiscard]] QString toString(ThemeChoice choice);
[[nodiscard]] std::optional<ThemeChoice> themeChoiceFromString(QStringView text);

/// What the user chose, kept in the config folder.
struct Preferences
{
    ThemeChoice theme = ThemeChoice::System;
    Scheme lastSystemScheme = Scheme::Light; ///< so that the first frame has the right colours
    qreal zoom = 1;
    QString interfaceFamily; ///< empty: the desktop's
    QString codeFamily;
    bool still = false; ///< nothing moves by itself, whatever the desktop says; else as the desktop has it
    bool menuBar = false;
    bool letterKeys = true; ///< single letters as keys in the reader
    bool checkOnSave = false;
    bool completeWhileTyping = true;
    QString externalEditor; ///< a command; empty: ExternalEditor::usualCommand()
    int runSeconds = 5; ///< for programs the learner runs; an exercise's check has limits of its own
    int runMebibytes = 512;
    QHash<QString, QList<QKeySequence>> keys; ///< by command id, where they are not the usual ones

    [[nodiscard]] sandbox::Limits limits() const;
};

[[nodiscard]] Preferences loadPreferences(const QString &file);
[[nodiscard]] Result<> savePreferences(const QString &file, const Preferences &preferences);

} // namespace ringside::desktop

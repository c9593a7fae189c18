#pragma once

#include "classroom/gradebook.h"

#include <QDialog>

namespace ringside::desktop {

/// The marks that grading again has changed, one row for each.
class ChangesDialog : public QDialog
{
    Q_OBJECT

public:
    /// `lines` as changeLine() makes them.
    explicit ChangesDialog(const QStringList &lines, QWidget *parent = nullptr);
};

/// "Ann Lee (3)  Sum the sizes  10 → 4": with the names the class and the course know.
[[nodiscard]] QString changeLine(
    const classroom::MarkChange &change, const classroom::Gradebook &book, const course::Course *course);

} // namespace ringside::desktop

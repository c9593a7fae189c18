#pragma once

#include "classroom/gradebook.h"

#include <QDialog>

namespace ringside::desktop {

/// The marks that grading again has changed, one row for each.
class ChangesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ChangesDialog(const QList<classroom::MarkChange> &changes, QWidget *parent = nullptr);
};

/// "3  total-size  10 → 4"
[[nodiscard]] QString changeLine(const classroom::MarkChange &change);

} // namespace ringside::desktop

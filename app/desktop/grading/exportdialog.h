#pragma once

#include "desktop/grading/gradedclass.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace ringside::desktop {

class Label;

/// What leaves a class, and where it goes.
struct ExportChoice
{
    std::optional<wording::ExportFormat> format; ///< none: the sheet `options.to`, as downloaded, is filled in
    wording::ExportOptions options;
};

/// Lists every format with what it is for, and asks where it goes.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ExportDialog(const GradedClass &graded, QWidget *parent = nullptr);

    [[nodiscard]] ExportChoice choice() const;
    /// None: the sheet.
    void setFormat(const std::optional<wording::ExportFormat> &format);
    void setPlace(const QString &path);

private:
    QWidget *makeFormats();
    QWidget *makePlaceRow();
    void showFormat();
    void showState();
    void choosePlace();
    [[nodiscard]] std::optional<wording::ExportFormat> format() const;
    [[nodiscard]] QString warning() const;

    std::shared_ptr<const classroom::GradeFolder> m_folder;
    qsizetype m_without; ///< students who have no complete mark
    QList<wording::ExportKind> m_kinds; ///< rows of the table, from the second: the first is the sheet
    QTableWidget *m_formats;
    Label *m_placeLabel;
    QLineEdit *m_place;
    QWidget *m_columnRow;
    QLineEdit *m_column;
    QCheckBox *m_isScaled;
    Label *m_warning;
    QPushButton *m_accept;
};

} // namespace ringside::desktop

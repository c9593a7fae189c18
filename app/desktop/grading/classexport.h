#pragma once

#include "desktop/grading/exportdialog.h"
#include "desktop/widgets/notice.h"

class QThreadPool;

namespace ringside::desktop {

/// Lets the instructor choose what leaves the class, writes it, and tells what became of it.
class ClassExport : public QObject
{
    Q_OBJECT

public:
    /// `disk` is where folders are read and written; it outlives this. Dialogs are over `page`.
    ClassExport(QThreadPool &disk, QWidget *page);

    /// Begins with what was chosen last.
    void choose(const GradedClass &graded);
    /// Begins with the sheet of Moodle's or Canvas's.
    void chooseSheet(const GradedClass &graded);

signals:
    void told(ringside::desktop::NoticeKind kind, const QString &title, const QString &text);
    void problemMet(const ringside::Error &error);

private:
    void perform(const GradedClass &graded, const ExportChoice &choice);
    void write(const GradedClass &graded, wording::ExportFormat format, const wording::ExportOptions &options);
    void fillSheet(const GradedClass &graded, const wording::ExportOptions &options);
    void tellFilled(const classroom::Gradebook &book, const FilledSheet &filled, bool isScaled);

    QThreadPool &m_disk;
    QWidget *m_page;
    std::optional<wording::ExportFormat> m_last; ///< none: the sheet
};

} // namespace ringside::desktop

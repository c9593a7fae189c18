#include "desktop/grading/classexport.h"

#include "base/bytes.h"
#include "classroom/classtables.h"
#include "wording/labwords.h"

#include <QFile>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <algorithm>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using wording::ExportFormat;
using wording::ExportKind;
using wording::ExportOptions;

namespace {

constexpr qsizetype studentsTold = 12; // of a list that may be long

QString shown(const QString &path)
{
    return displayName(QFile::encodeName(path));
}

QString titleOf(ExportFormat format)
{
    const QList<ExportKind> kinds = wording::exportKinds();
    return std::ranges::find(kinds, format, &ExportKind::format)->title;
}

QString withoutText(QStringList students)
{
    const qsizetype more = students.size() - studentsTold;
    if (more > 0)
        students.resize(studentsTold);
    QString text = ClassExport::tr("No complete mark: %1").arg(displayText(students.join(u", "_s).toUtf8()));
    if (more > 0)
        text += u' ' + ClassExport::tr("… and %1 more").arg(more);
    return text;
}

QString maximumRemedy(const classroom::Gradebook &book)
{
    return ClassExport::tr("Either the assignment's maximum grade in Moodle becomes %1 and you download the "
                           "sheet again, or Export fills it in, in proportion to its maximum.")
        .arg(classroom::pointsText(book.most));
}

} // namespace

ClassExport::ClassExport(QThreadPool &disk, QWidget *page)
    : QObject(page)
    , m_disk(disk)
    , m_page(page)
{
}

void ClassExport::chooseSheet(const GradedClass &graded)
{
    m_last.reset();
    choose(graded);
}

void ClassExport::choose(const GradedClass &graded)
{
    auto *dialog = new ExportDialog(graded, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFormat(m_last);
    connect(dialog, &QDialog::accepted, this, [this, dialog, graded] { perform(graded, dialog->choice()); });
    dialog->open();
}

void ClassExport::perform(const GradedClass &graded, const ExportChoice &choice)
{
    m_last = choice.format;
    if (choice.format)
        write(graded, *choice.format, choice.options);
    else
        fillSheet(graded, choice.options);
}

void ClassExport::write(const GradedClass &graded, ExportFormat format, const ExportOptions &options)
{
    emit told(NoticeKind::Note, tr("Is being exported: %1").arg(titleOf(format)), shown(options.to));
    QtConcurrent::run(&m_disk, [graded, format, options] {
        return exportClass(graded, format, options);
    }).then(this, [this, book = graded.book, format, options](const Result<> &written) {
        if (!written)
            return problemMet(written.error());
        QStringList lines{shown(options.to)};
        if (const QStringList without = wording::withoutMark(book); !without.isEmpty())
            lines.append(withoutText(without));
        const QString hint = format == ExportFormat::Moodle && !options.isScaled ? wording::moodleHint(book.most) : QString();
        if (!hint.isEmpty())
            lines.append(hint);
        emit told(hint.isEmpty() ? NoticeKind::Success : NoticeKind::Warning, tr("Exported: %1").arg(titleOf(format)),
            lines.join(u'\n'));
    });
}

void ClassExport::fillSheet(const GradedClass &graded, const ExportOptions &options)
{
    QtConcurrent::run(&m_disk, [graded, options] {
        return fillSheetFile(graded, options);
    }).then(this, [this, book = graded.book, isScaled = options.isScaled](const Result<FilledSheet> &filled) {
        if (filled)
            tellFilled(book, *filled, isScaled);
        else if (classroom::isOverMaximum(filled.error()))
            emit told(NoticeKind::Problem, describe(filled.error()), maximumRemedy(book));
        else
            emit problemMet(filled.error());
    });
}

void ClassExport::tellFilled(const classroom::Gradebook &book, const FilledSheet &filled, bool isScaled)
{
    QString text = tr("%n row(s), in %1.", nullptr, filled.filled).arg(shown(filled.file));
    if (!filled.without.isEmpty())
        text += u' ' + withoutText(filled.without);
    const bool isOther = filled.most && *filled.most != book.most && !isScaled;
    if (isOther)
        text += u'\n'
            + tr("The sheet's marks are out of %1, the lab's out of %2.")
                  .arg(classroom::pointsText(*filled.most), classroom::pointsText(book.most))
            + u' ' + maximumRemedy(book);
    emit told(isOther ? NoticeKind::Warning : NoticeKind::Success, tr("The sheet was filled in"), text);
}

} // namespace ringside::desktop

#include "desktop/grading/exportdialog.h"

#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using wording::ExportFormat;
using wording::ExportKind;

namespace {

enum Column { Title, Purpose };
constexpr int rowHeight = 26;

} // namespace

ExportDialog::ExportDialog(const GradedClass &graded, QWidget *parent)
    : QDialog(parent)
    , m_folder(graded.folder)
    , m_without(wording::withoutMark(graded.book).size())
    , m_kinds(wording::exportKinds())
    , m_place(new QLineEdit)
    , m_column(new QLineEdit(graded.book.title))
    , m_isScaled(new QCheckBox)
    , m_warning(new Label({}, TextRole::Small, ColorRole::Secondary))
{
    setWindowTitle(tr("Export"));
    resize(760, parent ? qMin(640, parent->window()->height() - 40) : 640);
    m_warning->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(new Pane(tr("What leaves the class"), makeFormats()), 1);
    layout->addWidget(makePlaceRow());
    layout->addWidget(m_columnRow);
    layout->addWidget(m_isScaled);
    layout->addWidget(m_warning);
    auto *buttons = new QDialogButtonBox;
    m_accept = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel); // after it, also for who walks by the keyboard
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    m_formats->setCurrentCell(0, Title);
}

QWidget *ExportDialog::makeFormats()
{
    m_formats = new QTableWidget(int(m_kinds.size()) + 1, 2);
    makePlain(*m_formats, rowHeight);
    m_formats->verticalHeader()->setMinimumSectionSize(rowHeight);
    m_formats->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_formats->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_formats->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_formats->setAccessibleName(tr("Formats"));
    m_formats->setHorizontalHeaderLabels({tr("Format"), tr("What it is for")});
    const auto put = [this](int row, const QString &title, const QString &purpose) {
        m_formats->setItem(row, Title, new QTableWidgetItem(title));
        auto *item = new QTableWidgetItem(purpose);
        item->setToolTip(purpose);
        m_formats->setItem(row, Purpose, item);
    };
    put(0, tr("The sheet of Moodle or Canvas"), tr("the file you downloaded, with the marks in it, to be uploaded again"));
    for (qsizetype i = 0; i < m_kinds.size(); ++i)
        put(int(i) + 1, m_kinds[i].title, m_kinds[i].purpose);
    m_formats->resizeColumnsToContents();
    m_formats->horizontalHeader()->setSectionResizeMode(Purpose, QHeaderView::Stretch);
    connect(m_formats, &QTableWidget::currentItemChanged, this, &ExportDialog::showFormat);
    return m_formats;
}

QWidget *ExportDialog::makePlaceRow()
{
    m_placeLabel = new Label({});
    m_placeLabel->setBuddy(m_place);
    auto *choose = new Button(tr("Choose"), Button::Kind::Outline, u"folder"_s);
    choose->setAccessibleName(tr("Choose where it goes"));
    connect(choose, &QPushButton::clicked, this, &ExportDialog::choosePlace);
    connect(m_place, &QLineEdit::textChanged, this, &ExportDialog::showState);
    auto *place = new QWidget;
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_placeLabel);
    row->addWidget(m_place, 1);
    row->addWidget(choose);

    m_columnRow = new QWidget;
    auto *column = new QHBoxLayout(m_columnRow);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto *label = new Label(tr("Canvas's column"));
    label->setBuddy(m_column);
    m_column->setAccessibleName(label->text());
    m_column->setToolTip(tr("The assignment's title, best with its id: Week 3 (881). A column that is not there is made."));
    column->addWidget(label);
    column->addWidget(m_column, 1);
    return place;
}

std::optional<ExportFormat> ExportDialog::format() const
{
    const int row = m_formats->currentRow();
    return row > 0 ? std::optional(m_kinds[row - 1].format) : std::nullopt;
}

void ExportDialog::setFormat(const std::optional<ExportFormat> &format)
{
    const auto kind = format ? std::ranges::find(m_kinds, *format, &ExportKind::format) : m_kinds.cend();
    m_formats->setCurrentCell(kind == m_kinds.cend() ? 0 : int(kind - m_kinds.cbegin()) + 1, Title);
}

void ExportDialog::setPlace(const QString &path)
{
    m_place->setText(path);
}

ExportChoice ExportDialog::choice() const
{
    return {format(), {.to = m_place->text().trimmed(), .column = m_column->text().trimmed(),
                          .isScaled = m_isScaled->isVisibleTo(this) && m_isScaled->isChecked()}};
}

void ExportDialog::showFormat()
{
    const auto chosen = format();
    const bool isMoodle = chosen == ExportFormat::Moodle;
    m_placeLabel->setText(!chosen              ? tr("The sheet")
            : wording::isFolder(*chosen) ? tr("Folder")
                                         : tr("File"));
    m_place->setAccessibleName(m_placeLabel->text());
    m_place->setPlaceholderText(chosen ? QString() : tr("as you downloaded it, such as worksheet.csv"));
    m_place->setText(chosen ? m_folder->file(m_kinds[m_formats->currentRow() - 1].name) : QString());
    m_columnRow->setVisible(!chosen || chosen == ExportFormat::Canvas);
    m_isScaled->setVisible(!chosen || isMoodle);
    m_isScaled->setText(isMoodle ? tr("Marks in proportion, out of %1").arg(classroom::pointsText(classroom::usualMostInMoodle))
                                 : tr("Marks in proportion to the sheet's maximum"));
    showState();
}

/// What one should know before.
QString ExportDialog::warning() const
{
    const QString place = m_place->text().trimmed();
    QStringList lines;
    if (!format() && !place.isEmpty())
        lines.append(tr("The sheet stays as it is: %1 is written beside it.").arg(QFileInfo(filledSheetName(place)).fileName()));
    else if (format() && wording::isFolder(*format()) && QFileInfo(place).isDir())
        lines.append(tr("This folder is there already: files of the same names are replaced."));
    else if (format() && QFileInfo(place).isFile())
        lines.append(tr("This file is there already: it is replaced."));
    if (m_without > 0)
        lines.append(tr("%n student(s) have no complete mark yet: it is left out.", nullptr, int(m_without)));
    return lines.join(u'\n');
}

void ExportDialog::showState()
{
    m_accept->setEnabled(!m_place->text().trimmed().isEmpty());
    m_warning->setText(warning());
    m_warning->setVisible(!m_warning->text().isEmpty());
}

void ExportDialog::choosePlace()
{
    const auto chosen = format();
    const QString place = m_place->text().isEmpty() ? QFileInfo(m_folder->path()).path() : m_place->text();
    auto *dialog = new QFileDialog(this, chosen ? tr("Where it goes") : tr("The sheet you downloaded"), place);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!chosen) {
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({tr("Tables (*.csv)")});
    } else if (wording::isFolder(*chosen)) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setOption(QFileDialog::DontConfirmOverwrite); // the line below says so
        dialog->setDefaultSuffix(QFileInfo(place).suffix());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::setPlace);
    dialog->open();
}

} // namespace ringside::desktop

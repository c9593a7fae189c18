#include "desktop/grading/classdialog.h"

#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// Where the next dialog begins: beside what was chosen before.
QString placeOf(const QString &path)
{
    return path.isEmpty() ? QDir::homePath() : QFileInfo(path).path();
}

} // namespace

ClassDialog::ClassDialog(QWidget *parent)
    : QDialog(parent)
    , m_lab(new QLineEdit)
    , m_handIns(new QListWidget)
    , m_folder(new QLineEdit)
{
    setWindowTitle(tr("Take hand-ins in"));
    resize(620, 460);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    auto *labRow = makePlace(m_lab, tr("Lab"), tr("the file you made the lab as, such as week3.ringlab"));
    auto *folderRow = makePlace(m_folder, tr("Folder for the marks"), tr("made when it is not there"));
    layout->addWidget(new Label(tr("Lab"), TextRole::Body));
    layout->addLayout(labRow);
    layout->addWidget(makeHandIns(), 1);
    layout->addWidget(new Label(tr("Folder for the marks; a class that is there already keeps what it has"), TextRole::Body));
    layout->addLayout(folderRow);
    auto *buttons = new QDialogButtonBox;
    m_accept = buttons->addButton(tr("Take in"), QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel); // after it, also for who walks by the keyboard
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    auto *chooseLabButton = new Button(tr("Choose"), Button::Kind::Outline, u"file"_s);
    auto *chooseFolderButton = new Button(tr("Choose"), Button::Kind::Outline, u"folder"_s);
    chooseLabButton->setAccessibleName(tr("Choose the lab"));
    chooseFolderButton->setAccessibleName(tr("Choose the folder for the marks"));
    labRow->addWidget(chooseLabButton);
    folderRow->addWidget(chooseFolderButton);
    connect(chooseLabButton, &QPushButton::clicked, this, &ClassDialog::chooseLab);
    connect(chooseFolderButton, &QPushButton::clicked, this, &ClassDialog::chooseFolder);
    showState();
}

QHBoxLayout *ClassDialog::makePlace(QLineEdit *line, const QString &name, const QString &hint)
{
    line->setAccessibleName(name);
    line->setPlaceholderText(hint);
    connect(line, &QLineEdit::textChanged, this, &ClassDialog::showState);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(line, 1);
    return row;
}

QWidget *ClassDialog::makeHandIns()
{
    m_handIns->setAccessibleName(tr("What was handed in"));
    m_handIns->setFrameShape(QFrame::NoFrame);
    m_handIns->setTextElideMode(Qt::ElideLeft);
    auto *files = new Button(tr("Add files"), Button::Kind::Outline, u"file"_s);
    auto *folder = new Button(tr("Add a folder"), Button::Kind::Outline, u"folder"_s);
    m_remove = new Button(tr("Remove"), Button::Kind::Outline);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 12, 12);
    row->setSpacing(8);
    for (QPushButton *button : QList<QPushButton *>{files, folder, m_remove})
        row->addWidget(button);
    row->addStretch(1);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_handIns, 1);
    column->addLayout(row);
    connect(files, &QPushButton::clicked, this, &ClassDialog::chooseFiles);
    connect(folder, &QPushButton::clicked, this, &ClassDialog::chooseHandInFolder);
    connect(m_remove, &QPushButton::clicked, this, &ClassDialog::removeChosen);
    connect(m_handIns, &QListWidget::itemSelectionChanged, this, &ClassDialog::showState);
    auto *pane = new Pane(tr("What was handed in"), content);
    pane->setRemark(tr("archives of Moodle or Canvas as downloaded, .ringsub files, folders"));
    return pane;
}

ClassSources ClassDialog::sources() const
{
    ClassSources sources{.lab = m_lab->text().trimmed(), .handIns = {}, .folder = m_folder->text().trimmed()};
    for (int row = 0; row < m_handIns->count(); ++row)
        sources.handIns.append(m_handIns->item(row)->text());
    return sources;
}

void ClassDialog::setLab(const QString &file)
{
    m_lab->setText(file);
    if (const QFileInfo lab(file); m_folder->text().isEmpty())
        setFolder(lab.path() + u'/' + lab.completeBaseName() + u"-marks"_s);
}

void ClassDialog::addHandIns(const QStringList &paths)
{
    for (const QString &path : paths) {
        if (m_handIns->findItems(path, Qt::MatchExactly).isEmpty())
            m_handIns->addItem(path);
    }
    showState();
}

void ClassDialog::setFolder(const QString &folder)
{
    m_folder->setText(folder);
}

void ClassDialog::chooseLab()
{
    auto *dialog = new QFileDialog(this, tr("The lab"), placeOf(m_lab->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Labs (*.ringlab)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ClassDialog::setLab);
    dialog->open();
}

void ClassDialog::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("What was handed in"), placeOf(m_lab->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ClassDialog::addHandIns);
    dialog->open();
}

void ClassDialog::chooseHandInFolder()
{
    auto *dialog = new QFileDialog(this, tr("A folder of hand-ins"), placeOf(m_lab->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &folder) { addHandIns({folder}); });
    dialog->open();
}

void ClassDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("A folder for the marks"), placeOf(m_lab->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &ClassDialog::setFolder);
    dialog->open();
}

void ClassDialog::removeChosen()
{
    qDeleteAll(m_handIns->selectedItems());
    showState();
}

void ClassDialog::showState()
{
    m_remove->setEnabled(!m_handIns->selectedItems().isEmpty());
    const ClassSources known = sources();
    m_accept->setEnabled(!known.lab.isEmpty() && !known.folder.isEmpty() && !known.handIns.isEmpty());
}

} // namespace ringside::desktop

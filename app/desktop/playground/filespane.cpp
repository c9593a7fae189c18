#include "desktop/playground/filespane.h"

#include "desktop/playground/modeswitches.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QAbstractItemDelegate>
#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include <utility>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::Entry;
using filesystem::EntryType;

FilesPane::FilesPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new WorkspaceModel(this))
    , m_view(new WorkspaceView(m_model))
    , m_switches(new ModeSwitches)
    , m_count(new ElidedLabel({}, TextRole::Caption, ColorRole::Muted))
{
    setAccessibleName(tr("Files"));
    setMinimumWidth(300);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(m_view, 1);
    layout->addWidget(m_switches);

    connect(m_view, &WorkspaceView::openRequested, this, &FilesPane::openRequested);
    connect(m_view, &WorkspaceView::modeRequested, this, &FilesPane::modeRequested);
    connect(m_view, &WorkspaceView::removeRequested, this, &FilesPane::removeRequested);
    connect(m_view, &WorkspaceView::menuRequested, this, [this](const QByteArray &, QPoint place) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu);
        menu->popup(place);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FilesPane::showCurrent);
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == WorkspaceModel::Name)
            emit openRequested(index.data(WorkspaceModel::PathRole).toByteArray());
    });
    connect(m_model, &WorkspaceModel::renameRequested, this, [this](const QByteArray &from, const QByteArray &to) {
        m_chooseWhenThere = to;
        emit renameRequested(from, to);
    });
    connect(m_view->itemDelegate(), &QAbstractItemDelegate::closeEditor, this, &FilesPane::endNaming);
    connect(m_switches, &ModeSwitches::modeRequested, this, &FilesPane::modeRequested);
}

QWidget *FilesPane::makeHeader()
{
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(14, 4, 8, 4);
    layout->setSpacing(2);
    auto *title = new Label(tr("Files"), TextRole::Body);
    title->setWeight(QFont::DemiBold);
    layout->addWidget(title);
    layout->addSpacing(8);
    layout->addWidget(m_count, 1);
    auto *file = Button::iconOnly(u"plus"_s, tr("New file"));
    connect(file, &QPushButton::clicked, this, &FilesPane::newFile);
    auto *more = Button::iconOnly(u"more"_s, tr("What can be done with files"));
    connect(more, &QPushButton::clicked, this, [this, more] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu);
        menu->popup(more->mapToGlobal(QPoint(0, more->height())));
    });
    layout->addWidget(file);
    layout->addWidget(more);
    return header;
}

void FilesPane::fillMenu(QMenu *menu)
{
    const bool chosen = m_view->currentIndex().isValid();
    menu->addAction(tr("New file\tCtrl+N"), this, &FilesPane::newFile);
    menu->addAction(tr("New folder"), this, &FilesPane::newFolder);
    menu->addSeparator();
    menu->addAction(tr("Open"), this, [this] { emit openRequested(m_view->currentPath()); })->setEnabled(chosen);
    menu->addAction(tr("Rename\tF2"), this, &FilesPane::renameCurrent)->setEnabled(chosen);
    menu->addAction(tr("Remove\tDel"), this, &FilesPane::removeCurrent)->setEnabled(chosen);
    menu->addSeparator();
    menu->addAction(tr("Import a folder …"), this, &FilesPane::importRequested);
    menu->addAction(tr("Export all files to a folder …"), this, &FilesPane::exportRequested);
}

void FilesPane::begin(const filesystem::Tree &tree)
{
    m_model->begin(tree);
    m_renameWhenThere.clear();
    m_chooseWhenThere.clear();
    m_naming.clear();
    m_openWhenThere.clear();
    m_view->expandAll();
    m_view->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
}

void FilesPane::follow(const filesystem::Tree &tree)
{
    m_model->update(tree);
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
    if (const QModelIndex renamed = m_model->indexOf(m_chooseWhenThere); renamed.isValid()) {
        m_chooseWhenThere.clear();
        m_view->setCurrentIndex(renamed);
    }
    if (const QModelIndex made = m_model->indexOf(m_renameWhenThere); made.isValid()) {
        m_naming = std::exchange(m_renameWhenThere, {});
        m_chooseWhenThere.clear(); // of a name that could not be given
        m_view->setFocus();
        m_view->setCurrentIndex(made);
        m_view->edit(made);
    }
    openNamed();
}

// Who makes a file wants to write in it: it is opened under the name it was given, or that it had when none was.
void FilesPane::endNaming()
{
    if (m_naming.isEmpty())
        return;
    m_openWhenThere = m_chooseWhenThere.isEmpty() ? m_naming : m_chooseWhenThere;
    m_naming.clear();
    openNamed();
}

void FilesPane::openNamed()
{
    const Entry *entry = m_model->entry(m_model->indexOf(m_openWhenThere));
    if (!entry)
        return;
    const QByteArray path = std::exchange(m_openWhenThere, {});
    if (entry->type == EntryType::File)
        emit openRequested(path);
}

void FilesPane::showCurrent()
{
    const Entry *entry = m_model->entry(m_view->currentIndex());
    m_switches->setEntry(entry ? std::optional(*entry) : std::nullopt);
    m_count->setText(tr("%n entry(s) in /home/learner", nullptr, int(m_model->tree().entries.size())));
}

void FilesPane::showCall(const QString &call, bool succeeded)
{
    m_switches->setCall(call, succeeded);
}

void FilesPane::choose(const QByteArray &path)
{
    if (const QModelIndex index = m_model->indexOf(path); index.isValid())
        m_view->setCurrentIndex(index);
}

QByteArray FilesPane::folderOfCurrent() const
{
    const Entry *entry = m_model->entry(m_view->currentIndex());
    if (!entry)
        return {};
    if (entry->type == EntryType::Directory)
        return entry->path + '/';
    return entry->path.first(entry->path.lastIndexOf('/') + 1);
}

void FilesPane::make(EntryType type, const QByteArray &name)
{
    const QByteArray stem = name.first(name.contains('.') ? name.indexOf('.') : name.size());
    Entry entry;
    entry.path = folderOfCurrent() + name;
    for (int i = 2; m_model->tree().find(entry.path); ++i)
        entry.path = folderOfCurrent() + stem + '-' + QByteArray::number(i) + name.mid(stem.size());
    entry.type = type;
    entry.mode = type == EntryType::Directory ? 0755 : 0644;
    entry.modifiedNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    m_renameWhenThere = entry.path;
    emit putRequested(entry);
}

void FilesPane::newFile()
{
    make(EntryType::File, "new.py");
}

void FilesPane::newFolder()
{
    make(EntryType::Directory, "folder");
}

void FilesPane::renameCurrent()
{
    if (m_view->currentIndex().isValid())
        m_view->edit(m_view->currentIndex().siblingAtColumn(WorkspaceModel::Name));
}

void FilesPane::removeCurrent()
{
    if (m_view->currentIndex().isValid())
        emit removeRequested(m_view->currentPath());
}

void FilesPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

} // namespace ringside::desktop

#include "desktop/window/shortcutspage.h"

#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "desktop/window/actionregistry.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int pageWidth = 820;
constexpr int rowHeight = 34;

} // namespace

ShortcutModel::ShortcutModel(const ActionRegistry &registry, QObject *parent)
    : QAbstractTableModel(parent)
    , m_registry(registry)
{
}

int ShortcutModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_registry.entries().size());
}

int ShortcutModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ShortcutModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const CommandEntry &entry = m_registry.entries()[index.row()];
    switch (index.column()) {
    case CommandColumn: return entry.text;
    case KeysColumn: return QKeySequence::listToString(entry.keys, QKeySequence::NativeText);
    default: return ActionRegistry::contextName(entry.contexts);
    }
}

QVariant ShortcutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == CommandColumn ? tr("Command") : section == KeysColumn ? tr("Keys") : tr("Where");
}

ShortcutsPage::ShortcutsPage(const ActionRegistry &registry, QWidget *parent)
    : Page(parent)
    , m_table(new QTableView)
{
    m_table->setModel(new ShortcutModel(registry, m_table));
    m_table->setAccessibleName(tr("Keyboard shortcuts"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 28);
    layout->setSpacing(16);
    layout->addWidget(new Label(tr("Keyboard"), TextRole::Display));
    auto *pane = new Pane(tr("All commands and their keys"), m_table);
    pane->setMaximumWidth(pageWidth);
    layout->addWidget(pane, 1);
}

QList<QWidget *> ShortcutsPage::panes() const
{
    return {m_table};
}

} // namespace ringside::desktop

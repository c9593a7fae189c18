#include "desktop/window/shortcutspage.h"

#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "desktop/window/actionregistry.h"

#include <QAccessibleWidget>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int pageWidth = 820;
constexpr int pageMargin = 28;
constexpr int rowHeight = 34;

// Qt says nothing of what this one is.
QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *field = qobject_cast<QKeySequenceEdit *>(object);
    return field ? new QAccessibleWidget(field, QAccessible::HotkeyField) : nullptr;
}

} // namespace

ShortcutModel::ShortcutModel(const ActionRegistry &registry, QObject *parent)
    : QAbstractTableModel(parent)
    , m_registry(registry)
{
    connect(&registry, &ActionRegistry::keysChanged, this, [this] {
        emit dataChanged(index(0, KeysColumn), index(rowCount() - 1, KeysColumn));
    });
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
    case KeysColumn: return isolated(QKeySequence::listToString(entry.keys, QKeySequence::NativeText));
    default: return m_registry.contextName(entry);
    }
}

QVariant ShortcutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == CommandColumn ? tr("Command") : section == KeysColumn ? tr("Keys") : tr("Where");
}

ShortcutsPage::ShortcutsPage(const ActionRegistry &registry, QWidget *parent)
    : Page(parent)
    , m_registry(registry)
    , m_table(new QTableView)
{
    [[maybe_unused]] static const bool known = (QAccessible::installFactory(makeAccessible), true);
    m_table->setModel(new ShortcutModel(registry, m_table));
    m_table->setAccessibleName(tr("Keyboard shortcuts"));
    makePlain(*m_table, rowHeight);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto *column = new QWidget;
    column->setMaximumWidth(pageWidth + 2 * pageMargin);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(column);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(pageMargin, 24, pageMargin, pageMargin);
    layout->setSpacing(16);
    layout->addWidget(new Label(tr("Keyboard"), TextRole::Display));
    layout->addWidget(new Pane(tr("All commands and their keys"), m_table), 1);
    layout->addWidget(makeEditor());
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ShortcutsPage::showChosen);
    connect(m_table, &QTableView::activated, m_keys, [this] { m_keys->setFocus(Qt::OtherFocusReason); });
    connect(&registry, &ActionRegistry::keysChanged, this, &ShortcutsPage::showChosen);
    m_table->setCurrentIndex(m_table->model()->index(0, ShortcutModel::CommandColumn));
}

QWidget *ShortcutsPage::makeEditor()
{
    auto *content = new QWidget;
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(18, 12, 18, 14);
    layout->setSpacing(10);
    m_command = new Label({}, TextRole::Body);
    m_keys = new QKeySequenceEdit;
    m_keys->setAccessibleName(tr("New keys"));
    m_keys->findChild<QLineEdit *>()->setAccessibleName(tr("New keys"));
    m_keys->setMaximumSequenceLength(1);
    m_keys->setFixedWidth(180);
    m_none = new Button(tr("No key"), Button::Kind::Ghost);
    m_usual = new Button(tr("The usual keys"), Button::Kind::Ghost, u"reset"_s);
    m_remark = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_remark->setWordWrap(true);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsPage::take);
    connect(m_none, &QPushButton::clicked, this, [this] { emit keysChosen(chosen()->id, {}, false); });
    connect(m_usual, &QPushButton::clicked, this,
        [this] { emit keysChosen(chosen()->id, m_registry.usualKeys(*chosen()), true); });
    layout->addWidget(m_command);
    layout->addWidget(m_keys);
    layout->addWidget(m_none);
    layout->addWidget(m_usual);
    layout->addWidget(m_remark, 1);
    return new Pane(tr("Change the keys of a command"), content);
}

QString ShortcutsPage::remark() const
{
    return m_remark->text();
}

const CommandEntry *ShortcutsPage::chosen() const
{
    const int row = m_table->currentIndex().row();
    return row < 0 ? nullptr : &m_registry.entries()[row];
}

void ShortcutsPage::showChosen()
{
    const CommandEntry *entry = chosen();
    if (!entry)
        return;
    m_command->setText(entry->text);
    const QSignalBlocker quiet(m_keys);
    m_keys->setKeySequence(entry->keys.value(0));
    m_remark->setText({});
    m_none->setEnabled(!entry->keys.isEmpty());
    m_usual->setEnabled(entry->keys != m_registry.usualKeys(*entry));
}

void ShortcutsPage::take(const QKeySequence &keys)
{
    const CommandEntry *entry = chosen();
    if (!entry || keys.isEmpty() || entry->keys.contains(keys))
        return;
    if (const CommandEntry *other = m_registry.inTheWay(*entry, keys)) {
        const QString refusal = tr("%1 already means “%2”.").arg(
            keys.toString(QKeySequence::NativeText), other->text);
        showChosen();
        m_remark->setText(refusal);
        announce(this, refusal);
        return;
    }
    const QString id = entry->id;
    emit keysChosen(id, {keys}, false);
}

QList<QWidget *> ShortcutsPage::panes() const
{
    return {m_table, m_keys};
}

} // namespace ringside::desktop

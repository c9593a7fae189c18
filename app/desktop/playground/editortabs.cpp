#include "desktop/playground/editortabs.h"

#include "base/bytes.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/cardcorners.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/completion.h"
#include "desktop/widgets/editlog.h"
#include "desktop/widgets/filekeeper.h"
#include "desktop/widgets/findbar.h"
#include "desktop/widgets/gotolinebar.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/outsidechanges.h"
#include "desktop/widgets/panel.h"

#include <QDateTime>
#include <QFile>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::Entry;
using filesystem::EntryType;

namespace {

using namespace std::chrono_literals;

constexpr auto saveDelay = 700ms;
constexpr qsizetype mostBytes = 2 << 20; // of a file one edits by hand
constexpr qsizetype mostRemembered = 128 << 10; // of a file whose steps of undo are kept
constexpr int headerHeight = 36;
constexpr int crossSize = 18;

QString languageOf(const QByteArray &path)
{
    static const QHash<QByteArray, QString> languages{{"py", u"python"_s}, {"sh", u"sh"_s}, {"json", u"json"_s},
        {"toml", u"toml"_s}, {"md", u"markdown"_s}, {"ini", u"ini"_s}, {"xml", u"xml"_s}, {"yaml", u"yaml"_s}};
    return languages.value(path.mid(path.lastIndexOf('.') + 1));
}

bool isPython(const QByteArray &path)
{
    return path.endsWith(".py");
}

/// As small as a tab needs it.
class CrossButton : public QAbstractButton
{
public:
    explicit CrossButton(QWidget *parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::NoFocus); // Ctrl+W is the keyboard's way
        setAttribute(Qt::WA_Hover);
        setFixedSize(crossSize, crossSize);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = themeOf(this);
        if (underMouse())
            drawCard(painter, rect(), theme.color(ColorRole::AccentSoft), Qt::transparent, 4);
        painter.drawPixmap(rect().adjusted(4, 4, -4, -4),
            theme.pixmap(u"cross"_s, crossSize - 8, underMouse() ? ColorRole::Accent : ColorRole::Muted,
                devicePixelRatioF()));
    }
};

} // namespace

FileText FileText::of(const QByteArray &content)
{
    if (content.size() > mostBytes)
        return {.kind = Kind::TooLarge, .text = displayText(content.first(mostBytes))};
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString decoded = decode(content);
    if (decode.hasError() || content.contains('\0'))
        return {.kind = Kind::NotText, .text = displayText(content)};
    const qsizetype lines = decoded.count(u'\n');
    const qsizetype pairs = decoded.count(u"\r\n"_s);
    if (decoded.count(u'\r') != pairs || (pairs > 0 && pairs != lines))
        return {.kind = Kind::MixedLineEnds, .text = displayText(content)};
    return {.text = decoded.replace(u"\r\n"_s, u"\n"_s), .carriageReturns = pairs > 0};
}

QByteArray FileText::bytes(const QString &changed) const
{
    return carriageReturns ? QString(changed).replace(u'\n', u"\r\n"_s).toUtf8() : changed.toUtf8();
}

FileTabBar::FileTabBar(QWidget *parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setElideMode(Qt::ElideMiddle);
    setUsesScrollButtons(true);
    setMovable(false);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Open files"));
    setAttribute(Qt::WA_Hover);
    connect(&themeOf(this), &Theme::schemeChanged, this, qOverload<>(&QWidget::update));
}

void FileTabBar::tabInserted(int index)
{
    auto *cross = new CrossButton(this);
    connect(cross, &QAbstractButton::clicked, this, [this, cross] {
        for (int i = 0; i < count(); ++i) {
            if (tabButton(i, RightSide) == cross)
                return emit tabCloseRequested(i);
        }
    });
    setTabButton(index, RightSide, cross);
    setFocusPolicy(Qt::TabFocus);
}

void FileTabBar::tabRemoved(int)
{
    if (count() == 0)
        setFocusPolicy(Qt::NoFocus); // its name is that of the tab it stands on
}

QSize FileTabBar::tabSizeHint(int index) const
{
    return {qMin(fontMetrics().horizontalAdvance(tabText(index)) + crossSize + 28, 220), headerHeight};
}

void FileTabBar::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton && tabAt(event->position().toPoint()) >= 0)
        emit tabCloseRequested(tabAt(event->position().toPoint()));
    else
        QTabBar::mouseReleaseEvent(event);
}

void FileTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    for (int i = 0; i < count(); ++i) {
        const QRect tab = tabRect(i);
        const bool current = i == currentIndex();
        if (current) {
            painter.fillRect(tab, theme.color(ColorRole::Code));
            painter.fillRect(QRect(tab.left(), tab.bottom() - 1, tab.width(), 2), theme.color(ColorRole::Accent));
        }
        QFont font = theme.chromeFont(TextRole::Small);
        font.setWeight(current ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(theme.color(current ? ColorRole::Text : ColorRole::Secondary));
        const QRect box = QStyle::visualRect(layoutDirection(), tab, tab.adjusted(12, 0, -crossSize - 8, 0));
        painter.drawText(box, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
            painter.fontMetrics().elidedText(tabText(i), Qt::ElideMiddle, box.width()));
        if (current && hasFocus())
            drawFocusRing(painter, theme, tab, 4);
    }
}

struct EditorTabs::Tab
{
    QByteArray path;
    QByteArray saved; ///< content as it is in the box, or on its way there
    FileText file;
    quint64 inode = 0;
    CodeEditor *editor = nullptr;
    EditLog *edits = nullptr; ///< of a large file there is none
    std::unique_ptr<FileKeeper> copy; ///< where an external editor has the file, too
    OutsideChanges *outside = nullptr; ///< of the copy
    EditorFind *find = nullptr;
    GoToLineBar *goToLine = nullptr;
    bool dirty = false;
    bool gone = false; ///< there is no such file any more
    bool loading = false; ///< what comes from the box need not be saved there
};

EditorTabs::EditorTabs(sandbox::Sandbox &sandbox, QString copies, QWidget *parent)
    : QWidget(parent)
    , m_copyFolder(std::move(copies))
    , m_syntax(sandbox)
    , m_bar(new FileTabBar)
    , m_external(Button::iconOnly(u"edit"_s, tr("Open in an external editor (Ctrl+E)")))
    , m_state(new ElidedLabel({}, TextRole::Caption, ColorRole::Muted))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(u"file"_s, tr("No file is open"),
          tr("Choose one in the list of files, or make a new one with Ctrl+N.")))
{
    auto *header = new QHBoxLayout;
    header->setContentsMargins(8, 0, 6, 0);
    header->setSpacing(8);
    header->addWidget(m_bar, 1);
    header->addWidget(m_state);
    header->addWidget(m_external);
    m_state->setMinimumWidth(60);
    m_bar->setFixedHeight(headerHeight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_empty);
    m_stack->setMinimumHeight(80);
    new CardCorners(this);

    m_saver.setSingleShot(true);
    m_saver.setInterval(saveDelay);
    connect(&m_saver, &QTimer::timeout, this, &EditorTabs::saveEdited);
    connect(m_external, &QPushButton::clicked, this, &EditorTabs::externalEditorWanted);
    connect(m_bar, &QTabBar::currentChanged, this, &EditorTabs::showCurrent);
    connect(m_bar, &QTabBar::tabCloseRequested, this, &EditorTabs::close);
    connect(&m_syntax, &SyntaxCheck::checked, this, &EditorTabs::showProblem);
    showCurrent();
}

EditorTabs::~EditorTabs() = default;

void EditorTabs::begin(const filesystem::Tree &tree, const Remembered &copies, const Remembered &edits)
{
    m_saver.stop();
    while (!m_tabs.empty())
        close(0);
    m_tree = tree;
    m_copies = copies;
    m_edits = edits;
}

EditorTabs::Tab *EditorTabs::current() const
{
    const int index = m_bar->currentIndex();
    return index >= 0 && index < int(m_tabs.size()) ? m_tabs[std::size_t(index)].get() : nullptr;
}

int EditorTabs::indexOf(const QByteArray &path) const
{
    const auto tab = std::ranges::find(m_tabs, path, [](const auto &one) { return one->path; });
    return tab == m_tabs.end() ? -1 : int(tab - m_tabs.begin());
}

QByteArray EditorTabs::currentPath() const
{
    return current() ? current()->path : QByteArray();
}

CodeEditor *EditorTabs::currentEditor() const
{
    return current() ? current()->editor : nullptr;
}

QByteArrayList EditorTabs::paths() const
{
    QByteArrayList paths;
    for (const auto &tab : m_tabs)
        paths.append(tab->path);
    return paths;
}

QWidget *EditorTabs::focusTarget() const
{
    return current() ? static_cast<QWidget *>(current()->editor) : m_bar;
}

bool EditorTabs::open(const QByteArray &path)
{
    if (const int index = indexOf(path); index >= 0) {
        m_bar->setCurrentIndex(index);
        return true;
    }
    const Entry *entry = m_tree.find(path);
    if (!entry || entry->type != EntryType::File)
        return false;
    m_tabs.push_back(makeTab(*entry));
    m_stack->addWidget(m_tabs.back()->editor);
    m_bar->addTab({});
    showTitles();
    m_bar->setCurrentIndex(int(m_tabs.size()) - 1);
    if (const auto known = m_copies.constFind(path); known != m_copies.cend())
        follow(*m_tabs.back(), *known);
    showCurrent();
    return true;
}

std::unique_ptr<EditorTabs::Tab> EditorTabs::makeTab(const Entry &entry)
{
    auto tab = std::make_unique<Tab>();
    tab->path = entry.path;
    tab->editor = new CodeEditor;
    tab->editor->setAccessibleName(tr("Editor, %1").arg(displayName(entry.path)));
    tab->editor->setLanguage(languageOf(entry.path));
    if (isPython(entry.path))
        tab->editor->setCompletion(NameList::python());
    tab->find = new EditorFind(
        tab->editor, new FindBar(FindBar::Rows::FindAndReplace, tr("Find in the file"), tab->editor));
    tab->goToLine = new GoToLineBar(tab->editor);
    load(*tab, entry);
    if (tab->file.text.size() <= mostRemembered) {
        tab->edits = new EditLog(tab->editor->document());
        if (const auto before = m_edits.constFind(entry.path); before != m_edits.cend())
            std::ignore = tab->edits->restore(*before, tab->file.text);
        tab->editor->moveCursor(QTextCursor::Start);
    }
    Tab *made = tab.get();
    connect(made->editor, &CodeEditor::edited, this, [this, made] { edited(*made); });
    connect(made->editor, &CodeEditor::lineNoteClicked, this,
        [this, made](int line) { emit lineNoteClicked(made->path, line); });
    connect(made->editor, &QPlainTextEdit::cursorPositionChanged, this, &EditorTabs::showState);
    connect(made->editor, &CodeEditor::tabMovesFocusChanged, this, [this, made](bool moves) {
        announce(made->editor, moves ? tr("Tab moves the focus") : tr("Tab indents"));
        showState();
    });
    return tab;
}

// Into a fresh editor, or as one step of undo over what was there.
void EditorTabs::load(Tab &tab, const Entry &entry)
{
    const bool first = tab.inode == 0;
    tab.saved = entry.content;
    tab.inode = entry.inode;
    tab.file = entry.contentComplete ? FileText::of(entry.content)
                                     : FileText{.kind = FileText::Kind::TooLarge, .text = displayText(entry.content)};
    tab.dirty = false;
    tab.loading = true;
    tab.editor->setReadOnly(tab.file.kind != FileText::Kind::Text);
    if (first)
        tab.editor->setPlainText(tab.file.text);
    else if (tab.editor->toPlainText() != tab.file.text)
        tab.editor->replaceText(tab.file.text);
    tab.loading = false;
    tab.editor->clearProblem(); // it was one of the text before
    if (&tab == current())
        checkSyntax();
    if (tab.copy && tab.file.kind == FileText::Kind::Text)
        tab.copy->textChanged(tab.file.bytes(tab.file.text));
}

/// Where an external editor has the file, both are kept in step from now on.
void EditorTabs::follow(Tab &tab, const QByteArray &known)
{
    Tab *followed = &tab;
    tab.copy = std::make_unique<FileKeeper>();
    tab.outside = new OutsideChanges(tab.editor, *tab.copy, displayName(tab.path));
    connect(tab.copy.get(), &FileKeeper::failed, this,
        [this, followed](const Error &error) { emit copyFailed(followed->path, error); });
    connect(tab.copy.get(), &FileKeeper::saved, this, &EditorTabs::showState);
    tab.copy->setFile(m_copyFolder + u'/' + displayName(tab.path), known);
    tab.copy->textChanged(tab.file.bytes(tab.editor->toPlainText()));
    tab.copy->look();
    showState();
}

QString EditorTabs::copyCurrent()
{
    Tab *tab = current();
    if (!tab || tab->file.kind != FileText::Kind::Text)
        return {};
    if (!tab->copy)
        follow(*tab, m_copies.value(tab->path));
    flush();
    return QFile::exists(tab->copy->file()) ? tab->copy->file() : QString();
}

EditorTabs::Remembered EditorTabs::copies() const
{
    Remembered copies = m_copies;
    for (const auto &tab : m_tabs) {
        if (tab->copy)
            copies.insert(tab->path, tab->copy->known());
    }
    return copies;
}

EditorTabs::Remembered EditorTabs::edits() const
{
    Remembered edits;
    for (const auto &tab : m_tabs) {
        if (tab->edits && tab->edits->count() > 0)
            edits.insert(tab->path, tab->edits->toBytes());
    }
    return edits;
}

QWidget *EditorTabs::question() const
{
    return current() && current()->outside ? current()->outside->bar() : nullptr;
}

void EditorTabs::follow(const filesystem::Tree &tree)
{
    m_tree = tree;
    for (const auto &tab : m_tabs)
        followIn(*tab, tree);
    showTitles();
    showState();
}

void EditorTabs::followIn(Tab &tab, const filesystem::Tree &tree)
{
    const Entry *entry = tree.find(tab.path);
    if (!entry || entry->type != EntryType::File) {
        const auto moved = std::ranges::find_if(tree.entries, [&](const Entry &one) {
            return one.inode == tab.inode && one.type == EntryType::File && indexOf(one.path) < 0;
        });
        entry = moved == tree.entries.end() ? nullptr : &*moved;
    }
    tab.gone = !entry;
    if (!entry)
        return;
    tab.path = entry->path;
    tab.inode = entry->inode;
    tab.editor->setAccessibleName(tr("Editor, %1").arg(displayName(tab.path)));
    // What is being typed is saved in a moment; it would be lost if the file went into the editor now.
    if (entry->content != tab.saved && !tab.dirty)
        load(tab, *entry);
}

void EditorTabs::edited(Tab &tab)
{
    if (tab.loading)
        return;
    tab.dirty = true;
    if (tab.copy)
        tab.copy->textChanged(tab.file.bytes(tab.editor->toPlainText()));
    tab.editor->clearMarks();
    if (isPython(tab.path))
        m_syntax.textChanged(tab.editor->toPlainText());
    if (!m_saver.isActive()) // never restarted: the first unsaved key sets the time
        m_saver.start();
    showState();
}

void EditorTabs::flush()
{
    for (const auto &tab : m_tabs) {
        if (!tab->copy)
            continue;
        tab->copy->look();
        tab->copy->flush();
    }
    saveEdited();
}

void EditorTabs::saveEdited()
{
    m_saver.stop();
    for (const auto &tab : m_tabs) {
        if (tab->dirty)
            save(*tab);
    }
    showState();
}

Entry EditorTabs::entryOf(const Tab &tab, const filesystem::Tree &tree) const
{
    const Entry *before = tree.find(tab.path);
    Entry entry;
    entry.path = tab.path;
    if (before && before->type == EntryType::File) {
        entry.mode = before->mode;
        entry.xattrs = before->xattrs;
    }
    entry.content = tab.file.bytes(tab.editor->toPlainText());
    entry.size = entry.content.size();
    entry.modifiedNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    return entry;
}

void EditorTabs::save(Tab &tab)
{
    const Entry entry = entryOf(tab, m_tree);
    tab.saved = entry.content;
    tab.dirty = false;
    emit saveRequested(entry);
}

filesystem::Tree EditorTabs::withEdits(filesystem::Tree tree) const
{
    for (const auto &tab : m_tabs) {
        const Entry *before = tree.find(tab->path);
        const bool isThere = before && before->type == EntryType::File;
        if (tab->file.kind != FileText::Kind::Text || (tab->gone && !tab->dirty))
            continue;
        const Entry entry = entryOf(*tab, tree);
        if (isThere && before->content == entry.content)
            continue;
        const auto place = std::ranges::lower_bound(tree.entries, entry.path, {}, &Entry::path);
        if (isThere)
            *place = entry;
        else if (!before)
            tree.entries.insert(place, entry);
    }
    return tree;
}

void EditorTabs::close(int index)
{
    if (index < 0 || index >= int(m_tabs.size()))
        return;
    const std::unique_ptr<Tab> tab = std::move(m_tabs[std::size_t(index)]);
    if (tab->copy)
        leaveCopy(*tab);
    if (tab->dirty)
        save(*tab);
    if (tab->edits)
        m_edits.insert(tab->path, tab->edits->toBytes());
    m_tabs.erase(m_tabs.begin() + index);
    m_stack->removeWidget(tab->editor);
    tab->editor->disconnect(this);
    tab->editor->deleteLater();
    m_bar->removeTab(index);
    showTitles();
    showCurrent();
}

// What an external editor saves from now on is seen when the file is opened again.
void EditorTabs::leaveCopy(Tab &tab)
{
    tab.copy->look();
    tab.copy->flush();
    m_copies.insert(tab.path, tab.copy->known());
    tab.copy->disconnect(this);
}

void EditorTabs::closeCurrent()
{
    close(m_bar->currentIndex());
}

void EditorTabs::step(int by)
{
    if (m_bar->count() > 0)
        m_bar->setCurrentIndex((m_bar->currentIndex() + by + m_bar->count()) % m_bar->count());
}

// The name alone, with its folder where two files have the same.
void EditorTabs::showTitles()
{
    const auto nameOf = [](const QByteArray &path) { return path.mid(path.lastIndexOf('/') + 1); };
    for (int i = 0; i < int(m_tabs.size()) && i < m_bar->count(); ++i) {
        const Tab &tab = *m_tabs[std::size_t(i)];
        const auto same = std::ranges::count(m_tabs, nameOf(tab.path), [&](const auto &one) { return nameOf(one->path); });
        const QString title = displayName(same > 1 ? tab.path : nameOf(tab.path));
        m_bar->setTabText(i, tab.gone ? tr("%1 (removed)").arg(title) : title);
        m_bar->setTabToolTip(i, displayName(tab.path));
        if (QWidget *cross = m_bar->tabButton(i, QTabBar::RightSide)) {
            cross->setAccessibleName(tr("Close %1").arg(title));
            cross->setToolTip(tr("Close (Ctrl+W)"));
        }
    }
}

void EditorTabs::checkSyntax()
{
    m_syntax.forget();
    const Tab *tab = current();
    if (tab && isPython(tab->path) && tab->file.kind == FileText::Kind::Text)
        m_syntax.textChanged(tab->editor->toPlainText());
}

void EditorTabs::showCurrent()
{
    const Tab *tab = current();
    m_stack->setCurrentWidget(tab ? static_cast<QWidget *>(tab->editor) : m_empty);
    checkSyntax();
    showState();
    emit currentChanged();
}

void EditorTabs::showProblem(const std::optional<SyntaxProblem> &problem)
{
    CodeEditor *editor = currentEditor();
    if (!editor)
        return;
    if (problem)
        editor->setProblem(problem->line, problem->column, problem->endColumn, problem->message);
    else
        editor->clearProblem();
    showState();
}

void EditorTabs::showState()
{
    const Tab *tab = current();
    m_external->setEnabled(tab && tab->file.kind == FileText::Kind::Text);
    if (!tab) {
        m_state->clear();
        return;
    }
    QStringList words;
    switch (tab->file.kind) {
    case FileText::Kind::Text: break;
    case FileText::Kind::NotText: words.append(tr("read only: some bytes are no UTF-8")); break;
    case FileText::Kind::MixedLineEnds: words.append(tr("read only: its lines end in several ways")); break;
    case FileText::Kind::TooLarge: words.append(tr("read only: too large to edit")); break;
    }
    if (tab->gone)
        words.append(tr("removed; typing makes it again"));
    else if (tab->dirty)
        words.append(tr("saving"));
    if (tab->copy)
        words.append(tr("in an external editor, too"));
    if (tab->editor->tabChangesFocus())
        words.append(tr("Tab moves the focus (Ctrl+M)"));
    if (!tab->editor->problem().isEmpty())
        words.append(tab->editor->problem());
    const QTextCursor cursor = tab->editor->textCursor();
    words.append(tr("line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1));
    m_state->setText(words.join(u" · "_s));
}

void EditorTabs::clearMarks()
{
    for (const auto &tab : m_tabs) {
        tab->editor->clearMarks();
        tab->editor->setLineNotes({});
        tab->editor->clearPointer();
    }
}

void EditorTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

void EditorTabs::perform(Command command)
{
    Tab *tab = current();
    if (!tab)
        return;
    switch (command) {
    case Command::Save: flush(); break;
    case Command::Find: tab->find->open(false); break;
    case Command::Replace: tab->find->open(true); break;
    case Command::FindNext: tab->find->next(); break;
    case Command::FindPrevious: tab->find->previous(); break;
    case Command::GoToLine: tab->goToLine->open(); break;
    default: tab->editor->perform(command);
    }
}

} // namespace ringside::desktop

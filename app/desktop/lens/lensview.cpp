#include "desktop/lens/lensview.h"

#include "base/result.h"
#include "desktop/lens/calldelegate.h"
#include "desktop/lens/callexplanation.h"
#include "desktop/lens/calllanes.h"
#include "desktop/lens/comparisonmodel.h"
#include "desktop/lens/descriptormodel.h"
#include "desktop/lens/processmodel.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int lanesFromHeight = 330; // below this the table needs the room
constexpr int sidesFromWidth = 520; // below this the explanation stands under the table,
constexpr int underFromHeight = 420; // if there is room

/// Rows as high as those of the tables beside a tree.
class RowHeightDelegate : public QStyledItemDelegate
{
public:
    RowHeightDelegate(int height, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_height(height)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, m_height});
    }

private:
    int m_height;
};

} // namespace

LensView::LensView(QWidget *parent)
    : QWidget(parent)
    , m_model(new CallTableModel(this))
    , m_stack(new QStackedWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_nothing = new QWidget;
    auto *words = new QVBoxLayout(m_nothing);
    words->setContentsMargins(14, 12, 14, 12);
    words->addWidget(m_messageTitle = new Label({}, TextRole::Body, ColorRole::Secondary));
    words->addWidget(m_messageText = new Label({}, TextRole::Small, ColorRole::Muted));
    words->addStretch();
    for (Label *label : {m_messageTitle, m_messageText}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_stack->addWidget(m_nothing);

    m_run = new QWidget;
    auto *content = new QVBoxLayout(m_run);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(makeBar());
    content->addWidget(m_lanes = new CallLanes);
    m_sides = new QSplitter(Qt::Horizontal);
    m_sides->setChildrenCollapsible(false);
    m_sides->addWidget(makeTable());
    m_sides->addWidget(m_side = makeSides());
    m_sides->setStretchFactor(0, 3);
    m_sides->setStretchFactor(1, 2);
    m_sides->setSizes({600, 400}); // or the tabs would have all they could use
    content->addWidget(m_sides, 1);
    m_stack->addWidget(m_run);

    connect(m_lanes, &CallLanes::callChosen, this, &LensView::chooseCall);
    connect(m_explanation, &CallExplanation::lineActivated, this, [this] { emit lineRequested(chosenSite()); });
    connect(m_explanation, &CallExplanation::objectActivated, this, &LensView::filterObject);
    m_learning.setInterval(0);
    connect(&m_learning, &QTimer::timeout, this, [this] {
        if (!m_model->learnPaths())
            m_learning.stop();
    });
    showNoRun();
}

QWidget *LensView::makeBar()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setSpacing(8);
    m_summary = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_line = new Button({}, Button::Kind::Outline, u"cross"_s);
    m_object = new Button({}, Button::Kind::Outline, u"cross"_s);
    m_object->setElides(true);
    for (Button *filter : {m_line, m_object})
        filter->hide();
    m_failed = new QCheckBox(tr("Failed"));
    m_group = new QComboBox;
    m_group->setAccessibleName(tr("Kind of call"));
    m_group->addItem(tr("every kind"));
    for (int group = 0; group < callGroupCount; ++group)
        m_group->addItem(groupTitle(CallGroup(group)), group);
    m_text = new QLineEdit;
    m_text->setPlaceholderText(tr("Filter: call, path, errno"));
    m_text->setAccessibleName(tr("Filter calls"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(110);
    m_text->setMaximumWidth(240);
    connect(m_line, &QPushButton::clicked, this, [this] { filterLine({}, 0); });
    connect(m_object, &QPushButton::clicked, this, [this] { filterObject(0); });
    connect(m_failed, &QCheckBox::toggled, this, &LensView::applyFilters);
    connect(m_group, &QComboBox::currentIndexChanged, this, &LensView::applyFilters);
    connect(m_text, &QLineEdit::textChanged, this, &LensView::applyFilters);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_line);
    layout->addWidget(m_object);
    layout->addWidget(m_failed);
    layout->addWidget(m_group);
    layout->addWidget(m_text, 1);
    return bar;
}

QWidget *LensView::makeTable()
{
    m_table = plainTable(m_model, tr("System calls"));
    m_table->setItemDelegate(new CallDelegate(m_table));
    m_table->setMouseTracking(true);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(CallTableModel::ArgumentsColumn, QHeaderView::Stretch);
    m_table->setMinimumWidth(300); // every column can be seen
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LensView::showChosen);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.data(CallTableModel::CountRole).toInt() > 0)
            m_model->toggleFold(index.row());
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (index.data(CallTableModel::CountRole).toInt() == 0)
            emit lineRequested(chosenSite());
    });
    connect(&themeOf(this), &Theme::fontsChanged, this, &LensView::fitColumns);
    return m_table;
}

QWidget *LensView::makeSides()
{
    auto *side = new QWidget;
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(10, 0, 4, 0);
    tabs->setSpacing(2);
    tabs->addStretch();
    // Not by autoExclusive: that reaches into and out of the tabs this view may stand in.
    m_tabGroup = new QButtonGroup(this);
    layout->addLayout(tabs);
    layout->addWidget(m_sideStack = new QStackedWidget, 1);
    m_explanation = new CallExplanation;
    m_descriptors = plainTable(m_descriptorModel = new DescriptorModel(this), tr("Open descriptors"));
    m_descriptors->horizontalHeader()->setSectionResizeMode(DescriptorModel::NumberColumn, QHeaderView::ResizeToContents);
    m_descriptors->horizontalHeader()->setSectionResizeMode(DescriptorModel::TargetColumn, QHeaderView::Stretch);
    m_descriptors->horizontalHeader()->setSectionResizeMode(DescriptorModel::LineColumn, QHeaderView::Fixed);
    m_processes = new QTreeView;
    m_processes->setModel(m_processModel = new ProcessModel(this));
    m_processes->setAccessibleName(tr("Processes"));
    m_processes->setFrameShape(QFrame::NoFrame);
    m_processes->setUniformRowHeights(true);
    m_processes->setItemDelegate(
        new RowHeightDelegate(m_descriptors->verticalHeader()->defaultSectionSize(), m_processes));
    m_processes->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_comparison = plainTable(m_comparisonModel = new ComparisonModel(tr("Before"), tr("Now"), this), tr("Calls before and now"));
    m_comparison->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_comparison->horizontalHeader()->setSectionResizeMode(ComparisonModel::CallColumn, QHeaderView::Stretch);
    addSide(tr("Explained"), u"info"_s, m_explanation);
    addSide(tr("Descriptors"), u"file"_s, m_descriptors);
    addSide(tr("Processes"), u"tree"_s, m_processes);
    addSide(tr("Run before"), u"clock"_s, m_comparison);
    for (const SideTab &tab : std::as_const(m_tabs))
        tabs->insertWidget(tabs->count() - 1, tab.button);
    side->installEventFilter(this);
    return side;
}

void LensView::addSide(const QString &title, const QString &icon, QWidget *side)
{
    m_sideStack->addWidget(side);
    auto *tab = new Button(title, Button::Kind::Ghost);
    tab->setAccessibleName(title);
    tab->setToolTip(title);
    tab->setCheckable(true);
    tab->setElides(true); // or a narrow view has no room for the table
    m_tabGroup->addButton(tab);
    tab->setChecked(m_tabs.isEmpty());
    connect(tab, &QPushButton::clicked, this, [this, side] { showSide(side); });
    m_tabs.append({tab, title, icon});
}

/// Where the titles have no room beside each other, only the chosen tab keeps its own.
void LensView::fitTabs()
{
    constexpr int aroundTitle = 18;
    int wanted = 14;
    for (const SideTab &tab : std::as_const(m_tabs))
        wanted += tab.button->fontMetrics().horizontalAdvance(tab.title) + aroundTitle;
    const bool isNarrow = wanted > m_side->width();
    for (const SideTab &tab : std::as_const(m_tabs)) {
        tab.button->setText(isNarrow && !tab.button->isChecked() ? QString() : tab.title);
        tab.button->setIconName(isNarrow ? tab.icon : QString());
    }
    // Where a descriptor leads matters more than where it comes from.
    m_descriptors->setColumnWidth(DescriptorModel::LineColumn, std::clamp(m_side->width() / 3, 90, 170));
}

void LensView::showSide(QWidget *side)
{
    m_sideStack->setCurrentWidget(side);
    m_tabs[m_sideStack->currentIndex()].button->setChecked(true);
    fitTabs();
    showMoment();
}

/// Descriptors and processes as of the chosen call; only what is looked at.
void LensView::showMoment()
{
    const QModelIndex current = m_table->currentIndex();
    const qsizetype event = current.isValid() ? chosenCall() : -1;
    if (m_sideStack->currentWidget() == m_descriptors)
        m_descriptorModel->setMoment(m_trace, event);
    if (m_sideStack->currentWidget() == m_processes) {
        m_processModel->setMoment(m_trace, event);
        m_processes->expandAll();
        for (int column = 0; column < ProcessModel::ColumnCount; ++column)
            m_processes->resizeColumnToContents(column);
    }
    if (m_sideStack->currentWidget() == m_comparison)
        m_comparisonModel->setRuns(m_before, m_trace);
}

void LensView::showRun(
    std::shared_ptr<const lens::Trace> trace, const lens::Sources &sources, const QByteArray &mainFile)
{
    // A run that made no call, such as one of a text that is no Python, is nothing to compare with.
    if (m_trace && m_trace != trace && !m_trace->events().empty())
        m_before = m_trace;
    m_trace = std::move(trace);
    m_sources = sources;
    m_file.clear();
    m_lineNumber = 0;
    m_objectNumber = 0;
    applyFilters();
    m_model->setMainFile(mainFile);
    m_model->setTrace(m_trace);
    m_lanes->setTrace(m_trace);
    m_explanation->showCall(m_trace, -1, m_sources);
    m_stack->setCurrentWidget(m_run);
    fitColumns();
    showSummary();
    showMoment();
    m_learning.start();
}

void LensView::traceGrew()
{
    m_model->traceGrew();
    m_lanes->traceGrew();
    showSummary();
    if (m_sideStack->currentWidget() == m_comparison)
        showMoment();
    m_learning.start();
}

void LensView::showMessage(const QString &title, const QString &text)
{
    m_messageTitle->setText(title);
    m_messageText->setText(text);
    m_stack->setCurrentWidget(m_nothing);
    m_trace.reset();
    m_before.reset();
    m_descriptorModel->setMoment(nullptr, -1);
    m_processModel->setMoment(nullptr, -1);
    m_comparisonModel->setRuns(nullptr, nullptr);
    m_model->setTrace(nullptr);
    m_lanes->setTrace(nullptr);
    m_explanation->showCall(nullptr, -1, {});
    m_learning.stop();
}

void LensView::showNoRun()
{
    showMessage(tr("Nothing has been run yet."),
        tr("After a run, every call your program made to the kernel is listed here, with the line that made it."));
}

void LensView::showNoLens(int errnum)
{
    const QString reason = errnum == 0 ? QString() : u" (%1)"_s.arg(errnoName(errnum));
    showMessage(tr("This machine has no lens."),
        tr("The kernel does not let Ringside follow a program%1, so its system calls cannot be shown. Programs run "
           "all the same. `ringside doctor` says what would allow it.")
            .arg(reason));
}

void LensView::filterLine(const QByteArray &file, int line)
{
    m_file = file;
    m_lineNumber = line;
    applyFilters();
    if (line > 0 && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
}

void LensView::filterObject(quint32 object)
{
    m_objectNumber = object;
    applyFilters();
}

void LensView::applyFilters()
{
    const qsizetype chosen = chosenCall();
    CallSelection selection;
    if (m_group->currentIndex() > 0)
        selection.group = CallGroup(m_group->currentData().toInt());
    selection.file = m_file;
    selection.line = m_lineNumber;
    selection.object = m_objectNumber;
    selection.failedOnly = m_failed->isChecked();
    selection.text = m_text->text().trimmed();
    m_line->setVisible(m_lineNumber > 0);
    m_line->setText(tr("Line %1").arg(m_lineNumber));
    m_line->setToolTip(tr("Show the calls of all lines again"));
    m_object->setVisible(m_objectNumber != 0);
    m_object->setText(m_objectNumber != 0 ? nameOfObject(*m_trace, m_objectNumber) : QString());
    m_object->setAccessibleDescription(tr("Show the calls on all files again"));
    m_model->select(selection);
    if (const int row = m_model->rowOf(chosen); row >= 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
    showSummary();
}

void LensView::chooseCall(qsizetype event)
{
    const int row = m_model->rowOf(event);
    if (row < 0)
        return;
    m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->scrollTo(m_model->index(row, 0));
}

qsizetype LensView::chosenCall() const
{
    return CallTableModel::eventOf(m_table->currentIndex());
}

bool LensView::step(int direction)
{
    const QModelIndex current = m_table->currentIndex();
    int row = current.isValid() ? current.row() + direction : direction > 0 ? 0 : -1;
    const auto isFold = [this](int at) { return m_model->index(at, 0).data(CallTableModel::CountRole).toInt() > 0; };
    while (row >= 0 && row < m_model->rowCount() && isFold(row))
        row += direction;
    if (row < 0 || row >= m_model->rowCount())
        return false;
    m_table->setCurrentIndex(m_model->index(row, 0));
    return true;
}

lens::Site LensView::chosenSite() const
{
    const qsizetype event = chosenCall();
    return m_trace && event >= 0 ? m_trace->site(m_trace->events()[std::size_t(event)].site) : lens::Site();
}

void LensView::showChosen()
{
    const QModelIndex current = m_table->currentIndex();
    const bool isCall = current.isValid() && current.data(CallTableModel::CountRole).toInt() == 0;
    const qsizetype event = isCall ? chosenCall() : -1;
    m_explanation->showCall(m_trace, event, m_sources);
    m_lanes->setCurrent(event);
    showMoment();
    if (event >= 0)
        emit callChosen(event, chosenSite());
}

QString LensView::summary() const
{
    if (!m_trace)
        return {};
    const QLocale locale;
    QString words = tr("%n calls", nullptr, m_model->listedCalls());
    if (m_model->failedCalls() > 0)
        words += u" · "_s + tr("%n failed", nullptr, m_model->failedCalls());
    if (!m_model->selection().isEmpty())
        words += u" · "_s + tr("of %1").arg(locale.toString(m_trace->events().size()));
    if (m_trace->isCapped())
        words += u" · "_s
            + tr("%1 more were only counted").arg(locale.toString(m_trace->callCount() - m_trace->events().size()));
    if (m_trace->isBroken())
        words += u" · "_s + tr("the rest could not be read");
    if (m_trace->isComplete() && !m_trace->walksPython())
        words += u" · "_s
            + (m_trace->hasToldLines() ? tr("lines as the program tells them: the lens does not know this Python")
                                       : tr("without lines: the lens does not know this Python"));
    return words;
}

void LensView::showSummary()
{
    m_summary->setText(summary());
}

/// Widths by the fonts, so that a line number, a name and a result can be read; the arguments get the rest, and the room
/// of their title at least: where there is little, the words for places outside the file are cut.
void LensView::fitColumns()
{
    const QFontMetrics words(themeOf(this).chromeFont(TextRole::Small));
    QFont code = themeOf(this).codeFont();
    code.setPointSizeF(themeOf(this).chromeFont(TextRole::Small).pointSizeF());
    const QFontMetrics letters(code);
    const bool isNarrow = m_table->width() < 600;
    const int padding = isNarrow ? 18 : 26;
    const QString place = isNarrow ? u"main.py:12"_s : tr("Python starts");
    const int line = words.horizontalAdvance(place) + padding;
    const int call = letters.horizontalAdvance(u"newfstatat"_s) + padding;
    const int result = letters.horizontalAdvance(u"-1 ENOENT"_s) + padding + 12;
    const int title = m_table->horizontalHeader()->sectionSizeHint(CallTableModel::ArgumentsColumn);
    const int lineAtMost = m_table->viewport()->width() - call - result - title;
    m_table->setColumnWidth(CallTableModel::LineColumn,
        std::max(std::min(line, lineAtMost), words.horizontalAdvance(u"1234"_s) + padding));
    m_table->setColumnWidth(CallTableModel::CallColumn, call);
    m_table->setColumnWidth(CallTableModel::ResultColumn, result);
    m_table->setColumnWidth(CallTableModel::TimeColumn, words.horizontalAdvance(u"Time, ms"_s) + padding);
    m_table->setColumnHidden(CallTableModel::TimeColumn, isNarrow);
}

void LensView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void LensView::arrange()
{
    const bool isWide = width() >= sidesFromWidth;
    m_lanes->setVisible(height() >= lanesFromHeight);
    m_side->setVisible(isWide || height() >= underFromHeight);
    m_sides->setOrientation(isWide ? Qt::Horizontal : Qt::Vertical);
    fitColumns();
}

bool LensView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::Resize)
        fitColumns();
    if (watched == m_side && event->type() == QEvent::Resize)
        fitTabs();
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const QModelIndex current = m_table->currentIndex();
    const bool isFold = current.isValid() && current.data(CallTableModel::CountRole).toInt() > 0;
    const bool isOpen = current.data(CallTableModel::OpenRole).toBool();
    const bool opens = (key == Qt::Key_Right && !isOpen) || (key == Qt::Key_Left && isOpen) || key == Qt::Key_Return
        || key == Qt::Key_Enter || key == Qt::Key_Space;
    if (!isFold || !opens)
        return QWidget::eventFilter(watched, event);
    m_model->toggleFold(current.row());
    return true;
}

} // namespace ringside::desktop

#include "desktop/reference/referencepage.h"

#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/readerview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int inset = 14;
constexpr int longestQuery = 300; // letters
constexpr int splitBreakpoint = 900; // below this width the example stands under the list

struct RowHeights
{
    explicit RowHeights(const Theme &theme)
        : call(QFontMetrics(theme.codeFont()).height())
        , remark(QFontMetrics(theme.chromeFont(TextRole::Small)).height())
        , place(QFontMetrics(theme.chromeFont(TextRole::Caption)).height())
    {
    }

    int call, remark, place;
    [[nodiscard]] int all() const { return call + remark + place + 30; }
};

} // namespace

QSize ReferenceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {200, RowHeights(themeOf(option.widget)).all()};
}

void ReferenceDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const bool chosen = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->save();
    const QRect card = option.rect.adjusted(2, 3, -6, -3);
    drawCard(*painter, card,
        theme.color(chosen ? ColorRole::AccentSoft : hovered ? ColorRole::Raised : ColorRole::Surface),
        theme.color(chosen || hovered ? ColorRole::Accent : ColorRole::Border));
    const RowHeights heights(theme);
    const int align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    int top = card.top() + 8;
    const auto line = [&](const QFont &font, ColorRole color, int height, const QString &text) {
        painter->setFont(font);
        painter->setPen(theme.color(color));
        const QRect room(card.left() + inset, top, card.width() - 2 * inset, height);
        painter->drawText(
            room, align, isolated(painter->fontMetrics().elidedText(text, Qt::ElideRight, room.width())));
        top += height + 3;
    };
    line(theme.codeFont(), ColorRole::Text, heights.call, index.data().toString());
    line(theme.chromeFont(TextRole::Small), ColorRole::Secondary, heights.remark,
        index.data(ReferenceModel::RemarkRole).toString());
    line(theme.chromeFont(TextRole::Caption), chosen ? ColorRole::Secondary : ColorRole::Muted, heights.place,
        index.data(ReferenceModel::PlaceRole).toString());
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, theme, card, 8);
    painter->restore();
}

ReferencePage::ReferencePage(
    sandbox::Sandbox &sandbox, std::function<sandbox::Limits()> limits, QWidget *parent)
    : Page(parent)
    , m_runner(sandbox)
    , m_limits(std::move(limits))
    , m_model(new ReferenceModel(this))
    , m_found(new ReferenceProxy(this))
    , m_search(new QLineEdit)
    , m_count(new Label({}, TextRole::Body, ColorRole::Secondary))
    , m_list(new QListView)
    , m_stack(new QStackedWidget)
    , m_split(new QSplitter(Qt::Horizontal))
    , m_detail(new ReaderView(Density::Compact, tr("The chosen row")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 20);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("Quick reference"), TextRole::Display));
    layout->addWidget(m_count);
    layout->addSpacing(12);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(makeList());
    m_split->addWidget(new Pane(tr("At work"), m_detail));
    m_split->setSizes({560, 620});
    layout->addWidget(m_split, 1);
    connect(m_detail, &ReaderView::linkActivated, this, &ReferencePage::linkActivated);
}

QWidget *ReferencePage::makeList()
{
    m_search->setPlaceholderText(tr("A call, or what you want to do"));
    m_search->setAccessibleName(tr("Search the quick reference"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(longestQuery);
    m_search->installEventFilter(this);
    m_found->setSourceModel(m_model);
    m_list->setModel(m_found);
    m_list->setItemDelegate(new ReferenceDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setAccessibleName(tr("Quick reference"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(new EmptyState(u"search"_s, tr("Nothing by these words"),
        tr("Search everything (Ctrl+K) also looks into the text of the lessons.")));
    connect(m_search, &QLineEdit::textChanged, this, &ReferencePage::searchFor);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ReferencePage::showChosen);
    connect(m_list, &QListView::activated, this, &ReferencePage::openChosen);
    connect(&themeOf(this), &Theme::fontsChanged, m_list, &QListView::doItemsLayout);

    auto *side = new QWidget;
    side->setMinimumSize(280, 160);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_stack, 1);
    return side;
}

void ReferencePage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_model->setCourse(*course);
    m_course = course; // the rows of the course before point into it until now
    searchFor(m_search->text());
}

bool ReferencePage::openPlace(const QString &place)
{
    if (!place.isEmpty())
        m_search->setText(place);
    return true;
}

QString ReferencePage::placeName() const
{
    return m_search->text();
}

void ReferencePage::searchFor(const QString &typed)
{
    m_found->setTyped(typed);
    m_stack->setCurrentIndex(m_found->rowCount() > 0 ? 0 : 1);
    const QModelIndex first = m_found->index(0, 0);
    if (m_list->currentIndex() == first)
        showChosen();
    else
        m_list->setCurrentIndex(first); // which shows it
    m_list->scrollToTop();
    showCount();
}

void ReferencePage::showCount()
{
    const int all = m_model->rowCount();
    m_count->setText(m_found->rowCount() == all ? tr("%n thing(s) to remember, from all lessons", nullptr, all)
                                                : tr("%1 of %2").arg(m_found->rowCount()).arg(all));
}

void ReferencePage::showChosen()
{
    const QModelIndex chosen = m_found->mapToSource(m_list->currentIndex());
    if (chosen.isValid())
        showRow(m_model->row(chosen.row()));
    else
        m_detail->setBlocks({});
}

void ReferencePage::showRow(const ReferenceModel::Row &row)
{
    using Kind = markdown::Text::Kind;
    const course::ReferenceRow &reference = row.reference;
    ReaderBlocks blocks;
    blocks.push_back({HeadingContent{2, markdown::inlineHtml(reference.call), {}}});
    blocks.push_back({markdown::Text{Kind::Paragraph, 0, markdown::inlineHtml(reference.remark)}});
    blocks.push_back({markdown::Text{Kind::Paragraph, 0,
        markdown::inlineHtml(tr("Explained in lesson %1: [%2](%3)").arg(row.lesson->number).arg(row.partTitle,
            u"lesson:%1#%2"_s.arg(row.lesson->id, reference.part)))}});
    if (reference.example >= 0) {
        const course::Block &block = row.lesson->blocks[reference.example];
        blocks.push_back({ExampleContent{std::get<course::Example>(block.content), reference.example}});
    }
    m_runner.setLesson(*row.lesson);
    if (m_limits)
        m_runner.setLimits(m_limits());
    m_detail->setBlocks(std::move(blocks), m_runner.runs());
}

void ReferencePage::openChosen(const QModelIndex &index)
{
    emit linkActivated(index.data(ReferenceModel::LinkRole).toString());
}

CommandContexts ReferencePage::contexts() const
{
    return CommandContexts(CommandContext::Program) | CommandContext::Search;
}

void ReferencePage::perform(Command command)
{
    ExampleBlock *example = m_detail->visibleExample();
    if (command == Command::Find) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    } else if (command == Command::Run && example) {
        example->startRun();
    } else if (command == Command::Stop && example) {
        example->stopRun();
    }
}

QList<QWidget *> ReferencePage::panes() const
{
    return {m_search, m_list, m_detail->column()};
}

// The arrows go through what was found while one types, and Enter opens it.
bool ReferencePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return Page::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
        QCoreApplication::sendEvent(m_list, event);
        announce(m_search, m_list->currentIndex().data(Qt::AccessibleTextRole).toString());
        return true;
    }
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_list->currentIndex().isValid()) {
        openChosen(m_list->currentIndex());
        return true;
    }
    return Page::eventFilter(watched, event);
}

void ReferencePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_split->setOrientation(width() < splitBreakpoint ? Qt::Vertical : Qt::Horizontal);
}

PageEntry referenceEntry()
{
    return {.id = u"reference"_s, .title = ReferencePage::tr("Reference"), .icon = u"list"_s,
        .position = railposition::reference, .keys = {QKeySequence(u"Ctrl+8"_s)}, .commands = {},
        .make = [](const PageServices &services) -> Page * {
            return new ReferencePage(services.sandbox, services.limits);
        }};
}

} // namespace ringside::desktop

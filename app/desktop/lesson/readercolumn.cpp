#include "desktop/lesson/readercolumn.h"

#include "desktop/lesson/calloutblock.h"
#include "desktop/lesson/codecard.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/figureblock.h"
#include "desktop/lesson/pairblock.h"
#include "desktop/lesson/quizblock.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/outputview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleHints>

namespace ringside::desktop {

namespace {

constexpr int designColumn = 720; // about 90 characters, and 80 columns of code
constexpr int roomAroundColumn = 64;
constexpr int compactMargin = 18;
constexpr int sliceMilliseconds = 4;
constexpr int cardGap = 22; // text after a card needs as much air as a card after text

} // namespace

ReaderColumn::ReaderColumn(Density density, QWidget *parent)
    : QWidget(parent)
    , m_density(density)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_more.setInterval(0);
    connect(&m_more, &QTimer::timeout, this, [this] { makeBlocks(INT_MAX, sliceMilliseconds); });
}

int ReaderColumn::columnWidth() const
{
    if (m_density != Density::Roomy)
        return qMax(120, m_viewport.width() - 2 * compactMargin);
    return qMax(240, qMin(fullWidth(), m_viewport.width()) - roomAroundColumn);
}

int ReaderColumn::fullWidth() const
{
    return int(designColumn * qMax(1.0, themeOf(this).zoom() * 0.92)) + roomAroundColumn;
}

int ReaderColumn::topMargin() const
{
    return m_density == Density::Roomy ? 32 : 16;
}

int ReaderColumn::bottomMargin() const
{
    return m_density == Density::Roomy ? 72 : 24;
}

BlockWidget *ReaderColumn::makeBlock(const ReaderBlock &block, QWidget *parent)
{
    struct Maker
    {
        ReaderColumn *self;
        QWidget *parent;

        BlockWidget *operator()(const HeadingContent &heading) const
        {
            return new TextBlock(heading, self->m_density, parent);
        }
        BlockWidget *operator()(const markdown::Text &text) const
        {
            return new TextBlock(text, self->m_density, parent);
        }
        BlockWidget *operator()(const markdown::Fence &fence) const
        {
            return new CodeCard(fence, parent);
        }
        BlockWidget *operator()(const PairContent &pair) const { return new PairBlock(pair, parent); }
        BlockWidget *operator()(const ExampleContent &example) const
        {
            return new ExampleBlock(example, self->m_runs, parent);
        }
        BlockWidget *operator()(const course::Figure &figure) const
        {
            return new FigureBlock(figure, parent);
        }
        BlockWidget *operator()(const course::Quiz &quiz) const
        {
            return new QuizBlock(quiz, self->m_runs, parent);
        }
        BlockWidget *operator()(const std::shared_ptr<CalloutContent> &callout) const
        {
            const auto factory = [column = self](const ReaderBlock &inner, QWidget *holder) {
                return column->makeBlock(inner, holder);
            };
            return new CalloutBlock(callout, factory, parent);
        }
    };
    return std::visit(Maker{this, parent}, block.content);
}

void ReaderColumn::setBlocks(ReaderBlocks blocks, const CodeRuns &runs, QWidget *footer)
{
    m_more.stop();
    m_selection.setParts({});
    m_parts.clear();
    qDeleteAll(std::exchange(m_widgets, {}));
    delete std::exchange(m_footer, footer);
    if (m_footer) {
        m_footer->setParent(this);
        m_footer->hide();
    }
    m_blocks = std::move(blocks);
    m_runs = runs;
    m_selection.clear();
    makeBlocks(m_viewport.height() + 100, INT_MAX);
    if (!isComplete())
        m_more.start();
}

void ReaderColumn::completeAll()
{
    if (!isComplete())
        makeBlocks(INT_MAX, INT_MAX);
}

int ReaderColumn::gapAbove(qsizetype index) const
{
    if (index == 0)
        return 0;
    const BlockWidget *before = m_widgets[index - 1];
    const int own = m_widgets[index]->spaceAbove();
    const auto *heading = qobject_cast<const TextBlock *>(before);
    if (heading && heading->kind() == TextBlock::Kind::Heading && heading->level() == 1)
        return qMax(own, 18);
    return before->isCard() ? qMax(own, cardGap) : own;
}

void ReaderColumn::makeBlocks(int untilY, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    const int width = columnWidth();
    int y = m_widgets.isEmpty() ? topMargin() : m_widgets.last()->geometry().bottom() + 1;
    const int left = (m_viewport.width() - width) / 2;
    while (!isComplete() && y < untilY && clock.elapsed() < milliseconds) {
        BlockWidget *block = makeBlock(m_blocks[std::size_t(m_widgets.size())], this);
        connect(block, &BlockWidget::heightChanged, this, &ReaderColumn::layOut);
        connect(block, &BlockWidget::linkActivated, this, &ReaderColumn::linkActivated);
        m_widgets.append(block);
        y += gapAbove(m_widgets.size() - 1);
        const int height = block->heightForColumn(width);
        block->setGeometry(left, y, width, height);
        block->collectParts(m_parts);
        block->show();
        y += height;
    }
    m_selection.setParts(m_parts);
    if (isComplete())
        finishBlocks();
    else
        resize(m_viewport.width(), y + m_viewport.height()); // more is to come
}

void ReaderColumn::finishBlocks()
{
    m_more.stop();
    if (m_footer)
        m_footer->show();
    layOut();
    emit completed();
}

void ReaderColumn::layOut()
{
    const int width = columnWidth();
    const int left = (m_viewport.width() - width) / 2;
    int y = topMargin();
    for (qsizetype i = 0; i < m_widgets.size(); ++i) {
        y += gapAbove(i);
        const int height = m_widgets[i]->heightForColumn(width);
        m_widgets[i]->setGeometry(left, y, width, height);
        y += height;
    }
    if (m_footer && isComplete()) {
        y += 40;
        const int height = m_footer->hasHeightForWidth() ? m_footer->heightForWidth(width)
                                                         : m_footer->sizeHint().height();
        m_footer->setGeometry(left, y, width, height);
        y += height;
    }
    if (!isComplete())
        y += m_viewport.height();
    resize(m_viewport.width(), qMax(m_viewport.height(), y + bottomMargin()));
    emit heightChanged();
}

void ReaderColumn::setViewport(QSize size)
{
    if (m_viewport == size)
        return;
    const bool onlyHeight = m_viewport.width() == size.width();
    m_viewport = size;
    if (onlyHeight && isComplete())
        resize(size.width(), qMax(size.height(), childrenRect().bottom() + bottomMargin()));
    else
        layOut();
}

void ReaderColumn::restyle()
{
    // They would take the new font by themselves, but only after this; and how high a block is depends on it.
    for (auto *code : findChildren<CodeEditor *>())
        code->setFont(themeOf(this).codeFont());
    for (auto *output : findChildren<OutputView *>())
        output->setFont(themeOf(this).codeFont());
    for (BlockWidget *block : std::as_const(m_widgets))
        block->restyle();
    layOut();
    update();
}

QList<TextBlock *> ReaderColumn::headings() const
{
    QList<TextBlock *> headings;
    for (BlockWidget *widget : m_widgets) {
        auto *text = qobject_cast<TextBlock *>(widget);
        if (text && text->kind() == TextBlock::Kind::Heading)
            headings.append(text);
    }
    return headings;
}

void ReaderColumn::copySelection() const
{
    if (!m_selection.isEmpty())
        QGuiApplication::clipboard()->setText(m_selection.text());
}

void ReaderColumn::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), themeOf(this).color(ColorRole::Surface));
}

TextBlock *ReaderColumn::textBlockAt(QPoint point, QPoint *local) const
{
    for (TextPart *part : m_parts) {
        auto *text = dynamic_cast<TextBlock *>(part);
        if (!text)
            continue;
        *local = point - text->mapTo(this, QPoint());
        if (text->rect().contains(*local))
            return text;
    }
    return nullptr;
}

QString ReaderColumn::linkAt(QPoint point) const
{
    QPoint local;
    const TextBlock *text = textBlockAt(point, &local);
    return text ? text->linkAt(local) : QString();
}

void ReaderColumn::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus(Qt::MouseFocusReason);
    const QPoint point = event->position().toPoint();
    const auto place = m_selection.placeAt(this, point);
    const bool third = m_doubleClick.isValid()
        && m_doubleClick.elapsed() < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    m_doubleClick.invalidate();
    if (third) {
        m_selection.selectPart(place);
        return;
    }
    m_pressedLink = linkAt(point);
    m_selecting = true;
    event->modifiers() & Qt::ShiftModifier ? m_selection.extend(place) : m_selection.begin(place);
}

void ReaderColumn::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_selecting) {
        m_selection.extend(m_selection.placeAt(this, point));
        emit showRequested(point);
        return;
    }
    QPoint local;
    const TextBlock *text = textBlockAt(point, &local);
    setCursor(!text                    ? Qt::ArrowCursor
            : text->linkAt(local).isEmpty() ? Qt::IBeamCursor
                                            : Qt::PointingHandCursor);
}

void ReaderColumn::mouseReleaseEvent(QMouseEvent *event)
{
    m_selecting = false;
    const QString pressed = std::exchange(m_pressedLink, {});
    if (!m_selection.isEmpty()) {
        if (QGuiApplication::clipboard()->supportsSelection())
            QGuiApplication::clipboard()->setText(m_selection.text(), QClipboard::Selection);
        return;
    }
    const QPoint point = event->position().toPoint();
    if (!pressed.isEmpty() && linkAt(point) == pressed) {
        emit linkActivated(pressed);
        return;
    }
    QPoint local;
    if (event->button() == Qt::LeftButton && textBlockAt(point, &local)) {
        const auto place = m_selection.placeAt(this, point);
        emit placeClicked(place.part, place.position);
    }
}

void ReaderColumn::contextMenuEvent(QContextMenuEvent *event)
{
    emit menuRequested(event->globalPos());
}

void ReaderColumn::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_selection.selectWord(m_selection.placeAt(this, event->position().toPoint()));
    m_doubleClick.start();
}

bool ReaderColumn::extendByKey(const QKeyEvent &event)
{
    using Step = ReaderSelection::Step;
    if (!(event.modifiers() & Qt::ShiftModifier))
        return false;
    const Step step = event.modifiers() & Qt::ControlModifier ? Step::Word : Step::Character;
    switch (event.key()) {
    case Qt::Key_Right: m_selection.extendBy(step, 1); break;
    case Qt::Key_Left: m_selection.extendBy(step, -1); break;
    case Qt::Key_Down: m_selection.extendBy(Step::Part, 1); break;
    case Qt::Key_Up: m_selection.extendBy(Step::Part, -1); break;
    default: return false;
    }
    const auto end = m_selection.end();
    if (TextPart *part = m_selection.part(end.part))
        emit showRequested(part->partWidget()->mapTo(this, part->rectAt(end.position).center()));
    return true;
}

void ReaderColumn::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (event->matches(QKeySequence::SelectAll)) {
        completeAll();
        m_selection.selectAll();
    } else if (!extendByKey(*event))
        QWidget::keyPressEvent(event); // the view scrolls
}

} // namespace ringside::desktop

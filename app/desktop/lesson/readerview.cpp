#include "desktop/lesson/readerview.h"

#include "desktop/lesson/exampleblock.h"
#include "desktop/theme/style.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace ringside::desktop {

namespace {

constexpr int headingMargin = 24; // left above a heading one jumps to
constexpr int readingLine = 140; // a heading above this line is the one being read

} // namespace

ReaderView::ReaderView(Density density, const QString &name, QWidget *parent)
    : QScrollArea(parent)
    , m_column(new ReaderColumn(density))
{
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the column must not change its width while growing
    setWidgetResizable(false);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_column);
    m_column->setAccessibleName(name);
    verticalScrollBar()->setSingleStep(24);
    const Theme &theme = themeOf(this);
    connect(&theme, &Theme::schemeChanged, this, &ReaderView::restyle);
    connect(&theme, &Theme::fontsChanged, this, &ReaderView::restyle);
    connect(m_column, &ReaderColumn::completed, this, &ReaderView::completed);
    connect(m_column, &ReaderColumn::linkActivated, this, &ReaderView::linkActivated);
    connect(m_column, &ReaderColumn::showRequested, this,
        [this](QPoint point) { ensureVisible(point.x(), point.y(), 0, 24); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ReaderView::scrolled);
}

void ReaderView::setBlocks(ReaderBlocks blocks, const CodeRuns &runs, QWidget *footer)
{
    m_matches.clear();
    m_current = -1;
    m_column->setViewport(viewport()->size());
    m_column->setBlocks(std::move(blocks), runs, footer);
    verticalScrollBar()->setValue(0);
}

void ReaderView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    m_column->setViewport(viewport()->size());
}

void ReaderView::restyle()
{
    // Keep the place in the text, not the pixel, where one reads.
    const int value = verticalScrollBar()->value();
    const int height = qMax(1, m_column->height());
    m_column->restyle();
    verticalScrollBar()->setValue(int(qint64(value) * m_column->height() / height));
    viewport()->update();
}

void ReaderView::scrollTo(const TextBlock *heading)
{
    verticalScrollBar()->setValue(heading->mapTo(m_column, QPoint()).y() - headingMargin);
}

void ReaderView::scrollToAnchor(const QString &anchor)
{
    m_column->completeAll();
    for (const TextBlock *heading : m_column->headings()) {
        if (heading->anchor() == anchor) {
            scrollTo(heading);
            return;
        }
    }
}

int ReaderView::currentHeading() const
{
    int current = -1;
    const QList<TextBlock *> headings = m_column->headings();
    for (int i = 0; i < headings.size(); ++i) {
        if (headings[i]->y() <= verticalScrollBar()->value() + readingLine)
            current = i;
    }
    // At the end of the page the last heading counts, even when it cannot come up any further.
    if (!headings.isEmpty() && verticalScrollBar()->value() > 0
        && verticalScrollBar()->value() == verticalScrollBar()->maximum())
        return int(headings.size()) - 1;
    return current;
}

void ReaderView::stepHeading(int direction)
{
    m_column->completeAll();
    const int value = verticalScrollBar()->value();
    const QList<TextBlock *> headings = m_column->headings();
    int current = -1; // by where it stands: at the end of a page, currentHeading() may be further
    for (int i = 0; i < headings.size() && headings[i]->y() <= value + readingLine; ++i)
        current = i;
    // Back is first to the heading one reads below, when one is some way below it.
    const bool within = current >= 0 && headings[current]->y() < value + headingMargin - 2;
    const int target = direction > 0 ? current + 1 : within ? current : current - 1;
    if (target >= 0 && target < headings.size())
        scrollTo(headings[target]);
}

ExampleBlock *ReaderView::visibleExample() const
{
    const QRect seen(0, verticalScrollBar()->value(), width(), viewport()->height());
    for (BlockWidget *block : m_column->blocks()) {
        auto *example = qobject_cast<ExampleBlock *>(block);
        if (example && example->isRunnable() && seen.intersects(example->geometry()))
            return example;
    }
    return nullptr;
}

int ReaderView::search(const QString &text, editing::MatchCase matchCase)
{
    m_column->completeAll();
    m_matches.clear();
    m_matchLength = int(text.size());
    m_current = -1;
    const QList<TextPart *> &parts = m_column->parts();
    for (int part = 0; part < parts.size(); ++part) {
        for (const int position : editing::findAll(parts[part]->partText(), text, matchCase))
            m_matches.append({part, position});
    }
    showMatches();
    const int top = verticalScrollBar()->value();
    for (int i = 0; i < m_matches.size(); ++i) {
        const QWidget *widget = parts[m_matches[i].part]->partWidget();
        if (widget->mapTo(m_column, QPoint(0, widget->height())).y() >= top) {
            goToMatch(i);
            break;
        }
    }
    return int(m_matches.size());
}

void ReaderView::showMatches()
{
    const QList<TextPart *> &parts = m_column->parts();
    for (int part = 0; part < parts.size(); ++part) {
        QList<int> starts;
        int current = -1;
        for (int i = 0; i < m_matches.size(); ++i) {
            if (m_matches[i].part != part)
                continue;
            if (i == m_current)
                current = int(starts.size());
            starts.append(m_matches[i].position);
        }
        parts[part]->setMatches(starts, m_matchLength, current);
    }
}

void ReaderView::goToMatch(int index)
{
    if (m_matches.isEmpty())
        return;
    const int count = int(m_matches.size());
    m_current = ((index % count) + count) % count;
    showMatches();
    TextPart *part = m_column->parts()[m_matches[m_current].part];
    const QPoint at = part->partWidget()->mapTo(
        m_column, part->rectAt(m_matches[m_current].position).center());
    ensureVisible(at.x(), at.y(), 0, 120);
}

void ReaderView::keyPressEvent(QKeyEvent *event)
{
    const auto scroll = [this](QAbstractSlider::SliderAction action) {
        verticalScrollBar()->triggerAction(action);
    };
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Space:
        scroll(shift ? QAbstractSlider::SliderPageStepSub : QAbstractSlider::SliderPageStepAdd);
        break;
    case Qt::Key_PageDown: scroll(QAbstractSlider::SliderPageStepAdd); break;
    case Qt::Key_PageUp: scroll(QAbstractSlider::SliderPageStepSub); break;
    case Qt::Key_Down: scroll(QAbstractSlider::SliderSingleStepAdd); break;
    case Qt::Key_Up: scroll(QAbstractSlider::SliderSingleStepSub); break;
    case Qt::Key_Home: scroll(QAbstractSlider::SliderToMinimum); break;
    case Qt::Key_End: scroll(QAbstractSlider::SliderToMaximum); break;
    default: QScrollArea::keyPressEvent(event);
    }
}

} // namespace ringside::desktop

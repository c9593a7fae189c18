#include "desktop/playground/terminalview.h"

#include "desktop/theme/style.h"

#include <QAccessibleWidget>
#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;

constexpr int margin = 10;
constexpr qsizetype sliceBytes = 16 << 10; // some milliseconds of libvterm's
constexpr int spokenLines = 400;

/// A screen reader gets the last lines as one text, with the cursor in it.
class TerminalAccessible : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit TerminalAccessible(TerminalView *view)
        : QAccessibleWidget(view, QAccessible::Terminal)
        , m_view(view)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface *>(this)
                                                  : QAccessibleWidget::interface_cast(type);
    }
    void selection(int, int *start, int *end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override { }
    void removeSelection(int) override { }
    void setSelection(int, int, int) override { }
    int cursorPosition() const override
    {
        const TerminalScreen &screen = m_view->screen();
        const QPoint cursor = screen.cursor();
        qsizetype position = 0;
        for (int i = qMax(0, screen.lineCount() - spokenLines); i < cursor.y(); ++i)
            position += screen.text(i).size() + 1;
        return int(qMin(position + cursor.x(), text().size()));
    }
    void setCursorPosition(int) override { }
    QString text(int start, int end) const override { return text().mid(start, end - start); }
    int characterCount() const override { return int(text().size()); }
    QRect characterRect(int) const override { return {}; }
    int offsetAtPoint(const QPoint &) const override { return 0; }
    void scrollToSubstring(int, int) override { }
    QString attributes(int offset, int *start, int *end) const override
    {
        *start = offset;
        *end = characterCount();
        return {};
    }

private:
    [[nodiscard]] QString text() const { return m_view->screen().allText(spokenLines); }

    TerminalView *m_view;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<TerminalView *>(object);
    return view ? new TerminalAccessible(view) : nullptr;
}

bool isWordLetter(const TerminalCell &cell)
{
    const char32_t letter = cell.letters[0];
    return letter != 0 && (QChar::isLetterOrNumber(letter) || u"_-./~"_s.contains(QChar(char16_t(letter))));
}

} // namespace

TerminalView::TerminalView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_screen(new TerminalScreen(this))
{
    [[maybe_unused]] static const bool known = (QAccessible::installFactory(makeAccessible), true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setLayoutDirection(Qt::LeftToRight); // a screen's columns begin at the left
    setAttribute(Qt::WA_InputMethodEnabled);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Terminal"));
    setAccessibleDescription(tr("Press F6 to leave the terminal"));
    viewport()->setCursor(Qt::IBeamCursor);
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TerminalView::takeSlice);
    m_repaint.setSingleShot(true);
    m_repaint.setInterval(12ms); // a flood of output costs one repaint a frame
    connect(&m_repaint, &QTimer::timeout, this, &TerminalView::showChange);
    connect(m_screen, &TerminalScreen::changed, this, [this] {
        if (!m_repaint.isActive())
            m_repaint.start();
    });
    connect(m_screen, &TerminalScreen::typed, this, &TerminalView::typed);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
        [this](int value) { m_atEnd = value == verticalScrollBar()->maximum(); });
    connect(&themeOf(this), &Theme::schemeChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&themeOf(this), &Theme::fontsChanged, this, &TerminalView::restyle);
    restyle();
}

TerminalView::~TerminalView() = default;

void TerminalView::feed(const QByteArray &bytes)
{
    m_pending += bytes;
    takeSlice();
}

void TerminalView::takeSlice()
{
    m_screen->feed(m_pending.first(qMin(sliceBytes, m_pending.size())));
    m_pending.remove(0, qMin(sliceBytes, m_pending.size()));
    m_pending.isEmpty() ? m_slices.stop() : m_slices.start();
}

void TerminalView::clear()
{
    m_pending.clear();
    m_slices.stop();
    m_anchor = m_head = {};
    m_screen->clear();
}

void TerminalView::showChange()
{
    QScrollBar *bar = verticalScrollBar();
    const bool follow = m_atEnd;
    bar->setPageStep(m_screen->rows());
    bar->setRange(0, m_screen->historySize());
    if (follow)
        bar->setValue(bar->maximum());
    viewport()->update();
    if (hasFocus() && QAccessible::isActive()) {
        QAccessibleTextCursorEvent moved(this, -1);
        QAccessible::updateAccessibility(&moved);
    }
}

void TerminalView::restyle()
{
    setFont(themeOf(this).codeFont());
    const QFontMetricsF metrics(font());
    m_cellWidth = metrics.horizontalAdvance(u'M');
    m_cellHeight = std::ceil(metrics.height());
    m_ascent = metrics.ascent();
    fit();
    viewport()->update();
}

void TerminalView::fit()
{
    const int rows = int((viewport()->height() - 2 * margin) / m_cellHeight);
    // The bar comes with the first line that scrolls away, and must not take the last letters of the others along.
    const int beforeBar = width() - verticalScrollBar()->sizeHint().width();
    const int columns = int((beforeBar - 2 * margin) / m_cellWidth);
    const QSize before(m_screen->columns(), m_screen->rows());
    m_screen->resize(rows, columns);
    if (before != QSize(m_screen->columns(), m_screen->rows()))
        emit sizeChanged(m_screen->rows(), m_screen->columns());
}

void TerminalView::resizeEvent(QResizeEvent *)
{
    fit();
}

QColor TerminalView::colorOf(TerminalCell::Color color, bool foreground) const
{
    // Black and white in the order of a terminal: every one of them is readable on the ground of code.
    static constexpr std::array roles{ColorRole::Secondary, ColorRole::Danger, ColorRole::Tip, ColorRole::Warning,
        ColorRole::Accent, ColorRole::Exercise, ColorRole::Note, ColorRole::Text, ColorRole::Muted,
        ColorRole::Danger, ColorRole::Tip, ColorRole::Warning, ColorRole::Accent, ColorRole::Exercise,
        ColorRole::Note, ColorRole::Text};
    const Theme &theme = themeOf(this);
    if (color == 0)
        return foreground ? theme.color(ColorRole::Text) : QColor();
    return color <= roles.size() ? theme.color(roles[color - 1]) : QColor::fromRgb(color);
}

void TerminalView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight); // else it has that of the application, whatever the widget's is
    painter.fillRect(viewport()->rect(), themeOf(this).color(ColorRole::Code));
    painter.setFont(font());
    const int first = verticalScrollBar()->value();
    for (int row = 0; row < m_screen->rows() && first + row < m_screen->lineCount(); ++row) {
        const qreal top = margin + row * m_cellHeight;
        paintSelection(painter, first + row, top);
        paintLine(painter, first + row, top);
    }
    paintCursor(painter, first);
    if (hasFocus())
        drawFocusRing(painter, themeOf(this), viewport()->rect(), 4);
}

void TerminalView::paintSelection(QPainter &painter, int number, qreal top) const
{
    const auto [from, to] = selection();
    if (from == to || number < from.line || number > to.line)
        return;
    const int start = number == from.line ? from.column : 0;
    const int end = number == to.line ? to.column : m_screen->columns();
    painter.fillRect(QRectF(margin + start * m_cellWidth, top, (end - start) * m_cellWidth, m_cellHeight),
        themeOf(this).color(ColorRole::Selection));
}

// Cells of one look are drawn together.
void TerminalView::paintLine(QPainter &painter, int number, qreal top) const
{
    const TerminalLine line = m_screen->line(number);
    for (qsizetype start = 0; start < line.size();) {
        const TerminalCell &look = line[start];
        qsizetype end = start;
        QString text;
        while (end < line.size() && line[end].looksLike(look) && (end == start || look.width == 1)
            && (end == start || line[end].width == 1 || line[end].width == 0))
            text += line[end++].text();
        QColor front = colorOf(look.foreground, true);
        QColor ground = colorOf(look.background, false);
        if (look.attributes & TerminalCell::Reverse) {
            const QColor code = themeOf(this).color(ColorRole::Code);
            std::tie(front, ground) = std::pair(ground.isValid() ? ground : code, front);
        }
        const qreal left = margin + qreal(start) * m_cellWidth;
        if (ground.isValid())
            painter.fillRect(QRectF(left, top, qreal(end - start) * m_cellWidth, m_cellHeight), ground);
        if (!text.trimmed().isEmpty() || look.attributes & TerminalCell::Underline) {
            QFont shown = font();
            shown.setBold(look.attributes & TerminalCell::Bold);
            shown.setItalic(look.attributes & TerminalCell::Italic);
            shown.setUnderline(look.attributes & TerminalCell::Underline);
            shown.setStrikeOut(look.attributes & TerminalCell::Strike);
            painter.setFont(shown);
            painter.setPen(front);
            painter.drawText(QPointF(left, top + m_ascent), text);
        }
        start = end;
    }
}

void TerminalView::paintCursor(QPainter &painter, int first) const
{
    const QPoint cursor = m_screen->cursor();
    const int row = cursor.y() - first;
    if (!m_screen->isCursorVisible() || row < 0 || row >= m_screen->rows())
        return;
    const Theme &theme = themeOf(this);
    const QRectF box(margin + cursor.x() * m_cellWidth, margin + row * m_cellHeight, m_cellWidth, m_cellHeight);
    if (!hasFocus()) {
        painter.setPen(theme.color(ColorRole::Control));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    painter.fillRect(box, theme.color(ColorRole::Accent));
    painter.setPen(theme.color(ColorRole::OnAccent));
    painter.setFont(font());
    painter.drawText(box.topLeft() + QPointF(0, m_ascent), m_screen->line(cursor.y()).value(cursor.x()).text());
}

bool TerminalView::belongsToWindow(const QKeyEvent &event) const
{
    const Qt::KeyboardModifiers modifiers
        = event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier | Qt::AltModifier);
    const int key = event.key();
    if (key == Qt::Key_F1 || key == Qt::Key_F6 || key == Qt::Key_F8 || key == Qt::Key_F10 || key == Qt::Key_F11)
        return true;
    if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier))
        return key != Qt::Key_C && key != Qt::Key_V;
    if (modifiers != Qt::ControlModifier)
        return false;
    // Control with a letter is the program's: Ctrl+C above all. With these, it has no meaning in a terminal.
    return (key >= Qt::Key_0 && key <= Qt::Key_9) || key == Qt::Key_Period || key == Qt::Key_Comma
        || key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Plus || key == Qt::Key_Minus
        || key == Qt::Key_Equal || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
}

bool TerminalView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && !belongsToWindow(*static_cast<QKeyEvent *>(event))) {
        event->accept(); // or Ctrl+K would search the course
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void TerminalView::keyPressEvent(QKeyEvent *event)
{
    const auto both = Qt::ControlModifier | Qt::ShiftModifier;
    QScrollBar *bar = verticalScrollBar();
    if ((event->modifiers() & both) == both && event->key() == Qt::Key_C)
        return copy();
    if ((event->modifiers() & both) == both && event->key() == Qt::Key_V)
        return paste();
    if (event->modifiers() == Qt::ShiftModifier && event->key() == Qt::Key_PageUp)
        return bar->setValue(bar->value() - bar->pageStep());
    if (event->modifiers() == Qt::ShiftModifier && event->key() == Qt::Key_PageDown)
        return bar->setValue(bar->value() + bar->pageStep());
    if (belongsToWindow(*event) || !m_screen->press(event->key(), event->modifiers(), event->text()))
        return event->ignore();
    m_anchor = m_head = {};
    bar->setValue(bar->maximum());
    m_atEnd = true;
}

void TerminalView::inputMethodEvent(QInputMethodEvent *event)
{
    if (!event->commitString().isEmpty())
        m_screen->press(0, {}, event->commitString());
    event->accept();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    if (query != Qt::ImCursorRectangle)
        return QAbstractScrollArea::inputMethodQuery(query);
    const QPoint cursor = m_screen->cursor();
    return QRectF(margin + cursor.x() * m_cellWidth,
        margin + (cursor.y() - verticalScrollBar()->value()) * m_cellHeight, m_cellWidth, m_cellHeight)
        .toRect();
}

TerminalView::Place TerminalView::placeAt(QPointF point) const
{
    const int row = int(std::floor((point.y() - margin) / m_cellHeight));
    const int column = int(std::lround((point.x() - margin) / m_cellWidth));
    return {qBound(0, verticalScrollBar()->value() + row, m_screen->lineCount() - 1),
        qBound(0, column, m_screen->columns())};
}

QPoint TerminalView::cellAt(QPointF point) const
{
    return {qBound(0, int((point.x() - margin) / m_cellWidth), m_screen->columns() - 1),
        qBound(0, int((point.y() - margin) / m_cellHeight), m_screen->rows() - 1)};
}

std::pair<TerminalView::Place, TerminalView::Place> TerminalView::selection() const
{
    return std::minmax(m_anchor, m_head);
}

void TerminalView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection())
        return m_screen->paste(QApplication::clipboard()->text(QClipboard::Selection));
    if (event->button() != Qt::LeftButton)
        return;
    if (m_screen->wantsMouse() && !(event->modifiers() & Qt::ShiftModifier))
        return m_screen->mouse(cellAt(event->position()), 1, true);
    m_anchor = m_head = placeAt(event->position());
    viewport()->update();
}

void TerminalView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    if (m_screen->wantsMouse() && !(event->modifiers() & Qt::ShiftModifier))
        return;
    m_head = placeAt(event->position());
    viewport()->update();
}

void TerminalView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_screen->wantsMouse() && !(event->modifiers() & Qt::ShiftModifier))
        return m_screen->mouse(cellAt(event->position()), 1, false);
    if (m_anchor != m_head && QApplication::clipboard()->supportsSelection())
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint cell = cellAt(event->position());
    selectWord({verticalScrollBar()->value() + cell.y(), cell.x()});
}

void TerminalView::selectWord(Place place)
{
    const TerminalLine line = m_screen->line(place.line);
    int start = place.column;
    int end = place.column;
    while (start > 0 && start <= line.size() && isWordLetter(line[start - 1]))
        --start;
    while (end < line.size() && isWordLetter(line[end]))
        ++end;
    m_anchor = {place.line, start};
    m_head = {place.line, end};
    viewport()->update();
}

void TerminalView::wheelEvent(QWheelEvent *event)
{
    const bool up = event->angleDelta().y() > 0;
    if (m_screen->wantsMouse())
        m_screen->mouse(cellAt(event->position()), up ? 4 : 5, true);
    else if (m_screen->isAlternate())
        m_screen->press(up ? Qt::Key_Up : Qt::Key_Down, {}, {});
    else
        QAbstractScrollArea::wheelEvent(event);
}

void TerminalView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy\tCtrl+Shift+C"), this, &TerminalView::copy)->setEnabled(!selectedText().isEmpty());
    menu->addAction(tr("Paste\tCtrl+Shift+V"), this, &TerminalView::paste);
    menu->addSeparator();
    menu->addAction(tr("Clear"), this, &TerminalView::clear);
    menu->popup(event->globalPos());
}

void TerminalView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QString TerminalView::selectedText() const
{
    const auto [from, to] = selection();
    QStringList lines;
    for (int number = from.line; number <= to.line && from != to; ++number) {
        const TerminalLine line = m_screen->line(number);
        const qsizetype start = number == from.line ? from.column : 0;
        const qsizetype end = number == to.line ? qMin<qsizetype>(to.column, line.size()) : line.size();
        QString text;
        for (qsizetype i = start; i < end; ++i)
            text += line[i].text();
        while (text.endsWith(u' '))
            text.chop(1);
        lines.append(text);
    }
    return lines.join(u'\n');
}

void TerminalView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TerminalView::paste()
{
    m_screen->paste(QApplication::clipboard()->text());
}

} // namespace ringside::desktop

#include "desktop/widgets/outputview.h"

#include "desktop/theme/style.h"

#include <QTextBlock>
#include <QWheelEvent>
#include <QtMath>

#include <tuple>

namespace ringside::desktop {

OutputView::OutputView(const QString &name, GroundColor ground, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_ground(ground)
{
    setAccessibleName(name);
    setLayoutDirection(Qt::LeftToRight); // as programs print, whatever the language around them
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    document()->setDocumentMargin(0);
    connect(&themeOf(this), &Theme::schemeChanged, this, &OutputView::restyle);
    connect(&themeOf(this), &Theme::fontsChanged, this, &OutputView::restyle);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (document()->isEmpty())
            m_parts.clear();
    });
    restyle();
}

QTextCharFormat OutputView::format(Part part) const
{
    const Theme &theme = themeOf(this);
    QTextCharFormat format;
    format.setForeground(theme.color(part == Part::Error ? ColorRole::Danger
            : part == Part::Remark                       ? ColorRole::Muted
                                                         : ColorRole::Text));
    return format;
}

void OutputView::append(Part part, const QString &text)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    const int before = cursor.position();
    cursor.insertText(text, format(part));
    m_parts.append({part, cursor.position() - before});
}

void OutputView::restyle()
{
    const Theme &theme = themeOf(this);
    setFont(theme.codeFont());
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base,
        theme.color(m_ground == GroundColor::Code ? ColorRole::Code : ColorRole::Surface));
    setPalette(colors);
    QTextCursor cursor(document());
    for (const auto &[part, length] : std::as_const(m_parts)) {
        cursor.setPosition(cursor.position() + length, QTextCursor::KeepAnchor);
        cursor.setCharFormat(format(part));
        cursor.clearSelection();
    }
}

// On a page that scrolls itself, the wheel is the page's until one has chosen the output.
void OutputView::wheelEvent(QWheelEvent *event)
{
    if (m_leavesWheel && !hasFocus())
        event->ignore();
    else
        QPlainTextEdit::wheelEvent(event);
}

int OutputView::heightForLines(int least, int most) const
{
    const qreal line = blockBoundingRect(document()->firstBlock()).height(); // the metrics round it
    for (QTextBlock block = document()->firstBlock(); block.isValid(); block = block.next())
        std::ignore = blockBoundingRect(block); // lays it out: else its width is not known before it is painted
    const bool scrolls = document()->size().width() > width();
    return qCeil(line * qBound(least, blockCount(), most)) + 2
        + (scrolls ? style()->pixelMetric(QStyle::PM_ScrollBarExtent) : 0);
}

} // namespace ringside::desktop

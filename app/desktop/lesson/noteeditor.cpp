#include "desktop/lesson/noteeditor.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr QSize sheet{360, 190};

} // namespace

NoteEditor::NoteEditor(QWidget *parent)
    : QFrame(parent)
    , m_quote(new ElidedLabel({}, TextRole::Caption, ColorRole::Muted))
    , m_field(new QPlainTextEdit)
{
    hide();
    setAccessibleName(tr("Note"));
    m_field->setAccessibleName(tr("Your note"));
    m_field->setPlaceholderText(tr("What do you want to remember about this?"));
    m_field->setTabChangesFocus(true);
    m_field->setFrameShape(NoFrame);
    m_field->installEventFilter(this);
    auto *remove = new Button(tr("Remove"), Button::Kind::Ghost);
    auto *done = new Button(tr("Done"), Button::Kind::Primary);
    connect(done, &QPushButton::clicked, this, &NoteEditor::close);
    connect(remove, &QPushButton::clicked, this, [this] {
        m_note.body = m_field->toPlainText().trimmed(); // it may come back
        leave();
        emit removed(m_note);
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(m_quote);
    layout->addWidget(m_field, 1);
    auto *row = new QHBoxLayout;
    row->addWidget(remove);
    row->addStretch();
    row->addWidget(done);
    layout->addLayout(row);
}

void NoteEditor::open(const progress::Note &note, QPoint below)
{
    m_note = note;
    m_quote->setText(u"“%1”"_s.arg(note.quote));
    m_field->setPlainText(note.body);
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -8);
    const int left = qBound(room.left(), below.x() - sheet.width() / 2, qMax(room.left(), room.right() - sheet.width()));
    const int top = qBound(room.top(), below.y() + 8, qMax(room.top(), room.bottom() - sheet.height()));
    setGeometry(QRect(QPoint(left, top), sheet.boundedTo(room.size())));
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
    m_field->moveCursor(QTextCursor::End);
}

void NoteEditor::close()
{
    if (!isVisible())
        return;
    m_note.body = m_field->toPlainText().trimmed();
    leave();
    emit kept(m_note);
}

// A focus that is hidden goes anywhere, and the page scrolls there: it is given away first.
void NoteEditor::leave()
{
    emit closed();
    hide();
}

bool NoteEditor::eventFilter(QObject *watched, QEvent *event)
{
    // ShortcutOverride: elsewhere the window runs an example with Ctrl+Enter.
    const bool asked = event->type() == QEvent::ShortcutOverride;
    if (watched != m_field || (!asked && event->type() != QEvent::KeyPress))
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (key->key() != Qt::Key_Escape && !(enter && key->modifiers() & Qt::ControlModifier))
        return false;
    event->accept();
    if (!asked)
        close();
    return true;
}

void NoteEditor::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Raised), theme.color(ColorRole::Control));
}

} // namespace ringside::desktop

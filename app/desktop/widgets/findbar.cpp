#include "desktop/widgets/findbar.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int fieldWidth = 220;
constexpr int edgeGap = 14;

} // namespace

FindBar::FindBar(Rows rows, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit)
    , m_case(new Button(u"Aa"_s, Button::Kind::Ghost))
    , m_count(new Label({}, TextRole::Small, ColorRole::Secondary))
{
    setLayoutDirection(QGuiApplication::layoutDirection()); // code is from the left in every language, the bar is not
    setAccessibleName(name);
    m_edit->setPlaceholderText(name);
    m_edit->setAccessibleName(name);
    m_edit->setFixedWidth(fieldWidth);
    m_case->setCheckable(true);
    m_case->setAccessibleName(tr("Match case"));
    m_case->setToolTip(tr("Match case"));
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(999).arg(999)));
    auto *previous = Button::iconOnly(u"up"_s, tr("Previous match"));
    auto *next = Button::iconOnly(u"down"_s, tr("Next match"));
    auto *close = Button::iconOnly(u"cross"_s, tr("Close the find bar"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 8, 8);
    layout->setSpacing(6);
    auto *row = new QHBoxLayout;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_edit, m_case, m_count, previous, next, close})
        row->addWidget(widget);
    layout->addLayout(row);
    if (rows == Rows::FindAndReplace)
        layout->addWidget(m_replaceRow = makeReplaceRow());

    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::searched);
    connect(m_case, &QPushButton::toggled, this, &FindBar::searched);
    connect(previous, &QPushButton::clicked, this, &FindBar::previousRequested);
    connect(next, &QPushButton::clicked, this, &FindBar::nextRequested);
    connect(close, &QPushButton::clicked, this, &FindBar::close);
    parent->installEventFilter(this);
    hide();
}

QWidget *FindBar::makeReplaceRow()
{
    auto *holder = new QWidget;
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    m_replacement = new QLineEdit;
    m_replacement->setFixedWidth(fieldWidth);
    m_replacement->setPlaceholderText(tr("Replace with"));
    m_replacement->setAccessibleName(tr("Replace with"));
    auto *one = new Button(tr("Replace"), Button::Kind::Outline);
    auto *all = new Button(tr("Replace all"), Button::Kind::Outline);
    connect(one, &QPushButton::clicked, this, &FindBar::replaceRequested);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAllRequested);
    row->addWidget(m_replacement);
    row->addWidget(one);
    row->addWidget(all);
    row->addStretch();
    return holder;
}

void FindBar::open(const QString &text)
{
    if (!text.isEmpty())
        m_edit->setText(text);
    show();
    place();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    emit searched();
}

void FindBar::close()
{
    emit closed(); // gives the focus away: a focus that is hidden goes anywhere, and a scroll area scrolls there
    hide();
}

void FindBar::setReplaceVisible(bool visible)
{
    if (m_replaceRow)
        m_replaceRow->setVisible(visible);
    place();
}

void FindBar::setMatches(int current, int count)
{
    if (m_edit->text().isEmpty())
        m_count->clear();
    else if (count == 0)
        m_count->setText(tr("no match"));
    else
        m_count->setText(current > 0 ? tr("%1 of %2").arg(current).arg(count) : tr("%1 found").arg(count));
    m_count->setColorRole(count == 0 && !m_edit->text().isEmpty() ? ColorRole::Danger : ColorRole::Secondary);
}

QString FindBar::text() const
{
    return m_edit->text();
}

QString FindBar::replacement() const
{
    return m_replacement ? m_replacement->text() : QString();
}

bool FindBar::isCaseSensitive() const
{
    return m_case->isChecked();
}

void FindBar::place()
{
    const QSize size = sizeHint();
    const QRect corner(parentWidget()->width() - size.width() - edgeGap, 6, size.width(), size.height());
    setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), parentWidget()->rect(), corner));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        close();
    else if (enter && m_replacement && m_replacement->hasFocus())
        emit replaceRequested();
    else if (enter)
        event->modifiers() & Qt::ShiftModifier ? emit previousRequested() : emit nextRequested();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Raised), theme.color(ColorRole::Control));
}

EditorFind::EditorFind(CodeEditor *editor, FindBar *bar)
    : QObject(editor)
    , m_editor(editor)
    , m_bar(bar)
{
    connect(bar, &FindBar::searched, this, [this] {
        search();
        step(m_editor->textCursor().selectionStart(), true);
    });
    connect(bar, &FindBar::nextRequested, this, &EditorFind::next);
    connect(bar, &FindBar::previousRequested, this, &EditorFind::previous);
    connect(bar, &FindBar::replaceRequested, this, &EditorFind::replace);
    connect(bar, &FindBar::replaceAllRequested, this, &EditorFind::replaceAll);
    connect(bar, &FindBar::closed, this, [this] {
        m_matches.clear();
        m_editor->showMatches({}, 0);
        m_editor->setFocus();
    });
    connect(editor, &CodeEditor::edited, this, [this] {
        if (m_bar->isVisible())
            search();
    });
}

void EditorFind::open(bool replace)
{
    QString chosen = m_editor->textCursor().selectedText();
    if (chosen.contains(QChar::ParagraphSeparator))
        chosen.clear();
    m_bar->setReplaceVisible(replace && !m_editor->isReadOnly());
    m_bar->open(chosen);
}

void EditorFind::search()
{
    m_matches = editing::findAll(m_editor->toPlainText(), m_bar->text(),
        m_bar->isCaseSensitive() ? editing::MatchCase::Yes : editing::MatchCase::No);
    m_editor->showMatches(m_matches, int(m_bar->text().size()));
    m_bar->setMatches(0, int(m_matches.size()));
}

void EditorFind::select(int index)
{
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(m_matches[index]);
    cursor.setPosition(m_matches[index] + int(m_bar->text().size()), QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_bar->setMatches(index + 1, int(m_matches.size()));
}

// The first match at or after `from`, or the last one before it; both wrap around.
void EditorFind::step(int from, bool forward)
{
    if (m_matches.isEmpty())
        return;
    const auto at = std::ranges::lower_bound(std::as_const(m_matches), from);
    const auto size = m_matches.size();
    const auto index = at - m_matches.cbegin();
    select(int(forward ? index % size : (index + size - 1) % size));
}

void EditorFind::next()
{
    search();
    step(m_editor->textCursor().selectionStart() + (m_editor->textCursor().hasSelection() ? 1 : 0), true);
}

void EditorFind::previous()
{
    search();
    step(m_editor->textCursor().selectionStart(), false);
}

void EditorFind::replace()
{
    QTextCursor cursor = m_editor->textCursor();
    search();
    if (!m_matches.contains(cursor.selectionStart()) || !cursor.hasSelection()) {
        step(cursor.selectionStart(), true);
        return;
    }
    cursor.insertText(m_bar->replacement());
    m_editor->setTextCursor(cursor);
    search();
    step(cursor.position(), true);
}

void EditorFind::replaceAll()
{
    search();
    QTextCursor cursor(m_editor->document());
    cursor.beginEditBlock();
    for (qsizetype i = m_matches.size() - 1; i >= 0; --i) { // from the end: earlier positions stay valid
        cursor.setPosition(m_matches[i]);
        cursor.setPosition(m_matches[i] + int(m_bar->text().size()), QTextCursor::KeepAnchor);
        cursor.insertText(m_bar->replacement());
    }
    cursor.endEditBlock();
    search();
}

} // namespace ringside::desktop

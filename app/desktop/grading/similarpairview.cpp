#include "desktop/grading/similarpairview.h"

#include "base/bytes.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/panel.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::SharedPassage;

namespace {

constexpr int linesAbove = 2; // of a passage that is gone to
constexpr std::array tints{ColorRole::WarningGround, ColorRole::NoteGround, ColorRole::TipGround, ColorRole::ExerciseGround};

/// By the number of a passage in the first file's order, from 0.
ColorRole tintOf(qsizetype passage)
{
    return tints[size_t(passage) % tints.size()];
}

} // namespace

SimilarPairView::SimilarPairView(QWidget *parent)
    : QWidget(parent)
    , m_sides{makeSide(tr("The first file")), makeSide(tr("The other file"))}
    , m_place(new Label({}, TextRole::Small, ColorRole::Secondary))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeHead());
    auto *files = new QSplitter(Qt::Horizontal);
    files->setChildrenCollapsible(false);
    for (const Side &side : m_sides)
        files->addWidget(side.pane);
    layout->addWidget(files, 1);
    const auto join = [this](const Side &side, const Side &other) {
        connect(side.editor->verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this, &side, &other](int value) { follow(side, other, value); });
        connect(side.editor, &CodeEditor::lineNoteClicked, this,
            [this, &side](int line) { goToPassage(passageAt(side, line)); });
    };
    join(m_sides[0], m_sides[1]);
    join(m_sides[1], m_sides[0]);
    const Theme &theme = themeOf(this);
    connect(&theme, &Theme::schemeChanged, this, &SimilarPairView::tintBoth);
    showNothing();
}

SimilarPairView::Side SimilarPairView::makeSide(const QString &name)
{
    auto *editor = new CodeEditor;
    editor->setLanguage(u"python"_s);
    editor->setReadOnly(true);
    editor->setTabMovesFocus(true);
    editor->setCenterOnScroll(true); // passages near the end can be beside each other, too
    editor->setAccessibleName(name);
    return {.pane = new Pane(name, editor), .editor = editor, .view = {}};
}

QWidget *SimilarPairView::makeHead()
{
    m_previous = Button::iconOnly(u"up"_s, tr("Previous passage (Shift+F8)"));
    m_next = Button::iconOnly(u"down"_s, tr("Next passage (F8)"));
    const auto join = [this](Button *button, const QKeySequence &key, int step) {
        // Not the button's own: it waits until it has looked pressed.
        auto *shortcut = new QShortcut(key, this);
        connect(shortcut, &QShortcut::activated, button, [button] { button->click(); });
        connect(button, &QPushButton::clicked, this, [this, step] { goToPassage(m_passage + step); });
    };
    join(m_previous, Qt::SHIFT | Qt::Key_F8, -1);
    join(m_next, Qt::Key_F8, 1);
    m_place->setWordWrap(true);
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_place, 1);
    return head;
}

void SimilarPairView::showNothing()
{
    showPair({}, tr("The first file"), tr("The other file"));
}

void SimilarPairView::showPair(const classroom::SimilarFiles &files, const QString &first, const QString &second)
{
    m_isFollowing = true; // until both are filled
    m_sides[0].view = files.view;
    m_sides[1].view = classroom::mirrored(files.view);
    fill(m_sides[0], files.firstSource, first);
    fill(m_sides[1], files.secondSource, second);
    m_isFollowing = false;
    tintBoth();
    goToPassage(0);
}

void SimilarPairView::fill(Side &side, const QByteArray &source, const QString &student)
{
    side.pane->setTitle(student);
    side.pane->setRemark({});
    side.editor->setAccessibleName(student);
    side.editor->setPlainText(displayText(source));
}

qsizetype SimilarPairView::passageAt(const Side &side, int line) const
{
    const auto holds = [&](const SharedPassage &passage) {
        return &side == &m_sides[0] ? line >= passage.first && line <= passage.last
                                    : line >= passage.firstOfOther && line <= passage.lastOfOther;
    };
    const auto found = std::ranges::find_if(passages(), holds);
    return found == passages().end() ? -1 : found - passages().begin();
}

void SimilarPairView::tintBoth()
{
    for (const Side &side : m_sides)
        tint(side);
}

/// Never by colour alone: what is similar has the number of its passage beside it, what was given out a dot.
void SimilarPairView::tint(const Side &side)
{
    const Theme &theme = themeOf(this);
    QMap<int, CodeEditor::LineNote> notes;
    QTextCursor cursor(side.editor->document());
    cursor.beginEditBlock();
    for (QTextBlock block = side.editor->document()->firstBlock(); block.isValid(); block = block.next()) {
        const int line = block.blockNumber() + 1;
        const qsizetype passage = passageAt(side, line);
        const bool isGiven = passage < 0 && side.view.given.contains(line);
        QTextBlockFormat format;
        if (passage >= 0 || isGiven)
            format.setBackground(theme.color(isGiven ? ColorRole::CurrentLine : tintOf(passage)));
        if (passage >= 0)
            notes.insert(line, {QString::number(passage + 1), placeText(passage)});
        else if (isGiven)
            notes.insert(line, {u"·"_s, tr("Was given out: it counts for nothing")});
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
    cursor.endEditBlock();
    side.editor->setLineNotes(notes);
}

QString SimilarPairView::placeText(qsizetype passage) const
{
    const SharedPassage &one = passages()[passage];
    return tr("Passage %1 of %2: lines %3 to %4 and lines %5 to %6")
        .arg(passage + 1).arg(passages().size()).arg(one.first).arg(one.last).arg(one.firstOfOther).arg(one.lastOfOther);
}

/// Both begin at the same height.
void SimilarPairView::goToPassage(qsizetype passage)
{
    const bool isThere = passage >= 0 && passage < passages().size();
    m_passage = isThere ? passage : 0;
    m_previous->setEnabled(isThere && passage > 0);
    m_next->setEnabled(passage + 1 < passages().size());
    m_place->setText(isThere ? placeText(passage) : QString());
    if (!isThere)
        return;
    const SharedPassage &one = passages()[passage];
    const int above = std::min({linesAbove, one.first - 1, one.firstOfOther - 1});
    m_isFollowing = true;
    goToLine(m_sides[0], one.first, above);
    goToLine(m_sides[1], one.firstOfOther, above);
    m_isFollowing = false;
    announce(this, m_place->text());
}

void SimilarPairView::goToLine(const Side &side, int line, int above)
{
    side.editor->goToLine(line);
    side.editor->verticalScrollBar()->setValue(line - 1 - above);
}

void SimilarPairView::follow(const Side &side, const Side &other, int value)
{
    if (std::exchange(m_isFollowing, true))
        return;
    other.editor->verticalScrollBar()->setValue(classroom::lineBeside(side.view, value + 1 + linesAbove) - 1 - linesAbove);
    m_isFollowing = false;
}

} // namespace ringside::desktop

#include "desktop/widgets/diffview.h"

#include "desktop/theme/style.h"

#include <QTextBlock>

#include <algorithm>

namespace ringside::desktop {

namespace {

using Kind = DiffLine::Kind;

QString signOf(Kind kind)
{
    return kind == Kind::Added ? QStringLiteral("+ ") : kind == Kind::Removed ? QStringLiteral("− ") : QStringLiteral("  ");
}

} // namespace

DiffView::DiffView(const QString &name, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setAccessibleName(name);
    setLayoutDirection(Qt::LeftToRight); // as code is written, whatever the language around it
    setReadOnly(true);
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    const Theme &theme = themeOf(this);
    connect(&theme, &Theme::schemeChanged, this, &DiffView::restyle);
    connect(&theme, &Theme::fontsChanged, this, &DiffView::restyle);
    restyle();
}

void DiffView::restyle()
{
    const Theme &theme = themeOf(this);
    setFont(theme.codeFont());
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    setPalette(colors);
    tintLines();
}

void DiffView::showDifference(const QString &before, const QString &after)
{
    m_lines = diffLines(before, after);
    QStringList shown;
    for (const DiffLine &line : std::as_const(m_lines))
        shown.append(signOf(line.kind) + line.text);
    setPlainText(shown.join(u'\n'));
    tintLines();
    const auto first = std::ranges::find_if(m_lines, [](const DiffLine &line) { return line.kind != Kind::Same; });
    if (first != m_lines.end()) {
        setTextCursor(QTextCursor(document()->findBlockByNumber(int(first - m_lines.begin()))));
        centerCursor();
    }
}

int DiffView::changedLines() const
{
    return int(std::ranges::count_if(m_lines, [](const DiffLine &line) { return line.kind != Kind::Same; }));
}

void DiffView::tintLines()
{
    const Theme &theme = themeOf(this);
    QList<QTextEdit::ExtraSelection> tints;
    QTextBlock block = document()->firstBlock();
    for (qsizetype i = 0; i < m_lines.size() && block.isValid(); ++i, block = block.next()) {
        if (m_lines[i].kind == Kind::Same)
            continue;
        const bool added = m_lines[i].kind == Kind::Added;
        QTextEdit::ExtraSelection tint;
        tint.cursor = QTextCursor(block);
        tint.format.setBackground(theme.color(added ? ColorRole::TipGround : ColorRole::DangerGround));
        tint.format.setProperty(QTextFormat::FullWidthSelection, true);
        tints.append(tint);
    }
    setExtraSelections(tints);
}

} // namespace ringside::desktop

#pragma once

#include "desktop/lesson/blockwidget.h"
#include "desktop/lesson/readercontent.h"
#include "desktop/theme/theme.h"

#include <QAbstractButton>
#include <QTextDocument>

class QTextFragment;

namespace ringside::desktop {

/// Roomy is the lesson reader; Compact a narrow pane such as an exercise's task; Dense a low one.
enum class Density : quint8 { Roomy, Compact, Dense };

/// A link of a text as something the keyboard and assistive technology can reach. It lies over the words
/// and paints only its focus ring; the mouse goes through the text's page.
class LinkButton : public QAbstractButton
{
    Q_OBJECT

public:
    LinkButton(const QString &text, const QString &target, QWidget *parent);
    [[nodiscard]] QString target() const { return m_target; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_target;
};

/// Heading, paragraph, list, table or rule: a text document painted by a light widget.
class TextBlock : public BlockWidget, public TextPart
{
    Q_OBJECT

public:
    using Kind = markdown::Text::Kind;

    TextBlock(const markdown::Text &text, Density density, QWidget *parent);
    TextBlock(const HeadingContent &heading, Density density, QWidget *parent);

    [[nodiscard]] Kind kind() const { return m_text.kind; }
    [[nodiscard]] int level() const { return m_text.level; }
    [[nodiscard]] QString anchor() const { return m_anchor; }
    [[nodiscard]] const QTextDocument &document() const { return m_document; }
    [[nodiscard]] std::pair<int, int> selection() const { return m_selection; }
    /// Uses another type size than the kind's own.
    void setTextRole(TextRole role);

    int heightForColumn(int width) override;
    void restyle() override;
    void collectParts(QList<TextPart *> &parts) override { parts.append(this); }
    bool isCard() const override { return m_text.kind == Kind::Table; }

    QWidget *partWidget() override { return this; }
    QString partText() const override { return m_plain; }
    int positionAt(QPoint point) const override;
    QString linkAt(QPoint point) const override;
    QRect rectAt(int position) const override;
    void setSelection(int from, int to) override;
    void setMatches(const QList<int> &starts, int length, int current) override;
    void setHighlights(const QList<std::pair<int, int>> &ranges) override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] TextRole textRole() const;
    [[nodiscard]] QString styleSheet(const QFont &font) const;
    void formatBlocks(QTextCursor &cursor, const QFont &font);
    void formatLists(QTextCursor &cursor);
    void joinCode(QTextCursor &cursor);
    void markCode(QTextCursor &cursor);
    [[nodiscard]] bool isCode(const QTextFragment &fragment) const;
    /// Between positions in the text and in the document, which has joiners in it besides.
    [[nodiscard]] int inDocument(int position) const;
    [[nodiscard]] int inText(int position) const;
    void formatTable();
    void makeLinks();
    void placeLinks();
    void paintCodeGrounds(QPainter &painter) const;
    void paintText(QPainter &painter, const QRect &clip);
    [[nodiscard]] QRectF rangeRect(int from, int to) const;

    markdown::Text m_text;
    QString m_anchor;
    QString m_plain;
    Density m_density;
    std::optional<TextRole> m_role;
    QTextDocument m_document;
    QList<int> m_joiners; ///< where in the document, ascending
    std::pair<int, int> m_selection;
    QList<std::pair<int, int>> m_highlights;
    QList<int> m_matches;
    int m_matchLength = 0;
    int m_currentMatch = -1;
    struct Link
    {
        LinkButton *button;
        int from, to;
    };
    QList<Link> m_links;
};

} // namespace ringside::desktop

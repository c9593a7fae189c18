#pragma once

#include "desktop/lesson/blockwidget.h"
#include "desktop/lesson/markdown.h"
#include "desktop/theme/tokens.h"

namespace ringside::desktop {

class Button;
class CodeEditor;

/// A card with a header over code. In the page's selection the code is taken as a whole; inside it, the
/// editor has its own selection.
class CodeCard : public BlockWidget, public TextPart
{
    Q_OBJECT

public:
    CodeCard(const markdown::Fence &fence, QWidget *parent);

    [[nodiscard]] CodeEditor *editor() const { return m_editor; }

    int heightForColumn(int width) override;
    void restyle() override;
    void collectParts(QList<TextPart *> &parts) override { parts.append(this); }

    QWidget *partWidget() override { return this; }
    QString partText() const override;
    int positionAt(QPoint point) const override;
    QRect rectAt(int position) const override;
    void setSelection(int from, int to) override;
    void setMatches(const QList<int> &starts, int length, int current) override;

protected:
    static constexpr int headerHeight = 40;
    static constexpr int inset = 16;

    /// A remark behind the title, as a coloured word: "broken on purpose".
    void setBadge(const QString &text, ColorRole color);
    /// Adds a button at the left of the header's buttons.
    void addButton(Button *button);
    void placeButtons();

    /// Room for what stands below the code; 0 for none.
    [[nodiscard]] virtual int sectionsHeight() { return 0; }
    virtual void placeSections(int) { } ///< `top`: where they begin
    virtual void paintSections(QPainter &, int) { }

    [[nodiscard]] int codeHeight() const;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void paintHeader(QPainter &painter);

    QString m_title;
    QString m_icon;
    QString m_badge;
    ColorRole m_badgeColor{};
    CodeEditor *m_editor;
    QList<Button *> m_buttons; ///< from the right
};

} // namespace ringside::desktop

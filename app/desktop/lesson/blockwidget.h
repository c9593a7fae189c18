#pragma once

#include <QList>
#include <QRect>
#include <QString>
#include <QWidget>

namespace ringside::desktop {

/// A run of text that takes part in the reader's selection and search, which go across blocks.
class TextPart
{
public:
    virtual ~TextPart() = default;

    [[nodiscard]] virtual QWidget *partWidget() = 0;
    [[nodiscard]] virtual QString partText() const = 0;
    /// Position in the text nearest to a point of the widget; a block that is taken whole gives 0 or its end.
    [[nodiscard]] virtual int positionAt(QPoint point) const = 0;
    /// Empty where there is no link.
    [[nodiscard]] virtual QString linkAt(QPoint) const { return {}; }
    [[nodiscard]] virtual QRect rectAt(int position) const = 0;
    virtual void setSelection(int from, int to) = 0;
    virtual void setMatches(const QList<int> &starts, int length, int current) = 0;
    /// Passages the learner marked, as ranges. Where a part has no way to show them, it does not.
    virtual void setHighlights(const QList<std::pair<int, int>> &) { }
};

/// One block of the reader. The reader gives it a width; it says the height it needs for that.
class BlockWidget : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual int heightForColumn(int width) = 0;
    /// Colours, fonts or zoom changed.
    virtual void restyle() = 0;
    virtual void collectParts(QList<TextPart *> &) { }

    [[nodiscard]] int spaceAbove() const { return m_spaceAbove; }
    /// Cards need more air around them than text.
    [[nodiscard]] virtual bool isCard() const { return true; }

signals:
    void heightChanged();
    void linkActivated(const QString &link);

protected:
    int m_spaceAbove = 18;
};

} // namespace ringside::desktop

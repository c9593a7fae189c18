#pragma once

#include "desktop/lesson/readercolumn.h"
#include "desktop/widgets/codeediting.h"

#include <QScrollArea>

namespace ringside::desktop {

/// Scrolls a ReaderColumn: paging, headings, search.
class ReaderView : public QScrollArea
{
    Q_OBJECT

public:
    ReaderView(Density density, const QString &name, QWidget *parent = nullptr);

    /// Shows a page from its top. `footer` may be null; the view owns it.
    void setBlocks(ReaderBlocks blocks, const CodeRuns &runs = {}, QWidget *footer = nullptr);
    [[nodiscard]] ReaderColumn *column() const { return m_column; }

    /// Number of matches on the page; the first at or below what is seen becomes the current one.
    int search(const QString &text, editing::MatchCase matchCase);
    void goToMatch(int index); ///< wraps around
    [[nodiscard]] int currentMatch() const { return m_current; }
    [[nodiscard]] int matchCount() const { return int(m_matches.size()); }

    void scrollTo(const TextBlock *heading);
    void scrollToAnchor(const QString &anchor);
    void stepHeading(int direction);
    /// Index of the heading one is reading below; -1 above the first.
    [[nodiscard]] int currentHeading() const;

    /// The runnable example nearest to what is seen; null when there is none.
    [[nodiscard]] class ExampleBlock *visibleExample() const;

signals:
    void completed();
    void linkActivated(const QString &link);
    void scrolled();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void restyle();
    void showMatches();

    struct Match
    {
        int part;
        int position;
    };
    ReaderColumn *m_column;
    QList<Match> m_matches;
    int m_matchLength = 0;
    int m_current = -1;
};

} // namespace ringside::desktop

#pragma once

#include <QWidget>

#include <functional>

class QSplitter;

namespace ringside::desktop {

class TabPane;

/// Something of the playground that is one tab among others.
struct PlaygroundTab
{
    QWidget *pane;
    QString title;
    QString shortTitle; ///< where there is no room
    std::function<QWidget *()> focusTarget; ///< where the keyboard goes in it
};

/// The panes of the playground and how they share the window: files, editors and tabs over the console and further tabs.
/// In a narrow window all tabs are below.
class PlaygroundPanes : public QWidget
{
    Q_OBJECT

public:
    PlaygroundPanes(QWidget *files, QWidget *editors, QWidget *console, QList<PlaygroundTab> side,
        QList<PlaygroundTab> lower, QWidget *parent = nullptr);

    /// Brings one of the lower tabs to the front.
    void bringUp(QWidget *pane);
    [[nodiscard]] bool isUp(const QWidget *pane) const;
    /// Where the keyboard goes in the tabs beside the editors; null in a narrow window.
    [[nodiscard]] QWidget *sideTarget() const;
    [[nodiscard]] QWidget *lowerTarget() const;

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillTabs();
    void arrange();
    [[nodiscard]] QWidget *target(const TabPane &tabs) const;

    QList<PlaygroundTab> m_sideTabs;
    QList<PlaygroundTab> m_lowerTabs;
    QSplitter *m_rows;
    QSplitter *m_top;
    QSplitter *m_bottom;
    TabPane *m_side;
    TabPane *m_lower;
    bool m_arranged = false;
    bool m_narrow = false;
};

} // namespace ringside::desktop

#pragma once

#include <QAbstractButton>
#include <QWidget>

class QVBoxLayout;

namespace ringside::desktop {

class ReaderView;

/// One heading in the outline; checked is the one being read.
class OutlineLink : public QAbstractButton
{
    Q_OBJECT

public:
    OutlineLink(const QString &text, int depth, QWidget *parent);

    QSize sizeHint() const override { return {200, 32}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_depth;
};

/// "On this page": the headings of what a ReaderView shows, following its scrolling.
class OutlinePanel : public QWidget
{
    Q_OBJECT

public:
    static constexpr int panelWidth = 216;

    explicit OutlinePanel(ReaderView *view, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void rebuild();
    void follow();

    ReaderView *m_view;
    QVBoxLayout *m_list;
    QList<OutlineLink *> m_links;
    int m_firstHeading = 0; ///< the page's own title is not in the outline
};

} // namespace ringside::desktop

#pragma once

#include "desktop/theme/tokens.h"
#include "desktop/widgets/label.h"

#include <QWidget>

class QHBoxLayout;
class QStackedWidget;

namespace ringside::desktop {

class Button;

/// A ground in one colour role.
class Ground : public QWidget
{
    Q_OBJECT

public:
    explicit Ground(ColorRole role, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ColorRole m_role;
};

/// A one pixel line of decoration.
class Separator : public QWidget
{
    Q_OBJECT

public:
    explicit Separator(Qt::Orientation orientation, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// A card with a header (title left, remark right) over one content widget.
class Pane : public QWidget
{
    Q_OBJECT

public:
    Pane(const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setRemark(const QString &remark);
    /// Puts another widget under the header; the one before stays with its owner.
    void setContent(QWidget *content);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_title;
    ElidedLabel *m_remark;
    QHBoxLayout *m_header;
};

/// A card whose header chooses between several contents.
class TabPane : public QWidget
{
    Q_OBJECT

public:
    explicit TabPane(QWidget *parent = nullptr);

    void addTab(const QString &title, QWidget *content);
    void setCurrent(QWidget *content);
    [[nodiscard]] QWidget *current() const;
    /// Takes the tabs away; their contents must have another parent by then.
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_header;
    QStackedWidget *m_stack;
    QList<Button *> m_tabs;
};

/// A thin bar for a share of something. It says its figures to assistive technology.
class ShareBar : public QWidget
{
    Q_OBJECT

public:
    explicit ShareBar(QWidget *parent = nullptr);

    void setShare(int done, int all);
    QSize sizeHint() const override { return {120, 6}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_done = 0;
    int m_all = 0;
};

} // namespace ringside::desktop

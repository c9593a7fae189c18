#pragma once

#include <QAbstractButton>
#include <QList>
#include <QWidget>

namespace ringside::desktop {

enum class Screen : quint8 { Course, Lesson, Exercises, Settings, Shortcuts };

/// One screen in the rail: an icon over a word, with the chosen one on a tinted ground.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &text, const QString &icon, QWidget *parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
};

/// The screens of the window, at its left on every one of them. What does not work yet is not in it.
class NavRail : public QWidget
{
    Q_OBJECT

public:
    explicit NavRail(QWidget *parent = nullptr);

    void setCurrent(Screen screen);
    void focusCurrent();

signals:
    void chosen(Screen screen);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<std::pair<Screen, RailButton *>> m_buttons;
};

} // namespace ringside::desktop

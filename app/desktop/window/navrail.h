#pragma once

#include "desktop/page/pageentry.h"

#include <QAbstractButton>
#include <QList>
#include <QWidget>

namespace ringside::desktop {

enum class Screen : quint8 { Course, Lesson, Exercises, Settings, Shortcuts, Registered };

/// One screen in the rail: an icon over a word, with the chosen one on a tinted ground.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &text, const QString &icon, QWidget *parent);

    QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QFont captionFont() const;
    [[nodiscard]] QString shownText() const;

    QString m_icon;
};

/// The screens of the window, at its left on every one of them.
class NavRail : public QWidget
{
    Q_OBJECT

public:
    explicit NavRail(const QList<PageEntry> &pages = {}, QWidget *parent = nullptr);

    /// `page`: id, for a registered one.
    void setCurrent(Screen screen, const QString &page = {});
    void focusCurrent();

signals:
    void chosen(ringside::desktop::Screen screen, const QString &page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Entry
    {
        Screen screen;
        QString page;
        RailButton *button;
    };
    QList<Entry> m_entries;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/widgets/command.h"

#include <QList>
#include <QWidget>

#include <memory>

namespace ringside::course {
struct Course;
}

namespace ringside::desktop {

/// One screen of the window. Pages do not know each other: they emit, the window connects. README.md in this
/// folder tells how a new one comes into the rail.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Which of the window's commands the page answers in perform().
    [[nodiscard]] virtual CommandContexts contexts() const { return {}; }
    virtual void perform(Command) { }
    /// One of the page's own commands: the id in its PageEntry.
    virtual void performOwn(const QString &) { }

    /// What F6 walks through, in reading order. The first gets the focus when the page is shown.
    [[nodiscard]] virtual QList<QWidget *> panes() const = 0;

    /// Called before the page is first shown, and again when the course was read anew.
    virtual void setCourse(const std::shared_ptr<const course::Course> &) { }

    /// Shows the place a link "ringside:PAGE/PLACE" names. Empty: the page as it was left. False when there is
    /// no such place.
    virtual bool openPlace(const QString &place) { return place.isEmpty(); }
    /// The place one is at, in the words of openPlace(): for back and forward, and for the next start.
    [[nodiscard]] virtual QString placeName() const { return {}; }

    /// Brings everything to the disk. The window is about to close.
    virtual void save() { }

signals:
    /// To any page, in the words of MainWindow::openLink().
    void linkActivated(const QString &link);
    /// One is at another place now: it enters the history.
    void placeChanged();
};

} // namespace ringside::desktop

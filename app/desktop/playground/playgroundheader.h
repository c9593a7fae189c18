#pragma once

#include "desktop/playground/playgroundbox.h"

#include <QWidget>

namespace ringside::desktop {

class Button;
class Label;

/// The line over the playground: what its box does, what it began with, and the buttons for what one does most.
class PlaygroundHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PlaygroundHeader(QWidget *parent = nullptr);

    void setActivity(PlaygroundBox::Activity activity);
    void setOrigin(const QString &name);

signals:
    void startRequested();
    void resetRequested();
    void watchRequested();
    void runRequested();
    void stopRequested();

private:
    PlaygroundBox::Activity m_activity = PlaygroundBox::Activity::Closed;
    Label *m_state;
    Label *m_origin;
    Button *m_reset;
    Button *m_watch;
    Button *m_run;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/widgets/notice.h"
#include "grading/verdict.h"

#include <QSplitter>

#include <chrono>

namespace ringside::desktop {

class Button;
class CheckList;
class HintsPane;
class Pane;
class VerdictModel;
struct Headline;

/// The checks of an exercise with what came of the last one, over the hints.
class ChecksColumn : public QSplitter
{
    Q_OBJECT

public:
    explicit ChecksColumn(QWidget *parent = nullptr);

    /// With a text of why, there are no hints to ask for.
    void setExercise(const course::Exercise &exercise, const QString &whyNoHints);
    /// `words` say the same, for people.
    void showVerdict(const grading::Verdict &verdict, const Headline &words, std::chrono::milliseconds took);
    void showStopped();
    /// Over the checks, until the next verdict.
    void tell(NoticeKind kind, const QString &what, const QString &why);
    /// Below that: a button to the exercise of this title.
    void offerNext(const QString &title);

    [[nodiscard]] CheckList *checks() const { return m_checks; }
    [[nodiscard]] HintsPane *hints() const { return m_hints; }
    [[nodiscard]] VerdictModel *model() const { return m_model; }

signals:
    void nextRequested();

private:
    void makeRoomForHints();

    VerdictModel *m_model;
    Notice *m_banner;
    Button *m_next;
    CheckList *m_checks;
    Pane *m_pane;
    HintsPane *m_hints;
};

} // namespace ringside::desktop

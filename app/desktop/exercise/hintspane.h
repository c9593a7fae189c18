#pragma once

#include "desktop/exercise/hintladder.h"

#include <QWidget>

namespace ringside::desktop {

class Button;
class Label;
class Pane;
class ReaderView;

/// Hints, one rung at a time, with how many there are.
class HintsPane : public QWidget
{
    Q_OBJECT

public:
    explicit HintsPane(QWidget *parent = nullptr);

    /// With a text of why, there are no hints to ask for.
    void setExercise(const course::Exercise &exercise, const QString &whyWithheld = {});
    void setFailedChecks(const QSet<QString> &checks);
    /// What the button says that asks for the solution; empty: there is none.
    void offerSolution(const QString &text);
    void showNext();
    [[nodiscard]] int shownCount() const { return m_ladder.shownCount(); }

signals:
    void hintShown(int rung); ///< from 1
    void solutionRequested();
    void linkActivated(const QString &link);

private:
    void refresh();

    HintLadder m_ladder;
    QHash<QString, QString> m_checkTitles;
    QString m_whyWithheld;
    Pane *m_pane;
    ReaderView *m_view;
    Label *m_offer;
    Button *m_next;
    Button *m_solution;
};

} // namespace ringside::desktop

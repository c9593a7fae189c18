#pragma once

#include "desktop/grading/gradedclass.h"
#include "grading/grader.h"

#include <QDialog>

class QPushButton;

namespace ringside::desktop {

class Label;
class Pane;
class ReaderView;

/// A check of somebody's file is run once more on the seed on which it failed: the same files, what was found in them,
/// and whether it is what was found when it was graded.
class ReplayDialog : public QDialog
{
    Q_OBJECT

public:
    ReplayDialog(sandbox::Sandbox &sandbox, Replay replay, const QString &student, QWidget *parent = nullptr);

private:
    void run();
    void showVerdict(const Result<grading::Verdict> &verdict);
    [[nodiscard]] bool isAsThen(const grading::CheckResult &now) const;

    grading::Grader m_grader;
    Replay m_replay;
    Pane *m_pane;
    ReaderView *m_page;
    Label *m_state;
    QPushButton *m_again;
};

} // namespace ringside::desktop

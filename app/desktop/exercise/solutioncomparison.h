#pragma once

#include "course/exercise.h"
#include "desktop/lens/livetrace.h"
#include "sandbox/sandbox.h"

#include <QWidget>

#include <stop_token>

class QTableView;

namespace ringside::desktop {

class CodeEditor;
class ComparisonModel;
class Label;
class Pane;

/// One's own solution beside the reference: both texts with how often each of their lines asks the kernel, and every
/// call of both with how often it was made. Both are run on the tree that Run shows.
class SolutionComparison : public QWidget
{
    Q_OBJECT

public:
    explicit SolutionComparison(sandbox::Sandbox &sandbox, QWidget *parent = nullptr);
    ~SolutionComparison() override;

    void compare(const course::Exercise &exercise, const QString &own);

    [[nodiscard]] CodeEditor *own() const { return m_own.editor; }
    [[nodiscard]] CodeEditor *reference() const { return m_reference.editor; }
    [[nodiscard]] ComparisonModel *calls() const { return m_calls; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QString summary() const;

signals:
    void closeRequested();
    /// Both runs are over.
    void compared();

private:
    /// One of the two solutions and its run.
    struct Side
    {
        Pane *pane = nullptr;
        CodeEditor *editor = nullptr;
        LiveTrace *live = nullptr;
        bool isRunning = false;
    };

    Side makeSide(const QString &title);
    QWidget *makeHeader();
    void watch(Side &side, const course::Exercise &exercise, const QString &text);
    void showCounts(Side &side, const QByteArray &file);
    void showCalls();

    sandbox::Sandbox &m_sandbox;
    std::stop_source m_stop;
    int m_round = 0; ///< answers of rounds before are of no interest
    QString m_trouble; ///< why there are no calls to compare
    Side m_own;
    Side m_reference;
    ComparisonModel *m_calls;
    QTableView *m_table;
    Label *m_summary;
};

} // namespace ringside::desktop

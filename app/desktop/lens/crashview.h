#pragma once

#include "desktop/lens/crashmodel.h"
#include "sandbox/sandbox.h"

#include <QFutureWatcher>
#include <QWidget>

#include <stop_token>

class QComboBox;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace ringside::desktop {

class Button;
class Label;
class LeftModel;
class OutputView;

/// What a crash would leave of the learner's files: one run that is looked at after each of its changes, as by
/// `ringside crash`. Left the moments and their calls, right the files that are there then, and what is in them. The
/// same run tells what a failure of the power may leave, under one of three promises of a file system.
class CrashView : public QWidget
{
    Q_OBJECT

public:
    explicit CrashView(sandbox::Sandbox &sandbox, QWidget *parent = nullptr);
    ~CrashView() override;

    /// Runs the program once, in a box of its own. Lines of `mainFile` are shown by their number; `callers` are files of
    /// ours in the workspace, which are not shown. What was shown before is gone.
    void explore(sandbox::RunRequest request, const QByteArray &mainFile, const QByteArrayList &callers = {});
    /// Ends what is under way. A run that is ended shows what it did until then.
    void stop();
    /// Another program: ends what is under way and shows nothing.
    void forget();
    /// A program that goes on changing files is ended after so many changes.
    void setMostMoments(qsizetype most) { m_mostMoments = most; }
    [[nodiscard]] bool isBusy() const { return m_activity != Activity::Idle; }

    /// Where the keyboard goes: the moments, or what finds them.
    [[nodiscard]] QWidget *focusTarget() const;
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QTableView *files() const { return m_files; }
    [[nodiscard]] OutputView *content() const { return m_content; }
    [[nodiscard]] QComboBox *failureField() const { return m_failure; }
    [[nodiscard]] Button *startButton() const { return m_start; }
    [[nodiscard]] CrashModel *model() const { return m_model; }
    [[nodiscard]] QString summary() const;
    /// What stands where there is no table, or beside the files: what was lost.
    [[nodiscard]] QString message() const;

signals:
    /// The button was pressed: explore() is wanted.
    void explorationRequested();
    void explored();
    /// A moment was chosen, or its line asked for. Columns are bytes from 0, -1 where unknown; line 0: no known line.
    void callChosen(const ringside::lens::Site &site);
    void lineRequested(const ringside::lens::Site &site);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Activity : quint8 { Idle, Running, Computing };
    struct Findings
    {
        QList<CrashPoint> points;
        bool areComplete = true; ///< all that was written is known
        bool hasMore = false; ///< than are looked at
    };

    QWidget *makeBar();
    QWidget *makeNothing();
    QWidget *makeFindings();
    void setActivity(Activity activity);
    void takeSnapshot();
    void takeRun(const Result<lens::WatchedRun> &run);
    void compute();
    void takeFindings();
    void showPoint();
    void showEntry();
    void showMessage(const QString &title, const QString &text);
    void showError(const Error &error);
    void fitColumns();
    void fitHeights();
    [[nodiscard]] std::optional<lens::PowerProfile> profile() const;
    static void look(QPromise<Findings> &promise, const lens::WatchedRun &run, const filesystem::Tree &before,
        const QByteArrayList &hidden, std::optional<lens::PowerProfile> profile, qsizetype most);
    [[nodiscard]] QString lostText(const lens::CrashState &state) const;

    sandbox::Sandbox &m_sandbox;
    Activity m_activity = Activity::Idle;
    int m_generation = 0; ///< of explorations
    std::stop_source m_stop;
    qsizetype m_mostMoments = 1000; ///< more than anybody reads
    qsizetype m_seen = 0; ///< moments of the run under way
    filesystem::Tree m_before;
    QByteArray m_mainFile;
    QByteArrayList m_hidden; ///< paths in the workspace
    std::optional<lens::WatchedRun> m_run;
    QFutureWatcher<Findings> m_findings;
    bool m_areComplete = true;
    bool m_hasMore = false;
    CrashModel *m_model;
    LeftModel *m_leftModel;
    Label *m_summary;
    QComboBox *m_failure;
    Button *m_start;
    QStackedWidget *m_stack;
    QWidget *m_nothing;
    Label *m_messageTitle;
    Label *m_messageText;
    QSplitter *m_sides;
    QTableView *m_table;
    Label *m_lost;
    QTableView *m_files;
    OutputView *m_content;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/lesson/codecard.h"
#include "desktop/lens/livetrace.h"
#include "desktop/lesson/coderun.h"

#include <QFutureWatcher>

namespace ringside::desktop {

class LensView;
class OutputView;

/// An example one can change and run. Before the first run it shows what the lesson says it prints; a run as the lesson
/// has it is held against that, and the run of a clinic against what its repair prints.
class ExampleBlock : public CodeCard
{
    Q_OBJECT

public:
    ExampleBlock(const ExampleContent &content, const CodeRuns &runs, QWidget *parent);
    ~ExampleBlock() override;

    [[nodiscard]] bool isRunnable() const { return m_run != nullptr; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Running; }
    [[nodiscard]] QString outputText() const;

    void startRun();
    void stopRun();
    void resetCode();

    /// Has it run under the lens, and opens and closes the table of its calls. Null before the first run.
    [[nodiscard]] Button *callsButton() const { return m_callsButton; }
    [[nodiscard]] LensView *lens() const { return m_lens; } ///< null until it was opened

signals:
    void runFinished();

protected:
    int sectionsHeight() override;
    void placeSections(int top) override;
    void paintSections(QPainter &painter, int top) override;

private:
    enum class State : quint8 { NotRun, Running, Succeeded, Failed, Impossible };

    void makeRunButtons();
    void makeOutput();
    void showExpected();
    void finishRun();
    void showReport(const sandbox::RunReport &report);
    void judge(const sandbox::RunReport &report);
    void showError(const Error &error);
    void offerCalls(bool wasWatched);
    void showCalls();
    [[nodiscard]] int besideLabel() const;
    void placeCallsButton();
    void makeLens();
    void fillCalls();
    [[nodiscard]] QString callCountText() const;
    void setState(State state, const QString &label, const QString &remark = {});
    void addRemark(const QString &text);
    void paintLabel(QPainter &painter, int top) const;
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] QString callsTitle() const; ///< of those that the lesson shows
    [[nodiscard]] int outputHeight() const;
    [[nodiscard]] int lensHeight() const;

    ExampleContent m_content;
    CodeRuns m_runs;
    Button *m_run = nullptr;
    Button *m_reset = nullptr;
    OutputView *m_output = nullptr;
    OutputView *m_calls = nullptr;
    State m_state = State::NotRun;
    QString m_label;
    QString m_remark;
    QFutureWatcher<RunAnswer> m_watcher;
    std::stop_source m_stop;
    LiveTrace m_live;
    bool m_hasLens = false; ///< the last run was watched
    QString m_ran; ///< the text that ran last
    Button *m_callsButton = nullptr;
    int m_sectionsTop = 0; ///< below the code
    LensView *m_lens = nullptr;
};

} // namespace ringside::desktop

#pragma once

#include <QWidget>

class QSplitter;

namespace ringside::desktop {

class CodeEditor;
class Pane;
class TabPane;

/// How the parts of the workbench share the window: the task, the editor over what came of a run, the checks. In a narrow
/// window task and checks share one column.
class WorkbenchColumns : public QWidget
{
    Q_OBJECT

public:
    /// `code` is in `editor`: whole lines of it are to be seen.
    WorkbenchColumns(QWidget *task, QWidget *editor, const CodeEditor &code, QWidget *bottom, QWidget *checks,
        QWidget *parent = nullptr);

    void setTaskRemark(const QString &remark);
    /// Empty where the window is narrow: that is no layout to come back to.
    [[nodiscard]] QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void setNarrow(bool narrow);

    const CodeEditor &m_code;
    QWidget *m_task;
    QWidget *m_checks;
    Pane *m_taskPane;
    TabPane *m_leftTabs; ///< task and checks share it in a narrow window
    QSplitter *m_columns;
    QSplitter *m_middle;
    bool m_narrow = false;
    bool m_arranged = false; ///< the columns have widths: the ones of the last time, or for this window
};

} // namespace ringside::desktop

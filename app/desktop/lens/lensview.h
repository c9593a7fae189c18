#pragma once

#include "desktop/lens/calltablemodel.h"
#include "lens/queries.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QComboBox;
class QCheckBox;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTreeView;

namespace ringside::desktop {

class Button;
class CallExplanation;
class CallLanes;
class ComparisonModel;
class DescriptorModel;
class Label;
class ProcessModel;

/// Everything the lens saw of one run: lanes over time, the table of calls with its filters, and beside it what belongs
/// to the chosen call: its explanation, the descriptors and the processes as they were right after it; and the run
/// before, for comparing. Where there is nothing to show it says why.
class LensView : public QWidget
{
    Q_OBJECT

public:
    explicit LensView(QWidget *parent = nullptr);

    /// Shows a run, which may go on: see traceGrew(). `sources` are the learner's files by their absolute path in the
    /// box, as Site::file has them; lines of `mainFile` are shown by number alone. Filters stay, but for that of a line.
    void showRun(
        std::shared_ptr<const lens::Trace> trace, const lens::Sources &sources, const QByteArray &mainFile = {});
    /// The trace has more calls than before, or has come to its end.
    void traceGrew();
    /// Says why there is no table: nothing ran yet, or the machine has no lens.
    void showMessage(const QString &title, const QString &text);
    void showNoRun();
    void showNoLens(int errnum);

    /// Lists the calls of one line only; 0: of all.
    void filterLine(const QByteArray &file, int line);
    /// Lists the calls on one file only, whatever its name was then; 0: on all.
    void filterObject(quint32 object);
    /// Chooses the call after the chosen one, or with -1 the one before. False at the end.
    bool step(int direction);
    void chooseCall(qsizetype event);
    [[nodiscard]] qsizetype chosenCall() const;

    [[nodiscard]] CallTableModel *model() const { return m_model; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] CallExplanation *explanation() const { return m_explanation; }
    [[nodiscard]] QTableView *descriptors() const { return m_descriptors; }
    [[nodiscard]] QTreeView *processes() const { return m_processes; }
    [[nodiscard]] QTableView *comparison() const { return m_comparison; }
    /// Brings one of the four to the front.
    void showSide(QWidget *side);
    [[nodiscard]] QLineEdit *filterField() const { return m_text; }
    [[nodiscard]] QComboBox *groupField() const { return m_group; }
    [[nodiscard]] QCheckBox *failedField() const { return m_failed; }
    /// Takes the filter by file away; only there while it is set.
    [[nodiscard]] Button *objectButton() const { return m_object; }
    [[nodiscard]] QString summary() const;

signals:
    /// A call was chosen, or its line asked for. Columns are bytes from 0, -1 where unknown; line 0: no known line.
    void callChosen(qsizetype event, const ringside::lens::Site &site);
    void lineRequested(const ringside::lens::Site &site);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeTable();
    QWidget *makeSides();
    void addSide(const QString &title, const QString &icon, QWidget *side);
    void fitTabs();
    void showMoment();
    void applyFilters();
    void showChosen();
    void showSummary();
    void fitColumns();
    void arrange();
    [[nodiscard]] lens::Site chosenSite() const;

    std::shared_ptr<const lens::Trace> m_trace;
    lens::Sources m_sources;
    CallTableModel *m_model;
    QStackedWidget *m_stack;
    QWidget *m_run = nullptr;
    QWidget *m_nothing = nullptr;
    Label *m_messageTitle;
    Label *m_messageText;
    Label *m_summary;
    Button *m_line;
    Button *m_object;
    QComboBox *m_group;
    QCheckBox *m_failed;
    QLineEdit *m_text;
    CallLanes *m_lanes;
    QSplitter *m_sides;
    QTableView *m_table;
    QWidget *m_side = nullptr;
    QStackedWidget *m_sideStack = nullptr;
    QButtonGroup *m_tabGroup = nullptr;
    struct SideTab
    {
        Button *button;
        QString title;
        QString icon; ///< stands for the title where there is no room
    };
    QList<SideTab> m_tabs;
    CallExplanation *m_explanation;
    DescriptorModel *m_descriptorModel;
    QTableView *m_descriptors;
    ProcessModel *m_processModel;
    QTreeView *m_processes;
    ComparisonModel *m_comparisonModel;
    QTableView *m_comparison;
    std::shared_ptr<const lens::Trace> m_before; ///< the run before this one
    QByteArray m_file;
    int m_lineNumber = 0;
    quint32 m_objectNumber = 0;
    QTimer m_learning; ///< of paths, while nothing else happens
};

} // namespace ringside::desktop

#pragma once

#include "desktop/lens/callgroup.h"
#include "lens/trace.h"

#include <QAbstractTableModel>
#include <QSet>

#include <memory>
#include <optional>

namespace ringside::desktop {

/// Which calls are listed. What is empty asks for nothing.
struct CallSelection
{
    std::optional<CallGroup> group;
    QByteArray file;
    int line = 0; ///< of `file`
    quint32 object = 0; ///< number of Trace::object()
    bool failedOnly = false;
    QString text; ///< in the call's name, its errno's, or one of its paths

    [[nodiscard]] bool isEmpty() const { return *this == CallSelection(); }
    bool operator==(const CallSelection &) const = default;
};

/// The calls of a trace, one row each, as they come in. What the interpreter asks for on its own (its start, its end,
/// an import) is folded: one row for calls that follow each other, which can be opened.
///
/// Filtering is done here and not in a proxy: 100,000 rows are chosen in a few milliseconds by numbers, where a proxy
/// would ask for as many texts.
class CallTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { LineColumn, CallColumn, ArgumentsColumn, ResultColumn, TimeColumn, ColumnCount };
    enum Role : quint16 {
        EventRole = Qt::UserRole, ///< qsizetype: the call; of a fold, its first
        CountRole, ///< int: calls of a fold; 0 for a call
        OpenRole, ///< bool: the fold is open
        FailedRole, ///< bool
        InjectedRole, ///< bool: it is our doing
        OwnRole, ///< bool: a call of the learner's own line, not of what is folded
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Another run. It may go on: see traceGrew(). Null: none.
    void setTrace(std::shared_ptr<const lens::Trace> trace);
    /// Lines of this file are shown by their number alone.
    void setMainFile(const QByteArray &file) { m_mainFile = file; }
    [[nodiscard]] const std::shared_ptr<const lens::Trace> &trace() const { return m_trace; }
    /// The trace has more events than before.
    void traceGrew();

    void select(const CallSelection &selection);
    [[nodiscard]] const CallSelection &selection() const { return m_selection; }

    /// Opens or closes the fold of a row; a call has none.
    void toggleFold(int row);

    /// The row of a call; of its fold when that is closed. -1 when it is not listed.
    [[nodiscard]] int rowOf(qsizetype event) const;
    /// -1 for an invalid index.
    [[nodiscard]] static qsizetype eventOf(const QModelIndex &index);

    /// Calls that are listed, also in closed folds; and how many of them failed.
    [[nodiscard]] int listedCalls() const { return m_listed; }
    [[nodiscard]] int failedCalls() const { return m_failed; }

    /// Reads the paths of some more calls, so that the first text one looks for need not wait for all. False: all
    /// are known. Costs a few milliseconds.
    bool learnPaths();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        qint32 event = 0;
        qint32 count = 0; ///< calls of the fold this is; 0: a call
        bool inFold = false;
    };
    /// For text search: paths of calls by number.
    struct Paths
    {
        quint32 first = 0;
        quint32 second = 0;
    };
    class Matcher;

    void takeFolds();
    void rebuild();
    [[nodiscard]] std::vector<Row> rowsFrom(qsizetype event);
    [[nodiscard]] qsizetype lastFold() const;
    [[nodiscard]] const lens::Event &event(qsizetype index) const;
    [[nodiscard]] qint32 foldOf(qsizetype event) const { return m_foldOf[static_cast<std::size_t>(event)]; }
    [[nodiscard]] QString text(const Row &row, int column) const;
    [[nodiscard]] QString foldText(const Row &row, int column) const;
    [[nodiscard]] quint32 pathNumber(const QByteArray &path);
    void learnPathsUntil(qsizetype end);

    std::shared_ptr<const lens::Trace> m_trace;
    QByteArray m_mainFile;
    CallSelection m_selection;
    std::vector<Row> m_rows;
    std::vector<qint32> m_foldOf; ///< by event: the first event of the run it is folded with; -1: none
    QSet<qint32> m_open; ///< folds, by their first event
    qsizetype m_taken = 0; ///< events that are in m_rows, or left out
    int m_listed = 0;
    int m_failed = 0;
    std::vector<Paths> m_paths; ///< by event
    std::vector<QByteArray> m_pathTexts{QByteArray()};
    QHash<QByteArray, quint32> m_pathNumbers;
};

/// What a fold or a line is called: "Python starts", "import json", "main.py:12".
[[nodiscard]] QString placeText(const lens::Site &site);

} // namespace ringside::desktop

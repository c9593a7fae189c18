#pragma once

#include <QWidget>

class QLineEdit;

namespace ringside::desktop {

class Button;
class CodeEditor;
class Label;

/// A small bar with a search field, the count of matches, and buttons; with `Replace` a second row. It
/// knows no text: who has one connects to it. Escape closes it.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    enum class Rows : quint8 { Find, FindAndReplace };

    FindBar(Rows rows, const QString &name, QWidget *parent = nullptr);

    /// Shows the bar over its parent's top right corner and takes the focus.
    void open(const QString &text = {});
    void close();
    void setReplaceVisible(bool visible);
    /// `current` counts from 1; 0 when none is chosen.
    void setMatches(int current, int count);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QString replacement() const;
    [[nodiscard]] bool isCaseSensitive() const;

signals:
    void searched(); ///< text or case changed
    void nextRequested();
    void previousRequested();
    void replaceRequested();
    void replaceAllRequested();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    QWidget *makeReplaceRow();

    QLineEdit *m_edit;
    QLineEdit *m_replacement = nullptr;
    QWidget *m_replaceRow = nullptr;
    Button *m_case;
    Label *m_count;
};

/// Joins a FindBar to a CodeEditor: matches, steps, replaces.
class EditorFind : public QObject
{
    Q_OBJECT

public:
    EditorFind(CodeEditor *editor, FindBar *bar);

    void open(bool replace);
    void next();
    void previous();

private:
    void search();
    void step(int from, bool forward);
    void select(int index);
    void replace();
    void replaceAll();

    CodeEditor *m_editor;
    FindBar *m_bar;
    QList<int> m_matches;
};

} // namespace ringside::desktop

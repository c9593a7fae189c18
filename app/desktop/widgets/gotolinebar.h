#pragma once

#include <QWidget>

class QLineEdit;

namespace ringside::desktop {

class CodeEditor;

/// Asks for a line number over an editor's corner. Escape closes it.
class GoToLineBar : public QWidget
{
    Q_OBJECT

public:
    explicit GoToLineBar(CodeEditor *editor);

    void open();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    CodeEditor *m_editor;
    QLineEdit *m_edit;
};

} // namespace ringside::desktop

#pragma once

#include <QWidget>

namespace ringside::desktop {

class Button;
class CodeEditor;
class FileKeeper;
class Label;

/// A question over the lower edge of an editor: which of two texts is to be kept.
class ConflictBar : public QWidget
{
    Q_OBJECT

public:
    explicit ConflictBar(CodeEditor *editor);

    void ask(const QString &what, bool canTake);

signals:
    void keepChosen();
    void takeChosen();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    Label *m_text;
    Button *m_keep;
    Button *m_take;
};

/// Brings what other programs save in a keeper's file into its editor, one step of undo away from what was there. When
/// the text was changed here, too, a bar asks which one to keep; the other is a step of undo away then.
class OutsideChanges : public QObject
{
    Q_OBJECT

public:
    /// `name`: of the file, in sentences.
    OutsideChanges(CodeEditor *editor, FileKeeper &keeper, const QString &name);

    /// The keeper has another file.
    void startOver(const QString &name);
    [[nodiscard]] ConflictBar *bar() const { return m_bar; }

signals:
    /// The editor shows now what another program saved.
    void taken();

private:
    void changed(const QByteArray &found);
    void take();
    void keep();
    void hideBar();

    CodeEditor *m_editor;
    FileKeeper &m_keeper;
    QString m_name;
    QByteArray m_found; ///< what the bar asks about
    ConflictBar *m_bar;
};

} // namespace ringside::desktop

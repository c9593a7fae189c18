#pragma once

#include "desktop/playground/playgroundbox.h"

#include <QWidget>

namespace ringside::desktop {

class Button;
class TerminalView;

/// The terminal and who has it: a shell, a Python prompt, or the run under way. After a run the prompt is there again.
class ConsolePane : public QWidget
{
    Q_OBJECT

public:
    explicit ConsolePane(PlaygroundBox &box, QWidget *parent = nullptr);

    [[nodiscard]] TerminalView *terminal() const { return m_terminal; }
    /// A fresh one, in place of what is there.
    void startPrompt(PlaygroundBox::Prompt prompt);
    /// The one that was there last.
    void startPrompt() { startPrompt(m_prompt); }
    /// A line of ours among those of the program.
    void say(const QString &text);
    /// What a run without a terminal printed.
    void showOutput(const QByteArray &bytes, sandbox::OutputStream stream);
    void showRunStart(const RunOrder &order);
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void connectBox();
    void typed(const QByteArray &bytes);
    void showActivity();

    PlaygroundBox &m_box;
    TerminalView *m_terminal;
    Button *m_shell;
    Button *m_python;
    PlaygroundBox::Prompt m_prompt = PlaygroundBox::Prompt::Shell;
    bool m_onPipes = false; ///< the run under way has no terminal
};

} // namespace ringside::desktop

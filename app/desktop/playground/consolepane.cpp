#include "desktop/playground/consolepane.h"

#include "base/bytes.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/terminalview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/cardcorners.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "wording/trouble.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Activity = PlaygroundBox::Activity;
using Prompt = PlaygroundBox::Prompt;

constexpr auto toLineStart = "\r\x1b[K";
constexpr auto plain = "\x1b[0m";
constexpr auto muted = "\x1b[90m";
constexpr auto red = "\x1b[31m";

// What a killed program may have left on: another screen, a hidden cursor, reports of the mouse, colours. Leaving a
// screen one is not on would move the cursor.
QByteArray resetFor(const TerminalScreen &screen)
{
    return (screen.isAlternate() ? "\x1b[?1049l"_ba : ""_ba) + "\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?2004l" + plain;
}

// A terminal breaks its lines anywhere.
QString betweenWords(const QString &text, qsizetype columns)
{
    QString lines;
    qsizetype column = 0;
    const QStringList words = text.split(u' ');
    for (const QString &word : words) {
        const bool fits = column + 1 + word.size() <= columns;
        if (column > 0)
            lines += fits ? u" "_s : u"\r\n"_s;
        column = column > 0 && fits ? column + 1 + word.size() : word.size();
        lines += word;
    }
    return lines;
}

} // namespace

ConsolePane::ConsolePane(PlaygroundBox &box, QWidget *parent)
    : QWidget(parent)
    , m_box(box)
    , m_terminal(new TerminalView)
    , m_shell(new Button(tr("Shell"), Button::Kind::Ghost, u"terminal"_s))
    , m_python(new Button(tr("Python"), Button::Kind::Ghost, u"command"_s))
{
    setAccessibleName(tr("Console"));
    setMinimumSize(260, 110);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(14, 4, 8, 4);
    header->setSpacing(4);
    auto *title = new Label(tr("Console"), TextRole::Body);
    title->setWeight(QFont::DemiBold);
    header->addWidget(title);
    header->addStretch(1);
    header->addWidget(m_shell);
    header->addWidget(m_python);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(m_terminal, 1);
    new CardCorners(this);

    m_shell->setToolTip(tr("A fresh shell in the terminal (Ctrl+Shift+T)"));
    m_python->setToolTip(tr("A fresh Python prompt in the terminal (Ctrl+Shift+Y)"));
    connect(m_shell, &QPushButton::clicked, this, [this] { startPrompt(Prompt::Shell); });
    connect(m_python, &QPushButton::clicked, this, [this] { startPrompt(Prompt::Python); });
    connect(m_terminal, &TerminalView::typed, this, &ConsolePane::typed);
    connect(m_terminal, &TerminalView::sizeChanged, &m_box, &PlaygroundBox::setTerminalSize);
    connectBox();
    showActivity();
}

void ConsolePane::connectBox()
{
    connect(&m_box, &PlaygroundBox::activityChanged, this, &ConsolePane::showActivity);
    connect(&m_box, &PlaygroundBox::outputReceived, this, &ConsolePane::showOutput);
    connect(&m_box, &PlaygroundBox::runStarted, this, &ConsolePane::showRunStart);
    connect(&m_box, &PlaygroundBox::promptEnded, this, [this](const sandbox::ProgramReport &report) {
        if (report.ending == sandbox::Ending::MemoryLimit)
            return; // it is the limit of the box, which ends, too, and begins anew
        if (report.ending != sandbox::Ending::Exited)
            say(endingText(report));
        say(tr("The prompt has ended. Enter starts it again."));
    });
    connect(&m_box, &PlaygroundBox::programFailed, this,
        [this](const Error &error) { say(wording::explain(error).what); });
}

void ConsolePane::startPrompt(Prompt prompt)
{
    if (!m_box.isOpen())
        return;
    m_prompt = prompt;
    m_terminal->feed(resetFor(m_terminal->screen()) + toLineStart);
    m_box.startPrompt(prompt);
}

void ConsolePane::typed(const QByteArray &bytes)
{
    if (m_box.activity() != Activity::Idle)
        m_box.type(bytes);
    else if (bytes.contains('\r'))
        startPrompt(m_prompt);
}

void ConsolePane::showOutput(const QByteArray &bytes, sandbox::OutputStream stream)
{
    if (!m_onPipes)
        return m_terminal->feed(bytes);
    QByteArray text = bytes;
    text.replace("\n", "\r\n"); // no terminal does it for a program on pipes
    m_terminal->feed(stream == sandbox::OutputStream::Error ? red + text + plain : text);
}

// In place of the prompt that waits there.
void ConsolePane::showRunStart(const RunOrder &order)
{
    m_onPipes = order.input.has_value();
    m_terminal->feed(resetFor(m_terminal->screen()) + toLineStart + muted + "$ " + plain
        + displayName(commandLine(order)).toUtf8() + "\r\n");
}

void ConsolePane::say(const QString &text)
{
    m_onPipes = false;
    const QByteArray lines = betweenWords(text, m_terminal->screen().columns()).toUtf8();
    const bool atStart = m_terminal->screen().cursor().x() == 0 && m_terminal->pending() == 0;
    m_terminal->feed(resetFor(m_terminal->screen()) + (atStart ? "" : "\r\n") + muted + lines + plain + "\r\n");
}

void ConsolePane::clear()
{
    m_terminal->clear();
}

void ConsolePane::showActivity()
{
    const Activity activity = m_box.activity();
    m_shell->setEnabled(activity == Activity::Idle || activity == Activity::Prompt);
    m_python->setEnabled(m_shell->isEnabled());
}

void ConsolePane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

} // namespace ringside::desktop

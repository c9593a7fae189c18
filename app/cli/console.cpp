#include "cli/console.h"

#include "base/bytes.h"
#include "cli/options.h"

#include <QCoreApplication>
#include <QStringList>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

int terminalWidth(int fd)
{
    winsize size{};
    return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

QByteArray sgr(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return {};
    case Tone::Good:
        return "\x1b[32m";
    case Tone::Bad:
        return "\x1b[31m";
    case Tone::Quiet:
        return "\x1b[2m";
    case Tone::Strong:
        return "\x1b[1m";
    }
    return {};
}

} // namespace

Console::Console()
    : m_isTerminal(::isatty(STDOUT_FILENO) == 1)
    , m_hasColour(
          m_isTerminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb")
    , m_width(terminalWidth(STDOUT_FILENO))
{
}

QString Console::toned(const QString &text, Tone tone) const
{
    if (!m_hasColour || tone == Tone::Plain)
        return text;
    return QString::fromLatin1(sgr(tone)) + text + u"\x1b[0m"_s;
}

void Console::print(const QString &text, int indent)
{
    printLines(m_isTerminal ? wrapped(text, m_width - indent) : text, indent);
}

void Console::printLines(const QString &text, int indent)
{
    QString out;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        out += (line.isEmpty() ? QString() : QString(indent, u' ')) + line + u'\n';
    write(stdout, out.toUtf8());
}

void Console::printRaw(const QByteArray &bytes)
{
    write(stdout, bytes);
}

void Console::showProgress(const QString &text)
{
    if (::isatty(STDERR_FILENO) == 1)
        write(stderr, "\r\x1b[K" + text.left(terminalWidth(STDERR_FILENO) - 1).toUtf8());
}

void Console::hideProgress()
{
    if (::isatty(STDERR_FILENO) == 1)
        write(stderr, "\r\x1b[K");
}

void holdStandardStreams()
{
    // Opened the wrong way round: what is read from it or written to it fails, as it did when it was closed.
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int statusOfOutput(int status)
{
    const bool isWhole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return isWhole ? status : complain(Impossible, Words::tr("not everything could be printed"));
}

int complain(int status, const QString &text, const QString &remedy)
{
    Console::hideProgress();
    QString out = u"ringside: "_s + text + u'\n';
    if (!remedy.isEmpty())
        out += u"          "_s + remedy + u'\n';
    write(stderr, displayText(bytesOfWord(out)).toUtf8());
    return status;
}

QString wrapped(const QString &text, int width)
{
    QStringList lines;
    const QStringList paragraphs = text.split(u'\n');
    for (const QString &paragraph : paragraphs) {
        QString line;
        const QStringList words = paragraph.split(u' ');
        for (const QString &word : words) {
            if (!line.isEmpty() && line.size() + 1 + word.size() > width) {
                lines.append(line);
                line.clear();
            }
            line += (line.isEmpty() ? QString() : u" "_s) + word;
        }
        lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace ringside::cli

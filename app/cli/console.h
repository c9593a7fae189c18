#pragma once

#include <QByteArray>
#include <QString>

namespace ringside::cli {

/// Colours mean something here; the terminal's own palette decides what they look like.
enum class Tone : quint8 { Plain, Good, Bad, Quiet, Strong };

/// Standard output for people: colour and line breaks only on a terminal, so that what goes into a
/// pipe can be searched and cut. Whatever comes from learners has gone through displayText() or
/// displayName() before.
class Console
{
public:
    Console();

    /// Text in a colour where there are colours.
    [[nodiscard]] QString toned(const QString &text, Tone tone) const;
    /// One line, or on a terminal as many as it takes, each indented.
    void print(const QString &text, int indent = 0);
    /// Lines that are kept as they are, each indented.
    void printLines(const QString &text, int indent);
    void printRaw(const QByteArray &bytes);

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }
    [[nodiscard]] int width() const { return m_width; }

    /// What is going on, on standard error, replaced by the next; nothing where that is no
    /// terminal.
    static void showProgress(const QString &text);
    static void hideProgress();

private:
    bool m_isTerminal = false;
    bool m_hasColour = false;
    int m_width = 80;
};

/// To be called first: makes sure that no file we open gets the number of a standard stream that was closed.
void holdStandardStreams();
/// To be called last: gives back `status`, or another when not everything could be printed.
int statusOfOutput(int status);

/// "ringside: TEXT" on standard error, and the way out on a line of its own; gives back `status`. Names
/// in it may be anybody's: nothing of them reaches a terminal unescaped.
int complain(int status, const QString &text, const QString &remedy = {});

/// Lines of at most `width` columns, broken at blanks. Words that are longer stand alone.
[[nodiscard]] QString wrapped(const QString &text, int width);

} // namespace ringside::cli

#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <expected>

namespace ringside::cli {

/// The exit statuses of the command; docs and scripts rely on them.
enum Status : int {
    Good = 0,
    NotPassed = 1, ///< the learner's or author's work
    BadUsage = 2,
    Impossible = 3, ///< our side or the machine
};

struct Option
{
    QString name; ///< "seed": given as --seed 7 or --seed=7
    QString value; ///< what stands for the value in the help, "N"; empty for a switch
    QString help;
};

struct Argument
{
    enum class Count : quint8 {
        One,
        Optional,
        Many, ///< one or more; the last argument
    };
    QString name; ///< "FILE"
    QString help;
    Count count = Count::One;
    QStringList choices; ///< what it may be; empty: anything
};

class Arguments;

/// One subcommand. Parsing, --help and the table that man page and completions are made from all
/// read this.
struct Command
{
    QString name; ///< "check", "course check"
    QString summary; ///< one line
    QString description; ///< paragraphs, separated by empty lines
    QList<Argument> arguments;
    QList<Option> options;
    bool takesRest = false; ///< what follows -- belongs to the learner's program
    int (*run)(const Arguments &arguments) = nullptr;
};

/// What was given, checked against a Command.
class Arguments
{
public:
    [[nodiscard]] static std::expected<Arguments, QString> parse(
        const Command &command, const QStringList &words);

    /// The value of an argument by its name; empty when an optional one was not given.
    [[nodiscard]] QString argument(const QString &name) const { return m_arguments.value(name); }
    /// All that was given for an argument of which there may be many.
    [[nodiscard]] const QStringList &many() const { return m_many; }
    [[nodiscard]] bool has(const QString &option) const { return m_options.contains(option); }
    [[nodiscard]] QString value(const QString &option) const { return m_options.value(option); }
    [[nodiscard]] const QStringList &rest() const { return m_rest; }

private:
    std::expected<void, QString> takeOption(const Command &command, QStringList &words);
    std::expected<void, QString> takeArguments(const Command &command, const QStringList &words);

    QHash<QString, QString> m_arguments;
    QHash<QString, QString> m_options;
    QStringList m_many;
    QStringList m_rest;
};

/// A word of the command line as text. A file's name need not be UTF-8: its other bytes become lone
/// surrogates, from which bytesOfWord() makes them again.
[[nodiscard]] QString textOfWord(QByteArrayView word);
[[nodiscard]] QByteArray bytesOfWord(QStringView text);

/// Every subcommand, in the order of the help.
[[nodiscard]] const QList<Command> &commands();

} // namespace ringside::cli

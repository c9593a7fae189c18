#include "cli/options.h"

#include "base/utf8.h"
#include "course/suggestion.h"

#include <QCoreApplication>

#include <algorithm>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString didYouMean(const QString &word, const QStringList &known)
{
    const QString nearest = course::nearest(word, known);
    return nearest.isEmpty() ? QString() : u' ' + Words::tr("Did you mean %1?").arg(nearest);
}

bool isByte(QChar character)
{
    return character >= QChar(0xdc80) && character <= QChar(0xdcff);
}

QStringList optionNames(const Command &command)
{
    QStringList names;
    for (const Option &option : command.options)
        names.append(u"--"_s + option.name);
    return names;
}

} // namespace

std::expected<Arguments, QString> Arguments::parse(const Command &command, const QStringList &words)
{
    Arguments parsed;
    QStringList open = words;
    QStringList plain;
    while (!open.isEmpty()) {
        const QString word = open.first();
        if (word == u"--") {
            parsed.m_rest = open.sliced(1);
            break;
        }
        if (word.startsWith(u'-') && word.size() > 1) {
            if (const auto taken = parsed.takeOption(command, open); !taken)
                return std::unexpected(taken.error());
        } else {
            plain.append(open.takeFirst());
        }
    }
    if (!parsed.m_rest.isEmpty() && !command.takesRest)
        return std::unexpected(Words::tr("nothing may follow -- here"));
    if (const auto taken = parsed.takeArguments(command, plain); !taken)
        return std::unexpected(taken.error());
    return parsed;
}

std::expected<void, QString> Arguments::takeOption(const Command &command, QStringList &words)
{
    const QString word = words.takeFirst();
    const qsizetype equals = word.indexOf(u'=');
    const QString name = equals < 0 ? word : word.first(equals);
    const auto option = std::ranges::find_if(
        command.options, [&](const Option &known) { return u"--"_s + known.name == name; });
    if (option == command.options.end())
        return std::unexpected(
            Words::tr("there is no option %1.").arg(name) + didYouMean(name, optionNames(command)));
    if (option->value.isEmpty() && equals >= 0)
        return std::unexpected(Words::tr("%1 takes no value").arg(name));
    if (!option->value.isEmpty() && equals < 0 && words.isEmpty())
        return std::unexpected(Words::tr("%1 needs a value: %1 %2").arg(name, option->value));
    QString value;
    if (!option->value.isEmpty())
        value = equals >= 0 ? word.sliced(equals + 1) : words.takeFirst();
    m_options.insert(option->name, value);
    return {};
}

std::expected<void, QString> Arguments::takeArguments(
    const Command &command, const QStringList &words)
{
    for (qsizetype i = 0; i < command.arguments.size(); ++i) {
        const Argument &argument = command.arguments[i];
        if (i >= words.size()) {
            if (argument.count != Argument::Count::Optional)
                return std::unexpected(
                    Words::tr("%1 is missing: %2").arg(argument.name, argument.help));
            break;
        }
        if (!argument.choices.isEmpty() && !argument.choices.contains(words[i]))
            return std::unexpected(
                Words::tr("%1 is none of: %2.").arg(words[i], argument.choices.join(u", "_s))
                + didYouMean(words[i], argument.choices));
        if (argument.count == Argument::Count::Many) {
            m_many = words.sliced(i);
            return {};
        }
        m_arguments.insert(argument.name, words[i]);
    }
    if (words.size() > command.arguments.size())
        return std::unexpected(Words::tr("%1 is too much.").arg(words[command.arguments.size()]));
    return {};
}

QString textOfWord(QByteArrayView word)
{
    QString text;
    while (!word.isEmpty()) {
        const auto character = firstCharacter(word);
        if (character)
            text += QStringView(QChar::fromUcs4(character->code)); // fromUtf8() drops a byte order mark
        else
            text += QChar(0xdc00 + static_cast<uchar>(word.front()));
        word = word.sliced(character ? character->length : 1);
    }
    return text;
}

QByteArray bytesOfWord(QStringView text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size()) {
            bytes += text.sliced(i++, 2).toUtf8();
        } else if (isByte(text[i])) {
            bytes += static_cast<char>(text[i].unicode() - 0xdc00);
        } else {
            bytes += text.sliced(i, 1).toUtf8();
        }
    }
    return bytes;
}

} // namespace ringside::cli

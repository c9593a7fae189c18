#include "lens/calltext.h"

#include "base/bytes.h"
#include "base/result.h"
#include "lens/flagwords.h"

#include <fcntl.h>

namespace ringside::lens {

namespace {

QByteArray signedText(quint64 argument)
{
    return QByteArray::number(static_cast<qint64>(static_cast<qint32>(argument)));
}

QByteArray octal(quint64 mode)
{
    return '0' + QByteArray::number(mode & 07777, 8);
}

/// Turns one argument after the other into text.
class Arguments
{
public:
    Arguments(const Event &event, const CallDetails &details)
        : m_event(event)
        , m_details(details)
    {
    }

    QList<ArgumentText> texts()
    {
        const std::string_view parameters = m_event.call()->parameters;
        QList<ArgumentText> texts;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (parameters[i] != '_')
                texts.append({parameters[i], text(parameters[i], m_details.arguments.value(qsizetype(i)))});
        return texts;
    }

private:
    QByteArray text(char parameter, quint64 argument)
    {
        switch (parameter) {
        case 'd':
            return static_cast<qint32>(argument) == AT_FDCWD ? QByteArray("AT_FDCWD") : signedText(argument);
        case 'p':
        case 'T':
            return quoted(m_details.path);
        case 'q':
            return quoted(m_details.otherPath);
        case 't':
            return quoted(m_details.texts.value(m_texts++));
        case 'f':
            return descriptor(argument);
        case 'o':
            return openFlagsText(argument);
        case 'm':
            return octal(argument);
        case 'h':
            return openFlagsText(static_cast<quint64>(m_details.numbers.value(0)));
        case 'i':
        case 'P':
            return signedText(argument);
        case 'l':
            return QByteArray::number(static_cast<qint64>(argument));
        case 'r':
        case 'w':
        case 'V':
        case 'v':
        case 'c':
            return m_event.isFailed() && parameter != 'w' && parameter != 'v' ? hexadecimal(argument)
                                                                             : quoted(m_details.data, 32);
        case 's':
            return status();
        case 'g':
            return entries();
        case 'a':
            return list(m_details.texts.first(count()));
        case 'e':
            return '[' + QByteArray::number(m_details.texts.size() - count()) + " variables]";
        case 'k':
            return waitStatus();
        case '2':
            return '[' + QByteArray::number(m_details.numbers.value(0, -1)) + ", "
                + QByteArray::number(m_details.numbers.value(1, -1)) + ']';
        case 'S':
            return signalText(argument);
        case '@':
            return atFlagsText(argument);
        case 'W':
            return whenceText(argument);
        case 'C':
            return fcntlCommandText(argument);
        case 'I':
            return ioctlRequestText(argument);
        case 'K':
            return cloneFlagsText(argument);
        case 'A':
            return accessModeText(argument);
        case 'R':
            return renameFlagsText(argument);
        case 'L':
            return flockText(argument);
        case 'u':
            return QByteArray::number(argument);
        default:
            return hexadecimal(argument);
        }
    }

    QByteArray descriptor(quint64 argument)
    {
        const QByteArray &leadsTo = m_descriptors++ == 0 ? m_details.base : m_details.otherBase;
        const bool isKnown = !leadsTo.isEmpty() && !m_event.call()->parameters.contains('p');
        return isKnown ? signedText(argument) + '<' + displayName(leadsTo).toUtf8() + '>'
                       : signedText(argument);
    }

    QByteArray status() const
    {
        if (m_details.numbers.size() < 4)
            return "{…}";
        return "{mode=" + QByteArray("0") + QByteArray::number(m_details.numbers[2], 8)
            + ", size=" + QByteArray::number(m_details.numbers[3]) + '}';
    }

    QByteArray entries() const
    {
        return '[' + QByteArray::number(m_details.numbers.value(0)) + " entries]";
    }

    QByteArray waitStatus() const
    {
        if (m_details.numbers.isEmpty())
            return "NULL";
        const auto value = static_cast<quint64>(m_details.numbers[0]);
        return (value & 0x7f) == 0 ? "[exit " + QByteArray::number((value >> 8U) & 0xff) + ']'
                                   : '[' + signalText(value & 0x7f) + ']';
    }

    static QByteArray list(const QByteArrayList &texts)
    {
        QByteArrayList words;
        for (const QByteArray &text : texts)
            words.append(quoted(text, 60));
        return '[' + words.join(", ") + ']';
    }

    /// Of `texts`, those that are arguments.
    [[nodiscard]] qsizetype count() const
    {
        return std::clamp<qsizetype>(m_details.numbers.value(0), 0, m_details.texts.size());
    }

    const Event &m_event;
    const CallDetails &m_details;
    qsizetype m_texts = 0;
    int m_descriptors = 0;
};

} // namespace

QByteArray quoted(const QByteArray &bytes, qsizetype most)
{
    const bool isCut = bytes.size() > most;
    QByteArray text = displayName(bytes.first(std::min(bytes.size(), most))).toUtf8();
    text.replace('"', "\\\"");
    return '"' + text + (isCut ? "\"…" : "\"");
}

QList<ArgumentText> argumentTexts(const Event &event, const CallDetails &details)
{
    return event.call() ? Arguments(event, details).texts() : QList<ArgumentText>();
}

QByteArray resultText(const Event &event)
{
    if (event.has(Event::Unfinished))
        return "?";
    if (event.isFailed())
        return "-1 " + errnoName(event.errnum()).toUtf8();
    return QByteArray::number(event.result);
}

QByteArray callText(const Trace &trace, const Event &event)
{
    QByteArrayList words;
    for (const ArgumentText &argument : argumentTexts(event, trace.details(event)))
        words.append(argument.text);
    return event.name() + '(' + words.join(", ") + ") = " + resultText(event);
}

} // namespace ringside::lens

#include "cli/help.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString optionText(const Option &option)
{
    return u"--"_s + option.name + (option.value.isEmpty() ? QString() : u' ' + option.value);
}

/// Two columns, the second aligned.
QString columns(const QList<std::pair<QString, QString>> &rows)
{
    qsizetype width = 0;
    for (const auto &[name, help] : rows)
        width = std::max(width, name.size());
    QString text;
    for (const auto &[name, help] : rows)
        text += u"  "_s + name.leftJustified(width + 2) + help + u'\n';
    return text;
}

QString section(const QString &title, const QList<std::pair<QString, QString>> &rows)
{
    return rows.isEmpty() ? QString() : u'\n' + title + u'\n' + columns(rows);
}

QJsonArray toJson(const QList<Argument> &arguments)
{
    QJsonArray json;
    for (const Argument &argument : arguments)
        json.append(QJsonObject{{u"name"_s, argument.name}, {u"help"_s, argument.help},
            {u"optional"_s, argument.count == Argument::Count::Optional},
            {u"many"_s, argument.count == Argument::Count::Many},
            {u"choices"_s, QJsonArray::fromStringList(argument.choices)}});
    return json;
}

QJsonArray toJson(const QList<Option> &options)
{
    QJsonArray json;
    for (const Option &option : options)
        json.append(QJsonObject{
            {u"name"_s, option.name}, {u"value"_s, option.value}, {u"help"_s, option.help}});
    return json;
}

QString statusLine()
{
    return Words::tr(
        "Exit status: 0 good, 1 the work did not pass, 2 bad usage, 3 it could not be done here.");
}

} // namespace

QString usageLine(const Command &command)
{
    QString line = u"ringside "_s + command.name;
    for (const Option &option : command.options)
        line += u" ["_s + optionText(option) + u']';
    for (const Argument &argument : command.arguments) {
        const QString name
            = argument.choices.isEmpty() ? argument.name : argument.choices.join(u'|');
        line += u' ' + (argument.count == Argument::Count::Optional ? u'[' + name + u']' : name);
        if (argument.count == Argument::Count::Many)
            line += u'…';
    }
    return command.takesRest ? line + u" [-- ARG…]"_s : line;
}

QString helpText(const Command &command)
{
    QList<std::pair<QString, QString>> arguments;
    for (const Argument &argument : command.arguments)
        arguments.append({argument.name, argument.help});
    QList<std::pair<QString, QString>> options;
    for (const Option &option : command.options)
        options.append({optionText(option), option.help});
    return command.summary + u"\n\n"_s + Words::tr("Usage: %1").arg(usageLine(command)) + u"\n\n"_s
        + command.description + u'\n' + section(Words::tr("Arguments"), arguments)
        + section(Words::tr("Options"), options) + u'\n' + statusLine();
}

QString overviewText()
{
    QList<std::pair<QString, QString>> rows;
    for (const Command &command : commands())
        rows.append({command.name, command.summary});
    return Words::tr("Learn how Python programs meet the operating system.") + u"\n\n"_s
        + Words::tr("Usage: ringside              opens the window\n"
                    "       ringside COMMAND …    does one thing here")
        + u'\n' + section(Words::tr("Commands"), rows) + u'\n'
        + Words::tr("`ringside COMMAND --help` tells more. Every command has --json.") + u'\n'
        + statusLine();
}

QByteArray helpTable()
{
    QJsonArray table;
    for (const Command &command : commands())
        table.append(QJsonObject{{u"name"_s, command.name}, {u"summary"_s, command.summary},
            {u"description"_s, command.description}, {u"usage"_s, usageLine(command)},
            {u"arguments"_s, toJson(command.arguments)}, {u"options"_s, toJson(command.options)},
            {u"takes_rest"_s, command.takesRest}});
    return QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"commands"_s, table}}).toJson();
}

} // namespace ringside::cli

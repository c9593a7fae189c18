#include "grading/settings.h"

#include <QRegularExpression>

namespace ringside::grading {

Settings::Settings(QString file, int line, Table table)
    : m_file(std::move(file))
    , m_line(line)
    , m_table(std::move(table))
{
}

Settings::Settings(QString file, int line, const QVariantMap &table)
    : m_file(std::move(file))
    , m_line(line)
{
    for (auto it = table.begin(); it != table.end(); ++it)
        m_table.insert(it.key(), {.value = it.value(), .line = line});
}

const course::Setting *Settings::find(const QString &key) const
{
    const auto it = m_table.constFind(key);
    return it == m_table.constEnd() ? nullptr : &*it;
}

void Settings::fail(const QString &key, const QString &what)
{
    if (m_error)
        return;
    const course::Setting *setting = find(key);
    const int line = setting && setting->line > 0 ? setting->line : m_line;
    m_error = contentError(m_file, line, key.isEmpty() ? what : key + QStringLiteral(": ") + what)
                  .error();
}

QVariant Settings::value(const QString &key) const
{
    const course::Setting *setting = find(key);
    return setting ? setting->value : QVariant();
}

QString Settings::text(const QString &key, const QString &missing)
{
    const course::Setting *setting = find(key);
    if (setting && setting->value.typeId() != QMetaType::QString)
        fail(key, QStringLiteral("expected a string"));
    return setting ? setting->value.toString() : missing;
}

QStringList Settings::texts(const QString &key, const QStringList &missing)
{
    const course::Setting *setting = find(key);
    if (!setting)
        return missing;
    if (setting->value.typeId() == QMetaType::QString)
        return {setting->value.toString()};
    QStringList texts;
    const QVariantList list = setting->value.toList();
    for (const QVariant &item : list) {
        if (item.typeId() != QMetaType::QString)
            fail(key, QStringLiteral("expected a list of strings"));
        texts.append(item.toString());
    }
    if (setting->value.typeId() != QMetaType::QVariantList)
        fail(key, QStringLiteral("expected a list of strings"));
    return texts;
}

qint64 Settings::number(const QString &key, qint64 missing)
{
    const course::Setting *setting = find(key);
    if (setting && setting->value.typeId() != QMetaType::LongLong)
        fail(key, QStringLiteral("expected an integer"));
    return setting ? setting->value.toLongLong() : missing;
}

bool Settings::flag(const QString &key, bool missing)
{
    const course::Setting *setting = find(key);
    if (setting && setting->value.typeId() != QMetaType::Bool)
        fail(key, QStringLiteral("expected true or false"));
    return setting ? setting->value.toBool() : missing;
}

std::optional<quint32> Settings::mode(const QString &key)
{
    if (!has(key))
        return std::nullopt;
    bool good = false;
    const quint32 mode = text(key).toUInt(&good, 8);
    if (!good || mode > 07777)
        fail(key, QStringLiteral("expected octal text such as \"0644\", at most \"7777\""));
    return mode;
}

std::pair<qint64, qint64> Settings::range(const QString &key, qint64 missing)
{
    const course::Setting *setting = find(key);
    if (!setting || setting->value.typeId() == QMetaType::LongLong) {
        const qint64 exact = number(key, missing);
        if (exact < 0)
            fail(key, QStringLiteral("expected a number from 0 on"));
        return {exact, exact};
    }
    static const QRegularExpression form(QStringLiteral("^(\\d{1,15})\\.\\.(\\d{1,15})$"));
    const auto match = form.match(setting->value.toString());
    const std::pair range{match.captured(1).toLongLong(), match.captured(2).toLongLong()};
    if (!match.hasMatch() || range.first > range.second)
        fail(key, QStringLiteral("expected a number or a range such as \"3..6\""));
    return range;
}

QByteArray Settings::path(const QString &key, const QString &missing)
{
    const auto bytes = bytesOfName(text(key, missing));
    if (!bytes)
        fail(key,
            QStringLiteral(
                "in a name only \\xNN and \\\\ may follow a backslash, and no NUL may stand"));
    return bytes.value_or(QByteArray());
}

QByteArrayList Settings::paths(const QString &key)
{
    QByteArrayList paths;
    const QStringList names = texts(key);
    for (const QString &name : names) {
        const auto bytes = bytesOfName(name);
        if (!bytes)
            fail(key,
                QStringLiteral("\"%1\": only \\xNN and \\\\ may follow a backslash").arg(name));
        paths.append(bytes.value_or(QByteArray()));
    }
    return paths;
}

QList<Settings> Settings::tables(const QString &key)
{
    QList<Settings> tables;
    const course::Setting *setting = find(key);
    if (!setting)
        return tables;
    const QVariantList list = setting->value.toList();
    for (const QVariant &item : list) {
        if (item.typeId() != QMetaType::QVariantMap)
            fail(key, QStringLiteral("expected a list of tables"));
        tables.append(Settings(m_file, setting->line, item.toMap()));
    }
    if (setting->value.typeId() != QMetaType::QVariantList)
        fail(key, QStringLiteral("expected a list of tables"));
    return tables;
}

QVariantMap Settings::table(const QString &key)
{
    const course::Setting *setting = find(key);
    if (setting && setting->value.typeId() != QMetaType::QVariantMap)
        fail(key, QStringLiteral("expected a table"));
    return setting ? setting->value.toMap() : QVariantMap();
}

void Settings::allow(const QStringList &known)
{
    QStringList keys = m_table.keys();
    keys.sort();
    for (const QString &key : std::as_const(keys)) {
        if (!known.contains(key))
            fail(key,
                QStringLiteral("not known here; known are: %1")
                    .arg(known.join(QStringLiteral(", "))));
    }
}

std::optional<QByteArray> bytesOfName(const QString &name)
{
    const QByteArray text = name.toUtf8();
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '\0')
            return std::nullopt;
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        const QByteArray code = text.mid(i + 2, 2);
        bool hex = false;
        const int byte = code.toInt(&hex, 16);
        if (text.mid(i + 1, 1) == "\\") {
            bytes += '\\';
            i += 1;
        } else if (text.mid(i + 1, 1) == "x" && code.size() == 2 && hex && byte > 0) {
            bytes += static_cast<char>(byte);
            i += 3;
        } else {
            return std::nullopt;
        }
    }
    return bytes;
}

} // namespace ringside::grading

#pragma once

#include "course/exercise.h"

namespace ringside::grading {

/// Reads the keys of one table of a manifest with the types the grader expects. The loader has read
/// the syntax; what the keys mean, and so what is wrong with them, is known here. The first error
/// is kept, with file and line.
class Settings
{
public:
    using Table = QHash<QString, course::Setting>;

    Settings(QString file, int line, Table table);
    /// A table inside a setting: its lines are those of the setting.
    Settings(QString file, int line, const QVariantMap &table);

    [[nodiscard]] bool has(const QString &key) const { return m_table.contains(key); }

    [[nodiscard]] QVariant value(const QString &key) const;
    [[nodiscard]] QString text(const QString &key, const QString &missing = {});
    [[nodiscard]] QStringList texts(const QString &key, const QStringList &missing = {});
    [[nodiscard]] qint64 number(const QString &key, qint64 missing = 0);
    [[nodiscard]] bool flag(const QString &key, bool missing = false);
    /// Octal text, "0755".
    [[nodiscard]] std::optional<quint32> mode(const QString &key);
    /// A number, or a text "3..6": both ends included.
    [[nodiscard]] std::pair<qint64, qint64> range(const QString &key, qint64 missing = 0);
    /// A path as the manifests spell it, as bytes. See bytesOfName().
    [[nodiscard]] QByteArray path(const QString &key, const QString &missing = {});
    [[nodiscard]] QByteArrayList paths(const QString &key);
    [[nodiscard]] QList<Settings> tables(const QString &key);
    [[nodiscard]] QVariantMap table(const QString &key);

    /// Every key must be among `known`.
    void allow(const QStringList &known);

    void fail(const QString &key, const QString &what);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] int line() const { return m_line; }
    [[nodiscard]] const Table &all() const { return m_table; }

private:
    [[nodiscard]] const course::Setting *find(const QString &key) const;

    QString m_file;
    int m_line = 0;
    Table m_table;
    std::optional<Error> m_error;
};

/// The bytes of a name as manifests spell it: UTF-8, \xNN for a byte, \\ for a backslash. None when
/// it holds another escape or a NUL.
[[nodiscard]] std::optional<QByteArray> bytesOfName(const QString &name);

} // namespace ringside::grading

#pragma once

#include "course/problems.h"
#include "course/toml.h"

#include <QStringList>

#include <limits>
#include <optional>
#include <utility>

namespace ringside::course {

/// What a value may be. Shapes are combined with |.
enum class Shape : quint16 {
    Text = 1, ///< a string that is not empty
    Integer = 2,
    Number = 4, ///< an integer or a fraction
    Boolean = 8,
    Time = 16, ///< a time of TOML, or the same in quotes
    Texts = 32, ///< a list of strings
    Table = 64,
    Tables = 128, ///< a list of tables
    OctalText = 256, ///< "0644"
    Range = 512, ///< an integer or "3..6"
    EmptyText = 1024, ///< a string that may be empty
    ErrnoName = 2048, ///< "ENOENT"
    ErrnoNames = 4096,
    EmptyTexts = 8192, ///< a list of strings that may be empty
};
constexpr Shape operator|(Shape left, Shape right)
{
    return Shape(std::to_underlying(left) | std::to_underlying(right));
}
constexpr bool includes(Shape all, Shape one)
{
    return (std::to_underlying(all) & std::to_underlying(one)) != 0;
}

/// Whether a value has one of the shapes; what is wrong with it otherwise.
[[nodiscard]] std::optional<QString> shapeProblem(const TomlNode &node, Shape shape);

enum class Presence : quint8 { Required, Optional };

/// One key a table may have.
struct KeyRule
{
    QString key;
    Shape shape;
    Presence presence = Presence::Optional;
};

/// Reads the keys of one table. Every key asked for counts as known; finish() complains about the
/// others. Whatever is missing or of the wrong type is added to `problems` and a default is
/// returned, so that reading goes on and finds the next mistake too.
class TableReader
{
public:
    /// `name` is how messages call the table: "[contract]". The node must outlive the reader.
    TableReader(const TomlNode &table, Problems &problems, QString name = {});

    [[nodiscard]] bool has(QStringView key) const { return m_table.member(key) != nullptr; }
    /// Line of the key, or of the table when it is not there.
    [[nodiscard]] int line(QStringView key) const;
    [[nodiscard]] int line() const { return m_table.line; }

    QString text(const QString &key, Presence presence = Presence::Required);
    /// A string that may be empty.
    QString anyText(const QString &key, Presence presence = Presence::Optional);
    QStringList texts(const QString &key, Presence presence = Presence::Optional);
    /// A list of strings that may be empty.
    QStringList anyTexts(const QString &key);
    /// One string or a list of them.
    QStringList textOrTexts(const QString &key, Presence presence = Presence::Required);
    std::optional<qint64> integer(const QString &key, Presence presence, qint64 least,
        qint64 most = std::numeric_limits<qint64>::max());
    std::optional<double> number(const QString &key, Presence presence, double least, double most);
    bool boolean(const QString &key, bool otherwise);
    /// The position of the word in `words`, or nothing.
    std::optional<qsizetype> choice(
        const QString &key, const QStringList &words, Presence presence = Presence::Required);

    /// Tables and lists of tables inside; null or empty when there is none.
    const TomlNode *table(const QString &key, Presence presence = Presence::Optional);
    std::vector<const TomlNode *> tables(
        const QString &key, Presence presence = Presence::Optional);

    /// The settings that `rules` allow, unread.
    QHash<QString, Setting> settings(const QList<KeyRule> &rules);

    /// Call when every known key has been asked for.
    void finish();

    void add(int line, const QString &what) { m_problems.add(line, what); }
    [[nodiscard]] Problems &problems() { return m_problems; }

private:
    /// The value of a key if it is there and has the shape.
    const TomlNode *value(const QString &key, Shape shape, Presence presence);
    [[nodiscard]] QString inTable() const;

    const TomlNode &m_table;
    Problems &m_problems;
    QString m_name;
    QStringList m_known;
};

} // namespace ringside::course

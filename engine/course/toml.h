#pragma once

#include "base/result.h"
#include "course/exercise.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <vector>

namespace ringside::course {

struct TomlMember;

/// A value of a TOML file with the line it stands on. The library that reads TOML is known to
/// toml.cpp alone; everything else reads these.
struct TomlNode
{
    enum class Type : quint8 { Text, Integer, Real, Boolean, Time, List, Table };

    Type type = Type::Table;
    int line = 0;
    QVariant
        scalar; ///< QString, qint64, double or bool; a time is its text, "2024-05-01T12:00:00Z"
    std::vector<TomlNode> items; ///< of a list
    std::vector<TomlMember> members; ///< of a table, in the order of the file

    [[nodiscard]] const TomlMember *member(QStringView key) const;
};

struct TomlMember
{
    QString key;
    int line = 0; ///< of the key
    TomlNode value;
};

/// Reads one TOML document. `firstLine` is the line of `file` on which the bytes begin: front
/// matter and quizzes are TOML inside of another file. Errors: Content, for the first thing that is
/// not TOML.
[[nodiscard]] Result<TomlNode> parseToml(
    QByteArrayView bytes, const QString &file, int firstLine = 1);

/// "a string", "a list": for messages.
[[nodiscard]] QString typeName(TomlNode::Type type);

/// The node as nested lists and maps, with its line.
[[nodiscard]] Setting toSetting(const TomlNode &node);

} // namespace ringside::course

#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>

#include <optional>

namespace ringside::grading {

/// A Python value that crossed the border of a sandbox. Plain data: nothing of the learner's code
/// comes with it, so equality is ours and an object that claims to equal everything has no say.
struct Value
{
    enum class Kind : quint8 {
        None,
        Bool, ///< truth
        Integer, ///< bytes: decimal digits, any length
        Float, ///< number
        String, ///< bytes: UTF-8, lone surrogates as their three bytes
        Bytes, ///< bytes
        List, ///< items
        Tuple, ///< items
        Dict, ///< items: key, value, key, value … in the order of insertion; typeName of a known
              ///< subclass
        Set, ///< items
        FrozenSet, ///< items
        Path, ///< bytes as in String, typeName ("PosixPath")
        NamedTuple, ///< typeName, names, items
        DataClass, ///< typeName, names, items
        Exception, ///< typeName, names (the class and its bases), errnum, bytes (its text), items
                   ///< (the file name)
        Opaque, ///< typeName: a type that does not cross; equal to nothing
    };

    Kind kind = Kind::None;
    bool truth = false;
    double number = 0;
    QByteArray bytes;
    QByteArray typeName;
    QByteArrayList names;
    QList<Value> items;
    std::optional<int> errnum;

    bool operator==(const Value &) const
        = default; ///< of the data; for what Python calls equal see matches()

    [[nodiscard]] static Value boolean(bool truth);
    [[nodiscard]] static Value integer(qint64 number);
    [[nodiscard]] static Value real(double number);
    [[nodiscard]] static Value string(QByteArray utf8);
    [[nodiscard]] static Value bytesOf(QByteArray bytes);
    [[nodiscard]] static Value sequence(Kind kind, QList<Value> items);
    /// Pairs of key and value, in order.
    [[nodiscard]] static Value dict(QList<std::pair<Value, Value>> pairs);
};

/// Whether `found` is what was expected, type for type: 1, 1.0 and True differ; NaN equals NaN;
/// sets and dicts have no order. Where refusing would punish form it is as kind as Python: a named
/// tuple fulfils a plain tuple (not the other way round), a Counter, defaultdict or OrderedDict is
/// a dict. Exceptions compare by type, errno and file name; their wording is the learner's own.
[[nodiscard]] bool matches(const Value &expected, const Value &found);

/// Bytes that are equal exactly for equal values, whatever the order of sets and dicts.
[[nodiscard]] QByteArray canonical(const Value &value);

/// How deep lists and the like may nest in a message, the message itself included.
inline constexpr int valueDepthLimit = 64;

/// Reads the JSON that engine/python/driver.py writes for one value (exercises/README.md,
/// "Values"). Input is hostile: every shape that the driver cannot have written is refused. Errors:
/// Content with what was found.
[[nodiscard]] Result<Value> valueFromJson(const QJsonValue &json);

/// The same JSON, for the judge's sandbox.
[[nodiscard]] QJsonValue toJson(const Value &value);

/// What Python's repr() would show, on one line, with everything invisible escaped; sets and dicts
/// sorted.
[[nodiscard]] QString pythonRepr(const Value &value);

struct Contrast
{
    QString expected;
    QString found;
};

/// Both texts, each shortened to about `width` characters around the first place where they differ.
[[nodiscard]] Contrast contrast(
    const QString &expected, const QString &found, qsizetype width = 400);

} // namespace ringside::grading

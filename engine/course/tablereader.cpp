#include "course/tablereader.h"

#include "course/suggestion.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

namespace {

bool isOctal(const QString &text)
{
    static const QRegularExpression octal(QStringLiteral("\\A[0-7]{3,4}\\z"));
    return octal.match(text).hasMatch();
}

bool isRange(const QString &text)
{
    static const QRegularExpression range(QStringLiteral("\\A(\\d{1,12})\\.\\.(\\d{1,12})\\z"));
    const auto match = range.match(text);
    return match.hasMatch()
        && match.capturedView(1).toLongLong() <= match.capturedView(2).toLongLong();
}

bool isTime(const QString &text)
{
    return text.contains(u'T') && QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
}

bool isErrnoName(const QString &text)
{
    // Linux has no error number beyond 133 (EHWPOISON). Source: errno(3).
    static const QStringList names = [] {
        QStringList all;
        for (int number = 1; number <= 133; ++number)
            all.append(errnoName(number));
        return all;
    }();
    return names.contains(text);
}

bool isTextWith(const TomlNode &node, auto &&predicate)
{
    return node.type == TomlNode::Type::Text && predicate(node.scalar.toString());
}

bool isListOf(const TomlNode &node, auto &&predicate)
{
    return node.type == TomlNode::Type::List && std::ranges::all_of(node.items, predicate);
}

bool isFilledText(const TomlNode &node)
{
    return isTextWith(node, [](const QString &text) { return !text.trimmed().isEmpty(); });
}

struct ShapeRule
{
    Shape shape;
    const char16_t *name;
    bool (*fits)(const TomlNode &);
};

const ShapeRule shapeRules[] = {
    {Shape::Text, u"a string", isFilledText},
    {Shape::EmptyText, u"a string",
        [](const TomlNode &node) { return node.type == TomlNode::Type::Text; }},
    {Shape::Integer, u"an integer",
        [](const TomlNode &node) { return node.type == TomlNode::Type::Integer; }},
    {Shape::Number, u"a number",
        [](const TomlNode &node) {
            return node.type == TomlNode::Type::Integer || node.type == TomlNode::Type::Real;
        }},
    {Shape::Boolean, u"true or false",
        [](const TomlNode &node) { return node.type == TomlNode::Type::Boolean; }},
    {Shape::Time, u"a time such as 2024-05-01T12:00:00Z",
        [](const TomlNode &node) {
            return node.type == TomlNode::Type::Time || isTextWith(node, isTime);
        }},
    {Shape::Texts, u"a list of strings",
        [](const TomlNode &node) { return isListOf(node, isFilledText); }},
    {Shape::EmptyTexts, u"a list of strings",
        [](const TomlNode &node) {
            return isListOf(
                node, [](const TomlNode &item) { return item.type == TomlNode::Type::Text; });
        }},
    {Shape::Table, u"a table",
        [](const TomlNode &node) { return node.type == TomlNode::Type::Table; }},
    {Shape::Tables, u"a list of tables",
        [](const TomlNode &node) {
            return isListOf(
                node, [](const TomlNode &item) { return item.type == TomlNode::Type::Table; });
        }},
    {Shape::OctalText, u"octal text such as \"0644\"",
        [](const TomlNode &node) { return isTextWith(node, isOctal); }},
    {Shape::Range, u"an integer or a range such as \"3..6\"",
        [](const TomlNode &node) {
            return (node.type == TomlNode::Type::Integer && node.scalar.toLongLong() >= 0)
                || isTextWith(node, isRange);
        }},
    {Shape::ErrnoName, u"the name of an error number such as \"ENOENT\"",
        [](const TomlNode &node) { return isTextWith(node, isErrnoName); }},
    {Shape::ErrnoNames, u"a list of names of error numbers such as [\"ENOENT\"]",
        [](const TomlNode &node) {
            return isListOf(
                node, [](const TomlNode &item) { return isTextWith(item, isErrnoName); });
        }},
};

/// What stands there, so that the author sees it: the value itself where it is short.
QString found(const TomlNode &node)
{
    if (node.type == TomlNode::Type::Text && node.scalar.toString().trimmed().isEmpty())
        return QStringLiteral("an empty string");
    if (node.type == TomlNode::Type::Text && node.scalar.toString().size() <= 30)
        return QStringLiteral("\"%1\"").arg(node.scalar.toString());
    if (node.type == TomlNode::Type::Integer)
        return QString::number(node.scalar.toLongLong());
    return typeName(node.type);
}

QStringList textsOf(const TomlNode *list)
{
    QStringList texts;
    if (list)
        for (const TomlNode &item : list->items)
            texts.append(item.scalar.toString());
    return texts;
}

template <typename T> QString outOfRange(T least, T most, const TomlNode &node)
{
    if (most == std::numeric_limits<T>::max())
        return QStringLiteral("expected at least %1, found %2").arg(least).arg(found(node));
    return QStringLiteral("expected %1 to %2, found %3").arg(least).arg(most).arg(found(node));
}

} // namespace

std::optional<QString> shapeProblem(const TomlNode &node, Shape shape)
{
    QStringList expected;
    for (const ShapeRule &rule : shapeRules) {
        if (!includes(shape, rule.shape))
            continue;
        if (rule.fits(node))
            return std::nullopt;
        expected.append(QString::fromUtf16(rule.name));
    }
    return QStringLiteral("expected %1, found %2")
        .arg(expected.join(QStringLiteral(" or ")), found(node));
}

TableReader::TableReader(const TomlNode &table, Problems &problems, QString name)
    : m_table(table)
    , m_problems(problems)
    , m_name(std::move(name))
{
}

int TableReader::line(QStringView key) const
{
    const TomlMember *member = m_table.member(key);
    return member ? member->line : m_table.line;
}

QString TableReader::inTable() const
{
    return m_name.isEmpty() ? QString() : QStringLiteral(" in %1").arg(m_name);
}

const TomlNode *TableReader::value(const QString &key, Shape shape, Presence presence)
{
    m_known.append(key);
    const TomlMember *member = m_table.member(key);
    if (!member) {
        if (presence == Presence::Required)
            m_problems.add(m_table.line, QStringLiteral("missing key `%1`").arg(key) + inTable());
        return nullptr;
    }
    if (const auto problem = shapeProblem(member->value, shape)) {
        m_problems.add(member->line, QStringLiteral("`%1`: %2").arg(key, *problem));
        return nullptr;
    }
    return &member->value;
}

QString TableReader::text(const QString &key, Presence presence)
{
    const TomlNode *node = value(key, Shape::Text, presence);
    return node ? node->scalar.toString() : QString();
}

QString TableReader::anyText(const QString &key, Presence presence)
{
    const TomlNode *node = value(key, Shape::EmptyText, presence);
    return node ? node->scalar.toString() : QString();
}

QStringList TableReader::texts(const QString &key, Presence presence)
{
    return textsOf(value(key, Shape::Texts, presence));
}

QStringList TableReader::anyTexts(const QString &key)
{
    return textsOf(value(key, Shape::EmptyTexts, Presence::Optional));
}

QStringList TableReader::textOrTexts(const QString &key, Presence presence)
{
    const TomlNode *node = value(key, Shape::Text | Shape::Texts, presence);
    if (node && node->type == TomlNode::Type::Text)
        return {node->scalar.toString()};
    return textsOf(node);
}

std::optional<qint64> TableReader::integer(
    const QString &key, Presence presence, qint64 least, qint64 most)
{
    const TomlNode *node = value(key, Shape::Integer, presence);
    if (!node)
        return std::nullopt;
    const qint64 number = node->scalar.toLongLong();
    if (number >= least && number <= most)
        return number;
    m_problems.add(line(key), QStringLiteral("`%1`: %2").arg(key, outOfRange(least, most, *node)));
    return std::nullopt;
}

std::optional<double> TableReader::number(
    const QString &key, Presence presence, double least, double most)
{
    const TomlNode *node = value(key, Shape::Number, presence);
    if (!node)
        return std::nullopt;
    const double number = node->scalar.toDouble();
    if (number >= least && number <= most)
        return number;
    m_problems.add(line(key), QStringLiteral("`%1`: %2").arg(key, outOfRange(least, most, *node)));
    return std::nullopt;
}

bool TableReader::boolean(const QString &key, bool otherwise)
{
    const TomlNode *node = value(key, Shape::Boolean, Presence::Optional);
    return node ? node->scalar.toBool() : otherwise;
}

std::optional<qsizetype> TableReader::choice(
    const QString &key, const QStringList &words, Presence presence)
{
    const TomlNode *node = value(key, Shape::Text, presence);
    if (!node)
        return std::nullopt;
    const QString word = node->scalar.toString();
    if (const qsizetype index = words.indexOf(word); index >= 0)
        return index;
    m_problems.add(line(key), unknownWord(key, word, words));
    return std::nullopt;
}

const TomlNode *TableReader::table(const QString &key, Presence presence)
{
    return value(key, Shape::Table, presence);
}

std::vector<const TomlNode *> TableReader::tables(const QString &key, Presence presence)
{
    std::vector<const TomlNode *> list;
    const TomlNode *node = value(key, Shape::Tables, presence);
    if (!node)
        return list;
    for (const TomlNode &item : node->items)
        list.push_back(&item);
    if (list.empty() && presence == Presence::Required)
        m_problems.add(line(key), QStringLiteral("`%1`: expected at least one").arg(key));
    return list;
}

QHash<QString, Setting> TableReader::settings(const QList<KeyRule> &rules)
{
    QHash<QString, Setting> found;
    for (const KeyRule &rule : rules)
        if (const TomlNode *node = value(rule.key, rule.shape, rule.presence))
            found.insert(rule.key, {.value = toSetting(*node).value, .line = line(rule.key)});
    return found;
}

void TableReader::finish()
{
    for (const TomlMember &member : m_table.members)
        if (!m_known.contains(member.key))
            m_problems.add(member.line, unknownWord(u"key", member.key, m_known) + inTable());
}

} // namespace ringside::course

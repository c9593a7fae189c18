#include "course/toml.h"

#include <algorithm>
#include <sstream>
#include <toml++/toml.hpp>

namespace ringside::course {

namespace {

class Converter
{
public:
    explicit Converter(int firstLine)
        : m_offset(firstLine - 1)
    {
    }

    TomlNode table(const toml::table &source) const
    {
        TomlNode node{.type = TomlNode::Type::Table, .line = lineOf(source.source())};
        std::vector<std::pair<toml::source_position, TomlMember>> found;
        for (const auto &[key, value] : source) {
            const std::string_view text = key.str();
            found.emplace_back(key.source().begin,
                TomlMember{
                    .key = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())),
                    .line = lineOf(key.source()),
                    .value = convert(value)});
        }
        // The library sorts by name; the order of the file is what the author meant.
        std::ranges::stable_sort(found, {},
            [](const auto &member) { return std::pair(member.first.line, member.first.column); });
        for (auto &member : found)
            node.members.push_back(std::move(member.second));
        return node;
    }

private:
    int lineOf(const toml::source_region &region) const
    {
        return static_cast<int>(region.begin.line) + m_offset;
    }

    TomlNode list(const toml::array &source) const
    {
        TomlNode node{.type = TomlNode::Type::List, .line = lineOf(source.source())};
        for (const toml::node &item : source)
            node.items.push_back(convert(item));
        return node;
    }

    TomlNode scalar(const toml::node &source, TomlNode::Type type, QVariant value) const
    {
        return {.type = type, .line = lineOf(source.source()), .scalar = std::move(value)};
    }

    template <typename Time> TomlNode time(const toml::node &source, const Time &value) const
    {
        std::ostringstream text;
        text << value;
        return scalar(source, TomlNode::Type::Time, QString::fromStdString(text.str()));
    }

    TomlNode convert(const toml::node &source) const
    {
        switch (source.type()) {
        case toml::node_type::table:
            return table(*source.as_table());
        case toml::node_type::array:
            return list(*source.as_array());
        case toml::node_type::integer:
            return scalar(source, TomlNode::Type::Integer,
                QVariant::fromValue<qint64>(source.as_integer()->get()));
        case toml::node_type::floating_point:
            return scalar(source, TomlNode::Type::Real, source.as_floating_point()->get());
        case toml::node_type::boolean:
            return scalar(source, TomlNode::Type::Boolean, source.as_boolean()->get());
        case toml::node_type::date:
            return time(source, source.as_date()->get());
        case toml::node_type::time:
            return time(source, source.as_time()->get());
        case toml::node_type::date_time:
            return time(source, source.as_date_time()->get());
        case toml::node_type::string:
        case toml::node_type::none:
            break;
        }
        return scalar(
            source, TomlNode::Type::Text, QString::fromStdString(source.as_string()->get()));
    }

    int m_offset;
};

QVariant toVariant(const TomlNode &node)
{
    if (node.type == TomlNode::Type::List) {
        QVariantList list;
        for (const TomlNode &item : node.items)
            list.append(toVariant(item));
        return list;
    }
    if (node.type == TomlNode::Type::Table) {
        QVariantMap map;
        for (const TomlMember &member : node.members)
            map.insert(member.key, toVariant(member.value));
        return map;
    }
    return node.scalar;
}

} // namespace

const TomlMember *TomlNode::member(QStringView key) const
{
    const auto found = std::ranges::find(members, key, &TomlMember::key);
    return found != members.end() ? &*found : nullptr;
}

Result<TomlNode> parseToml(QByteArrayView bytes, const QString &file, int firstLine)
{
    try {
        const toml::table table
            = toml::parse(std::string_view(bytes.data(), static_cast<size_t>(bytes.size())));
        return Converter(firstLine).table(table);
    } catch (const toml::parse_error &error) {
        return contentError(file, static_cast<int>(error.source().begin.line) + firstLine - 1,
            QString::fromUtf8(error.description()));
    }
}

QString typeName(TomlNode::Type type)
{
    switch (type) {
    case TomlNode::Type::Text:
        return QStringLiteral("a string");
    case TomlNode::Type::Integer:
        return QStringLiteral("an integer");
    case TomlNode::Type::Real:
        return QStringLiteral("a number with a fraction");
    case TomlNode::Type::Boolean:
        return QStringLiteral("true or false");
    case TomlNode::Type::Time:
        return QStringLiteral("a time");
    case TomlNode::Type::List:
        return QStringLiteral("a list");
    case TomlNode::Type::Table:
        return QStringLiteral("a table");
    }
    return {};
}

Setting toSetting(const TomlNode &node)
{
    return {.value = toVariant(node), .line = node.line};
}

} // namespace ringside::course

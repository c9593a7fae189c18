#pragma once

#include <QString>

#include <variant>
#include <vector>

/// Markdown to blocks of the reader. Raw HTML in the source stays text.
namespace ringside::desktop::markdown {

/// Something painted as rich text: `html` is of our own small subset, made here and nowhere else.
struct Text
{
    enum class Kind : quint8 { Heading, Paragraph, List, Table, Rule };
    Kind kind = Kind::Paragraph;
    int level = 0; ///< of a heading, from 1
    QString html;
};

struct Fence
{
    QString language;
    QString code;
    QString title; ///< of its card; empty: the language
    bool wraps = false; ///< long lines are broken instead of scrolled
};

struct Block;

/// A quotation; with a `kind` ("note", "tip", "warning", "danger") a callout.
struct Quote
{
    QString kind;
    QString title;
    std::vector<Block> blocks;
};

struct Block
{
    std::variant<Text, Fence, Quote> content;
};

[[nodiscard]] std::vector<Block> parse(const QString &source);

/// The HTML of one line or paragraph: for headings, quiz questions and options.
[[nodiscard]] QString inlineHtml(const QString &source);

/// What a reader sees of one line: no markup.
[[nodiscard]] QString plainText(const QString &source);

} // namespace ringside::desktop::markdown

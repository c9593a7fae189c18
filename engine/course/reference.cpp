#include "course/reference.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace ringside::course {

namespace {

constexpr int partLevel = 2;

using Words = QSet<QString>;

const Heading *headingAt(const Lesson &lesson, qsizetype block)
{
    return std::get_if<Heading>(&lesson.blocks[block].content);
}

// A choice between several things one can run: what is broken on purpose shows nothing well.
bool isShowing(const Block &block)
{
    const auto *example = std::get_if<Example>(&block.content);
    return example && example->run && !example->clinic;
}

// Names of two letters and more, and strings: `open(p, "x")` is about open and about "x".
Words wordsOf(const QString &code)
{
    static const QRegularExpression word(uR"re("([^"\n]+)"|'([^'\n]+)'|([A-Za-z_]\w+))re"_s);
    Words words;
    for (auto matches = word.globalMatch(code); matches.hasNext();) {
        const auto match = matches.next();
        const QString text = match.captured(1) + match.captured(2);
        words.insert(text.isEmpty() ? match.captured(3) : u'"' + text);
        words.unite(text.isEmpty() ? Words() : wordsOf(text)); // it may hold code
    }
    return words;
}

QString codeOf(const QString &markdown)
{
    static const QRegularExpression span(u"`([^`]+)`"_s);
    QStringList code;
    for (auto matches = span.globalMatch(markdown); matches.hasNext();)
        code.append(matches.next().captured(1));
    return code.isEmpty() ? markdown : code.join(u'\n');
}

// What a row is about: the functions it calls and the attributes it names before the options it sets, and those before
// the arguments, which are often made up.
QHash<QString, double> weighed(const QString &code)
{
    static const QRegularExpression called(uR"((?:\.([A-Za-z_]\w+))|(?:([A-Za-z_]\w+)\())"_s);
    static const QRegularExpression set(uR"(([A-Za-z_]\w+)=)"_s);
    QHash<QString, double> weights;
    for (const QString &word : wordsOf(code))
        weights[word] = 1;
    for (auto matches = set.globalMatch(code); matches.hasNext();)
        weights[matches.next().captured(1)] = 2;
    for (auto matches = called.globalMatch(code); matches.hasNext();) {
        const auto match = matches.next();
        weights[match.captured(1) + match.captured(2)] = 4;
    }
    return weights;
}

struct Range
{
    qsizetype from, to; ///< blocks
};

// What stands below a heading, with all that is below its sub-headings.
std::optional<Range> rangeBelow(const Lesson &lesson, const auto &isWanted)
{
    const auto size = lesson.blocks.size();
    for (qsizetype from = 0; from < size; ++from) {
        const Heading *wanted = headingAt(lesson, from);
        if (!wanted || !isWanted(*wanted))
            continue;
        qsizetype to = from + 1;
        while (to < size && !(headingAt(lesson, to) && headingAt(lesson, to)->level <= wanted->level))
            ++to;
        return Range{from, to};
    }
    return std::nullopt;
}

QStringList cellsOf(const QString &line)
{
    static const QRegularExpression border(uR"((?<!\\)\|)"_s);
    QStringList cells = line.split(border);
    for (QString &cell : cells)
        cell = cell.replace(u"\\|"_s, u"|"_s).trimmed();
    return cells.sliced(1, qMax(0, cells.size() - 2)); // nothing stands outside the outer borders
}

QList<ReferenceRow> tableRows(const QString &markdown)
{
    QList<ReferenceRow> rows;
    int line = 0; // of a table; the first two are its head
    for (const QString &text : markdown.split(u'\n')) {
        line = text.startsWith(u'|') ? line + 1 : 0;
        const QStringList cells = line > 2 ? cellsOf(text) : QStringList();
        if (cells.size() >= 2)
            rows.append({.call = cells[0], .remark = cells[1]});
    }
    return rows;
}

// The runnable examples of a lesson by the words in them.
class Shelf
{
public:
    explicit Shelf(const Lesson &lesson)
        : m_lesson(lesson)
    {
        for (qsizetype i = 0; i < lesson.blocks.size(); ++i) {
            const Heading *heading = headingAt(lesson, i);
            if (heading && heading->level == partLevel && m_firstPart == 0)
                m_firstPart = i;
            if (!isShowing(lesson.blocks[i]))
                continue;
            m_examples.append({i, wordsOf(std::get<Example>(lesson.blocks[i].content).code)});
            for (const QString &word : m_examples.last().words)
                ++m_counts[word];
        }
    }

    void place(ReferenceRow &row) const
    {
        const std::optional<Range> said = saidPlace(row);
        const QHash<QString, double> words = weighed(codeOf(row.call));
        double best = 0;
        for (const Shown &shown : m_examples) {
            if (said && (shown.block < said->from || shown.block >= said->to))
                continue;
            // The text before the first part is there to puzzle; a part explains.
            const double score = scoreOf(words, shown.words) * (shown.block < m_firstPart ? 0.5 : 1);
            if (score > best || (said && row.example < 0)) {
                best = score;
                row.example = shown.block;
            }
        }
        row.part = anchorAbove(said ? said->from : row.example);
    }

private:
    struct Shown
    {
        qsizetype block;
        Words words;
    };

    [[nodiscard]] std::optional<Range> saidPlace(const ReferenceRow &row) const
    {
        static const QRegularExpression link(uR"(\]\(lesson:([^#)]+)#([^)]+)\))"_s);
        const auto match = link.match(row.call + row.remark);
        if (!match.hasMatch() || match.captured(1) != m_lesson.id)
            return std::nullopt;
        return rangeBelow(m_lesson,
            [anchor = match.captured(2)](const Heading &heading) { return heading.anchor == anchor; });
    }

    [[nodiscard]] double scoreOf(const QHash<QString, double> &wanted, const Words &present) const
    {
        double score = 0;
        for (const auto &[word, weight] : wanted.asKeyValueRange())
            score += present.contains(word) ? weight / m_counts[word] : 0;
        return score;
    }

    [[nodiscard]] QString anchorAbove(qsizetype block) const
    {
        for (; block >= 0; --block) {
            const Heading *heading = headingAt(m_lesson, block);
            if (heading && heading->level <= partLevel)
                return heading->anchor;
        }
        return {};
    }

    const Lesson &m_lesson;
    QList<Shown> m_examples;
    QHash<QString, int> m_counts;
    qsizetype m_firstPart = 0;
};

} // namespace

QList<ReferenceRow> referenceOf(const Lesson &lesson)
{
    const std::optional<Range> tables = rangeBelow(
        lesson, [](const Heading &heading) { return heading.level == partLevel && heading.text == u"Quick reference"; });
    if (!tables)
        return {};
    QList<ReferenceRow> rows;
    for (const Block &block : lesson.blocks.sliced(tables->from, tables->to - tables->from)) {
        if (const auto *prose = std::get_if<Prose>(&block.content))
            rows += tableRows(prose->markdown);
    }
    const Shelf shelf(lesson);
    for (ReferenceRow &row : rows)
        shelf.place(row);
    return rows;
}

} // namespace ringside::course

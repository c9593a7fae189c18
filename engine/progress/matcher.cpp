#include "progress/matcher.h"

#include "progress/words.h"

#include <algorithm>
#include <map>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr int window = 12; ///< words among which all of a pattern must stand
constexpr int negationReach = 3; ///< words in front of them in which a "not" counts
constexpr int shortestCopy = 4; ///< words in a row that are the question's own

/// One entry of KeyPoint::words: alternatives divided by `|`, each one word or several in a row.
using Alternative = QList<Word>;
struct Entry
{
    QList<Alternative> alternatives;
};

QList<Word> withoutWholes(QList<Word> words)
{
    // In a pattern "top-down" means its parts in a row; the whole would stand beside them.
    QList<Word> parts;
    for (const Word &word : std::as_const(words))
        if (parts.isEmpty() || parts.last().position != word.position)
            parts.append(word);
    return parts;
}

QList<Entry> entriesOf(const QStringList &pattern)
{
    QList<Entry> entries;
    for (const QString &text : pattern) {
        Entry entry;
        for (const QString &alternative : text.split(u'|', Qt::SkipEmptyParts))
            if (const auto words = withoutWholes(wordsOf(alternative)); !words.isEmpty())
                entry.alternatives.append(words);
        // A lone `|` asks for the operator.
        if (entry.alternatives.isEmpty() && !wordsOf(text).isEmpty())
            entry.alternatives.append(wordsOf(text));
        if (!entry.alternatives.isEmpty())
            entries.append(entry);
    }
    return entries;
}

/// A place where an entry is said.
struct Hit
{
    int entry = 0;
    int first = 0; ///< positions in words
    int last = 0;
    Span span;
    bool fromQuestion = false; ///< the question uses the same words
};

class AnswerText
{
public:
    AnswerText(const QString &answer, const QString &prompt)
        : m_prompt(withoutWholes(wordsOf(prompt)))
    {
        const QList<Word> words = wordsOf(answer);
        dropCopies(words);
        for (const Word &word : std::as_const(m_words))
            m_byPosition[word.position].append(word);
    }

    [[nodiscard]] const QList<Span> &copied() const { return m_copied; }

    [[nodiscard]] QList<Hit> hitsOf(const QList<Entry> &entries) const
    {
        QList<Hit> hits;
        for (int i = 0; i < entries.size(); ++i)
            for (const Alternative &alternative : entries[i].alternatives)
                for (const auto &[position, words] : m_byPosition)
                    if (auto hit = hitAt(position, alternative)) {
                        hit->entry = i;
                        hits.append(*hit);
                    }
        std::ranges::stable_sort(hits, {}, &Hit::first);
        return hits;
    }

    [[nodiscard]] bool isNegatedBetween(int first, int last) const
    {
        for (auto at = m_byPosition.lower_bound(first - negationReach);
            at != m_byPosition.end() && at->first <= last; ++at)
            for (const Word &word : at->second)
                if (isNegation(word.text))
                    return true;
        return false;
    }

private:
    std::optional<Hit> hitAt(int position, const Alternative &alternative) const
    {
        Hit hit{.first = position, .last = position, .fromQuestion = true};
        int start = -1;
        int end = 0;
        for (const Word &asked : alternative) {
            const auto here = m_byPosition.find(position);
            if (here == m_byPosition.end())
                return {};
            const auto said = std::ranges::find_if(
                here->second, [&](const Word &word) { return says(word, asked); });
            if (said == here->second.end())
                return {};
            start = start < 0 ? said->start : std::min(start, said->start);
            end = std::max(end, said->start + said->length);
            const bool asks = std::ranges::any_of(
                m_prompt, [&](const Word &word) { return says(word, asked); });
            hit.fromQuestion = hit.fromQuestion && asks;
            hit.last = position++;
        }
        hit.span = {start, end - start};
        return hit;
    }

    void dropCopies(const QList<Word> &words)
    {
        const QList<Word> plain = withoutWholes(words);
        QSet<int> copied;
        for (qsizetype i = 0; i < plain.size();) {
            const qsizetype run = longestCopyAt(plain, i);
            if (run < shortestCopy) {
                ++i;
                continue;
            }
            const Word &last = plain[i + run - 1];
            m_copied.append({plain[i].start, last.start + last.length - plain[i].start});
            for (qsizetype end = i + run; i < end; ++i)
                copied.insert(plain[i].position);
        }
        for (const Word &word : words)
            if (!copied.contains(word.position))
                m_words.append(word);
    }

    [[nodiscard]] qsizetype longestCopyAt(const QList<Word> &words, qsizetype at) const
    {
        qsizetype longest = 0;
        for (qsizetype from = 0; from < m_prompt.size(); ++from) {
            qsizetype length = 0;
            while (at + length < words.size() && from + length < m_prompt.size()
                && words[at + length].text == m_prompt[from + length].text)
                ++length;
            longest = std::max(longest, length);
        }
        return longest;
    }

    QList<Word> m_prompt;
    QList<Word> m_words;
    std::map<int, QList<Word>> m_byPosition;
    QList<Span> m_copied;
};

/// Hits that belong together, best first: all entries in the fewest words.
struct Cluster
{
    QList<Hit> hits; ///< one per entry
    [[nodiscard]] int first() const { return std::ranges::min(hits, {}, &Hit::first).first; }
    [[nodiscard]] int last() const { return std::ranges::max(hits, {}, &Hit::last).last; }
};

/// From every hit on, the nearest hits of all entries; the closest together first.
QList<Cluster> clustersOf(const QList<Hit> &hits, qsizetype entries)
{
    QList<QList<Hit>> byEntry(entries);
    for (const Hit &hit : hits)
        byEntry[hit.entry].append(hit);
    QList<qsizetype> next(entries, 0);
    QList<Cluster> clusters;
    for (const Hit &start : hits) {
        Cluster cluster;
        for (qsizetype entry = 0; entry < entries; ++entry) {
            const QList<Hit> &own = byEntry[entry];
            while (next[entry] < own.size() && own[next[entry]].first < start.first)
                ++next[entry];
            if (next[entry] == own.size())
                break;
            cluster.hits.append(own[next[entry]]);
        }
        if (cluster.hits.size() < entries)
            break;
        clusters.append(cluster);
    }
    std::ranges::stable_sort(clusters, {}, [](const Cluster &c) { return c.last() - c.first(); });
    return clusters;
}

QList<Span> spansOf(const QList<Hit> &hits)
{
    QList<Span> spans;
    for (const Hit &hit : hits)
        if (!spans.contains(hit.span))
            spans.append(hit.span);
    std::ranges::sort(spans, {}, &Span::start);
    return spans;
}

struct Look
{
    Sighting sighting = Sighting::NotFound;
    QList<Span> spans;
};

Look lookFor(const QStringList &pattern, const AnswerText &text, bool mayNegate)
{
    const QList<Entry> entries = entriesOf(pattern);
    if (entries.isEmpty())
        return {.sighting = Sighting::NoPattern};
    const QList<Hit> hits = text.hitsOf(entries);
    const QList<Cluster> clusters = clustersOf(hits, entries.size());
    for (const Cluster &cluster : clusters) {
        if (cluster.last() - cluster.first() >= window)
            break;
        if (mayNegate || !text.isNegatedBetween(cluster.first(), cluster.last()))
            return {Sighting::Found, spansOf(cluster.hits)};
    }
    if (!clusters.isEmpty())
        return {Sighting::Unclear, spansOf(clusters.first().hits)};

    // Half of it is worth a look, if not all of that half stood in the question already.
    QSet<int> said;
    for (const Hit &hit : hits)
        said.insert(hit.entry);
    const bool own = !std::ranges::all_of(hits, &Hit::fromQuestion);
    if (own && 2 * said.size() >= entries.size())
        return {Sighting::Unclear, spansOf(hits)};
    return {};
}

bool holdsNegation(const QString &text)
{
    return std::ranges::any_of(wordsOf(text), isNegation, &Word::text);
}

} // namespace

MatchReport matchAnswer(const Card &card, const QString &answer, const QSet<QString> &muted)
{
    const AnswerText text(answer, card.prompt);
    MatchReport report{.copied = text.copied()};
    for (const course::KeyPoint &point : card.keyPoints) {
        const QString uid = pointUid(card, point);
        if (muted.contains(uid)) {
            report.points.append({uid, Sighting::NoPattern, {}});
            continue;
        }
        // A point that itself says "not" is expected to be negated.
        const bool mayNegate = holdsNegation(point.text) || holdsNegation(point.words.join(u' '));
        const Look look = lookFor(point.words, text, mayNegate);
        report.points.append({uid, look.sighting, look.spans});
    }
    for (int i = 0; i < card.wrong.size(); ++i) {
        const bool mayNegate = holdsNegation(card.wrong[i].belief);
        const Look look = lookFor(card.wrong[i].words, text, mayNegate);
        if (look.sighting == Sighting::Found)
            report.beliefs.append({i, look.spans});
    }
    return report;
}

QList<PointTick> proposedTicks(const MatchReport &report)
{
    QList<PointTick> ticks;
    for (const PointSighting &point : report.points)
        if (point.sighting != Sighting::NoPattern)
            ticks.append({point.pointUid, TickedBy::Matcher, point.sighting == Sighting::Found});
    return ticks;
}

} // namespace ringside::progress

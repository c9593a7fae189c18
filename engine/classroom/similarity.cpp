#include "classroom/similarity.h"

#include "classroom/pythonlexer.h"
#include "classroom/pythonnames.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ringside::classroom {

namespace {

using Kind = PythonToken::Kind;

// Every passage of k + w - 1 = 15 shared tokens is found. Measured over real exercises with copies
// whose names were changed and a fifth of whose lines were new.
constexpr qsizetype k = 12;
constexpr qsizetype w = 4;
constexpr qsizetype shortest = 30; ///< tokens; below it nothing can be told apart

// Beginnings of shared passages that an alignment looks at. A table of a thousand numbers has a million.
constexpr qsizetype mostRuns = 1'000'000;

/// A token with all taken from it that a copy can change without thought.
struct Symbol
{
    quint64 hash = 0;
    int line = 0;
    int lastLine = 0;
};

quint64 hashOf(QByteArrayView text)
{
    // FNV-1a: the same on every machine, so that a report is.
    quint64 hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<uchar>(c)) * 0x100000001b3;
    return hash;
}

quint64 mixed(quint64 hash)
{
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
    return hash ^ (hash >> 31);
}

bool holds(const auto &names, const QByteArray &name)
{
    return std::ranges::binary_search(
        names, std::string_view(name.constData(), static_cast<size_t>(name.size())));
}

QByteArray symbolOf(const PythonToken &token, bool isAttribute)
{
    switch (token.kind) {
    case Kind::Name:
        return (isAttribute ? holds(attributeNames, token.text) : holds(freeNames, token.text))
            ? token.text
            : QByteArray("v");
    case Kind::Number:
        return "N";
    case Kind::String:
    case Kind::FormatStart:
        return "S";
    case Kind::Newline:
        return "\n";
    case Kind::Indent:
        return "\t";
    case Kind::Dedent:
        return "\b";
    case Kind::Operator:
    case Kind::Other:
        return token.text;
    case Kind::FormatText:
    case Kind::FormatEnd:
    case Kind::Comment:
    case Kind::LineEnd:
        break;
    }
    return {};
}

QList<Symbol> symbolsOf(const QByteArray &source)
{
    QList<Symbol> symbols;
    bool isAttribute = false;
    static const quint64 text = hashOf("S");
    static const quint64 newline = hashOf("\n");
    static const QList<quint64> beginnings{newline, hashOf("\t"), hashOf("\b")};
    for (const PythonToken &token : tokensOf(source)) {
        const QByteArray symbol = symbolOf(token, isAttribute);
        isAttribute = token.kind == Kind::Operator && token.text == ".";
        if (symbol.isEmpty())
            continue;
        // What is only layout belongs to the line before.
        const bool isLayout = token.text.isEmpty() && !symbols.isEmpty();
        symbols.append({hashOf(symbol), isLayout ? symbols.last().lastLine : token.line,
            isLayout ? symbols.last().lastLine : token.lastLine});
        // A statement of nothing but a text does nothing: descriptions are comments.
        const qsizetype size = symbols.size();
        const bool isText = size >= 2 && symbols[size - 1].hash == newline
            && symbols[size - 2].hash == text
            && (size == 2 || beginnings.contains(symbols[size - 3].hash));
        if (isText)
            symbols.resize(size - 2);
    }
    return symbols;
}

/// The hash of every k tokens in a row.
QList<quint64> gramsOf(const QList<Symbol> &symbols)
{
    QList<quint64> grams;
    for (qsizetype i = 0; i + k <= symbols.size(); ++i) {
        quint64 hash = 0;
        for (qsizetype j = i; j < i + k; ++j)
            hash = hash * 0x9e3779b97f4a7c15 + symbols[j].hash;
        grams.append(mixed(hash));
    }
    return grams;
}

/// The least of every w in a row, the last one of equals.
QSet<quint64> winnowed(const QList<quint64> &grams)
{
    QSet<quint64> chosen;
    for (qsizetype i = 0; i < grams.size(); ++i) {
        const qsizetype end = std::min(i + w, grams.size());
        chosen.insert(*std::min_element(grams.begin() + i, grams.begin() + end));
        if (end == grams.size())
            break;
    }
    return chosen;
}

QSet<quint64> gramsOfAll(const QList<QByteArray> &templates)
{
    QSet<quint64> grams;
    for (const QByteArray &given : templates) {
        for (const quint64 gram : gramsOf(symbolsOf(given)))
            grams.insert(gram);
    }
    return grams;
}

quint64 hashOfAll(const QList<Symbol> &symbols)
{
    quint64 hash = static_cast<quint64>(symbols.size());
    for (const Symbol &symbol : symbols)
        hash = mixed(hash * 0x9e3779b97f4a7c15 + symbol.hash);
    return hash;
}

/// Which tokens are part of what was given.
QList<bool> givenTokens(const QList<quint64> &grams, qsizetype size, const QSet<quint64> &given)
{
    QList<bool> isGiven(size, false);
    for (qsizetype i = 0; i < grams.size(); ++i) {
        if (given.contains(grams[i]))
            std::fill_n(isGiven.begin() + i, k, true);
    }
    return isGiven;
}

QList<Symbol> without(const QList<Symbol> &symbols, const QList<bool> &isGiven)
{
    QList<Symbol> own;
    for (qsizetype i = 0; i < symbols.size(); ++i) {
        if (!isGiven[i])
            own.append(symbols[i]);
    }
    return own;
}

class Comparison
{
public:
    explicit Comparison(const SimilarityRequest &request)
        : m_request(request)
    {
        readFiles();
        weighFingerprints();
    }

    QList<SimilarPair> pairs() const
    {
        QList<SimilarPair> pairs = pairsThatShare();
        rateOutliers(pairs);
        pairs += shortPairs();
        std::ranges::stable_sort(pairs, [](const SimilarPair &one, const SimilarPair &other) {
            return std::tuple(one.isTooShort, -one.similarity, -one.outlier, one.first, one.second)
                < std::tuple(other.isTooShort, -other.similarity, -other.outlier, other.first,
                    other.second);
        });
        pairs.resize(std::min(pairs.size(), m_request.most));
        return pairs;
    }

private:
    struct File
    {
        bool isShort = false;
        quint64 whole = 0; ///< of all that was not given
        double weight = 0; ///< of its fingerprints
    };

    void readFiles()
    {
        const QSet<quint64> given = gramsOfAll(m_request.templates);
        for (qsizetype i = 0; i < m_request.files.size() && !m_request.stop.stop_requested(); ++i) {
            const QList<Symbol> symbols = symbolsOf(m_request.files[i].source);
            const QList<quint64> grams = gramsOf(symbols);
            const QSet<quint64> chosen = winnowed(grams) - given;
            for (const quint64 print : chosen)
                m_holders[print].append(i);
            const QList<Symbol> own
                = without(symbols, givenTokens(grams, symbols.size(), given));
            m_files.append({.isShort = own.size() < shortest, .whole = hashOfAll(own)});
        }
        for (QList<qsizetype> &holders : m_holders)
            std::ranges::sort(holders);
    }

    /// What many have says little, and what a quarter of the class has says nothing.
    void weighFingerprints()
    {
        const auto all = static_cast<double>(m_request.files.size());
        const double most = std::max(5.0, all / 4);
        m_holders.removeIf([&](const auto &entry) {
            return static_cast<double>(entry.value().size()) > most;
        });
        // In one order: sums of doubles are not the same in another.
        m_prints = m_holders.keys();
        std::ranges::sort(m_prints);
        for (const quint64 print : std::as_const(m_prints)) {
            const QList<qsizetype> &holders = *m_holders.constFind(print);
            for (const qsizetype file : holders)
                m_files[file].weight += weightOf(holders);
        }
    }

    [[nodiscard]] double weightOf(const QList<qsizetype> &holders) const
    {
        return std::log(static_cast<double>(m_request.files.size() + 1)
            / static_cast<double>(holders.size()));
    }

    [[nodiscard]] bool areCompared(qsizetype one, qsizetype other) const
    {
        const ComparedFile &first = m_request.files[one];
        const ComparedFile &second = m_request.files[other];
        const bool isSomebodyHere = !first.isEarlier || !second.isEarlier;
        return isSomebodyHere && !m_files[one].isShort && !m_files[other].isShort
            && (first.student != second.student || first.isEarlier != second.isEarlier);
    }

    [[nodiscard]] QList<SimilarPair> pairsThatShare() const
    {
        const qsizetype count = m_files.size();
        QHash<qsizetype, double> shared; // by first * count + second
        for (const quint64 print : m_prints) {
            if (m_request.stop.stop_requested())
                break;
            const QList<qsizetype> &holders = *m_holders.constFind(print);
            const double weight = weightOf(holders);
            for (qsizetype i = 0; i < holders.size(); ++i) {
                for (qsizetype j = i + 1; j < holders.size(); ++j)
                    shared[holders[i] * count + holders[j]] += weight;
            }
        }
        QList<SimilarPair> pairs;
        for (auto it = shared.cbegin(); it != shared.cend(); ++it) {
            const qsizetype first = it.key() / count;
            const qsizetype second = it.key() % count;
            if (areCompared(first, second))
                pairs.append({.first = first, .second = second,
                    .similarity = std::min(1.0,
                        it.value() / std::min(m_files[first].weight, m_files[second].weight))});
        }
        std::ranges::sort(pairs, {}, [](const SimilarPair &pair) {
            return std::pair(pair.first, pair.second);
        });
        return pairs;
    }

    /// Median and its deviation over all pairs of the class, those that share nothing included.
    void rateOutliers(QList<SimilarPair> &pairs) const
    {
        qsizetype all = 0;
        for (qsizetype i = 0; i < m_files.size(); ++i) {
            for (qsizetype j = i + 1; j < m_files.size(); ++j)
                all += areCompared(i, j) ? 1 : 0;
        }
        QList<double> values(all - pairs.size(), 0.0);
        for (const SimilarPair &pair : std::as_const(pairs))
            values.append(pair.similarity);
        const double median = middleOf(values);
        for (double &value : values)
            value = std::abs(value - median);
        // 1.4826: what makes it the deviation where values are spread normally. Where most pairs are
        // the same, a hundredth is taken for it.
        const double deviation = std::max(1.4826 * middleOf(values), 0.01);
        for (SimilarPair &pair : pairs)
            pair.outlier = (pair.similarity - median) / deviation;
    }

    static double middleOf(QList<double> &values)
    {
        if (values.isEmpty())
            return 0;
        const auto middle = values.begin() + values.size() / 2;
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    /// Files that are too short are told only when all of them is the same.
    [[nodiscard]] QList<SimilarPair> shortPairs() const
    {
        QHash<quint64, QList<qsizetype>> same;
        for (qsizetype i = 0; i < m_files.size(); ++i) {
            if (m_files[i].isShort && m_files[i].whole != hashOfAll({}))
                same[m_files[i].whole].append(i);
        }
        QList<SimilarPair> pairs;
        const double most = std::max(5.0, static_cast<double>(m_files.size()) / 4);
        for (const QList<qsizetype> &files : std::as_const(same)) {
            for (qsizetype i = 0; i < files.size() && static_cast<double>(files.size()) <= most; ++i) {
                for (qsizetype j = i + 1; j < files.size(); ++j) {
                    if (!m_request.files[files[i]].isEarlier || !m_request.files[files[j]].isEarlier)
                        pairs.append({.first = files[i], .second = files[j], .similarity = 1,
                            .isTooShort = true});
                }
            }
        }
        return pairs;
    }

    const SimilarityRequest &m_request;
    QList<File> m_files;
    QHash<quint64, QList<qsizetype>> m_holders; ///< files by fingerprint
    QList<quint64> m_prints; ///< all that count
};

QList<int> linesOf(const QList<Symbol> &symbols, const QList<bool> &isMeant)
{
    QList<int> lines;
    for (qsizetype i = 0; i < symbols.size(); ++i) {
        if (isMeant[i] && (lines.isEmpty() || lines.last() < symbols[i].line))
            lines.append(symbols[i].line);
    }
    return lines;
}

/// Finds passages as long as they are, the longest first, each token in one at most.
class Aligner
{
public:
    Aligner(const QByteArray &first, const QByteArray &second, const QList<QByteArray> &templates)
        : m_one(symbolsOf(first))
        , m_other(symbolsOf(second))
    {
        const QSet<quint64> given = gramsOfAll(templates);
        const QList<quint64> grams = gramsOf(m_one);
        const QList<quint64> gramsOfOther = gramsOf(m_other);
        m_isTaken = givenTokens(grams, m_one.size(), given);
        m_isTakenOfOther = givenTokens(gramsOfOther, m_other.size(), given);
        m_view.given = linesOf(m_one, m_isTaken);
        m_view.givenOfOther = linesOf(m_other, m_isTakenOfOther);
        for (qsizetype i = 0; i < gramsOfOther.size(); ++i)
            m_places[gramsOfOther[i]].append(i);
        findRuns(grams);
    }

    AlignedView align()
    {
        std::ranges::sort(m_runs, [](const Run &one, const Run &other) {
            return std::tuple(-one.length, one.at, one.atOther)
                < std::tuple(-other.length, other.at, other.atOther);
        });
        for (const Run &run : std::as_const(m_runs))
            take(run);
        std::ranges::sort(m_view.passages, {}, &SharedPassage::first);
        return std::move(m_view);
    }

private:
    struct Run
    {
        qsizetype length = 0;
        qsizetype at = 0;
        qsizetype atOther = 0;
    };

    /// From the end, so that each passage is walked once. Of too many places the nearest are looked at: what is said
    /// over and over lies beside itself.
    void findRuns(const QList<quint64> &grams)
    {
        const qsizetype most = std::max<qsizetype>(4, mostRuns / std::max<qsizetype>(grams.size(), 1));
        QHash<qsizetype, Run> behind; // by how much further on the other file's place is
        for (qsizetype i = grams.size() - 1; i >= 0; --i) {
            const QList<qsizetype> places = m_places.value(grams[i]);
            const qsizetype near = std::ranges::lower_bound(places, i) - places.begin();
            const qsizetype first = std::clamp<qsizetype>(near - most / 2, 0, std::max<qsizetype>(places.size() - most, 0));
            for (const qsizetype j : places.sliced(first, std::min(most, places.size()))) {
                Run &last = behind[j - i];
                const qsizetype known = last.length > 0 ? last.at - i : m_one.size();
                const qsizetype length = lengthAt(i, j, known);
                last = {length == known ? known + last.length : length, i, j};
                m_runs.append(last);
            }
        }
    }

    /// How many tokens are the same from there on, up to a number.
    [[nodiscard]] qsizetype lengthAt(qsizetype i, qsizetype j, qsizetype most) const
    {
        const qsizetype end = std::min({most, m_one.size() - i, m_other.size() - j});
        qsizetype length = 0;
        while (length < end && m_one[i + length].hash == m_other[j + length].hash && !m_isTaken[i + length]
            && !m_isTakenOfOther[j + length])
            ++length;
        return length;
    }

    void take(const Run &run)
    {
        const qsizetype length = lengthAt(run.at, run.atOther, run.length); // others may have taken some
        if (length < k)
            return;
        std::fill_n(m_isTaken.begin() + run.at, length, true);
        std::fill_n(m_isTakenOfOther.begin() + run.atOther, length, true);
        m_view.passages.append({.first = m_one[run.at].line,
            .last = m_one[run.at + length - 1].lastLine,
            .firstOfOther = m_other[run.atOther].line,
            .lastOfOther = m_other[run.atOther + length - 1].lastLine,
            .tokens = static_cast<int>(length)});
    }

    QList<Symbol> m_one, m_other;
    QList<bool> m_isTaken, m_isTakenOfOther;
    QHash<quint64, QList<qsizetype>> m_places;
    QList<Run> m_runs;
    AlignedView m_view;
};

} // namespace

QList<SimilarPair> similarPairs(const SimilarityRequest &request)
{
    return Comparison(request).pairs();
}

AlignedView alignedView(
    const QByteArray &first, const QByteArray &second, const QList<QByteArray> &templates)
{
    return Aligner(first, second, templates).align();
}

AlignedView mirrored(const AlignedView &view)
{
    AlignedView other{.passages = {}, .given = view.givenOfOther, .givenOfOther = view.given};
    for (const SharedPassage &passage : view.passages)
        other.passages.append({.first = passage.firstOfOther, .last = passage.lastOfOther,
            .firstOfOther = passage.first, .lastOfOther = passage.last, .tokens = passage.tokens});
    std::ranges::stable_sort(other.passages, {}, &SharedPassage::first);
    return other;
}

int lineBeside(const AlignedView &view, int line)
{
    const auto after = std::ranges::upper_bound(view.passages, line, {}, &SharedPassage::first);
    if (view.passages.isEmpty())
        return line;
    if (after == view.passages.begin())
        return std::max(1, after->firstOfOther - (after->first - line));
    const SharedPassage &passage = *std::prev(after);
    if (line > passage.last)
        return passage.lastOfOther + line - passage.last;
    return std::min(passage.firstOfOther + line - passage.first, passage.lastOfOther);
}

} // namespace ringside::classroom

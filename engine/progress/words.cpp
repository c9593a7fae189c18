#include "progress/words.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortestWithSlip = 6;
constexpr qsizetype shortestPrefix = 4;

bool looksLikeName(QStringView word)
{
    const bool marked
        = std::ranges::any_of(word, [](QChar c) { return c == u'_' || c == u'.' || c.isDigit(); });
    // A capital behind the first letter: DirEntry, EACCES, but not an ordinary word at a sentence's
    // start.
    const bool capital = std::ranges::any_of(word.sliced(1), [](QChar c) { return c.isUpper(); });
    return marked || capital;
}

Word wordAt(const QString &text, qsizetype start, qsizetype length, int position)
{
    const QStringView piece = QStringView(text).sliced(start, length);
    const QString folded = piece.toString().toLower();
    return {.text = folded,
        .stem = stemOf(folded),
        .isName = looksLikeName(piece) || isApiName(folded),
        .start = int(start),
        .length = int(length),
        .position = position};
}

/// What stands behind the last dot.
QStringView lastPart(const QString &name)
{
    return QStringView(name).sliced(name.lastIndexOf(u'.') + 1);
}

bool isSameName(const QString &word, const QString &asked)
{
    if (word == asked || lastPart(word) == asked || word == lastPart(asked))
        return true;
    // getdents and getdents64 are one call to everybody.
    return asked.size() >= shortestPrefix && word.startsWith(asked)
        && std::all_of(
            word.begin() + asked.size(), word.end(), [](QChar c) { return c.isDigit(); });
}

/// The group of synonyms a stem belongs to; 0 for none.
int synonymGroup(const QString &stem)
{
    static const QList<QStringList> groups{
        {u"directory"_s, u"folder"_s, u"dir"_s},
        {u"delete"_s, u"remove"_s, u"erase"_s},
        {u"symlink"_s, u"softlink"_s, u"symbolic"_s},
        {u"exception"_s, u"error"_s},
        {u"syscall"_s, u"call"_s},
        {u"descriptor"_s, u"fd"_s},
        {u"same"_s, u"identical"_s, u"equal"_s},
        {u"start"_s, u"begin"_s},
        {u"large"_s, u"big"_s, u"huge"_s},
        {u"fast"_s, u"quick"_s},
        {u"stale"_s, u"outdated"_s, u"obsolete"_s},
        {u"ignore"_s, u"disregard"_s},
        {u"safe"_s, u"secure"_s},
        {u"wrong"_s, u"incorrect"_s, u"false"_s},
        {u"whole"_s, u"entire"_s, u"complete"_s},
        {u"need"_s, u"require"_s},
        {u"show"_s, u"display"_s},
        {u"temporary"_s, u"temp"_s, u"tmp"_s},
        {u"environment"_s, u"env"_s},
        {u"argument"_s, u"parameter"_s},
        {u"durable"_s, u"persistent"_s},
        {u"without"_s, u"no"_s},
    };
    static const QHash<QString, int> byStem = [] {
        QHash<QString, int> map;
        for (int i = 0; i < groups.size(); ++i)
            for (const QString &word : groups[i])
                map.insert(stemOf(word), i + 1);
        return map;
    }();
    return byStem.value(stem);
}

/// Cuts `suffix` off when enough of a word is left.
bool cut(QString &word, QLatin1StringView suffix)
{
    if (!word.endsWith(suffix) || word.size() - suffix.size() < 3)
        return false;
    word.chop(suffix.size());
    return true;
}

} // namespace

QList<Word> wordsOf(const QString &text)
{
    // A dotted name, a word with its apostrophe, a number, or a run of operator signs.
    static const QRegularExpression piece(u"[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]"
                                          u"*)*(?:['’]\\p{L}+)?|\\p{N}[\\p{L}\\p{N}_.]*(?<!\\.)"
                                          "|[=&|~<>+*%]+"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    QList<Word> words;
    int position = -1;
    qsizetype chainStart = -1; // of a word with hyphens
    qsizetype end = -1;
    for (auto match = piece.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        const qsizetype start = found.capturedStart();
        words.append(wordAt(text, start, found.capturedLength(), ++position));
        const bool hyphen = start == end + 1 && end > 0 && text[end] == u'-';
        chainStart = hyphen ? chainStart : start;
        end = found.capturedEnd();
        if (!hyphen)
            continue;
        // "top-down" is also "topdown".
        Word whole = wordAt(text, chainStart, end - chainStart, position);
        whole.text.remove(u'-');
        whole.stem = stemOf(whole.text);
        whole.isName = looksLikeName(QStringView(text).sliced(chainStart, end - chainStart));
        words.append(whole);
    }
    return words;
}

QString stemOf(const QString &word)
{
    QString stem = word;
    if (stem.endsWith(u"'s") || stem.endsWith(u"’s"))
        stem.chop(2);
    if (stem.endsWith(u"ies") && stem.size() > 4)
        stem.replace(stem.size() - 3, 3, u"y"_s);
    else if (!stem.endsWith(u"ss") && !stem.endsWith(u"us") && !stem.endsWith(u"is"))
        cut(stem, "s"_L1);
    cut(stem, "ly"_L1);
    if (cut(stem, "ation"_L1))
        stem += u"at";
    else
        cut(stem, "ion"_L1) || cut(stem, "ing"_L1) || cut(stem, "ed"_L1) || cut(stem, "al"_L1);
    cut(stem, "e"_L1);
    if (stem.endsWith(u'y') && stem.size() > 3)
        stem.back() = u'i';
    const qsizetype size = stem.size();
    if (size > 3 && stem[size - 1] == stem[size - 2] && !u"aeiousl"_s.contains(stem.back()))
        stem.chop(1);
    return stem;
}

bool isOneEditApart(QStringView a, QStringView b)
{
    if (a.size() > b.size())
        std::swap(a, b);
    if (b.size() - a.size() > 1)
        return false;
    qsizetype front = 0;
    while (front < a.size() && a[front] == b[front])
        ++front;
    const QStringView restA = a.sliced(front);
    const QStringView restB = b.sliced(front);
    if (a.size() < b.size())
        return restA == restB.sliced(1);
    if (restA.isEmpty() || restA.sliced(1) == restB.sliced(1))
        return true;
    return restA.size() > 1 && restA[0] == restB[1] && restA[1] == restB[0]
        && restA.sliced(2) == restB.sliced(2);
}

bool isNegation(const QString &word)
{
    static constexpr std::array words{"not"_L1, "no"_L1, "never"_L1, "without"_L1, "cannot"_L1,
        "neither"_L1, "nor"_L1, "none"_L1, "nothing"_L1, "hardly"_L1};
    return std::ranges::find(words, word) != words.end() || word.endsWith(u"n't")
        || word.endsWith(u"n’t");
}

bool says(const Word &word, const Word &asked)
{
    if (isSameName(word.text, asked.text))
        return true;
    const bool marked = looksLikeName(asked.text) || looksLikeName(word.text);
    if (marked || (asked.isName && !isApiName(asked.text)))
        return false;
    // "renames" says `rename`; a slip in a name does not.
    if (word.stem == asked.stem)
        return !(isApiName(word.text) && isApiName(asked.text));
    if (asked.isName)
        return false;
    if (const int group = synonymGroup(asked.stem); group != 0 && group == synonymGroup(word.stem))
        return true;
    return !word.isName && asked.text.size() >= shortestWithSlip
        && word.text.size() >= shortestWithSlip - 1 && isOneEditApart(word.text, asked.text);
}

} // namespace ringside::progress

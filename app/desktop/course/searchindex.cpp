#include "desktop/course/searchindex.h"

#include "course/suggestion.h"
#include "desktop/lesson/readercontent.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int snippetLength = 70;
constexpr int shortestMistyped = 4; // letters; anything is like a shorter word

struct SearchWords
{
    Q_DECLARE_TR_FUNCTIONS(SearchWords)
};

// What a reader sees of a piece of Markdown, near enough to search it.
QString withoutMarks(QString markdown)
{
    static const QRegularExpression link(u"!?\\[([^\\]]*)\\]\\([^)]*\\)"_s);
    static const QRegularExpression marks(u"[`*]|^[>#|-]+ ?|^> \\[![A-Z]+\\]"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression blanks(u"\\s+"_s);
    return markdown.replace(link, u"\\1"_s).remove(marks).replace(blanks, u" "_s).trimmed();
}

QString textOf(const course::Block &block)
{
    struct Reader
    {
        QString operator()(const course::Heading &heading) const { return heading.text; }
        QString operator()(const course::Prose &prose) const { return prose.markdown; }
        QString operator()(const course::Callout &callout) const { return callout.markdown; }
        QString operator()(const course::Figure &figure) const { return figure.caption; }
        QString operator()(const course::Example &example) const { return example.code; }
        QString operator()(const course::Quiz &quiz) const { return quiz.question + u'\n' + quiz.code; }
    };
    return std::visit(Reader(), block.content);
}

bool isErrorName(const QString &name)
{
    static const QRegularExpression error(u"^E[A-Z0-9]{2,}$"_s);
    return error.match(name).hasMatch();
}

// The functions, errors and system calls a piece of a lesson names in code.
QSet<QString> namesIn(const course::Block &block)
{
    static const QRegularExpression code(u"`([^`\\n]+)`"_s);
    static const QRegularExpression name(
        u"^([a-z_][a-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)+|E[A-Z0-9]{2,}|[a-z][a-z0-9_]+(?=\\([1-8]\\)))"_s);
    QSet<QString> names;
    if (const auto *example = std::get_if<course::Example>(&block.content)) {
        for (const course::ExpectedCall &call : example->calls)
            names.insert(call.name);
        return names;
    }
    auto matches = code.globalMatch(textOf(block));
    while (matches.hasNext()) {
        const auto match = name.match(matches.next().captured(1));
        if (match.hasMatch())
            names.insert(match.captured(1));
    }
    return names;
}

QString lessonName(const course::Lesson &lesson)
{
    return SearchWords::tr("Lesson %1, %2").arg(lesson.number).arg(lesson.title);
}

QString linkTo(const course::Lesson &lesson, const QString &anchor)
{
    return u"lesson:%1#%2"_s.arg(lesson.id, anchor);
}

QString snippet(const QString &text, qsizetype at)
{
    const qsizetype from = qMax(0, text.lastIndexOf(u' ', qMax(0, at - snippetLength / 3)) + 1);
    const QString piece = text.mid(from, snippetLength).trimmed();
    return (from > 0 ? u"… "_s : QString()) + piece + (from + snippetLength < text.size() ? u" …"_s : QString());
}

} // namespace

void SearchIndex::add(SearchHit::Kind kind, const QString &title, const QString &detail, const QString &link,
    const QString &text)
{
    static const QRegularExpression word(u"[\\w.]*\\w"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QString plain = withoutMarks(text);
    m_entries.append({{kind, title, detail, link}, title.toCaseFolded(), detail.toCaseFolded(), plain,
        plain.toCaseFolded()});
    for (const QString &searched : {m_entries.last().title, m_entries.last().foldedText}) {
        for (const QRegularExpressionMatch &match : word.globalMatch(searched))
            ++m_words[match.captured()];
    }
}

void SearchIndex::addOwn(
    const QString &title, const QString &detail, const QString &link, const QString &text)
{
    add(SearchHit::Kind::Own, title, detail, link, text);
}

SearchIndex SearchIndex::of(const course::Course &course)
{
    SearchIndex index;
    for (const course::Lesson &lesson : course.lessons)
        index.addLesson(lesson);
    for (const course::Exercise &exercise : course.exercises)
        index.addExercise(exercise);
    index.addNames(course);
    for (const course::Lesson &lesson : course.lessons) {
        for (const course::Question &question : lesson.questions)
            index.addQuestion(question);
    }
    for (const course::Question &question : course.interviews.questions)
        index.addQuestion(question);
    return index;
}

void SearchIndex::addLesson(const course::Lesson &lesson)
{
    for (const LessonPart &part : partsOf(lesson)) {
        const auto blocks = lesson.blocks.sliced(part.firstBlock, part.blockCount);
        QStringList texts;
        for (const course::Block &block : blocks)
            texts.append(textOf(block));
        add(SearchHit::Kind::Part, part.title, lessonName(lesson), linkTo(lesson, part.anchor),
            texts.join(u'\n'));
        for (const course::Block &block : blocks) {
            const auto *heading = std::get_if<course::Heading>(&block.content);
            if (heading && heading->anchor != part.anchor)
                add(SearchHit::Kind::Heading, markdown::plainText(heading->text),
                    u"%1 › %2"_s.arg(lessonName(lesson), part.title), linkTo(lesson, heading->anchor));
        }
    }
}

// One entry for a name, which leads to the part that speaks of it most.
void SearchIndex::addNames(const course::Course &course)
{
    struct Found
    {
        int parts = 0;
        int most = 0;
        QString title, link;
    };
    QMap<QString, Found> names;
    for (const course::Lesson &lesson : course.lessons) {
        for (const LessonPart &part : partsOf(lesson)) {
            QHash<QString, int> counts;
            for (const course::Block &block : lesson.blocks.sliced(part.firstBlock, part.blockCount)) {
                for (const QString &name : namesIn(block))
                    ++counts[name];
            }
            for (const auto &[name, count] : counts.asKeyValueRange()) {
                Found &found = names[name];
                ++found.parts;
                if (count > found.most)
                    found = {found.parts, count, u"%1, %2"_s.arg(lesson.title, part.title),
                        linkTo(lesson, part.anchor)};
            }
        }
    }
    for (const auto &[name, found] : names.asKeyValueRange()) {
        const QString kind = isErrorName(name) ? SearchWords::tr("error")
            : name.contains(u'.')              ? SearchWords::tr("function")
                                               : SearchWords::tr("system call");
        add(SearchHit::Kind::Name, name,
            found.parts == 1 ? u"%1 · %2"_s.arg(kind, found.title)
                             : SearchWords::tr("%1 · %2 and %n other part(s)", nullptr, found.parts - 1)
                                   .arg(kind, found.title),
            found.link);
    }
}

void SearchIndex::addExercise(const course::Exercise &exercise)
{
    add(SearchHit::Kind::Exercise, exercise.title, SearchWords::tr("Exercise %1").arg(exercise.code),
        u"exercise:"_s + exercise.slug, exercise.task);
}

void SearchIndex::addQuestion(const course::Question &question)
{
    QStringList points;
    for (const course::KeyPoint &point : question.keyPoints)
        points.append(point.text);
    add(SearchHit::Kind::Question, withoutMarks(question.prompt), SearchWords::tr("Question %1").arg(question.id),
        u"question:"_s + question.id, points.join(u'\n'));
}

int SearchIndex::score(const Entry &entry, const QString &word)
{
    const qsizetype at = entry.title.indexOf(word);
    if (at == 0)
        return entry.title.size() == word.size() ? 400 : 120;
    if (at > 0)
        return entry.title[at - 1].isLetterOrNumber() ? 40 : 80;
    if (entry.detail.contains(word))
        return 20;
    return entry.foldedText.contains(word) ? 5 : 0;
}

/// The commonest of the words nearest to one that is nowhere; the word itself where it is found or nothing is near.
/// The first letter is seldom the mistyped one, and without it too much is alike.
QString SearchIndex::meantBy(const QString &word) const
{
    const auto holdsIt = [&](const Entry &entry) { return score(entry, word) > 0; };
    if (word.size() < shortestMistyped || std::ranges::any_of(m_entries, holdsIt))
        return word;
    QStringList like;
    for (auto known = m_words.keyBegin(); known != m_words.keyEnd(); ++known) {
        if (known->front() == word.front() && qAbs(known->size() - word.size()) <= 2)
            like.append(*known);
    }
    std::ranges::sort(like, [this](const QString &left, const QString &right) {
        return std::pair(m_words[right], left) < std::pair(m_words[left], right);
    });
    const QString nearest = course::nearest(word, like);
    return nearest.isEmpty() ? word : nearest;
}

QList<SearchHit> SearchIndex::find(const QString &typed, int most) const
{
    QStringList words = typed.toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    QList<SearchHit> hits = hitsOf(words, most);
    if (!hits.isEmpty())
        return hits;
    for (QString &word : words)
        word = meantBy(word);
    hits = hitsOf(words, most);
    for (SearchHit &hit : hits)
        hit.detail = SearchWords::tr("“%1” · %2").arg(words.join(u' '), hit.detail);
    return hits;
}

QList<SearchHit> SearchIndex::hitsOf(const QStringList &words, int most) const
{
    const QString phrase = words.join(u' ');
    QList<std::pair<int, qsizetype>> scored;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const Entry &entry = m_entries[i];
        int points = 0;
        for (const QString &word : words) {
            const int gained = score(entry, word);
            points = gained > 0 && points >= 0 ? points + gained : -1;
        }
        if (points > 0 && words.size() > 1 && entry.title.contains(phrase))
            points += 400; // the words as they stand there are more than each of them somewhere
        const bool listed = entry.hit.kind == SearchHit::Kind::Part || entry.hit.kind == SearchHit::Kind::Exercise;
        if (words.isEmpty() ? listed : points > 0)
            scored.append({points, i});
    }
    std::ranges::stable_sort(scored, std::ranges::greater(), &std::pair<int, qsizetype>::first);
    QList<SearchHit> hits;
    for (const auto &[points, index] : scored.first(qMin(most, int(scored.size())))) {
        SearchHit hit = m_entries[index].hit;
        if (!words.isEmpty() && points < 20 * words.size()) // the text it was found in tells more than its place
            hit.detail = snippet(m_entries[index].text, m_entries[index].foldedText.indexOf(words.first()));
        hits.append(hit);
    }
    return hits;
}

} // namespace ringside::desktop

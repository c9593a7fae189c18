#include "progress/deck.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

/// Walks through one lesson and makes cards of its blocks.
class LessonDeck
{
public:
    LessonDeck(const course::Lesson &lesson, QList<Card> &cards)
        : m_lesson(lesson)
        , m_cards(cards)
    {
    }

    void collect()
    {
        for (const course::Question &question : m_lesson.questions)
            add(questionCard(question));
        for (const course::Block &block : m_lesson.blocks)
            std::visit([this](const auto &content) { take(content); }, block.content);
    }

    static Card questionCard(const course::Question &question)
    {
        Card card{.uid = u"question:"_s + question.id,
            .kind = QuestionKind::Open,
            .lesson = question.lesson,
            .part = question.part,
            .topic = question.lesson.isEmpty() ? QString(acrossTopic) : question.lesson,
            .level = question.level,
            .prompt = question.prompt,
            .keyPoints = question.keyPoints,
            .wrong = question.wrong,
            .followUpPrompt = question.followUpPrompt,
            .followUpAnswer = question.followUpAnswer};
        return card;
    }

private:
    void take(const auto &) { }

    void take(const course::Heading &heading)
    {
        // A heading inside a part does not begin another one.
        if (heading.level > 2)
            return;
        m_part = heading.anchor;
        m_heading = heading.text;
        m_counts.clear();
        m_clinic = nullptr;
    }

    void take(const course::Quiz &quiz)
    {
        const auto prints
            = [](const course::QuizOption &option) { return !option.prints.isEmpty(); };
        const bool runs = !quiz.code.isEmpty() && std::ranges::any_of(quiz.options, prints);
        Card card = cardHere(u"quiz"_s, runs ? QuestionKind::Predict : QuestionKind::Choice);
        card.prompt = quiz.question;
        card.code = quiz.code;
        card.world = quiz.world;
        card.options = quiz.options;
        card.reference = quiz.documented;
        add(std::move(card));
    }

    void take(const course::Example &example)
    {
        if (example.clinic)
            m_clinic = &example;
        else if (example.fixed && m_clinic)
            takeClinic(*std::exchange(m_clinic, nullptr), example);
        if (example.run && !example.calls.isEmpty() && !example.continues)
            takeCalls(example);
    }

    void takeClinic(const course::Example &broken, const course::Example &repaired)
    {
        Card card = cardHere(u"clinic"_s, QuestionKind::FindBug);
        card.code = broken.code;
        card.world = repaired.world;
        card.fixedCode = repaired.code;
        card.expectedOutput = repaired.output.value_or(QString());
        card.bugLines = changedLines(broken.code, repaired.code);
        add(std::move(card));
    }

    void takeCalls(const course::Example &example)
    {
        Card card = cardHere(u"calls"_s, QuestionKind::Calls);
        card.code = example.code;
        card.world = example.world;
        card.calls = example.calls;
        // What a lesson lists is an excerpt: who also names what lays the files out, opens or prints is not wrong.
        for (const QString &call : {u"chmod"_s, u"close"_s, u"fstat"_s, u"ioctl"_s, u"link"_s, u"lseek"_s, u"mkdir"_s,
                 u"openat"_s, u"read"_s, u"rmdir"_s, u"symlink"_s, u"unlink"_s, u"write"_s})
            if (!std::ranges::contains(card.calls, call, &course::ExpectedCall::name))
                card.toleratedCalls.append(call);
        add(std::move(card));
    }

    /// A card of the part we are in. The first of a kind bears the part's name, the others are
    /// counted, so that adding one at the end renames none.
    Card cardHere(const QString &kind, QuestionKind questionKind)
    {
        const int number = ++m_counts[kind];
        const QString suffix = number == 1 ? QString() : u".%1"_s.arg(number);
        return {.uid = u"%1:%2#%3%4"_s.arg(kind, m_lesson.id, m_part, suffix),
            .kind = questionKind,
            .lesson = m_lesson.id,
            .part = m_part,
            .topic = m_lesson.id,
            .level = levelOfLesson(),
            .prompt = m_heading.isEmpty() ? m_lesson.title : m_heading};
    }

    [[nodiscard]] course::QuestionLevel levelOfLesson() const
    {
        if (m_lesson.level == u"foundation")
            return course::QuestionLevel::Junior;
        return m_lesson.level == u"mid" ? course::QuestionLevel::Mid
                                        : course::QuestionLevel::Senior;
    }

    void add(Card card) { m_cards.append(std::move(card)); }

    const course::Lesson &m_lesson;
    QList<Card> &m_cards;
    QString m_part;
    QString m_heading;
    QHash<QString, int> m_counts;
    const course::Example *m_clinic = nullptr;
};

Card orderCard(const course::OrderTask &order)
{
    return {.uid = u"order:"_s + order.id,
        .kind = QuestionKind::OrderSteps,
        .topic = QString(acrossTopic),
        .level = order.level,
        .prompt = order.prompt,
        .answer = order.why,
        .steps = order.steps,
        .before = order.before};
}

Card exerciseCard(const course::Exercise &exercise)
{
    return {.uid = u"exercise:"_s + exercise.id,
        .kind = QuestionKind::Coding,
        .lesson = exercise.lesson,
        .topic = exercise.lesson,
        .level = course::QuestionLevel(exercise.level),
        .prompt = exercise.title,
        .exercise = exercise.id};
}

/// Length of the longest common subsequence of lines from (i, j) on.
QList<QList<int>> commonLengths(const QStringList &a, const QStringList &b)
{
    QList<QList<int>> lengths(a.size() + 1, QList<int>(b.size() + 1, 0));
    for (qsizetype i = a.size() - 1; i >= 0; --i)
        for (qsizetype j = b.size() - 1; j >= 0; --j)
            lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1
                                         : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    return lengths;
}

} // namespace

QList<Card> cardsOf(const course::Course &course)
{
    QList<Card> cards;
    for (const course::Lesson &lesson : course.lessons)
        LessonDeck(lesson, cards).collect();
    for (const course::Question &question : course.interviews.questions)
        cards.append(LessonDeck::questionCard(question));
    for (const course::OrderTask &order : course.interviews.orders)
        cards.append(orderCard(order));
    for (const course::Exercise &exercise : course.exercises)
        cards.append(exerciseCard(exercise));
    for (Card &card : cards)
        card.revision = revisionOf(card);
    return cards;
}

QHash<QString, qsizetype> indexOf(const QList<Card> &cards)
{
    QHash<QString, qsizetype> index;
    for (qsizetype i = 0; i < cards.size(); ++i)
        index.insert(cards[i].uid, i);
    return index;
}

QList<int> changedLines(const QString &broken, const QString &repaired)
{
    const QStringList a = broken.split(u'\n');
    const QStringList b = repaired.split(u'\n');
    const auto lengths = commonLengths(a, b);
    QList<int> changed;
    QList<int> added; // the line behind which something is added
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
            changed.append(int(++i));
        } else {
            added.append(int(std::max<qsizetype>(i, 1)));
            ++j;
        }
    }
    // Blank lines and comments are not where a bug is.
    changed.removeIf([&](int line) {
        const QString text = a[line - 1].trimmed();
        return text.isEmpty() || text.startsWith(u'#');
    });
    if (changed.isEmpty())
        changed = added;
    changed.erase(std::ranges::unique(changed).begin(), changed.end());
    return changed;
}

QList<qsizetype> confusableGroupsOf(const Card &card, const QList<course::ConfusableGroup> &groups)
{
    const QString text = card.prompt + u'\n' + card.code;
    const auto stands = [&](const QString &name) {
        const QRegularExpression word(
            u"(?<![\\w.])%1(?!\\w)"_s.arg(QRegularExpression::escape(name)));
        return word.match(text).hasMatch();
    };
    QList<qsizetype> found;
    for (qsizetype i = 0; i < groups.size(); ++i)
        if (std::ranges::any_of(groups[i].names, stands))
            found.append(i);
    return found;
}

} // namespace ringside::progress

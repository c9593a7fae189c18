#include "progress/mockplan.h"

#include "progress/deck.h"

#include <QRandomGenerator>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;
using course::InterviewRound;
using course::InterviewScript;
using course::RoundKind;

namespace {

/// How the minutes of a drawn interview are spent.
struct Shape
{
    int openQuestions;
    int openMinutes; ///< each
    int readMinutes;
    int codingMinutes;
};

Shape shapeOf(int minutes)
{
    if (minutes <= 20)
        return {.openQuestions = 3, .openMinutes = 3, .readMinutes = 3, .codingMinutes = 8};
    if (minutes <= 40)
        return {.openQuestions = 5, .openMinutes = 4, .readMinutes = 5, .codingMinutes = 15};
    return {.openQuestions = 6, .openMinutes = 5, .readMinutes = 8, .codingMinutes = 22};
}

bool isReading(const Card &card)
{
    return card.kind == QuestionKind::Predict || card.kind == QuestionKind::FindBug
        || card.kind == QuestionKind::Calls;
}

bool isOpen(const Card &card)
{
    return card.kind == QuestionKind::Open && !card.keyPoints.isEmpty();
}

bool isCoding(const Card &card)
{
    return card.kind == QuestionKind::Coding;
}

class Drawing
{
public:
    Drawing(const MockConfig &config, const MockSource &source)
        : m_config(config)
        , m_source(source)
        , m_index(indexOf(source.cards))
        , m_random(quint32(config.seed ^ (config.seed >> 32)))
    {
    }

    Result<MockPlan> draw()
    {
        const Shape shape = shapeOf(m_config.minutes);
        MockPlan plan;
        for (const Card *card : takeOpen(shape.openQuestions))
            plan.steps.append(stepOf(*card, RoundKind::Questions, shape.openMinutes));
        // Reading before writing, talking before both: as interviews go.
        for (const Card *card : take(isReading, 1))
            plan.steps.append(stepOf(*card, RoundKind::Read, shape.readMinutes));
        for (const Card *card : take(isCoding, 1))
            plan.steps.append(stepOf(*card, RoundKind::Coding, shape.codingMinutes));
        if (plan.steps.isEmpty())
            return contentError({}, 0, u"no question fits the wishes"_s);
        return plan;
    }

    Result<MockPlan> follow(const InterviewScript &script)
    {
        MockPlan plan{.scriptId = script.id,
            .title = script.title,
            .help = script.help,
            .passPoints = double(script.passPoints),
            .passCondition = script.passCondition,
            .redFlags = script.redFlags};
        for (const InterviewRound &round : script.rounds)
            if (round.kind == RoundKind::Questions)
                plan.steps += questionSteps(round, script);
            else
                plan.steps.append(roundStep(round));
        return plan;
    }

private:
    [[nodiscard]] const Card *find(const QString &uid) const
    {
        const auto found = m_index.constFind(uid);
        return found == m_index.cend() ? nullptr : &m_source.cards[*found];
    }

    static MockStep stepOf(const Card &card, RoundKind kind, int minutes)
    {
        MockStep step{.kind = kind, .card = card, .seconds = 60 * minutes, .points = 1};
        if (!card.followUpPrompt.isEmpty())
            step.followUps.append({card.followUpPrompt, card.followUpAnswer});
        return step;
    }

    /// How much a card is wanted; 0 for one that does not fit.
    [[nodiscard]] double weightOf(const Card &card, bool anyLevel, bool alsoAskedLately) const
    {
        if (!m_config.topics.isEmpty() && !m_config.topics.contains(card.topic))
            return 0;
        if (!anyLevel && m_config.level && card.level != *m_config.level)
            return 0;
        if (!alsoAskedLately && m_source.askedLately.contains(card.uid))
            return 0;
        // A topic nobody knows anything about is neither weak nor strong.
        return m_config.weakTopics ? 1.05 - m_source.topicScores.value(card.topic, 0.5) : 1;
    }

    /// Draws without putting back, by weight. Widens what fits step by step until there are enough:
    /// first what was asked lately, then other levels.
    template <typename Fits> QList<const Card *> take(Fits fits, int count)
    {
        QList<const Card *> drawn;
        for (const auto &[anyLevel, alsoLately] :
            {std::pair(false, false), {false, true}, {true, true}})
            while (drawn.size() < count) {
                const Card *card = drawOne(fits, anyLevel, alsoLately);
                if (!card)
                    break;
                drawn.append(card);
                m_used.insert(card->uid);
                ++m_asked[card->topic];
            }
        return drawn;
    }

    template <typename Fits>
    QList<std::pair<const Card *, double>> fitting(Fits fits, bool anyLevel, bool alsoLately) const
    {
        QList<std::pair<const Card *, double>> cards;
        for (const Card &card : m_source.cards) {
            if (!fits(card) || m_used.contains(card.uid))
                continue;
            if (const double weight = weightOf(card, anyLevel, alsoLately); weight > 0)
                cards.append({&card, weight});
        }
        return cards;
    }

    /// Of topics that were chosen one by one, those that had the fewest turns.
    QList<std::pair<const Card *, double>> fairly(QList<std::pair<const Card *, double>> cards) const
    {
        if (m_config.topics.size() < 2 || m_config.weakTopics || cards.isEmpty())
            return cards;
        const auto turns = [this](const auto &card) { return m_asked.value(card.first->topic); };
        const int fewest = turns(*std::ranges::min_element(cards, {}, turns));
        cards.removeIf([&](const auto &card) { return turns(card) > fewest; });
        return cards;
    }

    template <typename Fits> const Card *drawOne(Fits fits, bool anyLevel, bool alsoLately)
    {
        QList<std::pair<const Card *, double>> candidates;
        double sum = 0;
        for (const auto &[card, weight] : fairly(fitting(fits, anyLevel, alsoLately)))
            candidates.append({card, sum += weight});
        if (candidates.isEmpty())
            return nullptr;
        const double ticket = m_random.generateDouble() * sum;
        for (const auto &[card, upTo] : candidates)
            if (ticket < upTo)
                return card;
        return candidates.last().first;
    }

    /// Open questions in an order that changes the lesson from one to the next where that is
    /// possible.
    QList<const Card *> takeOpen(int count)
    {
        QList<const Card *> drawn = take(isOpen, count);
        // The lesson with the most left goes next: only then nothing is left over to stand in a
        // row.
        QList<const Card *> ordered;
        while (!drawn.isEmpty()) {
            const QString last = ordered.isEmpty() ? QString() : ordered.last()->topic;
            const auto left = [&](const Card *card) {
                return std::ranges::count(drawn, card->topic, &Card::topic);
            };
            const auto next = std::ranges::max_element(drawn, {}, [&](const Card *card) {
                return card->topic == last && !ordered.isEmpty() ? 0 : left(card);
            });
            ordered.append(*next);
            drawn.erase(next);
        }
        return ordered;
    }

    QList<MockStep> questionSteps(const InterviewRound &round, const InterviewScript &script)
    {
        QList<const Card *> cards;
        for (const QString &id : round.questions)
            if (const Card *card = questionOf(id, script))
                cards.append(card);
        QList<MockStep> steps;
        for (const Card *card : std::as_const(cards)) {
            MockStep step = stepOf(*card, RoundKind::Questions, 0);
            step.seconds = 60 * round.minutes / int(cards.size());
            step.points = double(round.points) / double(cards.size());
            if (isOf(round, *card)) { // what the round says is not about a question from the pool
                step.title = round.title;
                step.watch = round.watch;
            }
            steps.append(step);
        }
        // What the interviewer adds belongs to the last question of the round.
        if (!steps.isEmpty() && isOf(round, *cards.last()))
            for (const QString &prompt : round.followUps)
                steps.last().followUps.append({prompt, {}});
        return steps;
    }

    static bool isOf(const InterviewRound &round, const Card &card)
    {
        return round.questions.contains(card.uid.section(u':', 1));
    }

    /// The script's question, or one of its pool: in its place when varied, or when the course
    /// lacks it.
    const Card *questionOf(const QString &id, const InterviewScript &script)
    {
        QList<const Card *> others;
        for (const QString &other : script.pool)
            if (const Card *card = find(u"question:"_s + other);
                card && !m_used.contains(card->uid))
                others.append(card);
        const Card *card = find(u"question:"_s + id);
        const bool exchange = !card || (m_config.varied && m_random.bounded(2) == 0);
        if (exchange && !others.isEmpty())
            card = others[m_random.bounded(others.size())];
        if (card)
            m_used.insert(card->uid);
        return card;
    }

    MockStep roundStep(const InterviewRound &round)
    {
        MockStep step{.kind = round.kind,
            .title = round.title,
            .seconds = 60 * round.minutes,
            .points = double(round.points),
            .trace = round.trace,
            .watch = round.watch,
            .answers = round.answers};
        if (round.kind == RoundKind::Coding)
            if (const Card *card = find(m_source.exercisesByCode.value(round.exercise)))
                step.card = *card;
        step.card.prompt = round.prompt;
        step.card.code = round.code;
        step.card.keyPoints = round.keyPoints;
        step.card.wrong = round.wrong;
        if (step.card.topic.isEmpty())
            step.card.topic = QString(acrossTopic);
        for (const QString &prompt : round.followUps)
            step.followUps.append({prompt, {}});
        return step;
    }

    const MockConfig &m_config;
    const MockSource &m_source;
    QHash<QString, qsizetype> m_index;
    QRandomGenerator m_random;
    QSet<QString> m_used;
    QHash<QString, int> m_asked; ///< turns by topic
};

} // namespace

int MockPlan::seconds() const
{
    int sum = 0;
    for (const MockStep &step : steps)
        sum += step.seconds;
    return sum;
}

double MockPlan::points() const
{
    double sum = 0;
    for (const MockStep &step : steps)
        sum += step.points;
    return sum;
}

Result<MockPlan> drawMock(const MockConfig &config, const MockSource &source)
{
    Drawing drawing(config, source);
    if (config.script.isEmpty())
        return drawing.draw();
    const auto script
        = std::ranges::find(source.content.scripts, config.script, &InterviewScript::id);
    if (script == source.content.scripts.end())
        return contentError({}, 0, u"unknown script `%1`"_s.arg(config.script));
    return drawing.follow(*script);
}

} // namespace ringside::progress

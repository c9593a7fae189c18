#include "cli/commands.h"
#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "progress/deck.h"
#include "progress/reviewdesk.h"
#include "review/cardjudge.h"
#include "wording/learning.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cstdio>
#include <string>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using progress::Card;
using progress::Grade;
using progress::QuestionKind;
using progress::Store;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// Lines somebody types. Nothing at the end of the input.
class Input
{
public:
    static std::optional<QString> line(const QString &prompt)
    {
        Console().printRaw(prompt.toUtf8());
        QByteArray typed;
        for (int c = std::getchar(); c != '\n'; c = std::getchar()) {
            if (c == EOF && typed.isEmpty())
                return {};
            if (c == EOF)
                break;
            typed.append(char(c));
        }
        return QString::fromUtf8(typed).trimmed();
    }

    /// Up to a line of one full stop, or the end of the input.
    static QString paragraph()
    {
        QStringList lines;
        for (auto typed = line(u"> "_s); typed && *typed != u"."; typed = line(u"> "_s))
            lines.append(*typed);
        return lines.join(u'\n').trimmed();
    }
};

/// One sitting: card after card until the queue or the input ends.
class Sitting
{
public:
    Sitting(const Store &store, const course::Course &course, progress::TurnSource source)
        : m_store(store)
        , m_course(course)
        , m_source(std::move(source))
    {
    }

    int run(int most)
    {
        for (int asked = 0; most == 0 || asked < most; ++asked) {
            auto turn = progress::nextTurn(m_store, m_source, progress::currentMoment());
            if (!turn)
                return complain(turn.error());
            if (!turn->card)
                return end(*turn);
            m_turn = *turn;
            const auto status = askCard();
            if (status)
                return *status;
        }
        return Good;
    }

private:
    int end(const progress::Turn &turn)
    {
        if (turn.queue.heldBack > 0)
            m_console.print(Words::tr("Enough for today: %1 more are due and come tomorrow.")
                    .arg(wording::cardsText(turn.queue.heldBack)));
        else
            m_console.print(m_answered == 0 ? Words::tr("Nothing is due.") : Words::tr("Nothing more is due."));
        return Good;
    }

    /// Nothing to go on; a status to end.
    std::optional<int> askCard()
    {
        m_shownMs = QDateTime::currentMSecsSinceEpoch();
        m_answer = {};
        m_ticks.clear();
        m_right = false;
        printQuestion();
        if (!readAnswer()) {
            m_console.print(Words::tr("The rest is for another time."));
            return Good;
        }
        const auto proposal = m_turn.card->kind == QuestionKind::Open ? tickPoints() : judge();
        if (!proposal)
            return m_status;
        return chooseGrade(*proposal);
    }

    void printQuestion()
    {
        const Card &card = *m_turn.card;
        m_console.printLines({}, 0);
        m_console.printLines(m_console.toned(Words::tr("%1 · %2 · %3 to go").arg(wording::kindName(card.kind),
            wording::topicTitle(m_course, card.topic), wording::cardsText(m_turn.left)), Tone::Quiet), 0);
        m_console.print(m_console.toned(card.prompt, Tone::Strong));
        if (!card.code.trimmed().isEmpty())
            m_console.printLines(u'\n' + numbered(card.code.trimmed()), 2);
        m_order = progress::shuffled(card.kind == QuestionKind::OrderSteps ? card.steps.size() : card.options.size(),
            card.uid, m_turn.due.state.reps);
        for (qsizetype i = 0; i < m_order.size(); ++i)
            m_console.print(u"%1  %2"_s.arg(i + 1).arg(card.kind == QuestionKind::OrderSteps
                    ? card.steps[m_order[i]] : card.options[m_order[i]].text), 2);
    }

    static QString numbered(const QString &code)
    {
        QStringList lines = code.split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i)
            lines[i] = u"%1  %2"_s.arg(i + 1, 2).arg(lines[i]);
        return lines.join(u'\n');
    }

    static QString hintOf(QuestionKind kind)
    {
        switch (kind) {
        case QuestionKind::Open:
            return Words::tr("Your answer; a line with only a full stop ends it, nothing means that you don't know.");
        case QuestionKind::OrderSteps:
            return Words::tr("The numbers in the right order, for example: 2 1 3");
        case QuestionKind::FindBug:
            return Words::tr("The number of the faulty line. Repairing it is for the window.");
        case QuestionKind::Calls:
            return Words::tr("The names of the system calls, in any order");
        default:
            return Words::tr("The number of what is right; several with blanks between; nothing if you don't know");
        }
    }

    /// False at the end of the input.
    bool readAnswer()
    {
        const Card &card = *m_turn.card;
        m_console.print(m_console.toned(hintOf(card.kind), Tone::Quiet));
        QString typed;
        if (card.kind == QuestionKind::Open || (card.kind == QuestionKind::Predict && card.options.isEmpty())) {
            typed = Input::paragraph();
            if (typed.isEmpty() && std::feof(stdin))
                return false;
        } else {
            const auto line = Input::line(u"> "_s);
            if (!line)
                return false;
            typed = *line;
        }
        takeAnswer(typed);
        return true;
    }

    void takeAnswer(const QString &typed)
    {
        static const QRegularExpression between(u"[\\s,;]+"_s);
        m_answer.text = m_turn.card->kind == QuestionKind::FindBug ? QString() : typed;
        if (typed.isEmpty()) {
            m_answer.help = progress::Help::GaveUp;
            m_answer.choice.dontKnow = true;
        }
        const QStringList words = typed.split(between, Qt::SkipEmptyParts);
        m_answer.calls = words;
        for (const QString &word : words) {
            const int number = word.toInt();
            m_answer.line = number;
            if (number < 1 || number > m_order.size())
                continue;
            m_answer.choice.chosen.insert(m_order[number - 1]);
            m_answer.order.append(m_order[number - 1]);
        }
    }

    std::optional<progress::GradeProposal> tickPoints()
    {
        const Card &card = *m_turn.card;
        const progress::MatchReport report = progress::matchAnswer(card, m_answer.text, m_turn.mutedPoints);
        QSet<QString> ticked;
        for (const progress::PointSighting &seen : report.points)
            if (seen.sighting == progress::Sighting::Found)
                ticked.insert(seen.pointUid);
        for (const progress::BeliefSighting &belief : report.beliefs)
            m_console.print(m_console.toned(Words::tr("Did you mean “%1”? %2")
                .arg(card.wrong[belief.belief].belief, card.wrong[belief.belief].why), Tone::Bad));
        printPoints(ticked);
        if (!card.keyPoints.isEmpty() && m_answer.help == progress::Help::None && !turnTicks(ticked))
            return {};
        m_ticks = progress::proposedTicks(report);
        for (const course::KeyPoint &point : card.keyPoints) {
            const QString uid = progress::pointUid(card, point);
            m_ticks.append({uid, progress::TickedBy::Learner, ticked.contains(uid)});
        }
        printRest(card);
        return progress::withHelp(progress::gradeOpen(progress::countPoints(card, ticked)), m_answer.help);
    }

    void printPoints(const QSet<QString> &ticked)
    {
        const Card &card = *m_turn.card;
        for (qsizetype i = 0; i < card.keyPoints.size(); ++i) {
            const course::KeyPoint &point = card.keyPoints[i];
            const bool on = ticked.contains(progress::pointUid(card, point));
            m_console.print(u"%1 [%2] %3%4"_s.arg(i + 1).arg(QChar(on ? u'x' : u' ')).arg(point.text,
                point.essential ? Words::tr(" (essential)") : QString()), 2);
        }
    }

    /// False at the end of the input.
    bool turnTicks(QSet<QString> &ticked)
    {
        const Card &card = *m_turn.card;
        const auto typed = Input::line(
            Words::tr("Ticked is what was seen in your words. Numbers turn a tick over; Enter goes on: "));
        if (!typed) {
            m_status = Good;
            return false;
        }
        for (const QString &word : typed->split(u' ', Qt::SkipEmptyParts)) {
            const int number = word.toInt();
            if (number < 1 || number > card.keyPoints.size())
                continue;
            const QString uid = progress::pointUid(card, card.keyPoints[number - 1]);
            if (!ticked.remove(uid))
                ticked.insert(uid);
        }
        return true;
    }

    void printRest(const Card &card)
    {
        if (!card.answer.isEmpty())
            m_console.print(card.answer, 2);
        if (!card.followUpPrompt.isEmpty())
            m_console.print(Words::tr("They may go on: %1\n%2").arg(card.followUpPrompt, card.followUpAnswer), 2);
    }

    /// What a machine finds; programs are run for it.
    std::optional<progress::GradeProposal> judge()
    {
        const Card &card = *m_turn.card;
        Session &session = Session::current();
        const auto judged = session.wait(review::judge(session.sandbox(), m_course, card, m_answer));
        if (!judged) {
            m_status = complain(judged.error());
            return {};
        }
        m_right = judged->right || judged->lineRight;
        m_console.print(m_right ? m_console.toned(Words::tr("Right."), Tone::Good)
                                : m_console.toned(Words::tr("Not so."), Tone::Bad));
        printRight(card, *judged);
        return judged->proposal;
    }

    void printRight(const Card &card, const review::Judgement &judged)
    {
        if (judged.printed)
            m_console.printLines(Words::tr("It printed:") + u'\n' + judged.printed->trimmed(), 2);
        for (int i = 0; i < card.options.size(); ++i)
            if (judged.rightOptions.contains(i) || m_answer.choice.chosen.contains(i))
                m_console.print(u"%1: %2"_s.arg(card.options[i].text, card.options[i].why), 2);
        QStringList right;
        for (const QString &step : card.steps)
            right.append(step);
        for (const course::ExpectedCall &call : card.calls)
            right.append(call.name);
        for (const int line : card.bugLines)
            right.append(Words::tr("line %1").arg(line));
        for (const QString &one : std::as_const(right))
            m_console.print(one, 2);
        printRest(card);
    }

    std::optional<int> chooseGrade(const progress::GradeProposal &proposal)
    {
        const bool moves = !m_source.drill;
        const auto buttons = progress::buttonsOf(m_turn.scale, proposal);
        QString line;
        for (qsizetype i = 0; i < buttons.size(); ++i) {
            const auto choice = std::ranges::find(m_turn.due.choices, buttons[i], &progress::GradeChoice::grade);
            line += u"%1 %2"_s.arg(i + 1).arg(wording::gradeName(buttons[i], m_turn.scale));
            if (moves && choice != m_turn.due.choices.end())
                line += u" (%1)"_s.arg(wording::waitText(*choice, progress::currentMoment()));
            line += u"   "_s;
        }
        for (;;) {
            const auto typed = Input::line(line + Words::tr("u undo  s suspend  q end: "));
            if (!typed || *typed == u"q")
                return Good;
            if (*typed == u"u")
                return undo();
            if (*typed == u"s")
                return suspend();
            const int number = typed->isEmpty() ? int(buttons.indexOf(proposal.proposed)) + 1 : typed->toInt();
            if (number >= 1 && number <= buttons.size())
                return keep(buttons[number - 1]);
        }
    }

    std::optional<int> keep(Grade grade)
    {
        const Card &card = *m_turn.card;
        const progress::Given given{.card = card,
            .grade = grade,
            .answer = m_answer.text,
            .outcome = progress::outcomeOf(card, m_right, m_answer.help),
            .ticks = m_ticks,
            .details = {.source = card.kind == QuestionKind::Open ? progress::ReviewSource::Self
                                                                  : progress::ReviewSource::Program,
                .latencyMs = int(QDateTime::currentMSecsSinceEpoch() - m_shownMs),
                .sessionUid = m_session},
            .startedMs = m_shownMs,
            .schedules = !m_source.drill};
        auto recorded = progress::record(m_store, given, progress::currentMoment());
        while (!recorded) { // a disk that is full may be made room on: what was typed is not to be typed again
            std::ignore = complain(recorded.error());
            const auto typed = Input::line(Words::tr("Your answer is not kept. Enter tries again, q gives it up: "));
            if (!typed || *typed == u"q")
                return Impossible;
            recorded = progress::record(m_store, given, progress::currentMoment());
        }
        ++m_answered;
        if (recorded->leech)
            m_console.print(Words::tr("You have forgotten this card %1 times: split it, or suspend it.")
                    .arg(recorded->state.lapses));
        if (m_source.drill)
            m_source.drill->removeOne(card.uid);
        return {};
    }

    std::optional<int> undo()
    {
        const auto undone = progress::undoLast(m_store, m_session, progress::currentMoment());
        if (!undone)
            return complain(undone.error());
        m_console.print(*undone ? Words::tr("The answer before this one was taken back.")
                                : Words::tr("There is nothing to take back."));
        return {};
    }

    std::optional<int> suspend()
    {
        const auto done = progress::setSuspended(m_store, m_turn.card->uid, true, progress::currentMoment().ms);
        if (!done)
            return complain(done.error());
        if (m_source.drill)
            m_source.drill->removeOne(m_turn.card->uid);
        return {};
    }

    const Store &m_store;
    const course::Course &m_course;
    progress::TurnSource m_source;
    const QString m_session = progress::newUid();
    Console m_console;
    progress::Turn m_turn;
    review::CardAnswer m_answer;
    QList<progress::PointTick> m_ticks;
    QList<int> m_order; ///< option or step by place
    bool m_right = false;
    int m_answered = 0;
    int m_status = Good;
    qint64 m_shownMs = 0;
};

int printQueue(const Store &store, const progress::TurnSource &source)
{
    const auto input = progress::queueInput(store, source.cards, progress::currentMoment());
    if (!input)
        return complain(input.error());
    const progress::DailyQueue queue = progress::buildQueue(*input, progress::currentMoment());
    const auto index = progress::indexOf(input->cards);
    QJsonArray cards;
    for (const QString &uid : source.drill.value_or(queue.uids)) {
        const Card &card = input->cards[index.value(uid)];
        cards.append(QJsonObject{{u"id"_s, uid}, {u"kind"_s, progress::nameOf(card.kind)},
            {u"topic"_s, card.topic}, {u"prompt"_s, card.prompt}});
    }
    Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"due"_s, queue.due},
        {u"held_back"_s, queue.heldBack}, {u"new"_s, queue.fresh}, {u"cards"_s, cards}}).toJson());
    return Good;
}

/// The cards of a topic, or what is to be said where there is none of that name.
std::expected<QStringList, int> drillOf(const Store &store, const QList<Card> &cards, const QString &topic)
{
    const auto input = progress::queueInput(store, cards, progress::currentMoment());
    if (!input)
        return std::unexpected(complain(input.error()));
    const QStringList drill = progress::topicDrill(*input, topic, progress::currentMoment(), 0x7fff);
    if (drill.isEmpty())
        return std::unexpected(complain(BadUsage, Words::tr("there is no card on %1").arg(topic),
            Words::tr("`ringside list lessons` names the topics.")));
    return drill;
}

int review(const Arguments &arguments)
{
    bool isNumber = true;
    const int most = arguments.has(u"most"_s) ? arguments.value(u"most"_s).toInt(&isNumber) : 0;
    if (!isNumber || most < 0)
        return complain(BadUsage, Words::tr("--most: %1 is no number of cards").arg(arguments.value(u"most"_s)));
    const bool onlyLooks = arguments.has(u"json"_s);
    const auto store = openStore(onlyLooks ? Store::Access::ReadOnly : Store::Access::ReadWrite);
    if (!store)
        return Impossible;
    const course::Course &course = Session::current().course();
    progress::TurnSource source{
        .cards = progress::cardsOf(course), .without = {QuestionKind::Coding}, .drill = {}};
    source.cards.removeIf([](const Card &card) { return card.kind == QuestionKind::Coding; });
    if (arguments.has(u"topic"_s)) {
        const auto drill = drillOf(*store, source.cards, arguments.value(u"topic"_s));
        if (!drill)
            return drill.error();
        source.drill = *drill;
    }
    return onlyLooks ? printQueue(*store, source) : Sitting(*store, course, source).run(most);
}

} // namespace

Command reviewCommand()
{
    return {.name = u"review"_s,
        .summary = Words::tr("Asks the interview cards that are due."),
        .description = Words::tr(
            "A question, your answer, then what belongs into it: the points seen in your words are ticked, and\n"
            "you say which are there. Two grades by outcome, with the day on which the card comes back. Every\n"
            "answer is kept at once; the end of the input, Ctrl-D or q, ends the sitting. Exercises are solved\n"
            "again in the window.\n\n"
            "The search for words does not see wrong reasons in the right words, contradictions, a \"not\" that\n"
            "stands far off, unusual wording, or another language."),
        .arguments = {},
        .options = {{u"topic"_s, u"LESSON"_s, Words::tr("practise one topic; this moves no dates")},
            {u"most"_s, u"N"_s, Words::tr("ask at most N cards")},
            {u"json"_s, {}, Words::tr("ask nothing; print what is due as one object")}},
        .run = review};
}

} // namespace ringside::cli

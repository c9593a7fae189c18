#include "course/interviews.h"

#include "course/contentfolder.h"
#include "course/questions.h"
#include "course/tablereader.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

const QStringList levelNames{u"junior"_s, u"mid"_s, u"senior"_s};
const QStringList roundNames{u"talk"_s, u"questions"_s, u"read"_s, u"predict"_s, u"coding"_s,
    u"role-play"_s, u"design"_s, u"teach"_s};

void checkId(
    TableReader &reader, const QString &id, const QRegularExpression &form, const QString &example)
{
    if (!id.isEmpty() && !form.match(id).hasMatch())
        reader.add(reader.line(u"id"),
            u"`id`: expected a name such as \"%1\", found \"%2\""_s.arg(example, id));
}

/// Complains about ids that are used twice.
void checkDouble(const auto &list, const auto &item, int line, Problems &problems)
{
    if (!item.id.isEmpty()
        && std::ranges::contains(list, item.id, [](const auto &one) { return one.id; }))
        problems.add(line, u"`%1` stands in this file already"_s.arg(item.id));
}

class QuestionFileReader
{
public:
    QuestionFileReader(InterviewContent &content, Problems &problems)
        : m_content(content)
        , m_problems(problems)
    {
    }

    void read(const TomlNode &file)
    {
        TableReader reader(file, m_problems);
        for (const TomlNode *table : reader.tables(u"question"_s)) {
            const Question question = readCrossQuestion(*table, m_problems);
            checkDouble(m_content.questions, question, table->line, m_problems);
            m_content.questions.append(question);
        }
        for (const TomlNode *table : reader.tables(u"order"_s)) {
            const OrderTask order = readOrder(*table);
            checkDouble(m_content.orders, order, table->line, m_problems);
            m_content.orders.append(order);
        }
        reader.finish();
    }

private:
    OrderTask readOrder(const TomlNode &table)
    {
        static const QRegularExpression form(u"\\AOX\\.\\d+\\z"_s);
        TableReader reader(table, m_problems, u"[[order]]"_s);
        OrderTask order;
        order.id = reader.text(u"id"_s);
        checkId(reader, order.id, form, u"OX.1"_s);
        order.level = QuestionLevel(reader.choice(u"level"_s, levelNames).value_or(0));
        order.prompt = reader.text(u"prompt"_s);
        order.steps = reader.texts(u"steps"_s, Presence::Required);
        if (reader.has(u"steps") && order.steps.size() < 3)
            reader.add(reader.line(u"steps"), u"`steps`: expected three or more"_s);
        // Written as pairs of steps counted from 1; without them the given order is the only one.
        const QStringList pairs = reader.texts(u"before"_s);
        for (const QString &pair : pairs)
            readPair(pair, order, reader);
        if (pairs.isEmpty())
            for (int i = 1; i < order.steps.size(); ++i)
                order.before.append({i - 1, i});
        order.why = reader.text(u"why"_s);
        reader.finish();
        return order;
    }

    static void readPair(const QString &pair, OrderTask &order, TableReader &reader)
    {
        static const QRegularExpression form(u"\\A(\\d+) before (\\d+)\\z"_s);
        const auto match = form.match(pair);
        const int first = match.captured(1).toInt() - 1;
        const int second = match.captured(2).toInt() - 1;
        // The steps themselves stand in a right order, so a pair that goes back cannot hold.
        if (!match.hasMatch() || first < 0 || second >= order.steps.size() || first >= second)
            reader.add(reader.line(u"before"),
                u"`before`: expected pairs such as \"1 before 2\" that agree with the order of "
                u"`steps`,"
                " found \"%1\""_s.arg(pair));
        else
            order.before.append({first, second});
    }

    InterviewContent &m_content;
    Problems &m_problems;
};

class ScriptFileReader
{
public:
    ScriptFileReader(InterviewContent &content, Problems &problems)
        : m_content(content)
        , m_problems(problems)
    {
    }

    void read(const TomlNode &file)
    {
        TableReader reader(file, m_problems);
        for (const TomlNode *table : reader.tables(u"confusable"_s)) {
            const ConfusableGroup group = readGroup(*table);
            checkDouble(m_content.confusables, group, table->line, m_problems);
            m_content.confusables.append(group);
        }
        for (const TomlNode *table : reader.tables(u"script"_s)) {
            const InterviewScript script = readScript(*table);
            checkDouble(m_content.scripts, script, table->line, m_problems);
            m_content.scripts.append(script);
        }
        reader.finish();
    }

private:
    ConfusableGroup readGroup(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"[[confusable]]"_s);
        ConfusableGroup group;
        group.id = reader.text(u"id"_s);
        checkId(reader, group.id, slug(), u"rename-replace"_s);
        group.names = reader.texts(u"names"_s, Presence::Required);
        if (reader.has(u"names") && group.names.size() < 2)
            reader.add(reader.line(u"names"), u"`names`: expected two or more"_s);
        reader.finish();
        return group;
    }

    InterviewScript readScript(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"[[script]]"_s);
        InterviewScript script;
        script.id = reader.text(u"id"_s);
        checkId(reader, script.id, slug(), u"junior"_s);
        script.title = reader.text(u"title"_s);
        script.level = QuestionLevel(reader.choice(u"level"_s, levelNames).value_or(0));
        script.passPoints
            = int(reader.integer(u"pass_points"_s, Presence::Required, 1, 1000).value_or(0));
        script.passCondition = reader.anyText(u"pass_condition"_s);
        script.redFlags = reader.texts(u"red_flags"_s);
        script.help = reader.text(u"help"_s);
        script.pool = reader.texts(u"pool"_s);
        for (const TomlNode *round : reader.tables(u"round"_s, Presence::Required))
            script.rounds.append(readRound(*round));
        reader.finish();
        if (script.passPoints > script.points())
            reader.add(reader.line(u"pass_points"),
                u"`pass_points`: expected at most the %1 points of its rounds"_s.arg(
                    script.points()));
        return script;
    }

    InterviewRound readRound(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"[[script.round]]"_s);
        InterviewRound round;
        round.kind = RoundKind(reader.choice(u"kind"_s, roundNames).value_or(0));
        round.title = reader.text(u"title"_s);
        round.minutes = int(reader.integer(u"minutes"_s, Presence::Required, 1, 120).value_or(0));
        round.points = int(reader.integer(u"points"_s, Presence::Optional, 0, 100).value_or(0));
        round.prompt = reader.text(u"prompt"_s, Presence::Optional);
        round.code = reader.text(u"code"_s, Presence::Optional);
        round.trace = reader.text(u"trace"_s, Presence::Optional);
        round.questions = reader.texts(u"questions"_s);
        round.exercise = reader.text(u"exercise"_s, Presence::Optional);
        Question rubric;
        readRubric(reader, rubric, Presence::Optional);
        round.keyPoints = rubric.keyPoints;
        round.wrong = rubric.wrong;
        round.followUps = reader.texts(u"follow_ups"_s);
        round.watch = reader.texts(u"watch"_s);
        for (const TomlNode *answer : reader.tables(u"answers"_s))
            round.answers.append(readAnswer(*answer));
        reader.finish();
        checkRound(reader, round);
        return round;
    }

    RoleAnswer readAnswer(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"an answer"_s);
        RoleAnswer answer{.asked = reader.text(u"asked"_s), .answer = reader.text(u"answer"_s)};
        reader.finish();
        return answer;
    }

    static void checkRound(TableReader &reader, const InterviewRound &round)
    {
        const auto need = [&](bool there, const QString &what) {
            if (!there)
                reader.add(reader.line(),
                    u"a round of kind `%1` has %2"_s.arg(roundNames[qsizetype(round.kind)], what));
        };
        if (round.kind == RoundKind::Questions)
            need(!round.questions.isEmpty(), u"`questions`"_s);
        else
            need(!round.prompt.isEmpty(), u"a `prompt`"_s);
        if (round.kind == RoundKind::Coding)
            need(!round.exercise.isEmpty(), u"an `exercise`"_s);
        if (round.kind == RoundKind::RolePlay)
            need(!round.answers.isEmpty(), u"`answers`"_s);
        // What is scored can be marked point by point: by its own points or by those of its
        // questions.
        const bool ofItself = round.kind != RoundKind::Coding && round.kind != RoundKind::Questions;
        if (round.points > 0 && ofItself)
            need(!round.keyPoints.isEmpty() || !round.questions.isEmpty(),
                u"`key_points` when it is scored"_s);
    }

    static const QRegularExpression &slug()
    {
        static const QRegularExpression form(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
        return form;
    }

    InterviewContent &m_content;
    Problems &m_problems;
};

} // namespace

int InterviewScript::minutes() const
{
    int sum = 0;
    for (const InterviewRound &round : rounds)
        sum += round.minutes;
    return sum;
}

int InterviewScript::points() const
{
    int sum = 0;
    for (const InterviewRound &round : rounds)
        sum += round.points;
    return sum;
}

InterviewContent loadInterviews(const QString &dataFolder)
{
    InterviewContent content;
    const auto folder = ContentFolder::open(QDir::cleanPath(dataFolder) + u"/lessons"_s);
    if (!folder)
        return content; // an unreadable folder is the course's to report
    const auto readFile = [&](const QString &name, auto reader) {
        if (!folder->isFile(name))
            return;
        Problems problems(folder->pathOf(name), content.errors);
        const Result<TomlNode> file = folder->readBytes(name).and_then(
            [&](const QByteArray &bytes) { return parseToml(bytes, problems.file()); });
        if (file)
            reader(*file, problems);
        else
            problems.add(file.error());
    };
    readFile(u"questions.toml"_s, [&](const TomlNode &file, Problems &problems) {
        QuestionFileReader(content, problems).read(file);
    });
    readFile(u"interviews.toml"_s, [&](const TomlNode &file, Problems &problems) {
        ScriptFileReader(content, problems).read(file);
    });
    return content;
}

} // namespace ringside::course

#include "course/questions.h"

#include "course/suggestion.h"
#include "course/tablereader.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

KeyPoint readKeyPoint(const TomlNode &table, Problems &problems)
{
    TableReader reader(table, problems, u"a key point"_s);
    KeyPoint point;
    point.text = reader.text(u"text"_s);
    point.essential = reader.boolean(u"essential"_s, true);
    point.words = reader.texts(u"words"_s);
    reader.finish();
    return point;
}

WrongBelief readWrong(const TomlNode &table, Problems &problems)
{
    TableReader reader(table, problems, u"a wrong belief"_s);
    WrongBelief wrong;
    wrong.belief = reader.text(u"belief"_s);
    wrong.why = reader.text(u"why"_s);
    wrong.words = reader.texts(u"words"_s);
    reader.finish();
    return wrong;
}

void readFollowUp(const TomlNode &table, Question &question, Problems &problems)
{
    TableReader reader(table, problems, u"follow_up"_s);
    question.followUpPrompt = reader.text(u"prompt"_s);
    question.followUpAnswer = reader.text(u"answer"_s);
    reader.finish();
}

/// Everything but what ties a question to its lesson.
Question readCommon(TableReader &reader)
{
    Question question;
    question.id = reader.text(u"id"_s);
    if (const auto level = reader.choice(u"level"_s, {u"junior"_s, u"mid"_s, u"senior"_s}))
        question.level = QuestionLevel(*level);
    question.prompt = reader.text(u"prompt"_s);
    readRubric(reader, question, Presence::Required);
    const auto essential = std::ranges::count(question.keyPoints, true, &KeyPoint::essential);
    if (!question.keyPoints.isEmpty() && essential == 0)
        reader.add(
            reader.line(u"key_points"), u"at least one key point is essential, found none"_s);
    return question;
}

void checkId(TableReader &reader, const QString &id, bool fits, const QString &example)
{
    if (!id.isEmpty() && !fits)
        reader.add(reader.line(u"id"),
            u"`id`: expected a number such as \"%1\", found \"%2\""_s.arg(example, id));
}

class QuestionReader
{
public:
    QuestionReader(const Lesson &lesson, Problems &problems)
        : m_lesson(lesson)
        , m_problems(problems)
        , m_anchors(anchorsOf(lesson))
    {
    }

    Question read(const TomlNode &table)
    {
        TableReader reader(table, m_problems, u"[[question]]"_s);
        Question question = readCommon(reader);
        question.lesson = m_lesson.id;
        question.part = reader.text(u"lesson_part"_s, Presence::Optional);
        reader.finish();
        check(reader, question);
        return question;
    }

private:
    void check(TableReader &reader, const Question &question)
    {
        static const QRegularExpression form(u"\\AQ(\\d\\d)\\.\\d+\\z"_s);
        const auto match = form.match(question.id);
        checkId(reader, question.id, match.hasMatch(), u"Q05.1"_s);
        if (match.hasMatch() && !m_lesson.id.isEmpty()
            && match.captured(1).toInt() != m_lesson.number)
            reader.add(reader.line(u"id"),
                u"question `%1` stands in lesson %2"_s.arg(question.id).arg(m_lesson.number));
        if (!question.part.isEmpty() && !m_anchors.contains(question.part))
            reader.add(reader.line(u"lesson_part"), unknownWord(u"part", question.part, m_anchors));
    }

    static QStringList anchorsOf(const Lesson &lesson)
    {
        QStringList anchors;
        for (const Block &block : lesson.blocks)
            if (const auto *heading = std::get_if<Heading>(&block.content))
                anchors.append(heading->anchor);
        return anchors;
    }

    const Lesson &m_lesson;
    Problems &m_problems;
    QStringList m_anchors;
};

} // namespace

void readRubric(TableReader &reader, Question &question, Presence keyPoints)
{
    for (const TomlNode *point : reader.tables(u"key_points"_s, keyPoints))
        question.keyPoints.append(readKeyPoint(*point, reader.problems()));
    for (const TomlNode *wrong : reader.tables(u"wrong"_s))
        question.wrong.append(readWrong(*wrong, reader.problems()));
    if (const TomlNode *followUp = reader.table(u"follow_up"_s))
        readFollowUp(*followUp, question, reader.problems());
}

Question readCrossQuestion(const TomlNode &table, Problems &problems)
{
    static const QRegularExpression form(u"\\AQX\\.\\d+\\z"_s);
    TableReader reader(table, problems, u"[[question]]"_s);
    const Question question = readCommon(reader);
    reader.finish();
    checkId(reader, question.id, form.match(question.id).hasMatch(), u"QX.1"_s);
    return question;
}

QList<Question> readQuestions(const TomlNode &file, const Lesson &lesson, Problems &problems)
{
    QList<Question> questions;
    TableReader reader(file, problems);
    QuestionReader question(lesson, problems);
    for (const TomlNode *table : reader.tables(u"question"_s, Presence::Required)) {
        const Question next = question.read(*table);
        if (!next.id.isEmpty() && std::ranges::contains(questions, next.id, &Question::id))
            problems.add(table->line, u"question `%1` stands in this file already"_s.arg(next.id));
        questions.append(next);
    }
    reader.finish();
    return questions;
}

} // namespace ringside::course

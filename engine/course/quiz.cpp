#include "course/lessonblocks.h"
#include "course/tablereader.h"

#include <QSet>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

class QuizReader
{
public:
    QuizReader(QList<Link> &links, Problems &problems)
        : m_links(links)
        , m_problems(problems)
    {
    }

    Quiz read(const TomlNode &table, int line)
    {
        TableReader reader(table, m_problems, u"the quiz"_s);
        Quiz quiz;
        quiz.question = markdown(reader, u"question"_s, Presence::Required);
        quiz.code = reader.text(u"code"_s, Presence::Optional);
        quiz.world = reader.text(u"world"_s, Presence::Optional);
        quiz.documented = markdown(reader, u"documented"_s, Presence::Optional);
        const auto options = reader.tables(u"option"_s, Presence::Required);
        for (const TomlNode *option : options)
            quiz.options.append(readOption(*option, !quiz.code.isEmpty()));
        reader.finish();
        if (options.size() == 1)
            m_problems.add(line, u"a quiz has at least two options, found 1"_s);
        checkRightOption(quiz, line);
        return quiz;
    }

private:
    QString markdown(TableReader &reader, const QString &key, Presence presence)
    {
        const QString text = reader.text(key, presence);
        collectLinks(text, reader.line(key), m_links, m_problems);
        return text;
    }

    QuizOption readOption(const TomlNode &table, bool hasCode)
    {
        TableReader reader(table, m_problems, u"an option"_s);
        QuizOption option;
        option.text = markdown(reader, u"text"_s, Presence::Required);
        option.prints = reader.anyText(u"prints"_s);
        option.right = reader.boolean(u"right"_s, false);
        option.misconception = reader.text(u"misconception"_s, Presence::Optional);
        option.why = markdown(reader, u"why"_s, Presence::Required);
        reader.finish();
        if (hasCode && reader.has(u"right"))
            reader.add(reader.line(u"right"),
                u"the run of the code decides what is right: expected `prints`, found `right`"_s);
        if (hasCode && !reader.has(u"prints"))
            reader.add(reader.line(),
                u"missing key `prints`: what the code prints if this option is right"_s);
        if (!hasCode && reader.has(u"prints"))
            reader.add(reader.line(u"prints"), u"`prints` goes with `code`, found none"_s);
        if (option.right && !option.misconception.isEmpty())
            reader.add(reader.line(u"misconception"), u"the right option has no `misconception`"_s);
        return option;
    }

    /// The right option is the one without a misconception. Which one the code makes right is seen
    /// by running it; that the two agree is checked there.
    void checkRightOption(const Quiz &quiz, int line)
    {
        const auto right = std::ranges::count_if(
            quiz.options, [](const QuizOption &option) { return option.misconception.isEmpty(); });
        if (right != 1)
            m_problems.add(line,
                u"one option is right and has no `misconception`, every other has one: found %1 without"_s
                    .arg(right));
        if (quiz.code.isEmpty())
            checkDocumented(quiz, line);
        else
            checkOutputsDiffer(quiz, line);
    }

    void checkDocumented(const Quiz &quiz, int line)
    {
        const auto right = std::ranges::count(quiz.options, true, &QuizOption::right);
        if (right != 1)
            m_problems.add(
                line, u"a quiz without code has one option `right = true`, found %1"_s.arg(right));
        if (quiz.documented.isEmpty())
            m_problems.add(
                line, u"a quiz without code says in `documented` where the fact is from"_s);
    }

    void checkOutputsDiffer(const Quiz &quiz, int line)
    {
        QSet<QString> seen;
        for (const QuizOption &option : quiz.options) {
            const QString printed = option.prints.trimmed();
            if (seen.contains(printed))
                m_problems.add(
                    line, u"two options print `%1`: only one can be right"_s.arg(printed));
            seen.insert(printed);
        }
    }

    QList<Link> &m_links;
    Problems &m_problems;
};

} // namespace

std::optional<Quiz> readQuiz(const RawBlock &raw, QList<Link> &links, Problems &problems)
{
    const auto table = parseToml(raw.text.toUtf8(), problems.file(), raw.textLine);
    if (!table) {
        problems.add(table.error());
        return std::nullopt;
    }
    return QuizReader(links, problems).read(*table, raw.line);
}

} // namespace ringside::course

#include "classroom/lab.h"
#include "classroom/rubric.h"
#include "course/suggestion.h"
#include "course/tablereader.h"

namespace ringside::classroom {

using namespace Qt::StringLiterals;
using course::Presence;
using course::Problems;
using course::TableReader;
using course::TomlNode;

namespace {

constexpr qint64 longest = 366LL * 24 * 60; // a year in minutes

/// Reads the TOML an instructor writes.
class DefinitionReader
{
public:
    DefinitionReader(const course::Course &course, Problems &problems)
        : m_course(course)
        , m_problems(problems)
    {
    }

    Lab read(const TomlNode &file)
    {
        TableReader reader(file, m_problems);
        m_lab.title = reader.text(u"title"_s);
        m_lab.opens = time(reader, u"opens"_s);
        m_lab.due = time(reader, u"due"_s);
        m_lab.rounds = static_cast<int>(
            reader.integer(u"rounds"_s, Presence::Optional, 1, 100).value_or(0));
        if (m_lab.opens.isValid() && m_lab.due.isValid() && m_lab.opens >= m_lab.due)
            reader.add(reader.line(u"due"), u"the lab is due before it opens"_s);
        for (const TomlNode *exercise : reader.tables(u"exercise"_s))
            readExercise(*exercise);
        for (const TomlNode *question : reader.tables(u"question"_s))
            readQuestion(*question);
        if (!reader.has(u"exercise") && !reader.has(u"question"))
            reader.add(reader.line(), u"a lab needs an [[exercise]] or a [[question]]"_s);
        if (const TomlNode *late = reader.table(u"late"_s))
            readLate(*late);
        readHelp(reader);
        reader.finish();
        return std::move(m_lab);
    }

private:
    /// An exam gives no help, and without a policy of its own nothing for what comes late.
    void readHelp(TableReader &reader)
    {
        m_lab.isExam = reader.boolean(u"exam"_s, false);
        m_lab.givesHints = reader.boolean(u"hints"_s, !m_lab.isExam);
        m_lab.showsReference = reader.boolean(u"reference"_s, !m_lab.isExam);
        if (!m_lab.isExam)
            return;
        if (m_lab.givesHints || m_lab.showsReference)
            reader.add(reader.line(m_lab.givesHints ? u"hints" : u"reference"),
                u"an exam gives neither hints nor the reference"_s);
        if (!m_lab.opens.isValid() || !m_lab.due.isValid())
            reader.add(reader.line(u"exam"), u"an exam needs both `opens` and `due`"_s);
        if (!reader.has(u"late"))
            m_lab.late.cutOff = std::chrono::seconds(0);
    }

    QDateTime time(TableReader &reader, const QString &key)
    {
        const auto settings = reader.settings({{key, course::Shape::Time}});
        if (!settings.contains(key))
            return {};
        const QDateTime time
            = QDateTime::fromString(settings[key].value.toString(), Qt::ISODate);
        if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
            reader.add(settings[key].line,
                u"%1: expected a time with its zone, 2026-11-09T23:59:00+01:00"_s.arg(key));
        return time;
    }

    void readExercise(const TomlNode &node)
    {
        TableReader reader(node, m_problems, u"[[exercise]]"_s);
        const QString slug = reader.text(u"slug"_s);
        const auto points = reader.number(u"points"_s, Presence::Optional, 0, 10'000);
        const auto counted
            = reader.choice(u"counted"_s, {u"all"_s, u"core"_s}, Presence::Optional);
        const QStringList hidden = reader.texts(u"hidden"_s);
        reader.finish();
        const course::Exercise *exercise = m_course.exercise(slug);
        if (!exercise)
            return reader.add(reader.line(u"slug"), unknown(slug));
        if (m_lab.exercise(exercise->slug))
            return reader.add(reader.line(u"slug"), u"the exercise is there already"_s);
        checkHidden(reader, *exercise, hidden);
        const auto digest = exerciseDigest(*exercise);
        if (!digest)
            return m_problems.add(digest.error());
        LabExercise inLab{.id = exercise->id,
            .slug = exercise->slug,
            .title = exercise->title,
            .digest = *digest,
            .counted = counted.value_or(0) == 1 ? Counted::Core : Counted::All,
            .hidden = hidden};
        inLab.points = points.value_or(pointsOf(*exercise, inLab.counted));
        m_lab.exercises.append(inLab);
    }

    void readQuestion(const TomlNode &node)
    {
        TableReader reader(node, m_problems, u"[[question]]"_s);
        const QString id = reader.text(u"id"_s);
        const auto points = reader.number(u"points"_s, Presence::Optional, 0, 10'000);
        reader.finish();
        const course::Question *question = m_course.question(id);
        if (!question)
            return reader.add(reader.line(u"id"), unknownQuestion(id));
        if (m_lab.question(id))
            return reader.add(reader.line(u"id"), u"the question is there already"_s);
        m_lab.questions.append({id, points.value_or(usualPoints(*question))});
    }

    [[nodiscard]] QString unknownQuestion(const QString &id) const
    {
        QStringList ids;
        for (const course::Lesson &lesson : m_course.lessons) {
            for (const course::Question &question : lesson.questions)
                ids.append(question.id);
        }
        for (const course::Question &question : m_course.interviews.questions)
            ids.append(question.id);
        return course::unknownWord(u"question", id, ids);
    }

    [[nodiscard]] QString unknown(const QString &slug) const
    {
        QStringList slugs;
        for (const course::Exercise &exercise : m_course.exercises)
            slugs.append(exercise.slug);
        return course::unknownWord(u"exercise", slug, slugs);
    }

    static void checkHidden(
        TableReader &reader, const course::Exercise &exercise, const QStringList &hidden)
    {
        QStringList ids;
        for (const course::Check &check : exercise.checks)
            ids.append(check.id);
        for (const QString &check : hidden) {
            if (!ids.contains(check))
                reader.add(reader.line(u"hidden"), course::unknownWord(u"check", check, ids));
        }
    }

    static double pointsOf(const course::Exercise &exercise, Counted counted)
    {
        double sum = 0;
        for (const course::Check &check : exercise.checks) {
            if (counted == Counted::All || check.tier() == course::Tier::Core)
                sum += check.points;
        }
        return sum;
    }

    static std::optional<std::chrono::seconds> minutes(TableReader &reader, const QString &key,
        Presence presence = Presence::Optional)
    {
        const auto count = reader.integer(key, presence, 0, longest);
        return count ? std::optional(std::chrono::seconds(*count * 60)) : std::nullopt;
    }

    void readLate(const TomlNode &node)
    {
        LatePolicy &late = m_lab.late;
        TableReader reader(node, m_problems, u"[late]"_s);
        late.grace = minutes(reader, u"grace_minutes"_s).value_or(std::chrono::seconds(0));
        late.cutOff = minutes(reader, u"cut_off_minutes"_s);
        late.percentPerUnit
            = reader.number(u"percent"_s, Presence::Optional, 0, 100).value_or(0);
        if (reader.choice(u"per"_s, {u"day"_s, u"hour"_s}, Presence::Optional) == 1)
            late.unit = std::chrono::hours(1);
        late.mostPercent
            = reader.number(u"most_percent"_s, Presence::Optional, 0, 100).value_or(100);
        for (const TomlNode *step : reader.tables(u"step"_s))
            readStep(*step);
        reader.finish();
        if (!m_lab.due.isValid())
            reader.add(reader.line(), u"[late] means nothing without `due`"_s);
    }

    void readStep(const TomlNode &node)
    {
        TableReader reader(node, m_problems, u"[[late.step]]"_s);
        const auto after = minutes(reader, u"after_minutes"_s, Presence::Required);
        const auto percent = reader.number(u"percent"_s, Presence::Required, 0, 100);
        reader.finish();
        if (!after || !percent)
            return;
        QList<LatePolicy::Step> &steps = m_lab.late.steps;
        if (!steps.isEmpty() && *after <= steps.last().after)
            reader.add(reader.line(u"after_minutes"), u"steps must come in the order of time"_s);
        steps.append({*after, *percent});
    }

    const course::Course &m_course;
    Problems &m_problems;
    Lab m_lab;
};

} // namespace

std::expected<Lab, QList<Error>> defineLab(const QByteArray &toml, const QString &file,
    const course::Course &course, const LabKey &key)
{
    QList<Error> errors;
    const auto node = course::parseToml(toml, file);
    if (!node)
        return std::unexpected(QList<Error>{node.error()});
    Problems problems(file, errors);
    Lab lab = DefinitionReader(course, problems).read(*node);
    if (!errors.isEmpty())
        return std::unexpected(errors);
    lab.id = key.labId;
    lab.publicKey = key.keys.publicKey;
    return lab;
}

} // namespace ringside::classroom

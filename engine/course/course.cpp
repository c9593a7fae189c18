#include "course/course.h"

#include "course/graph.h"
#include "course/loading.h"
#include "course/suggestion.h"

#include <QDir>
#include <QSet>

#include <algorithm>
#include <atomic>
#include <thread>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

/// Number behind the dot: E05.10 comes after E05.9.
int numberInLesson(const QString &code)
{
    return code.section(u'.', 1).toInt();
}

/// Calls `work` for every index below `count`, on all cores.
template <typename Work> void forEachIndex(size_t count, Work work)
{
    std::atomic<size_t> next = 0;
    const auto takeUntilDone = [&] {
        for (size_t index = next++; index < count; index = next++)
            work(index);
    };
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> helpers(std::min(cores, count) - (count > 0 ? 1 : 0));
    for (std::jthread &helper : helpers)
        helper = std::jthread(takeUntilDone);
    takeUntilDone();
}

class CourseReader
{
public:
    explicit CourseReader(const QString &dataFolder)
        : m_dataFolder(QDir::cleanPath(dataFolder))
    {
    }

    Course read()
    {
        findFolders();
        readFolders();
        readInterviews();
        dropDoubleLessons();
        dropDoubleExercises();
        dropExercisesWithoutLesson();
        learnNames();
        checkPrerequisites();
        checkLinks();
        return assemble();
    }

private:
    struct LessonItem
    {
        QString folder;
        LoadedLesson loaded;
        bool usable = false;
    };
    struct ExerciseItem
    {
        QString folder;
        LoadedExercise loaded;
        bool usable = false;
    };

    void findFolders()
    {
        const QStringList ofInterviews{u"questions.toml"_s, u"interviews.toml"_s};
        for (const QString &folder : foldersIn(m_dataFolder + u"/lessons"_s, ofInterviews))
            m_lessons.push_back({.folder = folder});
        for (const QString &lesson : foldersIn(m_dataFolder + u"/exercises"_s))
            for (const QString &folder : foldersIn(lesson))
                m_exercises.push_back({.folder = folder});
    }

    /// Folders inside; what else lies there is reported, a README and the files `known` excepted.
    QStringList foldersIn(const QString &path, const QStringList &known = {})
    {
        QStringList folders;
        const auto folder = ContentFolder::open(path);
        const auto names = folder ? folder->names() : std::unexpected(folder.error());
        if (!names) {
            m_broken.append({.folder = path, .errors = {names.error()}});
            return {};
        }
        QList<Error> errors;
        for (const QString &name : *names) {
            if (folder->isFolder(name))
                folders.append(folder->pathOf(name));
            else if (name != u"README.md" && !known.contains(name))
                Problems(folder->pathOf(name), errors)
                    .add(0, u"is a stray file: nothing reads it"_s);
        }
        if (!errors.isEmpty())
            m_broken.append({.folder = path, .errors = errors, .usable = true});
        return folders;
    }

    void readFolders()
    {
        forEachIndex(m_lessons.size() + m_exercises.size(), [this](size_t index) {
            if (index < m_lessons.size())
                readInto(m_lessons[index], &readLesson);
            else
                readInto(m_exercises[index - m_lessons.size()], &readExercise);
        });
    }

    void readInterviews()
    {
        m_interviews = loadInterviews(m_dataFolder);
        if (!m_interviews.errors.isEmpty())
            m_broken.append({.folder = m_dataFolder + u"/lessons"_s,
                .errors = m_interviews.errors,
                .usable = true});
    }

    static void readInto(auto &item, auto read)
    {
        const auto folder = ContentFolder::open(item.folder);
        if (folder)
            item.loaded = read(*folder);
        else
            item.loaded.errors.append(folder.error());
        item.usable = item.loaded.errors.isEmpty();
    }

    static void drop(auto &item, const QString &file, const QString &what)
    {
        Problems(item.folder + u'/' + file, item.loaded.errors).add(0, what);
        item.usable = false;
    }

    void dropDoubleLessons()
    {
        QHash<QString, QString> ids;
        QHash<int, QString> numbers;
        for (LessonItem &item : m_lessons) {
            if (!item.usable)
                continue;
            const Lesson &lesson = item.loaded.lesson;
            if (ids.contains(lesson.id))
                drop(item, u"lesson.md"_s,
                    u"the id `%1` belongs to %2"_s.arg(lesson.id, ids.value(lesson.id)));
            else if (numbers.contains(lesson.number))
                drop(item, u"lesson.md"_s,
                    u"the number %1 belongs to %2"_s.arg(lesson.number)
                        .arg(numbers.value(lesson.number)));
            if (!item.usable)
                continue;
            ids.insert(lesson.id, item.folder);
            numbers.insert(lesson.number, item.folder);
        }
    }

    void dropDoubleExercises()
    {
        QHash<QString, QString> ids;
        QHash<QString, QString> codes;
        QHash<QString, QString> slugs;
        for (ExerciseItem &item : m_exercises) {
            if (!item.usable)
                continue;
            const Exercise &exercise = item.loaded.exercise;
            const QString file = u"exercise.toml"_s;
            const QString belongs = u"the %1 `%2` belongs to %3"_s;
            if (ids.contains(exercise.id))
                drop(item, file, belongs.arg(u"id"_s, exercise.id, ids.value(exercise.id)));
            if (codes.contains(exercise.code))
                drop(item, file, belongs.arg(u"code"_s, exercise.code, codes.value(exercise.code)));
            if (slugs.contains(exercise.slug))
                drop(item, file, belongs.arg(u"slug"_s, exercise.slug, slugs.value(exercise.slug)));
            if (!item.usable)
                continue;
            ids.insert(exercise.id, item.folder);
            codes.insert(exercise.code, item.folder);
            slugs.insert(exercise.slug, item.folder);
        }
    }

    /// A lesson that is broken exists all the same: by its front matter, or by its folder's name.
    static QString idOf(const LessonItem &item)
    {
        return item.loaded.lesson.id.isEmpty() ? folderName(item.folder).section(u'-', 1)
                                               : item.loaded.lesson.id;
    }

    void dropExercisesWithoutLesson()
    {
        QHash<QString, const LessonItem *> lessons;
        for (const LessonItem &item : m_lessons)
            lessons.insert(idOf(item), &item);
        const QStringList ids = sorted(lessons.keys());
        for (ExerciseItem &item : m_exercises) {
            const Exercise &exercise = item.loaded.exercise;
            if (!item.usable)
                continue;
            const LessonItem *lesson = lessons.value(exercise.lesson);
            if (!lesson)
                drop(item, u"exercise.toml"_s, unknownWord(u"lesson", exercise.lesson, ids));
            else
                checkPlace(item, *lesson);
        }
    }

    static void checkPlace(ExerciseItem &item, const LessonItem &lesson)
    {
        const QString expected = folderName(lesson.folder);
        const QString place = folderName(item.folder.section(u'/', 0, -2));
        const Exercise &exercise = item.loaded.exercise;
        if (place != expected)
            drop(item, u"exercise.toml"_s,
                u"an exercise stands below the folder of its lesson: expected `%1`, found `%2`"_s
                    .arg(expected, place));
        if (lesson.usable && exercise.code.sliced(1, 2).toInt() != lesson.loaded.lesson.number)
            drop(item, u"exercise.toml"_s,
                u"the code `%1` is not of lesson %2"_s.arg(exercise.code)
                    .arg(lesson.loaded.lesson.number));
    }

    static QStringList sorted(QStringList list)
    {
        list.sort();
        return list;
    }

    void learnNames()
    {
        for (const LessonItem &item : m_lessons) {
            QSet<QString> &anchors = m_anchors[idOf(item)];
            for (const Block &block : item.loaded.lesson.blocks)
                if (const auto *heading = std::get_if<Heading>(&block.content))
                    anchors.insert(heading->anchor);
            for (const Question &question : item.loaded.lesson.questions)
                m_questions.insert(question.id);
        }
        for (const Question &question : std::as_const(m_interviews.questions))
            m_questions.insert(question.id);
        for (const ExerciseItem &item : m_exercises)
            m_slugs.insert(folderName(item.folder));
    }

    void checkPrerequisites()
    {
        Graph graph;
        for (const LessonItem &item : m_lessons)
            graph.insert(idOf(item), item.loaded.lesson.prerequisites);
        const QStringList ids = sorted(graph.keys());
        for (LessonItem &item : m_lessons) {
            Problems problems(item.folder + u"/lesson.md"_s, item.loaded.errors);
            for (const QString &earlier : std::as_const(item.loaded.lesson.prerequisites))
                if (!ids.contains(earlier))
                    problems.add(
                        0, unknownWord(u"lesson", earlier, ids) + u" in `prerequisites`"_s);
            const QStringList circle = circleThrough(idOf(item), graph);
            if (!circle.isEmpty())
                problems.add(
                    0, u"lessons require each other in a circle: "_s + circle.join(u" -> "_s));
        }
    }

    void checkLinks()
    {
        for (LessonItem &item : m_lessons)
            for (const Link &link : std::as_const(item.loaded.links))
                checkLink(link, idOf(item), item.loaded.errors);
        for (ExerciseItem &item : m_exercises)
            for (const Link &link : std::as_const(item.loaded.links))
                checkLink(link, item.loaded.exercise.lesson, item.loaded.errors);
    }

    void checkLink(const Link &link, const QString &ownLesson, QList<Error> &errors)
    {
        Problems problems(link.file, errors);
        const QString name = link.target.section(u':', 1);
        if (link.target.startsWith(u'#'))
            checkPart(link, ownLesson, link.target.sliced(1), problems);
        else if (link.target.startsWith(u"lesson:"))
            checkPart(link, name.section(u'#', 0, 0), name.section(u'#', 1), problems);
        else if (link.target.startsWith(u"exercise:") && !m_slugs.contains(name))
            problems.add(link.line, unknownWord(u"exercise", name, sorted(m_slugs.values())));
        else if (link.target.startsWith(u"question:") && !m_questions.contains(name))
            problems.add(link.line, unknownWord(u"question", name, sorted(m_questions.values())));
    }

    void checkPart(const Link &link, const QString &lesson, const QString &part, Problems &problems)
    {
        if (!m_anchors.contains(lesson)) {
            problems.add(link.line, unknownWord(u"lesson", lesson, sorted(m_anchors.keys())));
            return;
        }
        // Of a lesson that could not be read no part is known, so none is missing.
        const QSet<QString> parts = m_anchors.value(lesson);
        if (!part.isEmpty() && !parts.isEmpty() && !parts.contains(part))
            problems.add(link.line, unknownWord(u"part", part, sorted(parts.values())));
    }

    Course assemble()
    {
        Course course;
        for (LessonItem &item : m_lessons)
            place(item, course.lessons, item.loaded.lesson);
        for (ExerciseItem &item : m_exercises)
            place(item, course.exercises, item.loaded.exercise);
        std::ranges::sort(course.lessons, {}, &Lesson::number);
        // The code begins with the lesson's number.
        std::ranges::sort(course.exercises, {}, [](const Exercise &exercise) {
            return std::pair(exercise.code.section(u'.', 0, 0), numberInLesson(exercise.code));
        });
        std::ranges::sort(m_broken, {}, &Broken::folder);
        course.interviews = std::move(m_interviews);
        course.broken = std::move(m_broken);
        return course;
    }

    void place(auto &item, auto &list, auto &content)
    {
        if (!item.loaded.errors.isEmpty())
            m_broken.append(
                {.folder = item.folder, .errors = item.loaded.errors, .usable = item.usable});
        if (item.usable)
            list.append(std::move(content));
    }

    QString m_dataFolder;
    std::vector<LessonItem> m_lessons;
    std::vector<ExerciseItem> m_exercises;
    InterviewContent m_interviews;
    QList<Broken> m_broken;
    QHash<QString, QSet<QString>> m_anchors; ///< of each lesson, by id
    QSet<QString> m_questions;
    QSet<QString> m_slugs;
};

} // namespace

const Lesson *Course::lesson(QStringView id) const
{
    const auto found = std::ranges::find(lessons, id, &Lesson::id);
    return found != lessons.end() ? &*found : nullptr;
}

const Exercise *Course::exercise(QStringView name) const
{
    const auto found = std::ranges::find_if(exercises, [name](const Exercise &exercise) {
        return exercise.slug == name || exercise.id == name || exercise.code == name;
    });
    return found != exercises.end() ? &*found : nullptr;
}

QList<const Exercise *> Course::exercisesOf(QStringView lessonId) const
{
    QList<const Exercise *> list;
    for (const Exercise &exercise : exercises)
        if (exercise.lesson == lessonId)
            list.append(&exercise);
    return list;
}

const Question *Course::question(QStringView id) const
{
    for (const Lesson &lesson : lessons) {
        const auto found = std::ranges::find(lesson.questions, id, &Question::id);
        if (found != lesson.questions.end())
            return &*found;
    }
    const auto across = std::ranges::find(interviews.questions, id, &Question::id);
    return across != interviews.questions.end() ? &*across : nullptr;
}

Course loadCourse(const QString &dataFolder)
{
    return CourseReader(dataFolder).read();
}

} // namespace ringside::course

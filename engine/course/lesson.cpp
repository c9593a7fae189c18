#include "course/lesson.h"

#include "course/lessonblocks.h"
#include "course/loading.h"
#include "course/questions.h"
#include "course/tablereader.h"
#include "course/worldreader.h"

#include <QDir>
#include <QRegularExpression>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

class LessonReader
{
public:
    explicit LessonReader(const ContentFolder &folder)
        : m_folder(folder)
    {
    }

    LoadedLesson read()
    {
        lesson().folder = QDir(m_folder.path()).absolutePath();
        if (m_folder.isFile(u"worlds.toml"_s))
            readToml(u"worlds.toml"_s, [this](const TomlNode &file, Problems &problems) {
                lesson().worlds = readWorlds(file, problems);
            });
        readLessonText();
        if (m_folder.isFile(u"questions.toml"_s))
            readToml(u"questions.toml"_s, [this](const TomlNode &file, Problems &problems) {
                lesson().questions = readQuestions(file, lesson(), problems);
            });
        checkFiles();
        return std::move(m_loaded);
    }

private:
    Lesson &lesson() { return m_loaded.lesson; }

    Problems problemsOf(const QString &name) { return {m_folder.pathOf(name), m_loaded.errors}; }

    void readToml(const QString &name, auto &&take)
    {
        Problems problems = problemsOf(name);
        const Result<TomlNode> file = m_folder.readBytes(name).and_then(
            [&](const QByteArray &bytes) { return parseToml(bytes, problems.file()); });
        if (!file)
            problems.add(file.error());
        else
            take(*file, problems);
    }

    void readLessonText()
    {
        const auto text = m_folder.readText(u"lesson.md"_s, m_loaded.errors);
        if (!text)
            return;
        Problems problems = problemsOf(u"lesson.md"_s);
        const QStringList lines = text->split(u'\n');
        const qsizetype end = lines.first() == u"+++" ? lines.indexOf(u"+++"_s, 1) : -1;
        if (end < 0) {
            problems.add(1, u"expected front matter: TOML between two lines `+++`"_s);
            return;
        }
        readFrontMatter(lines.sliced(1, end - 1), problems);
        const auto body = lines.sliced(end + 1);
        const auto raw = splitLesson(body, static_cast<int>(end) + 2, problems);
        readBlocks(raw, lesson(), m_loaded.links, problems);
    }

    void readFrontMatter(const QStringList &lines, Problems &problems)
    {
        const auto table = parseToml(lines.join(u'\n').toUtf8(), problems.file(), 2);
        if (!table) {
            problems.add(table.error());
            return;
        }
        TableReader reader(*table, problems, u"the front matter"_s);
        static const QStringList levels{u"foundation"_s, u"mid"_s, u"engineering"_s};
        lesson().id = reader.text(u"id"_s);
        lesson().number
            = static_cast<int>(reader.integer(u"number"_s, Presence::Required, 0, 99).value_or(0));
        lesson().title = reader.text(u"title"_s);
        lesson().subtitle = reader.text(u"subtitle"_s);
        lesson().level = levels.at(reader.choice(u"level"_s, levels).value_or(0));
        lesson().minutes = static_cast<int>(
            reader.integer(u"minutes"_s, Presence::Required, 1, 600).value_or(0));
        lesson().prerequisites = reader.texts(u"prerequisites"_s);
        lesson().outcomes = reader.texts(u"outcomes"_s, Presence::Required);
        lesson().covers = reader.texts(u"covers"_s);
        reader.finish();
        checkFrontMatter(reader);
    }

    void checkFrontMatter(TableReader &reader)
    {
        static const QRegularExpression id(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
        static const QRegularExpression covered(
            u"\\A(L\\d\\d(\\.P\\d+)?|C\\d+|Q\\d\\d\\.\\d+|E\\d\\d\\.\\d+)\\z"_s);
        if (!lesson().id.isEmpty() && !id.match(lesson().id).hasMatch())
            reader.add(reader.line(u"id"),
                u"`id`: expected small letters, digits and hyphens, found \"%1\""_s.arg(
                    lesson().id));
        if (reader.has(u"outcomes") && lesson().outcomes.isEmpty())
            reader.add(reader.line(u"outcomes"), u"`outcomes`: expected at least one"_s);
        for (const QString &piece : std::as_const(lesson().covers))
            if (!covered.match(piece).hasMatch())
                reader.add(reader.line(u"covers"),
                    u"`covers`: expected pieces such as L05.P4, C14, Q05.1 or E05.1, found \"%1\""_s
                        .arg(piece));
        checkFolderName(reader);
    }

    void checkFolderName(TableReader &reader)
    {
        if (lesson().id.isEmpty() || !reader.has(u"number"))
            return;
        const QString expected
            = u"%1-%2"_s.arg(lesson().number, 2, 10, QChar(u'0')).arg(lesson().id);
        if (folderName(lesson().folder) != expected)
            reader.add(reader.line(u"id"),
                u"a lesson's folder has its number and id: expected folder `%1`, found `%2`"_s.arg(
                    expected, folderName(lesson().folder)));
    }

    /// Every figure of the text is a file of the folder, and every file of the folder is read.
    void checkFiles()
    {
        QStringList known{u"lesson.md"_s, u"questions.toml"_s, u"worlds.toml"_s};
        Problems text = problemsOf(u"lesson.md"_s);
        for (const Block &block : std::as_const(lesson().blocks)) {
            const auto *figure = std::get_if<Figure>(&block.content);
            if (!figure)
                continue;
            const QString name = folderName(figure->file);
            known.append(name);
            if (!m_folder.isFile(name))
                text.add(block.line, u"figure `%1` is not in the lesson's folder"_s.arg(name));
        }
        if (lesson().blocks.isEmpty())
            return; // which figures belong to a text that could not be read is not known
        const auto names = m_folder.names();
        if (!names)
            m_loaded.errors.append(names.error());
        else
            for (const QString &name : *names)
                if (!known.contains(name))
                    problemsOf(name).add(0, u"is a stray file: nothing reads it"_s);
    }

    const ContentFolder &m_folder;
    LoadedLesson m_loaded;
};

} // namespace

LoadedLesson readLesson(const ContentFolder &folder)
{
    return LessonReader(folder).read();
}

std::expected<Lesson, QList<Error>> loadLesson(const QString &folder)
{
    const auto opened = ContentFolder::open(QDir::cleanPath(folder));
    if (!opened)
        return std::unexpected(QList{opened.error()});
    LoadedLesson loaded = readLesson(*opened);
    if (!loaded.errors.isEmpty())
        return std::unexpected(std::move(loaded.errors));
    return std::move(loaded.lesson);
}

} // namespace ringside::course

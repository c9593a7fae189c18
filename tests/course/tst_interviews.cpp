#include "content.h"
#include "course/course.h"

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

/// lessons/questions.toml and lessons/interviews.toml: what belongs to no single lesson.
class TestInterviews : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsQuestionsAndOrders();
    void readsScriptsAndGroups();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void needsNeitherFile();
    void belongsToTheCourse();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_root->filePath(u"lessons/"_s + QString::fromUtf8(name));
    }

    std::unique_ptr<QTemporaryDir> m_root;
};

void TestInterviews::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    content::write(path("questions.toml"), R"([[question]]
id = "QX.1"
level = "junior"
prompt = "Why?"
key_points = [{ text = "because", words = ["cause"] }, { text = "also", essential = false }]
wrong = [{ belief = "never", why = "it does" }]
follow_up = { prompt = "And?", answer = "So." }

[[order]]
id = "OX.1"
level = "mid"
prompt = "Which order?"
steps = ["open", "write", "log", "close"]
before = ["1 before 2", "2 before 4"]
why = "close ends it"

[[order]]
id = "OX.2"
level = "mid"
prompt = "Which order?"
steps = ["a", "b", "c"]
why = "only one"
)");
    content::write(path("interviews.toml"), R"([[confusable]]
id = "rename-replace"
names = ["os.rename", "os.replace"]

[[script]]
id = "junior"
title = "Entry"
level = "junior"
pass_points = 10
red_flags = ["never heard of encodings"]
help = "The documentation."
pool = ["Q01.2"]

[[script.round]]
kind = "talk"
title = "Warm-up"
minutes = 3
prompt = "A file bug you fixed?"

[[script.round]]
kind = "questions"
title = "Reading"
minutes = 7
points = 5
questions = ["Q01.1", "QX.1"]

[[script.round]]
kind = "role-play"
title = "A server"
minutes = 5
points = 5
prompt = "The disk is full."
key_points = [{ text = "a deleted file is held open" }]
answers = [{ asked = "df", answer = "100 %" }]

[[script.round]]
kind = "coding"
title = "Count"
minutes = 15
points = 10
prompt = "Write it."
exercise = "E05.1"
watch = ["asks about links"]
)");
}

void TestInterviews::readsQuestionsAndOrders()
{
    const InterviewContent content = loadInterviews(m_root->path());
    QCOMPARE(content::described(content.errors, m_root->path()), QStringList());
    QCOMPARE(content.questions.size(), 1);
    QCOMPARE(content.questions[0].id, u"QX.1"_s);
    QVERIFY(content.questions[0].lesson.isEmpty());
    QCOMPARE(content.questions[0].keyPoints.size(), 2);
    QCOMPARE(content.questions[0].followUpAnswer, u"So."_s);
    QCOMPARE(content.orders.size(), 2);
    QCOMPARE(content.orders[0].before, (QList<std::pair<int, int>>{{0, 1}, {1, 3}}));
    QCOMPARE(content.orders[1].before, (QList<std::pair<int, int>>{{0, 1}, {1, 2}}));
}

void TestInterviews::readsScriptsAndGroups()
{
    const InterviewContent content = loadInterviews(m_root->path());
    QCOMPARE(content.confusables.size(), 1);
    QCOMPARE(content.confusables[0].names, (QStringList{u"os.rename"_s, u"os.replace"_s}));
    QCOMPARE(content.scripts.size(), 1);
    const InterviewScript &script = content.scripts[0];
    QCOMPARE(script.minutes(), 30);
    QCOMPARE(script.points(), 20);
    QCOMPARE(script.rounds.size(), 4);
    QCOMPARE(script.rounds[1].questions, (QStringList{u"Q01.1"_s, u"QX.1"_s}));
    QCOMPARE(script.rounds[2].answers[0].answer, u"100 %"_s);
    QCOMPARE(script.rounds[3].kind, RoundKind::Coding);
    QCOMPARE(script.rounds[3].exercise, u"E05.1"_s);
}

void TestInterviews::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *file, const QByteArray &before,
                         const QByteArray &after, const QString &error) {
        QTest::newRow(name) << QString::fromUtf8(file) << before << after << error;
    };
    const char *questions = "questions.toml";
    const char *interviews = "interviews.toml";
    row("a question of a lesson", questions, "QX.1", "Q05.1",
        u"lessons/questions.toml:2: `id`: expected a number such as \"QX.1\", found \"Q05.1\""_s);
    row("a lesson's part in a question across lessons", questions, "prompt = \"Why?\"",
        "prompt = \"Why?\"\nlesson_part = \"P1\"",
        u"lessons/questions.toml:5: unknown key `lesson_part`"_s);
    row("no essential point", questions, "words = [\"cause\"] }", "essential = false }",
        u"lessons/questions.toml:5: at least one key point is essential, found none"_s);
    row("the same id twice", questions, "OX.2", "OX.1",
        u"lessons/questions.toml:17: `OX.1` stands in this file already"_s);
    row("two steps have no order worth asking", questions, "[\"a\", \"b\", \"c\"]",
        "[\"a\", \"b\"]", u"lessons/questions.toml:21: `steps`: expected three or more"_s);
    row("a step that is not there", questions, "2 before 4", "2 before 5",
        u"lessons/questions.toml:14: `before`: expected pairs such as \"1 before 2\" that agree "
        u"with"
        " the order of `steps`, found \"2 before 5\""_s);
    row("an order that contradicts the steps", questions, "2 before 4", "4 before 2",
        u"lessons/questions.toml:14: `before`: expected pairs such as \"1 before 2\" that agree "
        u"with"
        " the order of `steps`, found \"4 before 2\""_s);
    row("a group of one", interviews, "[\"os.rename\", \"os.replace\"]", "[\"os.rename\"]",
        u"lessons/interviews.toml:3: `names`: expected two or more"_s);
    row("more points to pass than there are", interviews, "pass_points = 10", "pass_points = 21",
        u"lessons/interviews.toml:9: `pass_points`: expected at most the 20 points of its rounds"_s);
    row("a round of questions without any", interviews, "questions = [\"Q01.1\", \"QX.1\"]\n", "",
        u"lessons/interviews.toml:20: a round of kind `questions` has `questions`"_s);
    row("a coding round without exercise", interviews, "exercise = \"E05.1\"\n", "",
        u"lessons/interviews.toml:36: a round of kind `coding` has an `exercise`"_s);
    row("a role play without answers", interviews,
        "answers = [{ asked = \"df\", answer = \"100 %\" }]\n", "",
        u"lessons/interviews.toml:27: a round of kind `role-play` has `answers`"_s);
    row("points that nobody can mark", interviews,
        "key_points = [{ text = \"a deleted file is held open\" }]\n", "",
        u"lessons/interviews.toml:27: a round of kind `role-play` has `key_points` when it is scored"_s);
    row("no TOML", interviews, "[[confusable]]", "[[confusable]", u"lessons/interviews.toml:1: "_s);
}

void TestInterviews::saysWhatIsWrong()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, error);
    content::replace(path(qPrintable(file)), before, after);
    const QStringList errors
        = content::described(loadInterviews(m_root->path()).errors, m_root->path());
    QCOMPARE(errors.size(), 1);
    QVERIFY2(errors[0].startsWith(error), qPrintable(errors[0]));
}

void TestInterviews::needsNeitherFile()
{
    QVERIFY(QFile::remove(path("questions.toml")));
    QVERIFY(QFile::remove(path("interviews.toml")));
    const InterviewContent content = loadInterviews(m_root->path());
    QVERIFY(content.errors.isEmpty() && content.scripts.isEmpty() && content.questions.isEmpty());
}

void TestInterviews::belongsToTheCourse()
{
    QVERIFY(QDir().mkpath(m_root->filePath(u"exercises"_s)));
    const Course course = loadCourse(m_root->path());
    QVERIFY(course.broken.isEmpty());
    QCOMPARE(course.question(u"QX.1")->prompt, u"Why?"_s);
    QCOMPARE(course.interviews.scripts.size(), 1);

    content::replace(path("questions.toml"), "QX.1", "Q1");
    const Course broken = loadCourse(m_root->path());
    QCOMPARE(broken.broken.size(), 1);
    QVERIFY(broken.broken[0].usable);
    QCOMPARE(broken.interviews.scripts.size(), 1);
}

QTEST_GUILESS_MAIN(TestInterviews)
#include "tst_interviews.moc"

// How long the whole course takes to load: 17 lessons as long as the longest, 102 exercises. The
// budget is absolute, because there is no other program that reads this format: 60 ms, the share of
// the time to the first painted lesson that the course may take.

#include "course/course.h"
#include "course/scaffold.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace ringside::course;
using namespace Qt::StringLiterals;

namespace {

constexpr double budgetMs = 60;
constexpr int lessons = 17;
constexpr int exercisesPerLesson = 6;

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// A part of about 180 lines: twelve of them make a lesson of 2,100 lines, 85 KB.
QByteArray part(int number)
{
    QByteArray text
        = "## Part " + QByteArray::number(number) + " {#P" + QByteArray::number(number) + "}\n\n";
    for (int i = 0; i < 8; ++i)
        text += "A listing is a promise about names, and [nothing](#P1) else: what `stat` says is "
                "newer.\n"
                "It costs one call for each entry, which is why a listing that knows types is "
                "worth having.\n\n"
                "```python run\nimport os\nprint(os.sep)\n```\n```output\n/\n```\n```calls\nwrite  "
                "*\n```\n\n"
                "> [!NOTE]\n> Links are looked at by their own names.\n\n"
                "| a | b |\n|---|---|\n| one | two |\n\n";
    text += "```quiz\nquestion = \"What does it print?\"\ncode = \"\"\"\nprint(1)\n\"\"\"\n"
            "[[option]]\ntext = \"1\"\nprints = \"1\"\nwhy = \"It does.\"\n"
            "[[option]]\ntext = \"2\"\nprints = \"2\"\nmisconception = \"counts from two\"\nwhy = "
            "\"No.\"\n```\n\n";
    return text;
}

QByteArray lessonText(int number, const QByteArray &id)
{
    QByteArray text = "+++\nid = \"" + id + "\"\nnumber = " + QByteArray::number(number)
        + "\ntitle = \"T\"\nsubtitle = \"S\"\nlevel = \"mid\"\nminutes = 30\noutcomes = "
          "[\"o\"]\n+++\n# Hook\n\n";
    for (int i = 1; i <= 12; ++i)
        text += part(i);
    return text;
}

QByteArray questionsText(int number)
{
    QByteArray text;
    for (int i = 1; i <= 13; ++i)
        text += "[[question]]\nid = \"Q" + QByteArray::number(number).rightJustified(2, '0') + "."
            + QByteArray::number(i)
            + "\"\nlevel = \"mid\"\nprompt = \"Why?\"\nkey_points = [\n"
              "  { text = \"names against entries\", words = [\"DirEntry\", \"names\"] },\n"
              "  { text = \"types come with the listing\", words = [\"d_type\", \"types\"] },\n"
              "  { text = \"sizes do not\", essential = false, words = [\"size\", \"stat\"] },\n]\n"
              "wrong = [ { belief = \"sizes are free\", why = \"they are not\", words = [\"free\"] "
              "} ]\n"
              "follow_up = { prompt = \"And there?\", answer = \"Also.\" }\nlesson_part = "
              "\"P3\"\n\n";
    return text;
}

void buildCourse(const QString &root)
{
    int made = 0;
    for (int number = 1; number <= lessons; ++number) {
        const QString id = u"lesson-%1"_s.arg(number);
        const QString folder = u"%1-%2"_s.arg(number, 2, 10, QChar(u'0')).arg(id);
        write(root + u"/lessons/"_s + folder + u"/lesson.md"_s, lessonText(number, id.toUtf8()));
        write(root + u"/lessons/"_s + folder + u"/questions.toml"_s, questionsText(number));
        for (int i = 1; i <= exercisesPerLesson; ++i) {
            const ScaffoldNames names{.slug = u"do-%1-%2"_s.arg(number).arg(i),
                .id = u"00000000-0000-4000-8000-%1"_s.arg(++made, 12, 10, QChar(u'0')),
                .lesson = id,
                .code = u"E%1.%2"_s.arg(number, 2, 10, QChar(u'0')).arg(i)};
            for (const ScaffoldFile &file : exerciseScaffold(names))
                write(
                    u"%1/exercises/%2/%3/%4"_s.arg(root, folder, names.slug, file.name), file.text);
        }
    }
}

double processorMs()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({u"rounds"_s, u"How often to load."_s, u"number"_s, u"21"_s});
    parser.addOption({u"json"_s, u"Write the results there."_s, u"file"_s});
    parser.process(application);
    const QTemporaryDir root;
    buildCourse(root.path());
    QList<double> wall;
    QList<double> processor;
    for (int round = 0; round < parser.value(u"rounds"_s).toInt(); ++round) {
        const double before = processorMs();
        QElapsedTimer timer;
        timer.start();
        const Course course = loadCourse(root.path());
        wall.append(double(timer.nsecsElapsed()) / 1e6);
        processor.append(processorMs() - before);
        if (course.lessons.size() != lessons
            || course.exercises.size() != lessons * exercisesPerLesson || !course.broken.isEmpty())
            qFatal("the course of this benchmark is not loaded whole");
    }
    // The first round is what a start of the program sees, apart from a page cache that is cold.
    const bool kept = wall.first() <= budgetMs;
    std::printf("course of %d lessons, %d exercises\n  first load %6.1f ms\n  median     %6.1f ms, "
                "%.1f ms of processor\n  budget     %6.1f ms: %s\n",
        lessons, lessons * exercisesPerLesson, wall.first(), median(wall), median(processor),
        budgetMs, kept ? "kept" : "MISSED");
    if (parser.isSet(u"json"_s))
        write(parser.value(u"json"_s),
            QJsonDocument(
                QJsonObject{{u"bench"_s, u"course"_s}, {u"first_ms"_s, wall.first()},
                    {u"median_ms"_s, median(wall)}, {u"processor_ms"_s, median(processor)},
                    {u"budget_ms"_s, budgetMs}, {u"kept"_s, kept}})
                .toJson());
    return kept ? 0 : 1;
}

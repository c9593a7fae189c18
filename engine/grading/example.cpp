#include "grading/example.h"

#include "base/bytes.h"

#include <algorithm>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

void put(filesystem::Tree &tree, const QByteArray &path, const QByteArray &content)
{
    tree.entries.removeIf([&](const filesystem::Entry &entry) { return entry.path == path; });
    const auto after = std::ranges::lower_bound(tree.entries, path, {}, &filesystem::Entry::path);
    tree.entries.insert(after,
        {.path = path,
            .size = content.size(),
            .modifiedNs = worldTimeSeconds * 1'000'000'000,
            .content = content});
}

QString trimmedEnd(QString text)
{
    while (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

/// `*` stands for any run of characters within a line; nothing else is special.
bool lineMatches(QStringView pattern, QStringView line)
{
    const QList<QStringView> parts = pattern.split(u'*');
    if (parts.size() == 1)
        return pattern == line;
    if (!line.startsWith(parts.first()))
        return false;
    qsizetype at = parts.first().size();
    for (qsizetype i = 1; i + 1 < parts.size(); ++i) {
        const qsizetype found = line.indexOf(parts[i], at);
        if (found < 0)
            return false;
        at = found + parts[i].size();
    }
    return line.size() - at >= parts.last().size() && line.endsWith(parts.last());
}

bool endsAsShown(const course::Example &example, const sandbox::RunReport &report)
{
    const QString error = example.error.value_or(QString()).trimmed();
    return report.ending == sandbox::Ending::Exited && report.exitStatus == (example.error ? 1 : 0)
        && (!example.error || lastErrorLine(report.errorOutput) == error);
}

} // namespace

Result<World> lessonWorld(const course::Lesson &lesson, const QString &name)
{
    if (name.isEmpty())
        return World{};
    return buildWorld({lesson.folder + u"/worlds.toml"_s, lesson.worlds}, name, lessonSeed);
}

QByteArray exampleFile(const QString &named)
{
    return named.isEmpty() ? "main.py"_ba : named.toUtf8();
}

sandbox::RunRequest composeExample(const World &world, const QString &file, const QString &code)
{
    sandbox::RunRequest request{.workspace = world.tree,
        .mounts = world.mounts,
        .environment = world.environment,
        .hashSeed = 1};
    const QByteArray name = exampleFile(file);
    put(request.workspace, name, code.toUtf8());
    if (name != "main.py")
        put(request.workspace, "main.py",
            "import runpy, sys\nsys.argv[0] = '" + name + "'\nrunpy.run_path('" + name
                + "', run_name='__main__')\n");
    return request;
}

World worldLeft(World world, const sandbox::RunReport &report)
{
    world.tree = report.tree;
    for (qsizetype i = 0; i < world.mounts.size(); ++i)
        world.mounts[i].content = report.mountTrees.value(i);
    return world;
}

bool printsAsShown(const QString &shown, const QByteArray &printed, course::OutputMatch match)
{
    const QString found = trimmedEnd(displayText(printed));
    const QString expected = trimmedEnd(shown);
    if (match == course::OutputMatch::Exact)
        return expected == found;
    QStringList expectedLines = expected.split(u'\n');
    QStringList foundLines = found.split(u'\n');
    if (match == course::OutputMatch::Lines) {
        expectedLines.sort();
        foundLines.sort();
        return expectedLines == foundLines;
    }
    return expectedLines.size() == foundLines.size()
        && std::equal(expectedLines.begin(), expectedLines.end(), foundLines.begin(),
            [](const QString &pattern, const QString &line) { return lineMatches(pattern, line); });
}

QString lastErrorLine(const QByteArray &errorOutput)
{
    const QString text = trimmedEnd(displayText(errorOutput));
    return text.contains(u"Traceback (most recent call last):") || text.contains(u"SyntaxError: ")
        ? text.section(u'\n', -1)
        : QString();
}

QStringList expectations(const QString &code)
{
    static const QString mark = u"# expect: "_s;
    QStringList lines;
    const QStringList all = code.split(u'\n');
    for (const QString &line : all) {
        if (line.startsWith(mark))
            lines.append(line.sliced(mark.size()));
    }
    return lines;
}

bool runsAsShown(const course::Example &example, const sandbox::RunReport &report)
{
    return endsAsShown(example, report)
        && printsAsShown(example.output.value_or(QString()), report.output, example.match);
}

bool isRepair(const course::Example &clinic, const sandbox::RunReport &report)
{
    return report.ending == sandbox::Ending::Exited && report.exitStatus == 0
        && printsAsShown(expectations(clinic.code).join(u'\n'), report.output, course::OutputMatch::Exact);
}

} // namespace ringside::grading

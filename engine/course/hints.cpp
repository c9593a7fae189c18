#include "course/hints.h"

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

// The ladder of every exercise: a question, a direction, the shape of the answer.
constexpr qsizetype rungs = 3;

struct Splitter
{
    QList<HintRung> found;
    Problems &problems;
    QStringList text;
    bool inCode = false;

    /// Ends the rung that is being read.
    void close()
    {
        if (!found.isEmpty()) {
            HintRung &rung = found.last();
            while (!text.isEmpty() && text.first().trimmed().isEmpty()) {
                text.removeFirst();
                ++rung.textLine;
            }
            rung.hint.text = text.join(u'\n').trimmed();
            if (rung.hint.text.isEmpty())
                problems.add(rung.line, u"hint `%1` has no text"_s.arg(rung.hint.title));
        }
        text.clear();
    }

    void open(const QString &title, int line)
    {
        close();
        found.append({.hint = {.title = title}, .line = line, .textLine = line + 1});
        if (title.isEmpty())
            problems.add(line, u"a hint has a title after `#`, found none"_s);
    }

    void add(const QString &line, int number)
    {
        const bool first = text.join(QString()).trimmed().isEmpty();
        if (found.isEmpty() && !line.trimmed().isEmpty())
            problems.add(number, u"expected a hint's title, a line that starts with `# `"_s);
        else if (first && line.startsWith(u"when:"_s) && found.last().hint.when.isEmpty())
            takeWhen(line.sliced(5).trimmed(), number);
        else
            text.append(line);
    }

    void takeWhen(const QString &check, int number)
    {
        if (check.isEmpty())
            problems.add(number, u"`when:` names a check, found none"_s);
        found.last().hint.when = check;
        found.last().textLine = number + 1;
        text.clear();
    }
};

} // namespace

QList<HintRung> readHints(const QString &text, Problems &problems)
{
    Splitter splitter{.problems = problems};
    int number = 0;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        if (line.startsWith(u"```"))
            splitter.inCode = !splitter.inCode;
        if (!splitter.inCode && (line.startsWith(u"# "_s) || line == u"#"))
            splitter.open(line.sliced(1).trimmed(), number);
        else
            splitter.add(line, number);
    }
    splitter.close();
    if (splitter.found.size() != rungs)
        problems.add(0,
            u"expected %1 hints, the most general first, found %2"_s.arg(rungs).arg(
                splitter.found.size()));
    return splitter.found;
}

} // namespace ringside::course

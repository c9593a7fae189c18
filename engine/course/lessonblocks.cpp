#include "course/lessonblocks.h"

#include "course/suggestion.h"

#include <QRegularExpression>
#include <QSet>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

/// Languages a shown block may be in: the ones our syntax colouring knows and the course needs.
const QStringList &languages()
{
    static const QStringList known{u"python"_s, u"sh"_s, u"text"_s, u"json"_s, u"csv"_s, u"toml"_s,
        u"ini"_s, u"yaml"_s, u"c"_s, u"diff"_s};
    return known;
}

/// Blocks that belong to the example before them, and the quiz.
const QStringList &specialFences()
{
    static const QStringList known{u"output"_s, u"error"_s, u"calls"_s, u"quiz"_s};
    return known;
}

/// The words after a fence: `python run world=plain`.
struct Info
{
    QString first;
    QStringList flags;
    QList<std::pair<QString, QString>> values;

    explicit Info(const QString &text)
    {
        QStringList words = text.split(u' ', Qt::SkipEmptyParts);
        if (!words.isEmpty())
            first = words.takeFirst();
        for (const QString &word : std::as_const(words)) {
            const qsizetype equals = word.indexOf(u'=');
            if (equals < 0)
                flags.append(word);
            else
                values.emplaceBack(word.first(equals), word.sliced(equals + 1));
        }
    }

    [[nodiscard]] bool has(const QString &flag) const { return flags.contains(flag); }
    [[nodiscard]] QString value(const QString &key) const
    {
        for (const auto &[name, text] : values)
            if (name == key)
                return text;
        return {};
    }
};

/// Without the line end the closing fence stands on.
QString withoutLastLineEnd(QString text)
{
    if (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

QString anchorOf(const QString &heading)
{
    static const QRegularExpression notWord(
        u"[^\\w]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QString anchor = heading.toLower();
    anchor.replace(notWord, u"-"_s);
    while (anchor.startsWith(u'-'))
        anchor.remove(0, 1);
    while (anchor.endsWith(u'-'))
        anchor.chop(1);
    return anchor;
}

class BlockReader
{
public:
    BlockReader(Lesson &lesson, QList<Link> &links, Problems &problems)
        : m_lesson(lesson)
        , m_links(links)
        , m_problems(problems)
    {
        for (const WorldSpec &world : lesson.worlds)
            m_worlds.append(world.name);
    }

    void read(const QList<RawBlock> &raw)
    {
        for (const RawBlock &block : raw)
            take(block);
        closeClinic();
        if (m_titles != 1)
            m_problems.add(
                0, u"expected one heading `# `, the title of the hook, found %1"_s.arg(m_titles));
    }

private:
    void take(const RawBlock &raw)
    {
        switch (raw.kind) {
        case RawBlock::Kind::Heading:
            takeHeading(raw);
            break;
        case RawBlock::Kind::Prose:
            collectLinks(raw.text, raw.textLine, m_links, m_problems);
            append(raw.line, Prose{raw.text});
            break;
        case RawBlock::Kind::Callout:
            takeCallout(raw);
            break;
        case RawBlock::Kind::Image:
            takeImage(raw);
            break;
        case RawBlock::Kind::Fence:
            takeFence(raw);
            break;
        }
    }

    void append(int line, auto &&content)
    {
        m_example = nullptr;
        m_lesson.blocks.append({.line = line, .content = std::forward<decltype(content)>(content)});
    }

    void takeHeading(const RawBlock &raw)
    {
        static const QRegularExpression explicitAnchor(u"\\s*\\{#([^}\\s]*)\\}\\s*\\z"_s);
        Heading heading{.level = raw.level, .text = raw.text};
        if (const auto match = explicitAnchor.match(heading.text); match.hasMatch()) {
            heading.anchor = match.captured(1);
            heading.text.truncate(match.capturedStart());
            checkAnchor(heading.anchor, raw.line);
        } else {
            heading.anchor = freeAnchor(anchorOf(heading.text));
        }
        m_anchors.insert(heading.anchor);
        checkHeading(heading, raw.line);
        collectLinks(heading.text, raw.line, m_links, m_problems);
        append(raw.line, std::move(heading));
    }

    void checkAnchor(const QString &anchor, int line)
    {
        static const QRegularExpression form(u"\\A[A-Za-z][A-Za-z0-9.-]*\\z"_s);
        if (!form.match(anchor).hasMatch())
            m_problems.add(line,
                u"anchor `%1`: expected a letter, then letters, digits, dots or hyphens"_s.arg(
                    anchor));
        if (m_anchors.contains(anchor))
            m_problems.add(line, u"anchor `%1` stands on an earlier heading already"_s.arg(anchor));
    }

    QString freeAnchor(const QString &wanted) const
    {
        QString anchor = wanted;
        for (int number = 2; m_anchors.contains(anchor); ++number)
            anchor = wanted + u'-' + QString::number(number);
        return anchor;
    }

    void checkHeading(const Heading &heading, int line)
    {
        if (heading.text.trimmed().isEmpty())
            m_problems.add(line, u"a heading without text"_s);
        if (heading.level > 3)
            m_problems.add(line,
                u"a lesson has three levels of headings, found level %1"_s.arg(heading.level));
        if (heading.level == 1) {
            ++m_titles;
            if (m_parts > 0)
                m_problems.add(line, u"the `# ` heading comes before every part"_s);
        }
        if (heading.level == 2)
            ++m_parts;
        if (heading.level == 3 && m_parts == 0)
            m_problems.add(
                line, u"a `### ` heading stands inside a part, found before the first `## `"_s);
    }

    void takeCallout(const RawBlock &raw)
    {
        static const QStringList words{u"TIP"_s, u"NOTE"_s, u"WARNING"_s, u"DANGER"_s};
        const qsizetype kind = words.indexOf(raw.info);
        if (kind < 0)
            m_problems.add(raw.line, unknownWord(u"callout", raw.info, words));
        if (raw.text.trimmed().isEmpty())
            m_problems.add(raw.line, u"a callout without text"_s);
        collectLinks(raw.text, raw.textLine, m_links, m_problems);
        append(raw.line,
            Callout{.kind = CalloutKind(std::max<qsizetype>(kind, 0)), .markdown = raw.text});
    }

    void takeImage(const RawBlock &raw)
    {
        static const QRegularExpression form(
            u"\\A!\\[(.*)\\]\\(([^)\\s\"]+)(?:\\s+\"(.*)\")?\\)\\z"_s);
        const auto match = form.match(raw.text);
        if (!match.hasMatch()) {
            m_problems.add(
                raw.line, u"expected a figure: ![text alternative](NAME.svg \"caption\")"_s);
            return;
        }
        if (match.capturedView(1).trimmed().isEmpty())
            m_problems.add(
                raw.line, u"a figure has a text alternative for those who cannot see it"_s);
        const QString name = match.captured(2);
        if (name.contains(u'/') || !name.endsWith(u".svg"_s))
            m_problems.add(raw.line,
                u"figure `%1`: expected the name of an SVG file beside lesson.md"_s.arg(name));
        append(raw.line,
            Figure{.file = m_lesson.folder + u'/' + name,
                .alternative = match.captured(1),
                .caption = match.captured(3)});
    }

    void takeFence(const RawBlock &raw)
    {
        const Info info(raw.info);
        if (info.first.isEmpty())
            m_problems.add(raw.line, u"a fence names its language, expected ```text for none"_s);
        else if (info.first == u"quiz")
            takeQuiz(raw, info);
        else if (specialFences().contains(info.first))
            takeAttachment(raw, info);
        else if (languages().contains(info.first))
            takeExample(raw, info);
        else
            m_problems.add(
                raw.line, unknownWord(u"language", info.first, languages() + specialFences()));
    }

    void allowOnly(
        const RawBlock &raw, const Info &info, const QStringList &flags, const QStringList &keys)
    {
        for (const QString &flag : info.flags)
            if (!flags.contains(flag))
                m_problems.add(raw.line, unknownWord(u"word", flag, flags + keys));
        QSet<QString> seen;
        for (const auto &[key, value] : info.values) {
            if (!keys.contains(key))
                m_problems.add(raw.line, unknownWord(u"key", key, keys));
            else if (value.isEmpty())
                m_problems.add(raw.line, u"`%1=`: expected a value"_s.arg(key));
            if (seen.contains(key))
                m_problems.add(raw.line, u"`%1=` stands twice"_s.arg(key));
            seen.insert(key);
        }
    }

    void takeExample(const RawBlock &raw, const Info &info)
    {
        const bool python = info.first == u"python";
        allowOnly(raw, info,
            python ? QStringList{u"run"_s, u"continue"_s, u"clinic"_s, u"fixed"_s} : QStringList(),
            python ? QStringList{u"world"_s, u"file"_s} : QStringList());
        Example example{.language = info.first, .code = raw.text, .file = u"main.py"_s};
        example.run = info.has(u"run"_s);
        example.continues = info.has(u"continue"_s);
        example.clinic = info.has(u"clinic"_s);
        example.fixed = info.has(u"fixed"_s);
        example.world = info.value(u"world"_s);
        if (const QString file = info.value(u"file"_s); !file.isEmpty())
            example.file = file;
        checkExample(raw, example);
        append(raw.line, std::move(example));
        m_example = &std::get<Example>(m_lesson.blocks.last().content);
    }

    void checkExample(const RawBlock &raw, const Example &example)
    {
        if (raw.text.trimmed().isEmpty())
            m_problems.add(raw.line, u"a block without code"_s);
        if (!example.world.isEmpty() && !m_worlds.contains(example.world))
            m_problems.add(
                raw.line, unknownWord(u"world", example.world, m_worlds) + u" in worlds.toml"_s);
        if (example.file.startsWith(u'/') || example.file.split(u'/').contains(u".."_s))
            m_problems.add(raw.line, u"`file=`: expected a path below the working directory"_s);
        const bool asksToRun = example.continues || example.fixed || !example.world.isEmpty();
        if (asksToRun && !example.run)
            m_problems.add(raw.line, u"`continue`, `fixed` and `world=` go with `run`"_s);
        if (example.continues && !example.world.isEmpty())
            m_problems.add(
                raw.line, u"`continue` starts in the tree that was left, `world=` in a new one"_s);
        if (example.continues && !m_ran)
            m_problems.add(raw.line, u"`continue` follows an example that runs, found none"_s);
        m_ran = m_ran || example.run;
        checkClinic(raw, example);
    }

    void checkClinic(const RawBlock &raw, const Example &example)
    {
        static const QRegularExpression expectation(
            u"^\\s*#\\s*expect:\\s*\\S"_s, QRegularExpression::MultilineOption);
        if (example.clinic && example.fixed)
            m_problems.add(
                raw.line, u"`clinic` is broken code, `fixed` its repair: expected one of them"_s);
        if (example.clinic) {
            closeClinic();
            m_clinicLine = raw.line;
            if (!example.code.contains(expectation))
                m_problems.add(
                    raw.line, u"a clinic says what should happen in a line `# expect: …`"_s);
        } else if (example.fixed) {
            if (m_clinicLine == 0)
                m_problems.add(raw.line, u"`fixed` follows the clinic it repairs, found none"_s);
            m_clinicLine = 0;
        }
    }

    void closeClinic()
    {
        if (m_clinicLine > 0)
            m_problems.add(
                m_clinicLine, u"a clinic is followed by ```python fixed run, found none"_s);
        m_clinicLine = 0;
    }

    void takeAttachment(const RawBlock &raw, const Info &info)
    {
        const bool output = info.first == u"output";
        allowOnly(raw, info, {}, output ? QStringList{u"match"_s} : QStringList());
        if (!m_example || !m_example->run) {
            m_problems.add(raw.line,
                u"`%1` stands directly after the example that runs, found none"_s.arg(info.first));
            return;
        }
        if (output)
            takeOutput(raw, info);
        else if (info.first == u"error")
            takeError(raw);
        else
            takeCalls(raw);
    }

    void takeOutput(const RawBlock &raw, const Info &info)
    {
        static const QStringList words{u"exact"_s, u"glob"_s, u"lines"_s};
        if (m_example->output)
            m_problems.add(raw.line, u"this example has an `output` already"_s);
        m_example->output = raw.text;
        const QString match = info.value(u"match"_s);
        const qsizetype index = match.isEmpty() ? 0 : words.indexOf(match);
        if (index < 0)
            m_problems.add(raw.line, unknownWord(u"match", match, words));
        else
            m_example->match = OutputMatch(index);
    }

    void takeError(const RawBlock &raw)
    {
        const QString text = withoutLastLineEnd(raw.text);
        if (m_example->error)
            m_problems.add(raw.line, u"this example has an `error` already"_s);
        if (text.trimmed().isEmpty() || text.contains(u'\n'))
            m_problems.add(
                raw.line, u"`error` is the last line of the traceback: expected one line"_s);
        m_example->error = text;
    }

    void takeCalls(const RawBlock &raw)
    {
        if (!m_example->calls.isEmpty())
            m_problems.add(raw.line, u"this example has `calls` already"_s);
        int number = raw.textLine;
        for (const QString &line : withoutLastLineEnd(raw.text).split(u'\n'))
            takeCall(line, number++);
        if (m_example->calls.isEmpty())
            m_problems.add(raw.line, u"`calls` names at least one system call, found none"_s);
    }

    void takeCall(const QString &line, int number)
    {
        // A field is a word, or text in double quotes when a name has blanks in it.
        static const QRegularExpression field(u"\"([^\"]*)\"|(\\S+)"_s);
        static const QRegularExpression name(u"\\A[a-z][a-z0-9_]*\\z"_s);
        QStringList fields;
        for (const auto &match : field.globalMatch(line))
            fields.append(match.hasCaptured(2) ? match.captured(2) : match.captured(1));
        if (fields.isEmpty())
            return;
        ExpectedCall call{.name = fields.takeFirst(), .fields = fields, .line = number};
        if (!name.match(call.name).hasMatch())
            m_problems.add(
                number, u"expected the name of a system call, found `%1`"_s.arg(call.name));
        m_example->calls.append(std::move(call));
    }

    void takeQuiz(const RawBlock &raw, const Info &info)
    {
        allowOnly(raw, info, {}, {});
        auto quiz = readQuiz(raw, m_links, m_problems);
        if (!quiz)
            return;
        if (!quiz->world.isEmpty() && !m_worlds.contains(quiz->world))
            m_problems.add(
                raw.line, unknownWord(u"world", quiz->world, m_worlds) + u" in worlds.toml"_s);
        append(raw.line, std::move(*quiz));
    }

    Lesson &m_lesson;
    QList<Link> &m_links;
    Problems &m_problems;
    QStringList m_worlds;
    QSet<QString> m_anchors;
    int m_titles = 0;
    int m_parts = 0;
    bool m_ran = false;
    int m_clinicLine = 0; ///< of the clinic that waits for its repair
    Example *m_example = nullptr; ///< the block before, if it is one: what it prints may follow
};

} // namespace

void readBlocks(const QList<RawBlock> &raw, Lesson &lesson, QList<Link> &links, Problems &problems)
{
    BlockReader(lesson, links, problems).read(raw);
}

} // namespace ringside::course

#include "progress/mockreport.h"

#include <QDateTime>
#include <QRegularExpression>

#include <cmath>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

QString minutes(int seconds)
{
    return QString::number(seconds / 60.0, 'f', 1);
}

QString number(double value)
{
    return QString::number(value, 'f', value == std::floor(value) ? 0 : 1);
}

QString percent(double share)
{
    return QString::number(share * 100, 'f', 0);
}

/// What the course says is Markdown; of that it has nothing but `code` here.
QString htmlOf(const QString &courseText)
{
    static const QRegularExpression code(u"(`+) ?(.+?) ?\\1"_s);
    return courseText.toHtmlEscaped().replace(code, u"<code>\\2</code>"_s);
}

class Page
{
public:
    Page(const MockReport &report, const ReportWords &words, const QHash<QString, QString> &titles)
        : m_report(report)
        , m_words(words)
        , m_titles(titles)
    {
    }

    QString write()
    {
        head();
        for (qsizetype i = 0; i < m_report.steps.size(); ++i)
            step(int(i) + 1, m_report.steps[i]);
        topics();
        calibration();
        earlier();
        list(m_words.lookFor, m_report.redFlags);
        next();
        m_html += u"</body>\n</html>\n"_s;
        return m_html;
    }

private:
    void tag(const char *name, const QString &text, const char *attributes = "")
    {
        m_html += u"<%1%2>%3</%1>\n"_s.arg(
            QLatin1StringView(name), QLatin1StringView(attributes), text.toHtmlEscaped());
    }

    [[nodiscard]] static QString dateOf(qint64 ms)
    {
        return QDateTime::fromMSecsSinceEpoch(ms).toString(u"yyyy-MM-dd HH:mm"_s);
    }

    [[nodiscard]] QString nameOf(const QString &id) const { return m_titles.value(id, id); }

    [[nodiscard]] QStringList namesOf(const QStringList &ids) const
    {
        QStringList names;
        for (const QString &id : ids)
            names.append(nameOf(id));
        return names;
    }

    [[nodiscard]] QString resultOf(const ReportedTopic &topic) const
    {
        if (topic.questions == 0)
            return m_words.notAsked;
        return topic.points == 0 ? QString() : m_words.keyPointsHit.arg(topic.hit).arg(topic.points);
    }

    void head()
    {
        const QString title
            = m_report.title.isEmpty() ? m_words.title : m_words.title + u": "_s + m_report.title;
        m_html = u"<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"_s;
        tag("title", title);
        m_html
            += u"<style>body{font-family:sans-serif;max-width:50em;margin:2em auto;line-height:1.5}"
               "table{border-collapse:collapse}td,th{border:1px solid #888;padding:0.2em 0.6em;"
               "text-align:left;vertical-align:top}pre{white-space:pre-wrap;background:#f2f2f2;"
               "padding:0.6em}h2{margin-top:2em}</style>\n</head>\n<body>\n"_s;
        tag("h1", title);
        tag("p", dateOf(m_report.startedAtMs));
        if (!m_report.wishedTopics.isEmpty())
            tag("p", m_words.wished.arg(namesOf(m_report.wishedTopics).join(u", "_s)));
        tag("p",
            m_words.timeUsed.arg(minutes(m_report.usedSeconds), minutes(m_report.plannedSeconds)));
        tag("p", m_words.points.arg(number(m_report.points), number(m_report.maxPoints)));
        if (m_report.passPoints > 0)
            tag("p",
                m_words.passPoints.arg(number(m_report.passPoints))
                    + (m_report.passCondition.isEmpty() ? QString()
                                                        : u"; "_s + m_report.passCondition));
    }

    void step(int position, const ReportedStep &step)
    {
        tag("h2",
            step.title.isEmpty() ? QString::number(position)
                                 : u"%1. %2"_s.arg(position).arg(step.title));
        m_html += u"<p>%1</p>\n"_s.arg(htmlOf(step.prompt).replace(u'\n', u"<br>"_s));
        QStringList facts{m_words.timeOfStep.arg(minutes(step.plannedSeconds),
            minutes(step.usedSeconds), minutes(step.thinkingSeconds))};
        if (step.skipped)
            facts.append(m_words.skipped);
        if (step.confidence)
            facts.append(m_words.confidence.arg(*step.confidence));
        if (step.right && !step.skipped)
            facts.append(*step.right ? m_words.right : m_words.wrong);
        if (step.isSureAndWrong())
            facts.append(m_words.sureAndWrong);
        if (step.maxPoints > 0)
            facts.append(m_words.points.arg(number(step.points), number(step.maxPoints)));
        tag("p", facts.join(u" · "_s));
        if (!step.answer.isEmpty()) {
            tag("h3", m_words.answer);
            tag("pre", step.answer);
        }
        list(m_words.asked, step.asked);
        keyPoints(step);
        list(m_words.beliefs, step.beliefs);
        list(m_words.watch, step.watch);
        checks(step);
        remark(m_words.learner, step.learnerRemark);
        remark(m_words.instructor, step.instructorRemark);
    }

    void keyPoints(const ReportedStep &step)
    {
        if (step.keyPoints.isEmpty())
            return;
        const auto word = [&](const std::optional<bool> &tick) {
            return !tick ? QString() : *tick ? m_words.yes : m_words.no;
        };
        QList<QStringList> rows;
        for (const ReportedPoint &point : step.keyPoints)
            rows.append({point.text, point.essential ? m_words.essential : QString(),
                word(point.learner), word(point.instructor)});
        table({m_words.keyPoint, QString(), m_words.learner, m_words.instructor}, rows);
    }

    void checks(const ReportedStep &step)
    {
        QList<QStringList> rows;
        for (const CheckCategory &category : step.categories)
            rows.append({nameOf(category), u"%1/%2"_s.arg(category.passed).arg(category.checks)});
        if (!rows.isEmpty())
            table({m_words.checks, QString()}, rows);
    }

    [[nodiscard]] QString nameOf(const CheckCategory &category) const
    {
        return category.category == u"core" ? m_words.core
            : category.category == u"engineering" ? m_words.engineering
                                                  : category.category;
    }

    void topics()
    {
        if (m_report.topics.isEmpty())
            return;
        tag("h2", m_words.topics);
        QList<QStringList> rows;
        for (const ReportedTopic &topic : m_report.topics)
            rows.append({nameOf(topic.topic), m_words.questions.arg(topic.questions), resultOf(topic)});
        table({}, rows);
    }

    void calibration()
    {
        const Calibration &found = m_report.calibration;
        tag("h2", m_words.calibration);
        if (!found.isEnough())
            tag("p", m_words.tooFew.arg(found.answers).arg(Calibration::fewest));
        else
            tag("p",
                m_words.calibrationLine.arg(found.answers)
                    .arg(percent(found.meanConfidence), percent(found.shareRight),
                        QString::number(found.brier, 'f', 2)));
    }

    void earlier()
    {
        if (m_report.earlier.isEmpty())
            return;
        tag("h2", m_words.earlier);
        QList<QStringList> rows;
        for (const EarlierMock &mock : m_report.earlier)
            rows.append({dateOf(mock.startedAtMs),
                m_words.points.arg(number(mock.points), number(mock.maxPoints))});
        table({}, rows);
    }

    void next()
    {
        list(m_words.next, namesOf(m_report.nextCards + m_report.nextLessons));
    }

    void remark(const QString &who, const QString &text)
    {
        if (!text.isEmpty())
            tag("p", who + u": "_s + text);
    }

    void list(const QString &title, const QStringList &items)
    {
        if (items.isEmpty())
            return;
        tag("h3", title);
        m_html += u"<ul>\n"_s;
        for (const QString &item : items)
            m_html += u"<li>%1</li>\n"_s.arg(htmlOf(item));
        m_html += u"</ul>\n"_s;
    }

    void table(const QStringList &header, const QList<QStringList> &rows)
    {
        m_html += u"<table>\n"_s;
        if (!header.isEmpty())
            row(header, "th");
        for (const QStringList &cells : rows)
            row(cells, "td");
        m_html += u"</table>\n"_s;
    }

    void row(const QStringList &cells, const char *cell)
    {
        m_html += u"<tr>"_s;
        for (const QString &text : cells)
            m_html += u"<%1>%2</%1>"_s.arg(QLatin1StringView(cell), htmlOf(text));
        m_html += u"</tr>\n"_s;
    }

    const MockReport &m_report;
    const ReportWords &m_words;
    const QHash<QString, QString> &m_titles;
    QString m_html;
};

} // namespace

QString toHtml(
    const MockReport &report, const ReportWords &words, const QHash<QString, QString> &titles)
{
    return Page(report, words, titles).write();
}

} // namespace ringside::progress

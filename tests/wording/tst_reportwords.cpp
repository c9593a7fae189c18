#include "wording/reportwords.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

namespace {

/// Another language: every text in brackets.
class Bracketed : public QTranslator
{
public:
    using QTranslator::QTranslator;
    QString translate(const char *, const char *text, const char *, int) const override
    {
        return u"[%1]"_s.arg(QString::fromUtf8(text));
    }
    bool isEmpty() const override { return false; }
};

/// A report in which every kind of fact occurs.
MockReport fullReport()
{
    MockReport report{.title = u"~title"_s,
        .plannedSeconds = 60,
        .maxPoints = 2,
        .passPoints = 1,
        .redFlags = {u"~flag"_s},
        .wishedTopics = {u"~topic"_s, u"~other"_s},
        .topics = {{.topic = u"~topic"_s, .hit = 1, .points = 2, .questions = 1}, {.topic = u"~other"_s}},
        .nextCards = {u"~card"_s},
        .earlier = {{.startedAtMs = 1, .points = 1, .maxPoints = 2}}};
    ReportedStep step{.title = u"~step"_s,
        .prompt = u"~prompt"_s,
        .answer = u"~answer"_s,
        .asked = {u"~asked"_s},
        .watch = {u"~watch"_s},
        .confidence = 100,
        .right = false,
        .maxPoints = 1,
        .keyPoints = {{.text = u"~point"_s, .learner = true, .instructor = false}},
        .beliefs = {u"~belief"_s},
        .categories = {{.category = u"core"_s}, {.category = u"engineering"_s}},
        .learnerRemark = u"~remark"_s,
        .instructorRemark = u"~remark"_s};
    report.steps.append(step);
    step.right = true;
    report.steps.append(step);
    step.skipped = true;
    report.steps.append(step);
    return report;
}

} // namespace

class TestReportWords : public QObject
{
    Q_OBJECT

private slots:
    void everyWordIsTranslated_data();
    void everyWordIsTranslated();
};

void TestReportWords::everyWordIsTranslated_data()
{
    QTest::addColumn<int>("answers");
    QTest::newRow("with too few answers to judge") << 3;
    QTest::newRow("with enough of them") << 30;
}

// What is left when the learner's and the course's own words (~) and all that was translated are taken out of the page
// are figures.
void TestReportWords::everyWordIsTranslated()
{
    QFETCH(int, answers);
    Bracketed translator;
    QVERIFY(QCoreApplication::installTranslator(&translator));
    const ReportWords words = wording::reportWords();
    QCoreApplication::removeTranslator(&translator);
    MockReport report = fullReport();
    report.calibration.answers = answers;
    QString page = toHtml(report, words);
    page.remove(0, page.indexOf(u"<body>"));
    page.remove(QRegularExpression(u"<[^>]*>"_s)).remove(QRegularExpression(u"~\\w+"_s));
    const QRegularExpression translated(u"\\[[^\\[\\]]*\\]"_s);
    QVERIFY(page.count(translated) > 30);
    while (page.contains(translated)) // one may stand in another
        page.remove(translated);
    QVERIFY2(!page.contains(QRegularExpression(u"[A-Za-z]"_s)), qPrintable(page));
}

QTEST_GUILESS_MAIN(TestReportWords)
#include "tst_reportwords.moc"

#include "lens/traced.h"
#include "lens/trials.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace ringside;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// A program whose every call states in its path which line made it: data/selfnaming.py.
class TestAttribution : public QObject
{
    Q_OBJECT

private slots:
    void everyCallIsOnItsLine_data();
    void everyCallIsOnItsLine();
    void spanTellsCallsOfOneLineApart();
    void importsArePhasesOfTheirOwn();
    void columnsAreBytes();
    void nothingIsMadeOfCallsWithoutLines();

private:
    static QByteArray readData(const QString &name);
    static QByteArray withLineNumbers(const QByteArray &source);
    static QByteArray becoming(const QByteArray &interpreter, const QByteArray &program);

    sandbox::Sandbox m_sandbox;
};

QByteArray TestAttribution::readData(const QString &name)
{
    QFile file(QStringLiteral(TEST_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

QByteArray TestAttribution::withLineNumbers(const QByteArray &source)
{
    QByteArrayList lines = source.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        lines[i].replace("L@", "L" + QByteArray::number(i + 1));
        lines[i].replace("M@", "M" + QByteArray::number(i + 1));
    }
    return lines.join('\n');
}

/// A program that goes on as another.
QByteArray TestAttribution::becoming(const QByteArray &interpreter, const QByteArray &program)
{
    return "import os\nos.execv('" + interpreter + "', ['" + interpreter + "', '" + program + "'])\n";
}

void TestAttribution::everyCallIsOnItsLine_data()
{
    QTest::addColumn<sandbox::Start>("start");
    QTest::addColumn<QByteArray>("interpreter");
    QTest::newRow("warm") << sandbox::Start::Warm << QByteArray();
    QTest::newRow("cold") << sandbox::Start::Cold << QByteArray();
    for (const char *interpreter : {"/usr/bin/python3.12", "/usr/bin/python3.14"}) // where they are installed, too
        if (QFile::exists(QString::fromLatin1(interpreter)))
            QTest::newRow(interpreter) << sandbox::Start::Warm << QByteArray(interpreter);
}

void TestAttribution::everyCallIsOnItsLine()
{
    QFETCH(sandbox::Start, start);
    QFETCH(QByteArray, interpreter);
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const QByteArray source = withLineNumbers(readData(u"selfnaming.py"_s));
    const QByteArray name = interpreter.isEmpty() ? "main.py" : "selfnaming.py";
    sandbox::RunRequest request = program(interpreter.isEmpty() ? source : becoming(interpreter, name));
    if (!interpreter.isEmpty())
        request.workspace.entries.append(file(name, source));
    request.workspace.entries.append(file("selfnaminghelper.py", readData(u"selfnaminghelper.py"_s)));
    request.start = start;
    request.limits = patientLimits();
    const Traced traced = trace(m_sandbox, request);
    QCOMPARE(traced.report.errorOutput, QByteArray());
    QCOMPARE(traced.report.exitStatus, 0);
    QVERIFY(traced.trace.isComplete());

    static const QRegularExpression stated(u"^(o?)([LMH])(\\d+)(?:c(\\d+))?(w?)$"_s);
    int right = 0;
    QStringList wrong;
    QSet<QString> seen;
    for (const lens::Event &event : traced.trace.events()) {
        const lens::CallDetails details = traced.trace.details(event);
        QByteArrayList texts = details.texts;
        texts.prepend(details.fullPath().sliced(details.fullPath().lastIndexOf('/') + 1));
        for (const QByteArray &text : std::as_const(texts)) {
            const auto match = stated.match(QString::fromUtf8(text));
            const bool opens = event.call()->has(sandbox::Opens);
            if (!match.hasMatch() || (match.hasCaptured(1) && !match.captured(1).isEmpty() && !opens))
                continue;
            const lens::Site &site = traced.trace.site(event.site);
            const bool isHelper = match.captured(2) == u"H";
            const int line = match.captured(3).toInt() - (match.captured(2) == u"M" ? 1 : 0);
            const QByteArray wanted = "/home/learner/" + (isHelper ? QByteArray("selfnaminghelper.py") : name);
            const int caller = match.captured(4).toInt();
            const bool callerFits = caller == 0
                || (!site.callers.isEmpty() && site.callers.first().line == caller);
            // Written bytes go out where the block ends, which is where it begins; the last at the end of all.
            seen.insert(match.captured(0));
            if (site.file == wanted && site.line == line && callerFits)
                ++right;
            else
                wrong.append(u"%1: %2 line %3, callers %4, phase %5"_s.arg(
                                  QString::fromUtf8(lens::callText(traced.trace, event)),
                                  QString::fromUtf8(site.file))
                        .arg(site.line)
                        .arg(site.callers.size())
                        .arg(int(site.phase)));
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    static const QRegularExpression names(u"[\"' ](o?[LMH]\\d+(?:c\\d+)?w?)[\"' ]"_s);
    auto all = names.globalMatch(QString::fromUtf8(source));
    QStringList unseen;
    while (all.hasNext())
        if (const QString one = all.next().captured(1); !seen.contains(one))
            unseen.append(one);
    QCOMPARE(unseen, QStringList());
    QVERIFY2(right >= 400, qPrintable(u"only %1 checks"_s.arg(right)));
    qInfo("%d of %d attributions right", right, right);
}

void TestAttribution::spanTellsCallsOfOneLineApart()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const QByteArray source = "import os\nos.access('a', 0); os.access('b', 0)\n";
    const Traced traced = trace(m_sandbox, program(source));
    QList<std::pair<int, int>> spans;
    for (const lens::Event &event : traced.trace.events())
        if (const lens::Site &site = traced.trace.site(event.site); site.line == 2 && site.phase == lens::Phase::User)
            spans.append({site.column, site.endColumn});
    QCOMPARE(spans, (QList<std::pair<int, int>>{{0, 17}, {19, 36}}));
}

void TestAttribution::importsArePhasesOfTheirOwn()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const Traced traced = trace(m_sandbox, program("import pathlib\nimport os\nos.access('a', 0)\n"));
    int ofImport = 0;
    for (const lens::Event &event : traced.trace.events()) {
        const lens::Site &site = traced.trace.site(event.site);
        if (site.phase != lens::Phase::Import)
            continue;
        ++ofImport;
        QCOMPARE(site.line, 1);
        QCOMPARE(site.module, QByteArray("pathlib"));
    }
    QVERIFY(ofImport > 10);
    const QByteArrayList own = ownCalls(traced.trace);
    QCOMPARE(own.size(), 1);
}

void TestAttribution::columnsAreBytes()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const Traced traced = trace(m_sandbox, program("import os\nname = 'é€'; os.access('a', 0)\n"));
    for (const lens::Event &event : traced.trace.events())
        if (const lens::Site &site = traced.trace.site(event.site); site.phase == lens::Phase::User)
            QCOMPARE(site.column, 16);
}

/// As with a Python whose stack is not known: every call counts, and nobody draws conclusions from that.
void TestAttribution::nothingIsMadeOfCallsWithoutLines()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    sandbox::RunRequest request = program("import os\nos.mkdir('a')\n");
    request.trace.emplace().attribution = sandbox::Attribution::None;
    const Traced traced = trace(m_sandbox, request, *request.trace);
    QVERIFY(traced.trace.isComplete());
    QVERIFY(!traced.trace.walksPython());
    QCOMPARE(ownCalls(traced.trace).size(), qsizetype(traced.trace.events().size()));
    const auto watched = sandbox::waitFor(lens::watch(m_sandbox, request));
    QVERIFY(!watched);
    QCOMPARE(watched.error().kind, Error::Kind::Unsupported);
    const auto faults = sandbox::waitFor(lens::exploreFaults(m_sandbox, request, {.errnos = {ENOSPC}}));
    QVERIFY(!faults);
    QCOMPARE(faults.error().kind, Error::Kind::Unsupported);
}

QTEST_GUILESS_MAIN(TestAttribution)
#include "tst_attribution.moc"

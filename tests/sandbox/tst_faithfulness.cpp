#include "sandbox/requests.h"

#include "base/bytes.h"
#include "supervisor/treereader.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <fcntl.h>
#include <filesystem>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::filesystem;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// A program must not be able to tell, by what it prints, how it ends and what it leaves behind, whether it ran warm,
/// cold, or without any sandbox: every program of data/programs runs in all three ways. What may differ is listed
/// with its reason in data/differences.txt, and the list is held to the truth too.
class TestFaithfulness : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void programsBehaveAlike_data();
    void programsBehaveAlike();
    void listedDifferencesNameRealPrograms();
    void requestsBehaveAlike();
    void everyStockedModuleBringsTheSame_data();
    void everyStockedModuleBringsTheSame();
    void whatActsAtStartMakesARunCold_data();
    void whatActsAtStartMakesARunCold();
    void imposedStartsAreKept();

private:
    /// All that a program shows to the world.
    struct Behaviour
    {
        QByteArray output;
        QByteArray errorOutput;
        QString end;
        QStringList tree;
        bool operator==(const Behaviour &) const = default;
        [[nodiscard]] QString firstDifference(const Behaviour &other) const;
    };
    static Behaviour behaviourOf(const Result<RunReport> &report);
    static Behaviour behaviourWithoutSandbox(const QByteArray &source, const QByteArray &input);
    static QStringList describe(const QList<Entry> &entries);
    static QByteArray withoutAddresses(const QByteArray &output);
    [[nodiscard]] bool isListed(const QString &program, const QString &arm) const;

    Sandbox m_sandbox;
    QMap<QString, QStringList> m_differences; ///< program to the arms that differ from the cold one
};

void TestFaithfulness::initTestCase()
{
    if (const QString missing = missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    QVERIFY(waitFor(m_sandbox.features())->warm);
    QFile file(QStringLiteral(TEST_DATA "/differences.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const QStringList fields = line.split(u'|');
        QCOMPARE(fields.size(), 3);
        m_differences[fields[0].trimmed()] += fields[1].trimmed();
        QVERIFY2(!fields[2].trimmed().isEmpty(), qPrintable(line));
    }
}

bool TestFaithfulness::isListed(const QString &program, const QString &arm) const
{
    return m_differences.value(program).contains(arm);
}

static QString around(QByteArrayView bytes, qsizetype place)
{
    const qsizetype start = std::max<qsizetype>(place - 60, 0);
    return displayText(bytes.sliced(start).first(std::min<qsizetype>(200, bytes.size() - start)));
}

static QString firstDifferenceOf(QByteArrayView one, QByteArrayView other)
{
    const auto [at, otherAt] = std::ranges::mismatch(one, other);
    const qsizetype place = at - one.begin();
    return u"\n  here: … %1\n  there: … %2"_s.arg(around(one, place), around(other, place));
}

QString TestFaithfulness::Behaviour::firstDifference(const Behaviour &other) const
{
    if (end != other.end)
        return u"how it ends: %1, %2"_s.arg(end, other.end);
    if (output != other.output)
        return u"output"_s + firstDifferenceOf(output, other.output);
    if (errorOutput != other.errorOutput)
        return u"error output"_s + firstDifferenceOf(errorOutput, other.errorOutput);
    return u"tree"_s + firstDifferenceOf(tree.join(u'\n').toUtf8(), other.tree.join(u'\n').toUtf8());
}

QStringList TestFaithfulness::describe(const QList<Entry> &entries)
{
    QStringList lines;
    for (const Entry &entry : entries) {
        // Byte code holds the times of its sources; without a sandbox a closed file is closed to this test too.
        const bool isIgnored = entry.path.contains("__pycache__/") || (entry.mode & 0400) == 0;
        lines += u"%1 %2 %3 %4 %5 %6"_s.arg(displayName(entry.path))
                     .arg(int(entry.type))
                     .arg(octalMode(entry.mode), displayName(entry.target),
                         isIgnored ? QString() : QString::fromLatin1(entry.digest.toHex().left(12)))
                     .arg(entry.xattrs.size());
    }
    return lines;
}

TestFaithfulness::Behaviour TestFaithfulness::behaviourOf(const Result<RunReport> &report)
{
    if (!report)
        qFatal("%s", qPrintable(ringside::describe(report.error())));
    const QString end = report->ending == Ending::Signalled ? u"signal %1"_s.arg(report->signal)
        : report->ending == Ending::Exited                  ? u"status %1"_s.arg(report->exitStatus)
                                                            : u"limit %1"_s.arg(int(report->ending));
    return {withoutAddresses(report->output), withoutAddresses(report->errorOutput), end,
        describe(report->tree.entries)};
}

QByteArray TestFaithfulness::withoutAddresses(const QByteArray &output)
{
    static const QRegularExpression address(u"0x[0-9a-f]{8,}"_s);
    return QString::fromLatin1(output).replace(address, u"(address)"_s).toLatin1();
}

static QList<Entry> readFolder(const QString &path)
{
    QList<Entry> entries;
    const FileDescriptor root(::open(qPrintable(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    supervisor::TreeReader reader(root.get(), {},
        {.entry =
                [&](const protocol::Entry &entry) {
                    entries.append({.path = QByteArray::fromStdString(entry.path),
                        .type = EntryType(entry.kind),
                        .mode = entry.mode,
                        .target = QByteArray::fromStdString(entry.target),
                        .digest = QByteArray::fromStdString(entry.digest)});
                    entries.last().xattrs.resize(qsizetype(entry.attributes.size()));
                },
            .content = [](const std::string &) { }});
    while (reader.step(1000)) { }
    std::ranges::sort(entries, {}, &Entry::path);
    return entries;
}

/// As an ordinary user: root would pass every permission check.
TestFaithfulness::Behaviour TestFaithfulness::behaviourWithoutSandbox(
    const QByteArray &source, const QByteArray &input)
{
    const QTemporaryDir folder;
    QFile main(folder.filePath(u"main.py"_s));
    if (!main.open(QIODevice::WriteOnly) || main.write(source) != source.size())
        qFatal("cannot write main.py");
    main.close();
    const uid_t user = ::getuid() == 0 ? 60'000 : ::getuid();
    if (::chown(qPrintable(folder.path()), user, user) < 0 || ::chmod(qPrintable(folder.path()), 0755) < 0
        || ::chown(qPrintable(main.fileName()), user, user) < 0
        || ::chmod(qPrintable(main.fileName()), 0644) < 0)
        if (::getuid() == 0)
            qFatal("cannot give the folder away");

    QProcess python;
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s);
    environment.insert(u"HOME"_s, folder.path());
    environment.insert(u"USER"_s, u"learner"_s);
    environment.insert(u"LOGNAME"_s, u"learner"_s);
    environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    environment.insert(u"PYTHONHASHSEED"_s, u"0"_s);
    python.setProcessEnvironment(environment);
    python.setWorkingDirectory(folder.path());
    python.setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers
        | QProcess::UnixProcessFlag::CloseFileDescriptors);
    python.setChildProcessModifier([user] {
        ::setsid();
        ::umask(022);
        const bool plain = ::getuid() != 0
            || (::setgroups(0, nullptr) == 0 && ::setresgid(user, user, user) == 0
                && ::setresuid(user, user, user) == 0);
        if (!plain)
            ::_exit(126);
    });
    python.start(u"env"_s, {u"python3"_s, u"main.py"_s}); // Qt alone would give it its whole path as name
    python.write(input);
    python.closeWriteChannel();
    if (!python.waitForFinished(patience))
        qFatal("the program does not end without a sandbox");
    const auto atHome = [&](QByteArray bytes) {
        return withoutAddresses(bytes.replace(folder.path().toLocal8Bit(), "/home/learner"));
    };
    Behaviour behaviour{atHome(python.readAllStandardOutput()), atHome(python.readAllStandardError()),
        python.exitStatus() == QProcess::CrashExit ? u"signal %1"_s.arg(python.exitCode())
                                                   : u"status %1"_s.arg(python.exitCode()),
        describe(readFolder(folder.path()))};
    // Closed directories and names that are not text: Qt would leave them behind.
    QProcess::execute(u"chmod"_s, {u"-R"_s, u"u+rwx"_s, folder.path()});
    std::filesystem::remove_all(folder.path().toStdString());
    return behaviour;
}

void TestFaithfulness::programsBehaveAlike_data()
{
    QTest::addColumn<QString>("program");
    const QStringList files
        = QDir(QStringLiteral(TEST_DATA "/programs")).entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    QVERIFY(files.size() >= 200);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file.chopped(3))) << file.chopped(3);
}

void TestFaithfulness::programsBehaveAlike()
{
    QFETCH(QString, program);
    const QString base = QStringLiteral(TEST_DATA "/programs/") + program;
    QFile source(base + u".py"_s);
    QVERIFY(source.open(QIODevice::ReadOnly));
    RunRequest request = tests::program(source.readAll());
    if (QFile input(base + u".in"_s); input.open(QIODevice::ReadOnly))
        request.standardInput = input.readAll();

    request.start = Start::Cold;
    const auto coldFuture = m_sandbox.run(request);
    request.start = Start::Warm;
    const auto warmFuture = m_sandbox.run(request);
    const Behaviour cold = behaviourOf(waitFor(coldFuture));
    const Behaviour warm = behaviourOf(waitFor(warmFuture));
    const Behaviour bare
        = behaviourWithoutSandbox(request.workspace.entries[0].content, request.standardInput);

    for (const auto &[arm, behaviour] : {std::pair(u"warm"_s, &warm), std::pair(u"bare"_s, &bare)}) {
        const bool alike = *behaviour == cold;
        if (isListed(program, arm))
            QVERIFY2(!alike, qPrintable(u"%1 no longer differs: take it off the list"_s.arg(arm)));
        else
            QVERIFY2(alike, qPrintable(u"cold against %1: "_s.arg(arm) + cold.firstDifference(*behaviour)));
    }
}

void TestFaithfulness::listedDifferencesNameRealPrograms()
{
    for (auto it = m_differences.cbegin(); it != m_differences.cend(); ++it)
        QVERIFY2(QFile::exists(QStringLiteral(TEST_DATA "/programs/%1.py").arg(it.key())),
            qPrintable(it.key()));
}

void TestFaithfulness::requestsBehaveAlike()
{
    RunRequest request = program(R"(import os, sys, subprocess
print(sys.argv, sys.orig_argv, list(os.environ.items()), oct(os.umask(0)))
print(subprocess.run(['env'], capture_output=True, text=True).stdout)
)");
    request.arguments = {"a b"_ba, "\xff"_ba};
    request.environment = {{"GREETING", "a=b"}, {"USER", "someone"}, {"EMPTY", ""}};
    request.umask = 0027;
    request.start = Start::Cold;
    const Behaviour cold = behaviourOf(waitFor(m_sandbox.run(request)));
    request.start = Start::Warm;
    const Behaviour warm = behaviourOf(waitFor(m_sandbox.run(request)));
    QVERIFY2(warm == cold, qPrintable(cold.firstDifference(warm)));
    QCOMPARE(cold.end, u"status 0"_s);
}

void TestFaithfulness::everyStockedModuleBringsTheSame_data()
{
    QTest::addColumn<QString>("module");
    for (const char *module : protocol::stockedModules)
        QTest::newRow(module) << QString::fromLatin1(module);
}

void TestFaithfulness::everyStockedModuleBringsTheSame()
{
    QFETCH(QString, module);
    RunRequest request = program(u"import %1, sys\nprint(list(sys.modules))\n"
                                 "print(sorted(dir(%1)), [m.__spec__ and m.__spec__.name for m in sys.modules.values()])"_s.arg(module).toUtf8());
    request.start = Start::Cold;
    const Behaviour cold = behaviourOf(waitFor(m_sandbox.run(request)));
    request.start = Start::Warm;
    const Behaviour warm = behaviourOf(waitFor(m_sandbox.run(request)));
    QVERIFY2(warm == cold, qPrintable(cold.firstDifference(warm)));
    QCOMPARE(cold.end, u"status 0"_s);
}

using Alteration = void (*)(RunRequest &);

void TestFaithfulness::whatActsAtStartMakesARunCold_data()
{
    QTest::addColumn<Alteration>("change");
    QTest::addColumn<bool>("warm");
    QTest::newRow("nothing special") << Alteration([](RunRequest &) { }) << true;
    QTest::newRow("a hash seed") << Alteration([](RunRequest &request) { request.hashSeed = 3; }) << false;
    QTest::newRow("a variable of Python")
        << Alteration([](RunRequest &request) { request.environment = {{"PYTHONWARNINGS", "error"}}; }) << false;
    QTest::newRow("a variable of its own")
        << Alteration([](RunRequest &request) { request.environment = {{"MY_PYTHON", "x"}}; }) << true;
    QTest::newRow("a time zone")
        << Alteration([](RunRequest &request) { request.environment = {{"TZ", "Asia/Tokyo"}}; }) << false;
    QTest::newRow("a home") << Alteration([](RunRequest &request) { request.environment = {{"HOME", "/tmp"}}; })
                            << false;
    QTest::newRow("packages of the user's own")
        << Alteration([](RunRequest &request) { request.workspace.entries.append(folder(".local")); }) << false;
    QTest::newRow("arguments")
        << Alteration([](RunRequest &request) { request.arguments = {"x"}; }) << true;
}

void TestFaithfulness::whatActsAtStartMakesARunCold()
{
    QFETCH(Alteration, change);
    QFETCH(bool, warm);
    RunRequest request = program("pass");
    change(request);
    const RunReport report = waitFor(m_sandbox.run(request)).value();
    QCOMPARE(report.exitStatus, 0);
    QCOMPARE(report.warm, warm);
}

void TestFaithfulness::imposedStartsAreKept()
{
    RunRequest request = program("pass");
    request.start = Start::Cold;
    QVERIFY(!waitFor(m_sandbox.run(request))->warm);
    request.start = Start::Warm;
    QVERIFY(waitFor(m_sandbox.run(request))->warm);
    request.hashSeed = 1;
    const Result<RunReport> refused = waitFor(m_sandbox.run(request));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Unsupported);
}

QTEST_GUILESS_MAIN(TestFaithfulness)
#include "tst_faithfulness.moc"

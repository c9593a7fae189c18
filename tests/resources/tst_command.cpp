#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QDir made(QStringLiteral(RINGSIDE_BUILD_FOLDER) + u"/resources/command"_s);

struct Outcome
{
    int status = -1;
    QString output;
};

/// Runs a program where `ringside` is that of this build, in a folder with a few files.
Outcome runTool(const QString &folder, const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s,
        QStringLiteral(RINGSIDE_BUILD_FOLDER) + u"/bin:"_s + environment.value(u"PATH"_s));
    environment.insert(u"HOME"_s, folder);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.errorString() + QString::fromUtf8(process.readAll())};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

/// The words of what a terminal shows, without what only moves the cursor or rings the bell.
QSet<QString> wordsOn(QString screen)
{
    static const QRegularExpression control(u"\x1b\\[[?0-9;]*[a-zA-Z]|[\x07\x08\r]"_s);
    screen.remove(control);
    const QStringList words = screen.simplified().split(u' ');
    return {words.begin(), words.end()};
}

} // namespace

// What is made from the command's table: the man page, and completions that are tried in their
// shells.
class TestCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writesAValidManPage();
    void tellsEveryCommandInTheManPage();
    void completes_data();
    void completes();

private:
    QTemporaryDir m_folder;
};

void TestCommand::initTestCase()
{
    for (const QString &name : {u"solution.py"_s, u"input.txt"_s}) {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
}

void TestCommand::writesAValidManPage()
{
    const Outcome outcome = runTool(m_folder.path(), u"mandoc"_s,
        {u"-T"_s, u"lint"_s, u"-W"_s, u"warning"_s, made.filePath(u"ringside.1"_s)});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.output));
}

void TestCommand::tellsEveryCommandInTheManPage()
{
    const Outcome page = runTool(
        m_folder.path(), u"mandoc"_s, {u"-T"_s, u"utf8"_s, made.filePath(u"ringside.1"_s)});
    const Outcome table = runTool(m_folder.path(),
        QStringLiteral(RINGSIDE_BUILD_FOLDER) + u"/bin/ringside"_s, {u"--help=table"_s});
    const QJsonArray commands
        = QJsonDocument::fromJson(table.output.toUtf8())[u"commands"_s].toArray();
    QVERIFY(!commands.isEmpty());
    static const QRegularExpression overstrike(u".\b"_s);
    const QString text = QString(page.output).remove(overstrike);
    for (const QJsonValue &command : commands) {
        const QString section
            = text.section(u"\n   ringside %1\n"_s.arg(command[u"name"_s].toString()), 1)
                  .section(u"\n   ringside "_s, 0, 0);
        QVERIFY2(!section.isEmpty(), qPrintable(command[u"name"_s].toString()));
        for (const QJsonValue &option : command[u"options"_s].toArray())
            QVERIFY2(section.contains(u"\n     --"_s + option[u"name"_s].toString()),
                qPrintable(section));
    }
}

void TestCommand::completes_data()
{
    QTest::addColumn<QString>("shell");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<QString>("notOffered");

    struct Row
    {
        const char *title;
        QString line;
        QStringList offered;
        QString notOffered;
    };
    const QList<Row> rows{
        {"a command", u"ringside ch"_s, {u"check"_s}, u"course"_s},
        {"every command", u"ringside "_s,
            {u"list"_s, u"run"_s, u"crash"_s, u"fault"_s, u"race"_s, u"check"_s, u"course"_s,
                u"new"_s, u"doctor"_s},
            u"solution.py"_s},
        {"the second word of a command", u"ringside course "_s, {u"check"_s}, u"exercise"_s},
        {"what there is to list", u"ringside list "_s,
            {u"lessons"_s, u"exercises"_s, u"questions"_s}, u"solution.py"_s},
        {"exercises of the course", u"ringside check "_s,
            {u"count-by-extension"_s, u"find-duplicates"_s}, u"solution.py"_s},
        {"a file after the exercise", u"ringside check count-by-extension sol"_s,
            {u"solution.py"_s}, u"find-duplicates"_s},
        {"the options of a command", u"ringside course check --"_s,
            {u"--seeds"_s, u"--watch"_s, u"--json"_s}, u"--trace"_s},
        {"the options of a disturbance", u"ringside fault --"_s, {u"--errno"_s, u"--calls"_s},
            u"--attack"_s},
        {"a file to read from", u"ringside run --stdin in"_s, {u"input.txt"_s}, u"solution.py"_s},
    };
    for (const QString &shell : {u"bash"_s, u"zsh"_s, u"fish"_s}) {
        for (const Row &row : rows)
            QTest::addRow("%s offers %s", qPrintable(shell), row.title)
                << shell << row.line << row.offered << row.notOffered;
    }
}

void TestCommand::completes()
{
    QFETCH(QString, shell);
    QFETCH(QString, line);
    QFETCH(QStringList, offered);
    QFETCH(QString, notOffered);
    const QHash<QString, QString> completions{{u"bash"_s, u"ringside.bash"_s},
        {u"zsh"_s, u"_ringside"_s}, {u"fish"_s, u"ringside.fish"_s}};
    const QString script = QStringLiteral(TEST_DATA) + u"/offered."_s + shell;

    const Outcome outcome
        = runTool(m_folder.path(), shell, {script, made.filePath(completions[shell]), line});
    const QSet<QString> words = wordsOn(outcome.output);
    for (const QString &word : offered)
        QVERIFY2(words.contains(word), qPrintable(u"%1 is not in: %2"_s.arg(word, outcome.output)));
    QVERIFY2(!words.contains(notOffered), qPrintable(outcome.output));
}

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"

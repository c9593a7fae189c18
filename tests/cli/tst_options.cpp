#include "cli/console.h"
#include "cli/help.h"
#include "cli/options.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ringside::cli;
using namespace Qt::StringLiterals;

static const Command sample{.name = u"sample"_s,
    .summary = u"A sample."_s,
    .description = u"It does nothing."_s,
    .arguments = {{u"FILE"_s, u"a file"_s, Argument::Count::One, {}},
        {u"KIND"_s, u"a kind"_s, Argument::Count::Optional, {u"one"_s, u"two"_s}}},
    .options = {{u"seed"_s, u"N"_s, u"a number"_s}, {u"json"_s, {}, u"as JSON"_s}},
    .takesRest = true,
    .run = nullptr};

class TestOptions : public QObject
{
    Q_OBJECT

private slots:
    void understands_data();
    void understands();
    void refuses_data();
    void refuses();
    void manyTakesAllThatFollows();
    void restNeedsACommandThatTakesIt();
    void everyCommandHasItsHelp();
    void tableHoldsWhatTheHelpSays();
    void longLinesAreBroken();
    void wordsKeepTheirBytes_data();
    void wordsKeepTheirBytes();
};

void TestOptions::understands_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("found");
    QTest::newRow("an argument") << QStringList{u"a"_s} << u"FILE=a"_s;
    QTest::newRow("both arguments") << QStringList{u"a"_s, u"two"_s} << u"FILE=a KIND=two"_s;
    QTest::newRow("a switch before") << QStringList{u"--json"_s, u"a"_s} << u"FILE=a json"_s;
    QTest::newRow("a switch after") << QStringList{u"a"_s, u"--json"_s} << u"FILE=a json"_s;
    QTest::newRow("a value as a word") << QStringList{u"a"_s, u"--seed"_s, u"7"_s} << u"FILE=a seed=7"_s;
    QTest::newRow("a value behind a sign") << QStringList{u"--seed=7"_s, u"a"_s} << u"FILE=a seed=7"_s;
    QTest::newRow("a value that looks like an option") << QStringList{u"a"_s, u"--seed"_s, u"--json"_s} << u"FILE=a seed=--json"_s;
    QTest::newRow("standard input") << QStringList{u"-"_s} << u"FILE=-"_s;
    QTest::newRow("words for the learner's program") << QStringList{u"a"_s, u"--"_s, u"--json"_s, u"x"_s} << u"FILE=a rest=--json,x"_s;
    QTest::newRow("an empty word") << QStringList{QString()} << u"FILE="_s;
}

void TestOptions::understands()
{
    QFETCH(QStringList, words);
    QFETCH(QString, found);
    const auto arguments = Arguments::parse(sample, words);
    QVERIFY2(arguments, arguments ? "" : qPrintable(arguments.error()));
    QStringList parts{u"FILE="_s + arguments->argument(u"FILE"_s)};
    if (!arguments->argument(u"KIND"_s).isEmpty())
        parts.append(u"KIND="_s + arguments->argument(u"KIND"_s));
    if (arguments->has(u"seed"_s))
        parts.append(u"seed="_s + arguments->value(u"seed"_s));
    if (arguments->has(u"json"_s))
        parts.append(u"json"_s);
    if (!arguments->rest().isEmpty())
        parts.append(u"rest="_s + arguments->rest().join(u','));
    QCOMPARE(parts.join(u' '), found);
}

void TestOptions::refuses_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("error");
    QTest::newRow("a missing argument") << QStringList{} << u"FILE is missing: a file"_s;
    QTest::newRow("an unknown option") << QStringList{u"a"_s, u"--all"_s} << u"there is no option --all."_s;
    QTest::newRow("a mistyped option") << QStringList{u"a"_s, u"--jsno"_s} << u"there is no option --jsno. Did you mean --json?"_s;
    QTest::newRow("a short option") << QStringList{u"a"_s, u"-j"_s} << u"there is no option -j."_s;
    QTest::newRow("a value for a switch") << QStringList{u"a"_s, u"--json=yes"_s} << u"--json takes no value"_s;
    QTest::newRow("a missing value") << QStringList{u"a"_s, u"--seed"_s} << u"--seed needs a value: --seed N"_s;
    QTest::newRow("a word too many") << QStringList{u"a"_s, u"one"_s, u"b"_s} << u"b is too much."_s;
    QTest::newRow("none of the choices") << QStringList{u"a"_s, u"thre"_s} << u"thre is none of: one, two."_s;
    QTest::newRow("a mistyped choice") << QStringList{u"a"_s, u"tow"_s} << u"tow is none of: one, two. Did you mean two?"_s;
}

void TestOptions::refuses()
{
    QFETCH(QStringList, words);
    QFETCH(QString, error);
    const auto arguments = Arguments::parse(sample, words);
    QVERIFY(!arguments);
    QCOMPARE(arguments.error(), error);
}

void TestOptions::manyTakesAllThatFollows()
{
    const Command many{.name = u"many"_s,
        .arguments = {{u"KIND"_s, u"a kind"_s, Argument::Count::One, {}}, {u"FILE"_s, u"files"_s, Argument::Count::Many, {}}},
        .options = {{u"json"_s, {}, u"as JSON"_s}}};
    const auto arguments = Arguments::parse(many, {u"one"_s, u"a"_s, u"--json"_s, u"b"_s, u"c"_s});
    QVERIFY(arguments.has_value());
    QCOMPARE(arguments->argument(u"KIND"_s), u"one"_s);
    QCOMPARE(arguments->many(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(usageLine(many), u"ringside many [--json] KIND FILE…"_s);
    QCOMPARE(Arguments::parse(many, {u"one"_s}).error(), u"FILE is missing: files"_s);
}

void TestOptions::restNeedsACommandThatTakesIt()
{
    Command plain = sample;
    plain.takesRest = false;
    QVERIFY(!Arguments::parse(plain, {u"a"_s, u"--"_s, u"b"_s}));
    QVERIFY(Arguments::parse(plain, {u"a"_s, u"--"_s}));
}

void TestOptions::everyCommandHasItsHelp()
{
    QStringList names;
    for (const Command &command : commands()) {
        QVERIFY2(!names.contains(command.name), qPrintable(command.name)); // the first would hide the second
        names.append(command.name);
        QVERIFY(command.run);
        const QString help = helpText(command);
        QVERIFY2(help.contains(usageLine(command)), qPrintable(help));
        for (const Option &option : command.options)
            QVERIFY2(help.contains(u"--"_s + option.name) && help.contains(option.help), qPrintable(help));
        for (const Argument &argument : command.arguments)
            QVERIFY2(help.contains(argument.help), qPrintable(help));
        QVERIFY2(overviewText().contains(command.summary), qPrintable(command.name));
    }
    QVERIFY(names.contains(u"check"_s));
}

void TestOptions::tableHoldsWhatTheHelpSays()
{
    const QJsonArray table = QJsonDocument::fromJson(helpTable())[u"commands"].toArray();
    QCOMPARE(table.size(), commands().size());
    for (qsizetype i = 0; i < table.size(); ++i) {
        QCOMPARE(table[i][u"name"].toString(), commands()[i].name);
        QCOMPARE(table[i][u"options"].toArray().size(), commands()[i].options.size());
        QCOMPARE(table[i][u"arguments"].toArray().size(), commands()[i].arguments.size());
    }
}

void TestOptions::longLinesAreBroken()
{
    QCOMPARE(wrapped(u"one two three"_s, 8), u"one two\nthree"_s);
    QCOMPARE(wrapped(u"unbreakable"_s, 4), u"unbreakable"_s);
    QCOMPARE(wrapped(u"a\n\nb"_s, 4), u"a\n\nb"_s);
    QCOMPARE(wrapped(QString(), 4), QString());
}

void TestOptions::wordsKeepTheirBytes_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("text") << "café"_ba;
    QTest::newRow("beyond the first plane") << "\xf0\x9f\x90\x8d"_ba;
    QTest::newRow("a byte order mark") << "\xef\xbb\xbf.txt"_ba;
    QTest::newRow("no UTF-8") << "caf\xe9\xff"_ba;
}

void TestOptions::wordsKeepTheirBytes()
{
    QFETCH(QByteArray, word);
    QCOMPARE(bytesOfWord(textOfWord(word)), word);
}

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"

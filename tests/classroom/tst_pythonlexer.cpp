#include "classroom/files.h"
#include "classroom/pythonlexer.h"

#include <QDirIterator>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using Kind = PythonToken::Kind;

/// Our lexer held against Python's own, token for token.
class TestPythonLexer : public QObject
{
    Q_OBJECT

private slots:
    void tokensAreThoseOfPython_data();
    void tokensAreThoseOfPython();
    void brokenSourcesEnd_data();
    void brokenSourcesEnd();
    void cutSourcesEnd();

private:
    QTemporaryDir m_folder;
};

static QByteArray lineOf(const PythonToken &token)
{
    static const QList<QByteArray> kinds{"name", "number", "string", "start", "text", "end", "operator", "comment", "line",
        "newline", "indent", "dedent", "other"};
    return kinds[qsizetype(token.kind)] + ' ' + QByteArray::number(token.line) + ' ' + QByteArray::number(token.column) + ' '
        + token.text.toHex();
}

static QStringList pythonFilesBelow(const QString &folder, qsizetype most)
{
    QStringList files;
    QDirIterator found(folder, {u"*.py"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext())
        files.append(found.next());
    files.sort();
    // Evenly from all of them.
    QStringList some;
    const qsizetype step = std::max<qsizetype>(1, files.size() / most);
    for (qsizetype i = 0; i < files.size(); i += step)
        some.append(files[i]);
    return some;
}

/// Lines with what is odd in Python, put together at random.
static QStringList madeUpFiles(const QString &folder, int count)
{
    const QByteArrayList lines{"x = f'a{{b}}c{x!r:>{w}}'", "f'{x:{y}}}}'", "f'\\N{DASH} \\{x}'", "rf'\\{x}\\''", "F\"\"\"{\na:b\nc}\n{{\"\"\"",
        "1if 2else 3", "0xfor x in y", "1_0.5e-1_0j + .5 + 1.", "f'{a[\"b\"]:x}}}y' 'z'", "f'{x:=5}' f'{(y:=5)}' f'{x!=y}'", "a<>b", "x\\\n = 1",
        "f'{lambda_:1}' f'{{}}' f''", "f'a\\\nb'", "b'\\'' Rb'\\\\' u'' rB\"\"\"\n\"\"\"", "a = [1,\n\n  2 # c\n  ]", "# only a comment", "", "   ", "  # c",
        "\xc3\xa9t\xc3\xa9 = 'na\xc3\xafve' # \xe2\x82\xac", "f'{f\"{f'{1}'}\"}\xc3\xa9{x}'", "x: int = 5 ; y @= z // 3 ** -2", "f'{x:{a}{b!s:{c}}%}'", "match x:",
        "print(f'{x=}', ..., a->b)", "f'''{\nx\n:\n}'''", "\x0c", "f'{x,}' f'{ {1:2}[1] }'", "f'{x:\\'}'", "f'{x:a{{1}}}'", "@a.b", "f\"{'\\n'}\" '\\\n'"};
    QRandomGenerator random(7);
    QStringList files;
    for (int i = 0; i < count; ++i) {
        QByteArray source;
        int depth = 0;
        for (int line = 0; line < 12; ++line) {
            const QByteArray blanks(depth * 3, ' ');
            source += blanks + lines[random.bounded(lines.size())] + (random.bounded(9) ? "\n" : "\r\n");
            if (random.bounded(4) == 0)
                source += blanks + "if x:\n" + QByteArray(++depth * 3, ' ') + "pass\n";
            else
                depth = int(random.bounded(depth + 1));
        }
        files.append(folder + u"/%1.py"_s.arg(i));
        if (!writeFile(files.last(), random.bounded(3) ? source : source.chopped(1)))
            qFatal("cannot write %s", qPrintable(files.last()));
    }
    return files;
}

void TestPythonLexer::tokensAreThoseOfPython_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<int>("least"); // of them that Python takes
    const int most = qEnvironmentVariableIsSet("RINGSIDE_EVERY_FILE") ? 100'000 : 40;
    const QString top = QStringLiteral(RINGSIDE_SOURCE_FOLDER);
    QTest::newRow("Python's own library") << pythonFilesBelow(u"/usr/lib/python3"_s, most / 2) + pythonFilesBelow(u"/usr/lib/python3.13"_s, most) << 30;
    QTest::newRow("the exercises") << pythonFilesBelow(top + u"/exercises"_s, most) << 20;
    QTest::newRow("made-up files") << madeUpFiles(m_folder.path(), 800) << 80;
}

void TestPythonLexer::tokensAreThoseOfPython()
{
    QFETCH(QStringList, files);
    QProcess python;
    python.start(u"python3"_s, {u"-I"_s, u"-W"_s, u"ignore"_s, QStringLiteral(TEST_DATA "/tokens.py")});
    python.write(files.join(u'\n').toUtf8());
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished(100'000));
    QCOMPARE(python.exitCode(), 0);
    int compared = 0;
    qsizetype tokens = 0;
    QList<QByteArray> ours;
    QString file;
    qsizetype at = 0;
    for (const QByteArray &line : python.readAllStandardOutput().split('\n')) {
        if (line.startsWith("refused ") || line.isEmpty())
            continue;
        if (line.startsWith("file ")) {
            file = QString::fromUtf8(line.sliced(5));
            ours.clear();
            for (const PythonToken &token : tokensOf(readFile(file).value()))
                ours.append(lineOf(token));
            ours.append("over");
            at = 0;
            ++compared;
            continue;
        }
        const QByteArray own = ours.value(at++);
        if (own != line)
            QFAIL(qPrintable(file + u": Python says "_s + QString::fromUtf8(line) + u", we say "_s + QString::fromUtf8(own)));
        ++tokens;
    }
    qInfo("%d files, %lld tokens", compared, static_cast<long long>(tokens));
    QFETCH(int, least);
    QVERIFY2(compared >= least, qPrintable(QString::number(compared)));
}

void TestPythonLexer::brokenSourcesEnd_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("tokens");
    QTest::newRow("a quote that does not end") << QByteArray("x = 'abc\ny = 1\n") << 8;
    QTest::newRow("three quotes that do not end") << QByteArray("x = '''abc\ny") << 4;
    QTest::newRow("a field that does not end") << QByteArray("f'{x") << 4;
    QTest::newRow("a formatted string that does not end") << QByteArray("f'abc\nx") << 5;
    QTest::newRow("a bracket that is not open") << QByteArray(")\n") << 2;
    QTest::newRow("a bracket that does not close") << QByteArray("(\n") << 2;
    QTest::newRow("bytes that are no text") << QByteArray("\xff\xfe = \x01\n") << 4;
    QTest::newRow("a zero byte") << QByteArray("x\0y\n", 4) << 4;
    QTest::newRow("nothing") << QByteArray() << 0;
}

void TestPythonLexer::brokenSourcesEnd()
{
    QFETCH(QByteArray, source);
    QTEST(int(tokensOf(source).size()), "tokens");
}

/// Cut anywhere, a source still ends, and no token reaches behind its end.
void TestPythonLexer::cutSourcesEnd()
{
    const QByteArray source = readFile(madeUpFiles(m_folder.path(), 1).first()).value() + "f'''{x:{y}\n}''' (\n'''a\n\\";
    for (qsizetype length = 0; length <= source.size(); ++length) {
        qsizetype bytes = 0;
        for (const PythonToken &token : tokensOf(source.first(length)))
            bytes += token.text.size();
        QVERIFY(bytes <= length);
    }
}

QTEST_GUILESS_MAIN(TestPythonLexer)
#include "tst_pythonlexer.moc"

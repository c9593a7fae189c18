#include "sandbox/programscan.h"
#include "sandbox/requests.h"

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

class TestProgramScan : public QObject
{
    Q_OBJECT

private slots:
    void importsAreFound_data();
    void importsAreFound();
    void everyFileOfTheWorkspaceCounts();
    void whatActsAtStartIsFound_data();
    void whatActsAtStartIsFound();
};

void TestProgramScan::importsAreFound_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<bool>("wantsStock");
    QTest::newRow("nothing") << ""_ba << false;
    QTest::newRow("no imports") << "print('import json')"_ba << false;
    QTest::newRow("import") << "import json"_ba << true;
    QTest::newRow("import of what is always there") << "import os, sys"_ba << false;
    QTest::newRow("second of several") << "import os,  json"_ba << true;
    QTest::newRow("submodule") << "import json.decoder as d"_ba << true;
    QTest::newRow("from") << "from  pathlib import Path"_ba << true;
    QTest::newRow("from a submodule") << "from collections.abc import Sized"_ba << true;
    QTest::newRow("indented, with a carriage return") << "def f():\n\timport shutil\r\n"_ba << true;
    QTest::newRow("a name that only begins the same") << "import jsonschema, re2"_ba << false;
    QTest::newRow("a relative import") << "from . import json"_ba << false;
    QTest::newRow("a comment") << "# import json"_ba << false;
    QTest::newRow("bytes that are no text") << "\xff\nimport json\n"_ba << true;
    QTest::newRow("far below the top") << QByteArray(100'000, '\n') + "import json" << false;
    QTest::newRow("cut short") << "import"_ba << false;
}

void TestProgramScan::importsAreFound()
{
    QFETCH(QByteArray, source);
    QFETCH(bool, wantsStock);
    QCOMPARE(scanProgram(program(source)), (StartHints{.canBeWarm = true, .wantsStock = wantsStock}));
}

void TestProgramScan::everyFileOfTheWorkspaceCounts()
{
    RunRequest request = program("import solution");
    request.workspace.entries.append(file("notes.txt", "import json"));
    request.workspace.entries.append(folder("sub"));
    request.workspace.entries.append(file("sub/other.py", "import json"));
    QVERIFY(!scanProgram(request).wantsStock);
    request.workspace.entries.append(file("solution.py", "import json"));
    QVERIFY(scanProgram(request).wantsStock);
}

using Alteration = void (*)(RunRequest &);

void TestProgramScan::whatActsAtStartIsFound_data()
{
    QTest::addColumn<Alteration>("change");
    QTest::addColumn<bool>("canBeWarm");
    QTest::newRow("a hash seed") << Alteration([](RunRequest &request) { request.hashSeed = 1; }) << false;
    for (const char *name : {"PYTHONPATH", "LC_ALL", "LD_PRELOAD", "MALLOC_ARENA_MAX", "LANG", "TZ", "PATH"})
        QTest::newRow(name) << Alteration([](RunRequest &request) {
            request.environment = {{QTest::currentDataTag(), "x"}};
        }) << false;
    QTest::newRow("TZDATA") << Alteration([](RunRequest &request) {
        request.environment = {{QTest::currentDataTag(), "x"}};
    }) << true;
    QTest::newRow("packages of the user's own")
        << Alteration([](RunRequest &request) { request.workspace.entries.append(folder(".local")); }) << false;
    QTest::newRow("the same, deeper") << Alteration([](RunRequest &request) {
        request.workspace.entries.append({folder("d"), folder("d/.local")});
    }) << true;
}

void TestProgramScan::whatActsAtStartIsFound()
{
    QFETCH(Alteration, change);
    QFETCH(bool, canBeWarm);
    RunRequest request = program("pass");
    change(request);
    QCOMPARE(scanProgram(request).canBeWarm, canBeWarm);
}

QTEST_GUILESS_MAIN(TestProgramScan)
#include "tst_programscan.moc"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

// The table of the house style: what a module may include of ours. `filesystem` may include itself, too.
static const QHash<QString, QStringList> allowed{
    {u"base"_s, {}},
    {u"filesystem"_s, {u"base"_s}},
    {u"sandbox"_s, {u"base"_s, u"filesystem"_s}},
    {u"lens"_s, {u"base"_s, u"filesystem"_s, u"sandbox"_s}},
    {u"course"_s, {u"base"_s}},
    {u"grading"_s, {u"base"_s, u"filesystem"_s, u"sandbox"_s, u"lens"_s, u"course"_s}},
    {u"progress"_s, {u"base"_s, u"course"_s}},
    {u"classroom"_s,
        {u"base"_s, u"filesystem"_s, u"sandbox"_s, u"lens"_s, u"course"_s, u"grading"_s,
            u"progress"_s}},
};

// The supervisor is a program of its own without Qt: the protocol in its headers and the descriptor, nothing else.
static const QStringList supervisorMayInclude{u"sandbox/protocol.h"_s, u"sandbox/traceprotocol.h"_s,
    u"sandbox/systemcalls.h"_s, u"base/filedescriptor.h"_s};

struct Include
{
    QString file;
    int line;
    QString path;
    bool ours;
};

class TestLayers : public QObject
{
    Q_OBJECT

private slots:
    void headerAndSourceIncludesPointDown_data();
    void headerAndSourceIncludesPointDown();
    void supervisorKnowsNoQt();
    void engineKnowsNoWindow();

private:
    static QList<Include> includesBelow(const QString &folder);
};

QList<Include> TestLayers::includesBelow(const QString &folder)
{
    static const QRegularExpression directive(u"^\\s*#\\s*include\\s*([\"<])([^\">]+)"_s);
    QList<Include> found;
    QDirIterator files(QStringLiteral(RINGSIDE_SOURCE_FOLDER) + u'/' + folder,
        {u"*.h"_s, u"*.cpp"_s, u"*.c"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        int line = 0;
        while (!file.atEnd()) {
            ++line;
            const auto match = directive.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch())
                found.append({file.fileName(), line, match.captured(2), match.captured(1) == u'"'});
        }
    }
    return found;
}

void TestLayers::headerAndSourceIncludesPointDown_data()
{
    QTest::addColumn<QString>("module");
    for (auto it = allowed.begin(); it != allowed.end(); ++it)
        QTest::newRow(qPrintable(it.key())) << it.key();
}

void TestLayers::headerAndSourceIncludesPointDown()
{
    QFETCH(QString, module);
    for (const Include &include : includesBelow(u"engine/"_s + module)) {
        if (!include.ours)
            continue;
        const QString target = include.path.section(u'/', 0, 0);
        const bool fine = target == module || allowed[module].contains(target);
        QVERIFY2(fine, qPrintable(QStringLiteral("%1:%2: %3 may not include \"%4\"")
                                      .arg(include.file).arg(include.line).arg(module, include.path)));
    }
}

void TestLayers::supervisorKnowsNoQt()
{
    for (const Include &include : includesBelow(u"engine/supervisor"_s)) {
        const bool own = include.path.startsWith(u"supervisor/"_s);
        const bool fine = include.ours ? own || supervisorMayInclude.contains(include.path)
                                       : !include.path.startsWith(u'Q');
        QVERIFY2(fine, qPrintable(QStringLiteral("%1:%2: the supervisor may not include %3")
                                      .arg(include.file).arg(include.line).arg(include.path)));
    }
}

void TestLayers::engineKnowsNoWindow()
{
    static const QStringList windowed{u"QWidget"_s, u"QApplication"_s, u"QPainter"_s, u"QColor"_s,
        u"QIcon"_s, u"QPixmap"_s, u"QImage"_s, u"QFont"_s};
    for (const Include &include : includesBelow(u"engine"_s)) {
        const QString name = include.path.section(u'/', -1);
        QVERIFY2(include.ours || !windowed.contains(name),
            qPrintable(QStringLiteral("%1:%2: the engine may not include %3")
                           .arg(include.file).arg(include.line).arg(include.path)));
    }
}

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"

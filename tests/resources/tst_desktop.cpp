#include <QImage>
#include <QMimeDatabase>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString applicationId = u"org.example.Ringside"_s;

struct Outcome
{
    int status = -1;
    QByteArray said;
};

Outcome runTool(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.errorString().toUtf8() + process.readAll()};
    return {process.exitCode(), process.readAll()};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QImage drawn(const QString &svg, int size)
{
    QImage image(size, size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(svg).render(&painter);
    return image;
}

double paintedShare(const QImage &image)
{
    qint64 painted = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            painted += qAlpha(image.pixel(x, y)) > 127;
    }
    return double(painted) / double(image.width() * image.height());
}

} // namespace

// What a desktop sees after `cmake --install`, looked at in a folder of its own by the desktop's
// own tools.
class TestDesktop : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void describesItselfToTheDesktop_data();
    void describesItselfToTheDesktop();
    void startsAProgramThatIsInstalled();
    void opensLabs();
    void tellsOfItselfWithoutADisplay_data();
    void tellsOfItselfWithoutADisplay();
    void namesItsFileTypes_data();
    void namesItsFileTypes();
    void drawsItsIcon_data();
    void drawsItsIcon();
    void keepsTheSymbolicIconInOneColour();

private:
    QString installed(const QString &path) const { return m_prefix.filePath(path); }
    QString icon(const QString &folder, const QString &suffix = {}) const;

    QTemporaryDir m_prefix;
};

QString TestDesktop::icon(const QString &folder, const QString &suffix) const
{
    return installed(u"share/icons/hicolor/%1/apps/%2%3.svg"_s.arg(folder, applicationId, suffix));
}

void TestDesktop::initTestCase()
{
    const Outcome outcome = runTool(QStringLiteral(CMAKE_COMMAND),
        {u"--install"_s, QStringLiteral(RINGSIDE_BUILD_FOLDER), u"--prefix"_s, m_prefix.path()});
    QVERIFY2(outcome.status == 0, outcome.said.constData());
}

void TestDesktop::describesItselfToTheDesktop_data()
{
    QTest::addColumn<QString>("package");
    QTest::addColumn<QStringList>("check");
    QTest::addColumn<QString>("file");

    QTest::newRow("the desktop entry is valid")
        << u"desktop-file-utils"_s << QStringList{u"desktop-file-validate"_s}
        << u"share/applications/%1.desktop"_s.arg(applicationId);
    QTest::newRow("the description for software centres is valid")
        << u"appstream"_s << QStringList{u"appstreamcli"_s, u"validate"_s, u"--no-net"_s}
        << u"share/metainfo/%1.metainfo.xml"_s.arg(applicationId);
}

void TestDesktop::describesItselfToTheDesktop()
{
    QFETCH(QString, package);
    QFETCH(QStringList, check);
    QFETCH(QString, file);
    const QString tool = QStandardPaths::findExecutable(check.takeFirst());
    QVERIFY2(!tool.isEmpty(), qPrintable(u"Install the package "_s + package));

    QVERIFY(QFile::exists(installed(file)));
    const Outcome outcome = runTool(tool, check << installed(file));
    QVERIFY2(outcome.status == 0, outcome.said.constData());
}

void TestDesktop::startsAProgramThatIsInstalled()
{
    const QString entry = installed(u"share/applications/%1.desktop"_s.arg(applicationId));
    const QSettings settings(entry, QSettings::IniFormat);
    for (const QString &key : {u"Exec"_s, u"TryExec"_s}) {
        const QString program
            = settings.value(u"Desktop Entry/"_s + key).toString().section(u' ', 0, 0);
        QVERIFY2(QFileInfo(installed(u"bin/"_s + program)).isExecutable(), qPrintable(program));
    }
    QCOMPARE(settings.value(u"Desktop Entry/Icon"_s).toString(), applicationId);
}

/// A double click on a lab starts the window with its path.
void TestDesktop::opensLabs()
{
    const QList<QByteArray> lines
        = contentOf(installed(u"share/applications/%1.desktop"_s.arg(applicationId))).split('\n');
    QVERIFY(lines.contains("Exec=ringside-desktop %F"));
    QVERIFY(lines.contains("MimeType=application/vnd.ringside.lab;"));
}

void TestDesktop::tellsOfItselfWithoutADisplay_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("its help") << u"--help"_s << "ringside:exercise/SLUG"_ba;
    QTest::newRow("its help, in short") << u"-h"_s << "ringside:exercise/SLUG"_ba;
    QTest::newRow("its version") << u"--version"_s << "ringside "_ba;
}

void TestDesktop::tellsOfItselfWithoutADisplay()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, told);
    const Outcome outcome = runTool(u"env"_s, {u"-u"_s, u"DISPLAY"_s, u"-u"_s, u"WAYLAND_DISPLAY"_s,
        u"QT_QPA_PLATFORM=xcb"_s, installed(u"bin/ringside-desktop"_s), option});
    QVERIFY2(outcome.status == 0 && outcome.said.contains(told), outcome.said.constData());
}

void TestDesktop::namesItsFileTypes_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("type");

    QTest::newRow("a lab") << u"week 3.ringlab"_s << u"application/vnd.ringside.lab"_s;
    QTest::newRow("a hand-in") << u"Ada.ringsub"_s << u"application/vnd.ringside.hand-in"_s;
}

void TestDesktop::namesItsFileTypes()
{
    QFETCH(QString, file);
    QFETCH(QString, type);
    const Outcome outcome = runTool(u"update-mime-database"_s, {installed(u"share/mime"_s)});
    QVERIFY2(outcome.status == 0, outcome.said.constData());
    // Qt reads these folders when it is first asked for a type.
    qputenv("XDG_DATA_DIRS", installed(u"share"_s).toLocal8Bit() + ":/usr/share");
    const QMimeType found = QMimeDatabase().mimeTypeForFile(file, QMimeDatabase::MatchExtension);
    QCOMPARE(found.name(), type);
    QCOMPARE(found.iconName(), applicationId);
}

void TestDesktop::drawsItsIcon_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("size");
    QTest::addColumn<double>("least");

    for (const int size : {16, 32, 128, 512}) {
        QTest::addRow("in colour, %d pixels wide", size) << icon(u"scalable"_s) << size << 0.6;
        QTest::addRow("symbolic, %d pixels wide", size)
            << icon(u"symbolic"_s, u"-symbolic"_s) << size << 0.15;
    }
}

void TestDesktop::drawsItsIcon()
{
    QFETCH(QString, file);
    QFETCH(int, size);
    QFETCH(double, least);
    const QImage image = drawn(file, size);
    QVERIFY2(paintedShare(image) > least, qPrintable(QString::number(paintedShare(image))));
    QCOMPARE(qAlpha(image.pixel(0, 0)), 0); // rounded corners, no background
}

void TestDesktop::keepsTheSymbolicIconInOneColour()
{
    // Desktops replace the colour of a symbolic icon by that of the text around it.
    static const QRegularExpression paint(u"(?:fill|stroke)=\"([^\"]*)\""_s);
    QSet<QString> colours;
    const QString svg = QString::fromUtf8(contentOf(icon(u"symbolic"_s, u"-symbolic"_s)));
    for (const QRegularExpressionMatch &match : paint.globalMatch(svg))
        colours.insert(match.captured(1));
    QCOMPARE(colours - QSet<QString>{u"none"_s}, QSet<QString>{u"#2e3436"_s});
}

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"

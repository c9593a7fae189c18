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
    void opensLabsAndLinks();
    void linksArriveInTheWindowThatIsThere();
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

/// A double click on a lab starts the window with its path, one on a link with the link: by what desktops make of the
/// entry, not by its words.
void TestDesktop::opensLabsAndLinks()
{
    const QString folder = installed(u"share/applications"_s);
    const Outcome outcome = runTool(u"update-desktop-database"_s, {folder});
    QVERIFY2(outcome.status == 0, outcome.said.constData());
    const QList<QByteArray> cached = contentOf(folder + u"/mimeinfo.cache"_s).split('\n');
    for (const char *type : {"application/vnd.ringside.lab", "x-scheme-handler/ringside"})
        QVERIFY2(cached.contains(type + "="_ba + applicationId.toUtf8() + ".desktop;"), type);
    // %F would be given paths alone.
    QVERIFY(contentOf(folder + u"/%1.desktop"_s.arg(applicationId)).contains("\nExec=ringside-desktop %U\n"));
}

/// As a browser has it done: the entry's command with the link, while a window is open.
void TestDesktop::linksArriveInTheWindowThatIsThere()
{
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // fontconfig keeps memory to the end
    for (const QString &name : {u"XDG_RUNTIME_DIR"_s, u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s})
        environment.insert(name, home.path());
    const auto start = [&](QProcess &process, const QStringList &arguments) {
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(installed(u"bin/ringside-desktop"_s), arguments);
    };
    QProcess window;
    start(window, {});
    const QString kept = home.filePath(u"ringside/window.json"_s); // written once the course is shown
    const auto comes = [&window](const auto &condition) {
        const auto isOver = [&] { return window.state() != QProcess::Running || condition(); };
        return window.waitForStarted() && QTest::qWaitFor(isOver, 240'000) && window.state() == QProcess::Running;
    };
    QVERIFY(comes([&] { return QFile::exists(kept); }));
    QVERIFY(!contentOf(kept).contains("\"lesson\""));

    QProcess link;
    start(link, {u"ringside:lesson/os-module#P3"_s});
    QVERIFY(link.waitForFinished(60'000)); // a window of its own would stay
    QCOMPARE(link.exitCode(), 0);
    const QString reading = home.filePath(u"ringside/reading.json"_s);
    QVERIFY(comes([&] { return contentOf(reading).contains("\"part\": \"P3\""); }));
    QVERIFY(comes([&] { return contentOf(kept).contains("\"screen\": \"lesson\""); }));
    window.kill();
    QVERIFY(window.waitForFinished(60'000));
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

// The way from the strings of the source to a window in another language: what a translator is given has every string,
// under the name it is asked for by, and what they give back is shown, from the right where the language begins there.

#include "desktop/lesson/quizblock.h"
#include "desktop/window/actionregistry.h"
#include "desktop/window/navrail.h"
#include "desktop/window/translations.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000;

QString readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList captures(const QString &text, const QString &pattern)
{
    QStringList found;
    for (const QRegularExpressionMatch &match : QRegularExpression(pattern).globalMatch(text))
        found.append(match.captured(1));
    return found;
}

// What is asked for without a Q_OBJECT says itself under which name.
QStringList declaredContexts()
{
    QStringList names;
    QDirIterator files(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/app"), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
        QDirIterator::Subdirectories);
    while (files.hasNext())
        names += captures(readFile(files.next()), u"(?:Q_DECLARE_TR_FUNCTIONS\\(|QT_TRANSLATE_NOOP\\(\")(\\w+)\"?[,)]"_s);
    return names;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void englishHasAllItsPlurals();
    void everyStringHasItsContext();
    void aLanguageIsShown();

private:
    void run(const QString &program, const QStringList &arguments);
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestTranslations::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    QVERIFY2(process.waitForFinished(patience), qPrintable(program + u": "_s + process.errorString()));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void TestTranslations::initTestCase()
{
    const QString folder = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/resources/translations/");
    QVERIFY(QFile::copy(folder + u"ringside_en.ts"_s, file(u"ringside_en.ts"_s)));
    run(folder + u"renew"_s, {u"ar"_s, m_folder.path()});
}

void TestTranslations::englishHasAllItsPlurals()
{
    const QString before = readFile(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/resources/translations/ringside_en.ts"));
    QVERIFY2(readFile(file(u"ringside_en.ts"_s)) == before, "a %n is new or gone: run resources/translations/renew");
    QVERIFY(!before.contains(u"unfinished"_s));
}

void TestTranslations::everyStringHasItsContext()
{
    const QString all = readFile(file(u"ringside_ar.ts"_s));
    const QStringList known = declaredContexts();
    const QStringList contexts = captures(all, u"<name>(.*)</name>"_s);
    QVERIFY(contexts.size() > 100);
    for (const QString &context : contexts)
        QVERIFY2(context.startsWith(u"ringside::"_s) || known.contains(context), qPrintable(context));
}

void TestTranslations::aLanguageIsShown()
{
    QString words = readFile(file(u"ringside_ar.ts"_s));
    words.replace(QRegularExpression(u"<source>([^<]*)</source>(\\s*)<translation type=\"unfinished\"></translation>"_s),
        u"<source>\\1</source>\\2<translation>[\\1]</translation>"_s);
    QFile given(file(u"ringside_ar.ts"_s));
    QVERIFY(given.open(QIODevice::WriteOnly) && given.write(words.toUtf8()) > 0);
    given.close();
    run(QStringLiteral(LRELEASE), {u"-silent"_s, given.fileName()});

    QLocale::setDefault(QLocale::Arabic);
    installTranslations(*qApp, m_folder.path());
    QCOMPARE(QGuiApplication::layoutDirection(), Qt::RightToLeft);
    QCOMPARE(NavRail::tr("Settings"), u"[Settings]"_s);
    QCOMPARE(QuizBlock::tr("What the code printed"), u"[What the code printed]"_s);
    QWidget window;
    const ActionRegistry registry(&window);
    QVERIFY(!registry.entries().isEmpty());
    for (const CommandEntry &entry : registry.entries())
        QVERIFY2(entry.text.startsWith(u'['), qPrintable(entry.text));
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"

#include "desktop/theme/theme.h"

#include <KSyntaxHighlighting/Theme>

#include <QFile>
#include <QSvgRenderer>
#include <QTest>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(ringside::desktop::Scheme)
Q_DECLARE_METATYPE(ringside::desktop::ColorRole)

class TestTokens : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsKnown_data();
    void contrastIsKnown();
    void everyPairThatMeetsIsReadable_data();
    void everyPairThatMeetsIsReadable();
    void syntaxIsReadable_data();
    void syntaxIsReadable();
    void figuresTakeTheColoursOfTheScheme_data();
    void figuresTakeTheColoursOfTheScheme();
    void everyIconCanBeDrawn();
};

void TestTokens::contrastIsKnown_data()
{
    QTest::addColumn<QColor>("a");
    QTest::addColumn<QColor>("b");
    QTest::addColumn<double>("ratio");
    QTest::newRow("black on white is the most there is") << QColor(Qt::black) << QColor(Qt::white) << 21.0;
    QTest::newRow("a colour on itself is the least") << QColor(Qt::red) << QColor(Qt::red) << 1.0;
    QTest::newRow("the order does not matter") << QColor(Qt::white) << QColor(0x767676) << 4.54;
}

void TestTokens::contrastIsKnown()
{
    QFETCH(QColor, a);
    QFETCH(QColor, b);
    QFETCH(double, ratio);
    QVERIFY(qAbs(contrastRatio(a, b) - ratio) < 0.01);
}

void TestTokens::everyPairThatMeetsIsReadable_data()
{
    using enum ColorRole;
    struct Pair
    {
        const char *name;
        ColorRole foreground, ground;
        bool text; // else the edge of a control or an icon
    };
    static constexpr Pair pairs[]{
        {"text on a page", Text, Surface, true},
        {"text on the window", Text, Window, true},
        {"text on raised ground", Text, Raised, true},
        {"text on code", Text, Code, true},
        {"text on the current line", Text, CurrentLine, true},
        {"text on a matched bracket", Text, BracketMatch, true},
        {"text on a selection", Text, Selection, true},
        {"text on a match", Text, FindMatch, true},
        {"text on what is chosen", Text, AccentSoft, true},
        {"text on a failed check", Text, DangerGround, true},
        {"text on a note", Text, NoteGround, true},
        {"text on a tip", Text, TipGround, true},
        {"text on a warning", Text, WarningGround, true},
        {"secondary text on a page", Secondary, Surface, true},
        {"secondary text on the window", Secondary, Window, true},
        {"secondary text on raised ground", Secondary, Raised, true},
        {"muted text on a page", Muted, Surface, true},
        {"muted text on the window", Muted, Window, true},
        {"muted text on raised ground", Muted, Raised, true},
        {"muted text on code", Muted, Code, true},
        {"muted text on what is chosen", Muted, AccentSoft, true},
        {"a link on a page", Accent, Surface, true},
        {"a link on the window", Accent, Window, true},
        {"the chosen word in the rail", Accent, AccentSoft, true},
        {"a hovered button in a raised header", Accent, Raised, true},
        {"a primary button", OnAccent, Accent, true},
        {"a hovered primary button", OnAccent, AccentHover, true},
        {"the title of a note", Note, NoteGround, true},
        {"the title of a tip", Tip, TipGround, true},
        {"the title of a warning", Warning, WarningGround, true},
        {"the title of a danger", Danger, DangerGround, true},
        {"the title of an exercise", ColorRole::Exercise, ExerciseGround, true},
        {"an error in output", Danger, Surface, true},
        {"passed on a page", Tip, Surface, true},
        {"passed on raised ground", Tip, Raised, true},
        {"the word for broken code", Danger, Raised, true},
        {"the edge of a field on a page", Control, Surface, false},
        {"the edge of a field on the window", Control, Window, false},
        {"the focus ring on a page", Accent, Surface, false},
        {"the focus ring on the window", Accent, Window, false},
    };
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<ColorRole>("foreground");
    QTest::addColumn<ColorRole>("ground");
    QTest::addColumn<double>("least");
    for (const auto &[scheme, name] : {std::pair(Scheme::Light, "light"), std::pair(Scheme::Dark, "dark"),
             std::pair(Scheme::HighContrast, "high contrast")}) {
        const double text = scheme == Scheme::HighContrast ? 7.0 : 4.5;
        for (const Pair &pair : pairs)
            QTest::addRow("%s, %s", pair.name, name)
                << scheme << pair.foreground << pair.ground << (pair.text ? text : 3.0);
    }
}

void TestTokens::everyPairThatMeetsIsReadable()
{
    QFETCH(Scheme, scheme);
    QFETCH(ColorRole, foreground);
    QFETCH(ColorRole, ground);
    QFETCH(double, least);
    const double ratio = contrastRatio(tokenColor(scheme, foreground), tokenColor(scheme, ground));
    QVERIFY2(ratio >= least, qPrintable(u"%1, at least %2 is needed"_s.arg(ratio).arg(least)));
}

void TestTokens::syntaxIsReadable_data()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("light") << Scheme::Light;
    QTest::newRow("dark") << Scheme::Dark;
    QTest::newRow("high contrast") << Scheme::HighContrast;
}

void TestTokens::syntaxIsReadable()
{
    using Syntax = KSyntaxHighlighting::Theme;
    QFETCH(Scheme, scheme);
    Theme theme;
    theme.setScheme(scheme);
    const Syntax syntax = theme.syntaxTheme();
    QVERIFY(syntax.isValid());
    QVERIFY(syntax.name().startsWith(u"Ringside"));
    QCOMPARE(QColor(syntax.editorColor(Syntax::BackgroundColor)), theme.color(ColorRole::Code));
    for (int style = Syntax::Normal; style <= Syntax::Others; ++style) {
        const QColor color(syntax.textColor(Syntax::TextStyle(style)));
        for (const ColorRole ground : {ColorRole::Code, ColorRole::CurrentLine}) {
            const double ratio = contrastRatio(color, theme.color(ground));
            QVERIFY2(ratio >= 4.5, qPrintable(u"style %1 on %2: %3"_s.arg(style).arg(int(ground)).arg(ratio)));
        }
    }
}

void TestTokens::figuresTakeTheColoursOfTheScheme_data()
{
    QTest::addColumn<QByteArray>("svg");
    QTest::addColumn<QByteArray>("tinted");
    QTest::newRow("a name it knows") << QByteArray("<path fill=\"var(--text)\"/>")
                                     << QByteArray("<path fill=\"#18212c\"/>");
    QTest::newRow("two names") << QByteArray("var(--accent) and var(--on-accent)")
                               << QByteArray("#1b5fc1 and #ffffff");
    QTest::newRow("a name it does not know is the text colour")
        << QByteArray("var(--sparkle)") << QByteArray("#18212c");
    QTest::newRow("a fallback of CSS is not needed")
        << QByteArray("var(--tip, green)") << QByteArray("#1a7044");
    QTest::newRow("no name at all") << QByteArray("<svg/>") << QByteArray("<svg/>");
    QTest::newRow("a name that does not end") << QByteArray("var(--text") << QByteArray("var(--text");
}

void TestTokens::figuresTakeTheColoursOfTheScheme()
{
    QFETCH(QByteArray, svg);
    QFETCH(QByteArray, tinted);
    QCOMPARE(tintFigure(svg, Scheme::Light), tinted);
}

void TestTokens::everyIconCanBeDrawn()
{
    const Theme theme;
    const QStringList icons = QDir(u":/ringside/icons"_s).entryList({u"*.svg"_s});
    QVERIFY(icons.size() > 30);
    for (const QString &file : icons) {
        QVERIFY2(QSvgRenderer(u":/ringside/icons/"_s + file).isValid(), qPrintable(file));
        const QImage drawn = theme.pixmap(file.chopped(4), 20, ColorRole::Text, 1).toImage();
        bool inked = false;
        for (int y = 0; y < drawn.height(); ++y) {
            for (int x = 0; x < drawn.width(); ++x)
                inked = inked || qAlpha(drawn.pixel(x, y)) > 128;
        }
        QVERIFY2(inked, qPrintable(file));
    }
}

QTEST_MAIN(TestTokens)
#include "tst_tokens.moc"

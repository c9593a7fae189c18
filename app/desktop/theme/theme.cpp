#include "desktop/theme/theme.h"

#include "desktop/theme/fonts.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr qreal designPointSize = 10; // the desktop font size the type scale below is drawn for

struct TypeStep
{
    qreal points;
    QFont::Weight weight;
};
constexpr std::array<TypeStep, 7> readingScale{{{24, QFont::Bold}, {19, QFont::DemiBold},
    {15.5, QFont::DemiBold}, {13, QFont::DemiBold}, {12, QFont::Normal}, {10.5, QFont::Normal},
    {9.5, QFont::Normal}}};
constexpr std::array<TypeStep, 7> chromeScale{{{20, QFont::Bold}, {16, QFont::DemiBold},
    {13, QFont::DemiBold}, {11, QFont::DemiBold}, {10, QFont::Normal}, {9.5, QFont::Normal},
    {8.5, QFont::Normal}}};
constexpr qreal codePoints = 10.2;

qreal systemScale(const QFont &font)
{
    return font.pointSizeF() > 0 ? font.pointSizeF() / designPointSize : 1;
}

QFont step(const QFont &base, const TypeStep &type, qreal zoom)
{
    QFont font = base;
    font.setPointSizeF(type.points * systemScale(base) * zoom);
    font.setWeight(type.weight);
    return font;
}

QByteArray iconSource(const QString &name)
{
    QFile file(u":/ringside/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon %s", qPrintable(name));
        return {};
    }
    return file.readAll();
}

QPixmap drawIcon(const QString &name, int size, const QColor &color, qreal pixelRatio)
{
    QSvgRenderer renderer(iconSource(name).replace("currentColor", color.name().toLatin1()));
    QPixmap pixmap(QSize(size, size) * pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(pixelRatio);
    return pixmap;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_interfaceFont(interfaceFont({}))
    , m_codeFont(desktop::codeFont({}))
{
}

Theme::~Theme() = default;

void Theme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    emit schemeChanged();
}

void Theme::setZoom(qreal zoom)
{
    zoom = qBound(0.7, zoom, 2.5);
    if (qFuzzyCompare(m_zoom, zoom))
        return;
    m_zoom = zoom;
    emit fontsChanged();
}

void Theme::setFamilies(const QString &interfaceFamily, const QString &codeFamily)
{
    const QFont interface = interfaceFont(interfaceFamily);
    const QFont code = desktop::codeFont(codeFamily);
    if (interface == m_interfaceFont && code == m_codeFont)
        return;
    m_interfaceFont = interface;
    m_codeFont = code;
    emit fontsChanged();
}

QFont Theme::readingFont(TextRole role) const
{
    QFont font = step(m_interfaceFont, readingScale[std::size_t(role)], m_zoom);
    if (role <= TextRole::Heading1)
        font.setLetterSpacing(QFont::PercentageSpacing, 98.5);
    font.setFeature("calt", 0); // code in a text has only this from codeFont(): its format keeps no features
    return font;
}

QFont Theme::chromeFont(TextRole role) const
{
    return step(m_interfaceFont, chromeScale[std::size_t(role)], 1);
}

QFont Theme::codeFont() const
{
    QFont font = m_codeFont;
    font.setPointSizeF(codePoints * systemScale(m_interfaceFont) * m_zoom);
    return font;
}

QPixmap Theme::pixmap(const QString &icon, int size, ColorRole role, qreal pixelRatio) const
{
    const QColor tint = color(role);
    const QString key = u"ringside/%1/%2/%3/%4"_s.arg(icon).arg(size).arg(tint.name()).arg(pixelRatio);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = drawIcon(icon, size, tint, pixelRatio);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

QIcon Theme::icon(const QString &name, ColorRole role) const
{
    QIcon icon;
    for (const qreal pixelRatio : {1.0, 2.0})
        icon.addPixmap(pixmap(name, 20, role, pixelRatio));
    return icon;
}

QPalette Theme::palette() const
{
    static constexpr std::pair<QPalette::ColorRole, ColorRole> map[]{
        {QPalette::Window, ColorRole::Window}, {QPalette::WindowText, ColorRole::Text},
        {QPalette::Base, ColorRole::Surface}, {QPalette::AlternateBase, ColorRole::Raised},
        {QPalette::Text, ColorRole::Text}, {QPalette::Button, ColorRole::Surface},
        {QPalette::ButtonText, ColorRole::Text}, {QPalette::BrightText, ColorRole::Danger},
        {QPalette::Highlight, ColorRole::Selection}, {QPalette::HighlightedText, ColorRole::Text},
        {QPalette::Link, ColorRole::Accent}, {QPalette::LinkVisited, ColorRole::Accent},
        {QPalette::PlaceholderText, ColorRole::Muted}, {QPalette::ToolTipBase, ColorRole::Raised},
        {QPalette::ToolTipText, ColorRole::Text}, {QPalette::Accent, ColorRole::Accent},
        {QPalette::Mid, ColorRole::Border}, {QPalette::Dark, ColorRole::Control},
        {QPalette::Shadow, ColorRole::Control}, {QPalette::Light, ColorRole::Surface},
        {QPalette::Midlight, ColorRole::Raised}};
    QPalette palette;
    for (const auto &[target, role] : map)
        palette.setColor(target, color(role));
    for (const auto target : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText})
        palette.setColor(QPalette::Disabled, target, color(ColorRole::Muted));
    return palette;
}

KSyntaxHighlighting::Repository &Theme::repository() const
{
    if (!m_repository) {
        m_repository = std::make_unique<KSyntaxHighlighting::Repository>();
        m_repository->addCustomSearchPath(u":/ringside"_s); // its folder themes/
    }
    return *m_repository;
}

KSyntaxHighlighting::Theme Theme::syntaxTheme() const
{
    switch (m_scheme) {
    case Scheme::Light: return repository().theme(u"Ringside Light"_s);
    case Scheme::Dark: return repository().theme(u"Ringside Dark"_s);
    case Scheme::HighContrast: return repository().theme(u"Ringside High Contrast"_s);
    }
    Q_UNREACHABLE_RETURN({});
}

KSyntaxHighlighting::Definition Theme::syntaxDefinition(const QString &language) const
{
    static const QHash<QString, QString> names{{u"python"_s, u"Python"_s}, {u"py"_s, u"Python"_s},
        {u"sh"_s, u"Bash"_s}, {u"bash"_s, u"Bash"_s}, {u"console"_s, u"Bash"_s},
        {u"c"_s, u"C"_s}, {u"json"_s, u"JSON"_s}, {u"toml"_s, u"TOML"_s}, {u"csv"_s, u"CSV"_s}};
    const QString name = names.value(language.toLower());
    return name.isEmpty() ? KSyntaxHighlighting::Definition() : repository().definitionForName(name);
}

} // namespace ringside::desktop

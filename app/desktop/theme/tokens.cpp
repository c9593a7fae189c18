#include "desktop/theme/tokens.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>

namespace ringside::desktop {

namespace {

struct Token
{
    ColorRole role;
    QRgb light, dark, highContrast;
};

// The one table of colours. tests/desktop/tst_tokens holds every pair that meets on screen to its contrast.
constexpr std::array<Token, colorRoleCount> tokens{{
    {ColorRole::Window, 0xffEEF1F5, 0xff11161C, 0xff000000},
    {ColorRole::Surface, 0xffFFFFFF, 0xff181E26, 0xff000000},
    {ColorRole::Raised, 0xffF7F9FB, 0xff1F2731, 0xff161616},
    {ColorRole::Code, 0xffF6F8FA, 0xff131921, 0xff000000},
    {ColorRole::Border, 0xffD5DCE4, 0xff303A46, 0xff9A9A9A},
    {ColorRole::Control, 0xff7D8998, 0xff738091, 0xffFFFFFF},
    {ColorRole::Text, 0xff18212C, 0xffDFE5EC, 0xffFFFFFF},
    {ColorRole::Secondary, 0xff46525F, 0xffB7C1CD, 0xffF0F0F0},
    {ColorRole::Muted, 0xff5C6875, 0xff94A0AE, 0xffDADADA},
    {ColorRole::Accent, 0xff1B5FC1, 0xff6FA8F5, 0xff7FD4FF},
    {ColorRole::AccentHover, 0xff164E9F, 0xff92BEFA, 0xffB5E6FF},
    {ColorRole::OnAccent, 0xffFFFFFF, 0xff0B1522, 0xff000000},
    {ColorRole::AccentSoft, 0xffE3EDFB, 0xff1D3048, 0xff00334D},
    {ColorRole::Selection, 0xffBCD6F8, 0xff2B4C77, 0xff004E75},
    {ColorRole::FindMatch, 0xffFFE08A, 0xff6B5300, 0xff5C4600},
    {ColorRole::CurrentLine, 0xffECF1F7, 0xff1B232D, 0xff1E1E1E},
    {ColorRole::BracketMatch, 0xffD4E3F7, 0xff2C4260, 0xff004E75},
    {ColorRole::Note, 0xff1B5FC1, 0xff7DB2F8, 0xff9ADCFF},
    {ColorRole::NoteGround, 0xffEEF4FD, 0xff172536, 0xff001A29},
    {ColorRole::Tip, 0xff1A7044, 0xff6CCB95, 0xff86F5AE},
    {ColorRole::TipGround, 0xffEBF7F0, 0xff152A20, 0xff001F0D},
    {ColorRole::Warning, 0xff8A5300, 0xffE9B44C, 0xffFFD65C},
    {ColorRole::WarningGround, 0xffFEF6E4, 0xff2C2413, 0xff241B00},
    {ColorRole::Danger, 0xffB3261E, 0xffFF8F85, 0xffFFA79E},
    {ColorRole::DangerGround, 0xffFDF0EF, 0xff331C1B, 0xff2B0500},
    {ColorRole::Exercise, 0xff6A3FB5, 0xffBFA0F5, 0xffD9C2FF},
    {ColorRole::ExerciseGround, 0xffF4EFFC, 0xff251E38, 0xff180A2E},
}};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].role != ColorRole(i))
            return false;
    }
    return true;
}
static_assert(inOrder(), "tokens is indexed by role");

double relativeLuminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

ColorRole figureRole(const QByteArray &name)
{
    static const QHash<QByteArray, ColorRole> roles{
        {"text", ColorRole::Text}, {"secondary", ColorRole::Secondary},
        {"text-secondary", ColorRole::Secondary}, {"muted", ColorRole::Muted},
        {"accent", ColorRole::Accent}, {"on-accent", ColorRole::OnAccent},
        {"accent-soft", ColorRole::AccentSoft}, {"border", ColorRole::Control},
        {"surface", ColorRole::Surface}, {"raised", ColorRole::Raised}, {"code", ColorRole::Code},
        {"note", ColorRole::Note}, {"note-ground", ColorRole::NoteGround}, {"tip", ColorRole::Tip},
        {"tip-ground", ColorRole::TipGround}, {"warning", ColorRole::Warning},
        {"warning-ground", ColorRole::WarningGround}, {"danger", ColorRole::Danger},
        {"danger-ground", ColorRole::DangerGround}, {"exercise", ColorRole::Exercise},
        {"exercise-ground", ColorRole::ExerciseGround}};
    return roles.value(name, ColorRole::Text);
}

} // namespace

QColor tokenColor(Scheme scheme, ColorRole role)
{
    const Token &token = tokens[std::size_t(role)];
    switch (scheme) {
    case Scheme::Light: return QColor(token.light);
    case Scheme::Dark: return QColor(token.dark);
    case Scheme::HighContrast: return QColor(token.highContrast);
    }
    Q_UNREACHABLE_RETURN({});
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({relativeLuminance(a), relativeLuminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QByteArray tintFigure(const QByteArray &svg, Scheme scheme)
{
    static const QByteArray opening = "var(--";
    QByteArray tinted;
    tinted.reserve(svg.size());
    qsizetype from = 0;
    for (;;) {
        const qsizetype at = svg.indexOf(opening, from);
        const qsizetype end = at < 0 ? -1 : svg.indexOf(')', at);
        if (end < 0)
            return tinted + svg.sliced(from);
        const qsizetype nameAt = at + opening.size();
        // A fallback after the comma, as CSS allows it, is not needed: every name has a colour here.
        const QByteArray name = svg.sliced(nameAt, end - nameAt).split(',').first().trimmed();
        tinted += svg.sliced(from, at - from);
        tinted += tokenColor(scheme, figureRole(name)).name().toLatin1();
        from = end + 1;
    }
}

} // namespace ringside::desktop

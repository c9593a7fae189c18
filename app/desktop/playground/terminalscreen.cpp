#include "desktop/playground/terminalscreen.h"

#include <QHash>

#include <span>
#include <vterm.h>

namespace ringside::desktop {

namespace {

constexpr int themeColors = 16;

VTermModifier modifiersOf(Qt::KeyboardModifiers modifiers)
{
    int result = VTERM_MOD_NONE;
    if (modifiers & Qt::ShiftModifier)
        result |= VTERM_MOD_SHIFT;
    if (modifiers & Qt::AltModifier)
        result |= VTERM_MOD_ALT;
    if (modifiers & Qt::ControlModifier)
        result |= VTERM_MOD_CTRL;
    return VTermModifier(result);
}

VTermKey keyOf(int key)
{
    static const QHash<int, VTermKey> keys{{Qt::Key_Return, VTERM_KEY_ENTER}, {Qt::Key_Enter, VTERM_KEY_ENTER},
        {Qt::Key_Tab, VTERM_KEY_TAB}, {Qt::Key_Backtab, VTERM_KEY_TAB}, {Qt::Key_Backspace, VTERM_KEY_BACKSPACE},
        {Qt::Key_Escape, VTERM_KEY_ESCAPE}, {Qt::Key_Up, VTERM_KEY_UP}, {Qt::Key_Down, VTERM_KEY_DOWN},
        {Qt::Key_Left, VTERM_KEY_LEFT}, {Qt::Key_Right, VTERM_KEY_RIGHT}, {Qt::Key_Insert, VTERM_KEY_INS},
        {Qt::Key_Delete, VTERM_KEY_DEL}, {Qt::Key_Home, VTERM_KEY_HOME}, {Qt::Key_End, VTERM_KEY_END},
        {Qt::Key_PageUp, VTERM_KEY_PAGEUP}, {Qt::Key_PageDown, VTERM_KEY_PAGEDOWN}};
    if (key >= Qt::Key_F1 && key <= Qt::Key_F12)
        return VTermKey(VTERM_KEY_FUNCTION(key - Qt::Key_F1 + 1));
    return keys.value(key, VTERM_KEY_NONE);
}

VTermColor toVterm(TerminalCell::Color color, bool foreground)
{
    VTermColor result{};
    if (color == 0) {
        result.type = foreground ? VTERM_COLOR_DEFAULT_FG : VTERM_COLOR_DEFAULT_BG;
    } else if (color <= themeColors) {
        result.indexed.type = VTERM_COLOR_INDEXED;
        result.indexed.idx = quint8(color - 1);
    } else {
        result.rgb = {VTERM_COLOR_RGB, quint8(qRed(color)), quint8(qGreen(color)), quint8(qBlue(color))};
    }
    return result;
}

VTermScreenCell toVterm(const TerminalCell &cell)
{
    VTermScreenCell result{};
    for (std::size_t i = 0; i < cell.letters.size(); ++i)
        result.chars[i] = cell.letters[i];
    if (cell.width == 0)
        result.chars[0] = quint32(-1); // what libvterm puts behind a wide character
    result.width = char(qMax<quint8>(cell.width, 1));
    result.attrs.bold = (cell.attributes & TerminalCell::Bold) != 0;
    result.attrs.italic = (cell.attributes & TerminalCell::Italic) != 0;
    result.attrs.underline = (cell.attributes & TerminalCell::Underline) != 0;
    result.attrs.reverse = (cell.attributes & TerminalCell::Reverse) != 0;
    result.attrs.strike = (cell.attributes & TerminalCell::Strike) != 0;
    result.fg = toVterm(cell.foreground, true);
    result.bg = toVterm(cell.background, false);
    return result;
}

QString withoutBlanksAtEnd(QString text)
{
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

} // namespace

/// libvterm's side: it calls back with what happens on its screen.
struct TerminalScreen::Private
{
    explicit Private(TerminalScreen &owner);
    ~Private() { vterm_free(terminal); }

    [[nodiscard]] TerminalCell::Color colorOf(VTermColor color) const;
    [[nodiscard]] TerminalCell cellOf(const VTermScreenCell &cell) const;

    static TerminalScreen &of(void *user) { return *static_cast<TerminalScreen *>(user); }
    static int damaged(VTermRect, void *) { return 1; }
    static int cursorMoved(VTermPos place, VTermPos, int, void *user)
    {
        of(user).m_cursor = {place.col, place.row};
        return 1;
    }
    static int propertySet(VTermProp property, VTermValue *value, void *user);
    static int linePushed(int columns, const VTermScreenCell *cells, void *user);
    static int linePopped(int columns, VTermScreenCell *cells, void *user);
    static int historyCleared(void *user)
    {
        of(user).m_history.clear();
        return 1;
    }
    static void written(const char *bytes, std::size_t size, void *user)
    {
        emit of(user).typed(QByteArray(bytes, qsizetype(size)));
    }

    static constexpr VTermScreenCallbacks callbacks{.damage = damaged,
        .moverect = nullptr,
        .movecursor = cursorMoved,
        .settermprop = propertySet,
        .bell = nullptr,
        .resize = nullptr,
        .sb_pushline = linePushed,
        .sb_popline = linePopped,
        .sb_clear = historyCleared};

    VTerm *terminal;
    VTermScreen *screen;
};

TerminalScreen::Private::Private(TerminalScreen &owner)
    : terminal(vterm_new(owner.m_rows, owner.m_columns))
    , screen(vterm_obtain_screen(terminal))
{
    vterm_set_utf8(terminal, 1);
    vterm_output_set_callback(terminal, written, &owner);
    vterm_screen_set_callbacks(screen, &callbacks, &owner);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCROLL);
    vterm_screen_reset(screen, 1);
}

int TerminalScreen::Private::propertySet(VTermProp property, VTermValue *value, void *user)
{
    TerminalScreen &owner = of(user);
    if (property == VTERM_PROP_CURSORVISIBLE)
        owner.m_cursorVisible = value->boolean != 0;
    else if (property == VTERM_PROP_ALTSCREEN)
        owner.m_alternate = value->boolean != 0;
    else if (property == VTERM_PROP_MOUSE)
        owner.m_wantsMouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

int TerminalScreen::Private::linePushed(int columns, const VTermScreenCell *cells, void *user)
{
    TerminalScreen &owner = of(user);
    std::span<const VTermScreenCell> line(cells, std::size_t(columns));
    while (!line.empty() && line.back().chars[0] == 0)
        line = line.first(line.size() - 1);
    TerminalLine kept;
    kept.reserve(qsizetype(line.size()));
    for (const VTermScreenCell &cell : line)
        kept.append(owner.d->cellOf(cell));
    owner.m_history.push_back(kept);
    if (qsizetype(owner.m_history.size()) > mostHistory)
        owner.m_history.pop_front();
    return 1;
}

int TerminalScreen::Private::linePopped(int columns, VTermScreenCell *cells, void *user)
{
    TerminalScreen &owner = of(user);
    if (owner.m_history.empty())
        return 0;
    const TerminalLine line = owner.m_history.back();
    owner.m_history.pop_back();
    const std::span target(cells, std::size_t(columns));
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = toVterm(line.value(qsizetype(i)));
    return 1;
}

TerminalCell::Color TerminalScreen::Private::colorOf(VTermColor color) const
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return 0;
    if (VTERM_COLOR_IS_INDEXED(&color) && color.indexed.idx < themeColors)
        return color.indexed.idx + 1U;
    vterm_screen_convert_color_to_rgb(screen, &color);
    return qRgb(color.rgb.red, color.rgb.green, color.rgb.blue);
}

TerminalCell TerminalScreen::Private::cellOf(const VTermScreenCell &cell) const
{
    TerminalCell result;
    const bool isBehindWide = cell.chars[0] == quint32(-1);
    for (std::size_t i = 0; i < result.letters.size() && !isBehindWide; ++i)
        result.letters[i] = cell.chars[i];
    result.foreground = colorOf(cell.fg);
    result.background = colorOf(cell.bg);
    result.attributes = quint8((cell.attrs.bold ? TerminalCell::Bold : 0) | (cell.attrs.italic ? TerminalCell::Italic : 0)
        | (cell.attrs.underline ? TerminalCell::Underline : 0) | (cell.attrs.reverse ? TerminalCell::Reverse : 0)
        | (cell.attrs.strike ? TerminalCell::Strike : 0));
    result.width = isBehindWide ? 0 : quint8(cell.width);
    return result;
}

QString TerminalCell::text() const
{
    if (letters[0] == 0)
        return width == 0 ? QString() : QStringLiteral(" ");
    QString text;
    for (const char32_t letter : letters) {
        if (letter != 0)
            text += QChar::fromUcs4(letter);
    }
    return text;
}

TerminalScreen::TerminalScreen(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this))
{
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::feed(const QByteArray &bytes)
{
    vterm_input_write(d->terminal, bytes.constData(), std::size_t(bytes.size()));
    vterm_screen_flush_damage(d->screen);
    emit changed();
}

void TerminalScreen::resize(int rows, int columns)
{
    // libvterm is not at ease with a screen of one line.
    m_rows = qBound(2, rows, 500);
    m_columns = qBound(10, columns, 1000);
    vterm_set_size(d->terminal, m_rows, m_columns);
    vterm_screen_flush_damage(d->screen);
    emit changed();
}

void TerminalScreen::clear()
{
    vterm_screen_reset(d->screen, 1);
    m_history.clear();
    m_cursor = {};
    emit changed();
}

TerminalLine TerminalScreen::screenLine(int row) const
{
    TerminalLine line;
    line.reserve(m_columns);
    for (int column = 0; column < m_columns; ++column) {
        VTermScreenCell cell{};
        vterm_screen_get_cell(d->screen, {.row = row, .col = column}, &cell);
        line.append(d->cellOf(cell));
    }
    return line;
}

TerminalLine TerminalScreen::line(int number) const
{
    if (number < 0 || number >= lineCount())
        return {};
    return number < historySize() ? m_history[std::size_t(number)] : screenLine(number - historySize());
}

QString TerminalScreen::text(int number) const
{
    QString text;
    for (const TerminalCell &cell : line(number))
        text += cell.text();
    return withoutBlanksAtEnd(text);
}

QString TerminalScreen::allText(int lines) const
{
    QStringList texts;
    for (int i = qMax(0, lineCount() - lines); i < lineCount(); ++i)
        texts.append(text(i));
    while (!texts.isEmpty() && texts.last().isEmpty())
        texts.removeLast();
    return texts.join(u'\n');
}

bool TerminalScreen::press(int key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    const VTermModifier pressed = modifiersOf(modifiers);
    if (const VTermKey special = keyOf(key); special != VTERM_KEY_NONE) {
        // Shift+Enter and the like mean nothing to programs here; they get the plain key.
        const bool plain = special == VTERM_KEY_ENTER || special == VTERM_KEY_BACKSPACE;
        vterm_keyboard_key(d->terminal, special, plain ? VTERM_MOD_NONE : pressed);
        return true;
    }
    if (modifiers & Qt::ControlModifier) {
        if (key == Qt::Key_Space)
            vterm_keyboard_unichar(d->terminal, ' ', VTERM_MOD_CTRL);
        else if (key >= Qt::Key_A && key <= Qt::Key_Z)
            vterm_keyboard_unichar(d->terminal, quint32(key - Qt::Key_A + 'a'), VTermModifier(pressed & ~VTERM_MOD_SHIFT));
        else if (key >= Qt::Key_BracketLeft && key <= Qt::Key_Underscore)
            vterm_keyboard_unichar(d->terminal, quint32(key), VTERM_MOD_CTRL);
        else
            return false;
        return true;
    }
    for (const char32_t letter : text.toUcs4())
        vterm_keyboard_unichar(d->terminal, letter, VTermModifier(pressed & VTERM_MOD_ALT));
    return !text.isEmpty();
}

void TerminalScreen::paste(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace("\r\n", "\r").replace('\n', '\r'); // as the Enter key
    bytes.replace('\x1b', QByteArray()); // what is pasted must not end the bracket around it
    vterm_keyboard_start_paste(d->terminal);
    emit typed(bytes);
    vterm_keyboard_end_paste(d->terminal);
}

void TerminalScreen::mouse(QPoint place, int button, bool pressed)
{
    vterm_mouse_move(d->terminal, place.y(), place.x(), VTERM_MOD_NONE);
    vterm_mouse_button(d->terminal, button, pressed, VTERM_MOD_NONE);
}

} // namespace ringside::desktop

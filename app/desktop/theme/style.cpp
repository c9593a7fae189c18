#include "desktop/theme/style.h"

#include "desktop/theme/longlines.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr qreal fieldRadius = 6;
constexpr int fieldHeight = 32;
constexpr int fieldMargin = 6; // left and right of the text in a field

// Antialiasing and a restored painter for the length of one primitive.
class FlatPainter
{
public:
    FlatPainter(QPainter &painter, const QPen &pen, const QBrush &brush)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(pen);
        m_painter.setBrush(brush);
    }
    FlatPainter(const FlatPainter &) = delete;
    FlatPainter &operator=(const FlatPainter &) = delete;
    ~FlatPainter() { m_painter.restore(); }

private:
    QPainter &m_painter;
};

QRectF inset(const QRect &rect, qreal by)
{
    return QRectF(rect).adjusted(by, by, -by, -by);
}

qreal pixelRatio(const QPainter &painter)
{
    return painter.device()->devicePixelRatioF();
}

// Its frame is that of the box around it.
bool isPartOfField(const QWidget *widget)
{
    const QWidget *holder = widget ? widget->parentWidget() : nullptr;
    return qobject_cast<const QAbstractSpinBox *>(holder) || qobject_cast<const QComboBox *>(holder);
}

void drawSpinArrows(QPainter &painter, const Theme &theme, const QStyleOptionSpinBox &box, const QStyle &style,
    const QWidget *widget)
{
    const auto drawArrow = [&](QStyle::SubControl part, const QString &icon, bool canStep) {
        const bool enabled = canStep && box.state & QStyle::State_Enabled;
        const bool hovered = enabled && box.activeSubControls == part && box.state & QStyle::State_MouseOver;
        const ColorRole color = !enabled ? ColorRole::Border : hovered ? ColorRole::Accent : ColorRole::Secondary;
        const QRect place = style.subControlRect(QStyle::CC_SpinBox, &box, part, widget);
        painter.drawPixmap(QRect(place.center() - QPoint(4, 4), QSize(10, 10)),
            theme.pixmap(icon, 10, color, pixelRatio(painter)));
    };
    drawArrow(QStyle::SC_SpinBoxUp, u"up"_s, box.stepEnabled & QAbstractSpinBox::StepUpEnabled);
    drawArrow(QStyle::SC_SpinBoxDown, u"down"_s, box.stepEnabled & QAbstractSpinBox::StepDownEnabled);
}

// Text begins where it does in a field one types into, and shows that it goes on when it does.
QStyleOptionComboBox withMargin(const QStyleOption &option, const QStyle &style, const QWidget *widget)
{
    QStyleOptionComboBox box = *static_cast<const QStyleOptionComboBox *>(&option);
    const bool leftToRight = box.direction == Qt::LeftToRight;
    box.rect.adjust(leftToRight ? fieldMargin : 0, 0, leftToRight ? 0 : -fieldMargin, 0);
    const int room = style.subControlRect(QStyle::CC_ComboBox, &box, QStyle::SC_ComboBoxEditField, widget).width();
    box.currentText = box.fontMetrics.elidedText(box.currentText, Qt::ElideRight, room - 2);
    return box;
}

// Buttons of dialogs that are not ours: as Button draws its outlined kind, with the edge of the accent for what Return does.
void drawButton(QPainter &painter, const Theme &theme, const QStyleOption &option)
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(&option);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isDefault = button && button->features & QStyleOptionButton::DefaultButton;
    const bool isActive = isEnabled && option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const ColorRole edge = !isEnabled ? ColorRole::Border : isDefault ? ColorRole::Accent : ColorRole::Control;
    drawCard(painter, option.rect, theme.color(isActive ? ColorRole::Raised : ColorRole::Surface), theme.color(edge), fieldRadius);
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(painter, theme, option.rect, fieldRadius);
}

} // namespace

Style::Style(const Theme &theme)
    : QProxyStyle(u"Fusion"_s)
    , m_theme(theme)
{
}

void Style::polish(QWidget *widget)
{
    if (auto *edit = qobject_cast<QLineEdit *>(widget))
        edit->setTextMargins(fieldMargin, 2, fieldMargin, 2);
    if (auto *text = qobject_cast<QPlainTextEdit *>(widget))
        keepGlyphsOfLongLines(*text->document());
    if (auto *menu = qobject_cast<QMenu *>(widget))
        menu->setWindowFlag(Qt::NoDropShadowWindowHint);
    if (qobject_cast<QAbstractSpinBox *>(widget) || qobject_cast<QComboBox *>(widget)) {
        widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(this);
    }
    QProxyStyle::polish(widget);
}

// Who turns the wheel over a field scrolls the page on which it stands; only the field one is in takes it for its own.
bool Style::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel || qobject_cast<QWidget *>(watched)->hasFocus())
        return QProxyStyle::eventFilter(watched, event);
    event->ignore();
    return true;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 12;
    case PM_SplitterWidth: return 8;
    case PM_HeaderMargin: return 8;
    case PM_FocusFrameHMargin: return 6;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuVMargin: return 4;
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 18;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(
    StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animation_Duration: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void Style::drawField(const QStyleOption &option, QPainter &painter) const
{
    const bool focused = option.state & State_HasFocus;
    const QPen pen(m_theme.color(focused ? ColorRole::Accent : ColorRole::Control), focused ? 2 : 1);
    const FlatPainter flat(painter, pen, m_theme.color(ColorRole::Surface));
    painter.drawRoundedRect(inset(option.rect, 1), fieldRadius, fieldRadius);
}

void Style::drawIndicator(const QStyleOption &option, QPainter &painter, bool round) const
{
    const bool on = option.state & (State_On | State_NoChange);
    const QRectF box = inset(option.rect, 1);
    const qreal radius = round ? box.width() / 2 : 4;
    const QPen pen(m_theme.color(on ? ColorRole::Accent : ColorRole::Control), 1.5);
    const FlatPainter flat(painter, pen, m_theme.color(on ? ColorRole::Accent : ColorRole::Surface));
    painter.drawRoundedRect(box, radius, radius);
    if (on && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ColorRole::OnAccent));
        painter.drawEllipse(box.center(), 3, 3);
    } else if (on) {
        painter.drawPixmap(box.toAlignedRect().adjusted(2, 2, -2, -2),
            m_theme.pixmap(u"check"_s, 12, ColorRole::OnAccent, pixelRatio(painter)));
    }
    if (option.state & State_HasFocus)
        drawFocusRing(painter, m_theme, option.rect, round ? 9 : 4);
}

void Style::drawItemGround(const QStyleOptionViewItem &option, QPainter &painter) const
{
    if (option.state & State_Selected)
        painter.fillRect(option.rect, m_theme.color(ColorRole::AccentSoft));
    else if (option.state & State_MouseOver)
        painter.fillRect(option.rect, m_theme.color(ColorRole::Raised));
    else if (option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
    const QWidget *widget) const
{
    switch (element) {
    case PE_PanelLineEdit:
        if (!isPartOfField(widget))
            drawField(*option, *painter);
        return;
    case PE_PanelButtonCommand: drawButton(*painter, m_theme, *option); return;
    case PE_FrameFocusRect: drawFocusRing(*painter, m_theme, option->rect, 4); return;
    case PE_Frame:
    case PE_FrameGroupBox:
    case PE_PanelScrollAreaCorner:
    case PE_PanelMenuBar:
    case PE_FrameMenu: return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        drawCard(*painter, option->rect, m_theme.color(ColorRole::Raised),
            m_theme.color(ColorRole::Control), 0);
        return;
    case PE_IndicatorRadioButton: drawIndicator(*option, *painter, true); return;
    case PE_IndicatorCheckBox: drawIndicator(*option, *painter, false); return;
    case PE_PanelItemViewItem:
        drawItemGround(*static_cast<const QStyleOptionViewItem *>(option), *painter);
        return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawMenuItem(const QStyleOption &option, QPainter &painter, const QWidget *widget) const
{
    // Fusion draws the chosen item with an outline in the highlight colour; a plain ground is calmer.
    QStyleOptionMenuItem item = *static_cast<const QStyleOptionMenuItem *>(&option);
    if (item.state & State_Selected && item.menuItemType != QStyleOptionMenuItem::Separator) {
        painter.fillRect(item.rect.adjusted(1, 0, -1, 0), m_theme.color(ColorRole::AccentSoft));
        item.state.setFlag(State_Selected, false);
    }
    QProxyStyle::drawControl(CE_MenuItem, &item, &painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
    const QWidget *widget) const
{
    switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, m_theme.color(ColorRole::Raised));
        painter->setPen(m_theme.color(ColorRole::Border));
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case CE_Splitter: return;
    case CE_MenuItem: drawMenuItem(*option, *painter, widget); return;
    case CE_ComboBoxLabel: {
        const QStyleOptionComboBox box = withMargin(*option, *proxy(), widget);
        QProxyStyle::drawControl(element, &box, painter, widget);
        return;
    }
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawScrollBar(
    const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const
{
    const auto &range = static_cast<const QStyleOptionSlider &>(option);
    if (range.maximum <= range.minimum)
        return; // there is nothing to scroll
    // Code has another ground than the card it is in, also under its scroll bar.
    const QWidget *holder = widget ? widget->parentWidget() : nullptr;
    const auto *text = qobject_cast<const QPlainTextEdit *>(holder ? holder->parentWidget() : nullptr);
    if (text)
        painter.fillRect(option.rect, text->palette().base());
    const QRect slider = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    const bool horizontal = option.state & State_Horizontal;
    const QRectF thumb = horizontal ? QRectF(slider).adjusted(2, 3, -2, -3)
                                    : QRectF(slider).adjusted(3, 2, -3, -2);
    const bool hovered = option.state & (State_MouseOver | State_Sunken);
    const FlatPainter flat(
        painter, Qt::NoPen, m_theme.color(hovered ? ColorRole::Muted : ColorRole::Control));
    const qreal radius = qMin(thumb.width(), thumb.height()) / 2;
    painter.drawRoundedRect(thumb, radius, radius);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
    QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        drawScrollBar(*option, *painter, widget);
    } else if (control == CC_SpinBox) {
        drawField(*option, *painter);
        drawSpinArrows(
            *painter, m_theme, *static_cast<const QStyleOptionSpinBox *>(option), *proxy(), widget);
    } else if (control == CC_ComboBox) {
        drawField(*option, *painter);
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        const QRect box(arrow.center() - QPoint(6, 6), QSize(12, 12));
        painter->drawPixmap(
            box, m_theme.pixmap(u"down"_s, 12, ColorRole::Secondary, pixelRatio(*painter)));
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_MenuItem)
        wanted += QSize(12, 6);
    if (type == CT_PushButton)
        wanted.rwidth() += 2 * fieldMargin;
    if (type == CT_ComboBox)
        wanted.rwidth() += fieldMargin;
    if (type == CT_ComboBox || type == CT_LineEdit || type == CT_SpinBox || type == CT_PushButton)
        wanted.setHeight(qMax(wanted.height(), fieldHeight));
    return wanted;
}

namespace {

/// Notices whether the keyboard or the mouse is in use.
class InputWatcher : public QObject
{
public:
    InputWatcher(Theme &theme, QObject *parent)
        : QObject(parent)
        , m_theme(theme)
    {
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::MouseButtonPress)
            show(false);
        else if (event->type() == QEvent::KeyPress && movesFocus(*static_cast<QKeyEvent *>(event)))
            show(true);
        return false;
    }

private:
    static bool movesFocus(const QKeyEvent &event)
    {
        switch (event.key()) {
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
        case Qt::Key_F6:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Left:
        case Qt::Key_Right: return true;
        default: return false;
        }
    }

    void show(bool visible)
    {
        if (m_theme.isFocusVisible() == visible)
            return;
        m_theme.setFocusVisible(visible);
        if (QWidget *focused = QApplication::focusWidget())
            focused->update();
    }

    Theme &m_theme;
};

} // namespace

void installTheme(Theme &theme)
{
    qApp->installEventFilter(new InputWatcher(theme, qApp));
    QApplication::setEffectEnabled(Qt::UI_General, false); // menus, lists and tips are there at once: see also styleHint()
    const auto setPalette = [&theme] { QApplication::setPalette(theme.palette()); };
    const auto setFont = [&theme] { QApplication::setFont(theme.chromeFont(TextRole::Body)); };
    QApplication::setStyle(new Style(theme)); // owned by the application
    setPalette();
    setFont();
    QObject::connect(&theme, &Theme::schemeChanged, qApp, setPalette);
    QObject::connect(&theme, &Theme::fontsChanged, qApp, setFont);
}

const Theme &themeOf(const QWidget *widget)
{
    const auto *style = qobject_cast<const Style *>(widget->style());
    Q_ASSERT_X(style, "themeOf", "installTheme() comes first");
    return style->theme();
}

void drawFocusRing(QPainter &painter, const Theme &theme, const QRectF &rect, qreal radius)
{
    if (!theme.isFocusVisible())
        return;
    const FlatPainter flat(painter, QPen(theme.color(ColorRole::Accent), 2), Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
}

void drawCard(
    QPainter &painter, const QRect &rect, const QColor &ground, const QColor &edge, qreal radius)
{
    const FlatPainter flat(painter, edge, ground);
    painter.drawRoundedRect(inset(rect, 0.5), radius, radius);
}

} // namespace ringside::desktop

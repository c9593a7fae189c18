#include "desktop/playground/modeswitches.h"

#include "base/bytes.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpressionValidator>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// A switch as narrow as its letter.
class BitButton : public Button
{
public:
    BitButton(const QString &letter, quint32 ownBit)
        : Button(letter, Kind::Outline)
        , bit(ownBit)
    {
        setCheckable(true);
    }
    QSize sizeHint() const override { return {20, Button::sizeHint().height()}; }

    const quint32 bit;
};

} // namespace

const QList<ModeBit> &modeBits()
{
    static const QList<ModeBit> bits{{0400, u'r', ModeSwitches::tr("the owner may read")},
        {0200, u'w', ModeSwitches::tr("the owner may write")}, {0100, u'x', ModeSwitches::tr("the owner may execute")},
        {040, u'r', ModeSwitches::tr("the group may read")}, {020, u'w', ModeSwitches::tr("the group may write")},
        {010, u'x', ModeSwitches::tr("the group may execute")}, {04, u'r', ModeSwitches::tr("others may read")},
        {02, u'w', ModeSwitches::tr("others may write")}, {01, u'x', ModeSwitches::tr("others may execute")}};
    return bits;
}

QString chmodCall(const QByteArray &path, quint32 mode)
{
    return u"os.chmod(\"%1\", 0o%2)"_s.arg(displayName(path).replace(u'"', u"\\\""_s),
        QString::number(mode, 8).rightJustified(3, u'0'));
}

ModeSwitches::ModeSwitches(QWidget *parent)
    : QWidget(parent)
    , m_name(new ElidedLabel({}, TextRole::Small, ColorRole::Secondary))
    , m_octal(new QLineEdit)
    , m_call(new ElidedLabel({}, TextRole::Caption, ColorRole::Muted))
{
    setAccessibleName(tr("Permissions"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addWidget(m_name);
    layout->addWidget(makeRow());
    layout->addWidget(m_call);
    QFont code = themeOf(this).codeFont();
    code.setPointSizeF(themeOf(this).chromeFont(TextRole::Caption).pointSizeF());
    m_call->setFont(code);
    m_call->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setEntry({});
}

QWidget *ModeSwitches::makeRow()
{
    auto *row = new QWidget;
    row->setLayoutDirection(Qt::LeftToRight); // rwx is a notation, and is read as a number is
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (qsizetype i = 0; i < modeBits().size(); ++i) {
        if (i % 3 == 0 && i > 0)
            layout->addSpacing(6);
        const ModeBit &bit = modeBits()[i];
        layout->addWidget(addSwitch(bit.bit, QString(QChar(bit.letter)), bit.name));
    }
    layout->addSpacing(8);
    m_octal->setAccessibleName(tr("Mode in octal"));
    m_octal->setToolTip(tr("Mode in octal: type one and press Enter"));
    m_octal->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[0-7]{1,4}"_s), m_octal));
    m_octal->setMinimumWidth(50);
    m_octal->setMaximumWidth(60);
    connect(m_octal, &QLineEdit::returnPressed, this, [this] { request(m_octal->text().toUInt(nullptr, 8)); });
    layout->addWidget(m_octal);
    layout->addStretch(1);
    return row;
}

Button *ModeSwitches::addSwitch(quint32 bit, const QString &letter, const QString &name)
{
    auto *button = new BitButton(letter, bit);
    button->setAccessibleName(name);
    button->setToolTip(name);
    connect(button, &QPushButton::clicked, this, [this, bit] {
        if (m_entry)
            request(m_entry->mode ^ bit);
    });
    m_switches.append(button);
    return button;
}

void ModeSwitches::request(quint32 mode)
{
    if (!m_entry)
        return;
    const filesystem::Entry entry = *m_entry;
    setEntry(entry); // the kernel decides, and the next look at the tree shows it
    emit modeRequested(entry.path, mode);
}

void ModeSwitches::setEntry(const std::optional<filesystem::Entry> &entry)
{
    if (!entry || !m_entry || entry->path != m_entry->path)
        m_call->clear();
    m_entry = entry;
    const bool hasMode = entry && entry->type != filesystem::EntryType::SymbolicLink;
    m_name->setText(!entry ? tr("Choose a file to change who may use it")
            : hasMode      ? displayName(entry->path)
                           : tr("%1: a link has no mode of its own").arg(displayName(entry->path)));
    for (Button *button : std::as_const(m_switches)) {
        button->setEnabled(hasMode);
        button->setChecked(hasMode && (entry->mode & static_cast<BitButton *>(button)->bit));
    }
    m_octal->setEnabled(hasMode);
    if (!m_octal->hasFocus() || !m_octal->isModified())
        m_octal->setText(hasMode ? octalMode(entry->mode) : QString());
}

void ModeSwitches::setCall(const QString &call, bool succeeded)
{
    m_call->setColorRole(succeeded ? ColorRole::Tip : ColorRole::Danger);
    m_call->setText(call);
    m_octal->setModified(false);
}

QString ModeSwitches::call() const
{
    return m_call->text();
}

void ModeSwitches::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), themeOf(this).color(ColorRole::Border));
}

} // namespace ringside::desktop

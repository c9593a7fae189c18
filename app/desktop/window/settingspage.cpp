#include "desktop/window/settingspage.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int pageWidth = 760;
constexpr int zoomSteps[]{70, 80, 90, 100, 110, 125, 150, 175, 200, 225, 250};

QVBoxLayout *cardLayout(QWidget *content)
{
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(18, 14, 18, 18);
    layout->setSpacing(10);
    return layout;
}

} // namespace

SettingsPage::SettingsPage(const Preferences &preferences, QWidget *parent)
    : Page(parent)
{
    auto *content = new Ground(ColorRole::Window);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(28, 24, 28, 28);
    layout->setSpacing(16);
    layout->addWidget(new Label(tr("Settings"), TextRole::Display));
    layout->addWidget(makeAppearance());
    layout->addWidget(makeText());
    layout->addWidget(makeKeyboard());
    layout->addStretch();
    content->setMaximumWidth(pageWidth + 56);

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    setPreferences(preferences);
}

QWidget *SettingsPage::makeAppearance()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = cardLayout(content);
    const auto add = [&](ThemeChoice choice, const QString &text) {
        auto *button = new QRadioButton(text);
        connect(button, &QRadioButton::clicked, this, &SettingsPage::report);
        layout->addWidget(button);
        m_themes.insert(choice, button);
    };
    add(ThemeChoice::System, tr("As the desktop has it"));
    add(ThemeChoice::Light, tr("Light"));
    add(ThemeChoice::Dark, tr("Dark"));
    add(ThemeChoice::HighContrast, tr("High contrast"));
    m_menuBar = new QCheckBox(tr("Show the menu bar (F10 opens it at any time)"));
    connect(m_menuBar, &QCheckBox::clicked, this, &SettingsPage::report);
    layout->addSpacing(6);
    layout->addWidget(m_menuBar);
    return new Pane(tr("Colours"), content);
}

QComboBox *SettingsPage::makeFontBox(const QString &name, bool fixedOnly)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->addItem(tr("As the desktop has it"), QString());
    for (const QString &family : QFontDatabase::families()) {
        if (!QFontDatabase::isPrivateFamily(family)
            && (!fixedOnly || QFontDatabase::isFixedPitch(family)))
            box->addItem(family, family);
    }
    connect(box, &QComboBox::activated, this, &SettingsPage::report);
    return box;
}

QWidget *SettingsPage::makeText()
{
    auto *content = new QWidget;
    auto *form = new QFormLayout(content);
    form->setContentsMargins(18, 14, 18, 18);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(24);
    m_zoom = new QComboBox;
    m_zoom->setAccessibleName(tr("Size of reading text and code"));
    for (const int step : zoomSteps)
        m_zoom->addItem(tr("%1 %").arg(step), step);
    connect(m_zoom, &QComboBox::activated, this, &SettingsPage::report);
    m_interfaceFont = makeFontBox(tr("Font of text"), false);
    m_codeFont = makeFontBox(tr("Font of code"), true);
    form->addRow(tr("Size of reading text and code"), m_zoom);
    form->addRow(tr("Font of text"), m_interfaceFont);
    form->addRow(tr("Font of code"), m_codeFont);
    return new Pane(tr("Text"), content);
}

QWidget *SettingsPage::makeKeyboard()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = cardLayout(content);
    m_letterKeys = new QCheckBox(tr("N and P step through the headings of a lesson"));
    connect(m_letterKeys, &QCheckBox::clicked, this, &SettingsPage::report);
    layout->addWidget(m_letterKeys);
    auto *hint = new Label(
        tr("F1 shows all keys, Ctrl+Shift+P all commands."), TextRole::Small, ColorRole::Secondary);
    layout->addWidget(hint);
    return new Pane(tr("Keyboard"), content);
}

void SettingsPage::setPreferences(const Preferences &preferences)
{
    m_preferences = preferences;
    m_themes[preferences.theme]->setChecked(true);
    m_menuBar->setChecked(preferences.menuBar);
    m_letterKeys->setChecked(preferences.letterKeys);
    int nearest = 0;
    for (int i = 0; i < m_zoom->count(); ++i) {
        const auto distance = [&](int at) { return qAbs(m_zoom->itemData(at).toInt() - preferences.zoom * 100); };
        if (distance(i) < distance(nearest))
            nearest = i;
    }
    m_zoom->setCurrentIndex(nearest);
    m_interfaceFont->setCurrentIndex(qMax(0, m_interfaceFont->findData(preferences.interfaceFamily)));
    m_codeFont->setCurrentIndex(qMax(0, m_codeFont->findData(preferences.codeFamily)));
}

void SettingsPage::report()
{
    for (auto it = m_themes.cbegin(); it != m_themes.cend(); ++it) {
        if (it.value()->isChecked())
            m_preferences.theme = it.key();
    }
    m_preferences.menuBar = m_menuBar->isChecked();
    m_preferences.letterKeys = m_letterKeys->isChecked();
    m_preferences.zoom = m_zoom->currentData().toInt() / 100.0;
    m_preferences.interfaceFamily = m_interfaceFont->currentData().toString();
    m_preferences.codeFamily = m_codeFont->currentData().toString();
    emit changed(m_preferences);
}

QList<QWidget *> SettingsPage::panes() const
{
    for (QRadioButton *button : m_themes) {
        if (button->isChecked())
            return {button, m_zoom};
    }
    return {m_zoom};
}

} // namespace ringside::desktop

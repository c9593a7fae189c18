#include "desktop/window/settingspage.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/externaleditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/undobar.h"
#include "wording/copytext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QUrl>
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

SettingsPage::SettingsPage(const Preferences &preferences, const QString &dataFolder, QWidget *parent)
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
    layout->addWidget(makePrograms());
    layout->addWidget(makeData(dataFolder));
    layout->addStretch();
    content->setMaximumWidth(pageWidth + 56);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scrollingPage(content));
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
    m_still = new QCheckBox(tr("Let nothing move: the caret does not blink"));
    m_still->setToolTip(tr("Else it is as the desktop has it: the caret stands still where less motion is asked for"));
    connect(m_still, &QCheckBox::clicked, this, &SettingsPage::report);
    layout->addSpacing(6);
    layout->addWidget(m_menuBar);
    layout->addWidget(m_still);
    return new Pane(tr("Appearance"), content);
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
    auto *keys = new Button(tr("Show and change the keys"), Button::Kind::Outline, u"command"_s);
    connect(keys, &QPushButton::clicked, this, &SettingsPage::keysRequested);
    layout->addWidget(keys, 0, Qt::AlignLeft);
    return new Pane(tr("Keyboard"), content);
}

QWidget *SettingsPage::makePrograms()
{
    auto *content = new QWidget;
    auto *form = new QFormLayout(content);
    form->setContentsMargins(18, 14, 18, 18);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(24);
    m_checkOnSave = new QCheckBox(tr("Check an exercise when it is saved (Ctrl+S)"));
    connect(m_checkOnSave, &QCheckBox::clicked, this, &SettingsPage::report);
    m_complete = new QCheckBox(tr("Offer completions while typing"));
    auto *remark = new Label(tr("Ctrl+Space asks for them at any time."), TextRole::Small, ColorRole::Secondary);
    remark->setWordWrap(true);
    m_complete->setAccessibleDescription(remark->text());
    connect(m_complete, &QCheckBox::clicked, this, &SettingsPage::report);
    const auto number = [this](const QString &name, int least, int most, int step, const QString &unit) {
        auto *box = new QSpinBox;
        box->setAccessibleName(name);
        box->findChild<QLineEdit *>()->setAccessibleName(name);
        box->setRange(least, most);
        box->setSingleStep(step);
        box->setSuffix(unit);
        connect(box, &QSpinBox::editingFinished, this, &SettingsPage::report);
        return box;
    };
    m_externalEditor = new QLineEdit;
    m_externalEditor->setAccessibleName(tr("Command of an external editor"));
    m_externalEditor->setPlaceholderText(ExternalEditor::usualCommand());
    m_externalEditor->setToolTip(
        tr("%f stands for the file, which else comes last. One that needs a terminal is started by one: xterm -e vim"));
    connect(m_externalEditor, &QLineEdit::editingFinished, this, &SettingsPage::report);
    m_seconds = number(tr("Time a program may take"), 1, 60, 1, tr(" s"));
    m_mebibytes = number(tr("Memory a program may take"), 64, 4096, 64, tr(" MiB"));
    form->addRow(m_checkOnSave);
    form->addRow(m_complete);
    form->addRow(remark);
    form->addRow(tr("Command of an external editor"), m_externalEditor);
    form->addRow(tr("Time a program may take"), m_seconds);
    form->addRow(tr("Memory a program may take"), m_mebibytes);
    return new Pane(tr("Programs"), content);
}

QWidget *SettingsPage::makeData(const QString &dataFolder)
{
    auto *content = new QWidget;
    QVBoxLayout *layout = cardLayout(content);
    auto *where = new Label(tr("Your solutions, attempts and notes are in %1 and nowhere else.")
            .arg(QDir::toNativeSeparators(dataFolder)), TextRole::Body);
    where->setWordWrap(true);
    where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(where);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *show = new Button(tr("Open the folder"), Button::Kind::Outline, u"folder"_s);
    connect(show, &QPushButton::clicked, this,
        [dataFolder] { QDesktopServices::openUrl(QUrl::fromLocalFile(dataFolder)); });
    auto *save = new Button(tr("Export my data …"), Button::Kind::Outline, u"file"_s);
    connect(save, &QPushButton::clicked, this, &SettingsPage::askForExport);
    auto *take = new Button(tr("Import data …"), Button::Kind::Outline, u"plus"_s);
    connect(take, &QPushButton::clicked, this, &SettingsPage::askForImport);
    auto *remove = new Button(tr("Delete my data …"), Button::Kind::Ghost, u"danger"_s);
    connect(remove, &QPushButton::clicked, this, &SettingsPage::askForDeletion);
    row->addWidget(show);
    row->addWidget(save);
    row->addStretch();
    layout->addLayout(row);
    auto *second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(take);
    second->addWidget(remove);
    second->addStretch();
    layout->addLayout(second);
    layout->addWidget(m_undo = new UndoBar);
    layout->addWidget(makeCopies());
    return new Pane(tr("Your data"), content);
}

QWidget *SettingsPage::makeCopies()
{
    m_copiesRow = new QWidget;
    auto *row = new QHBoxLayout(m_copiesRow);
    row->setContentsMargins(0, 6, 0, 0);
    row->setSpacing(8);
    m_copies = new QComboBox;
    m_copies->setAccessibleName(tr("Copy of an earlier day"));
    auto *restore = new Button(tr("Go back to it …"), Button::Kind::Outline, u"reset"_s);
    restore->setAccessibleName(tr("Go back to the copy of an earlier day"));
    connect(restore, &QPushButton::clicked, this, &SettingsPage::askForRestore);
    row->addWidget(new Label(tr("Copies of your progress"), TextRole::Body));
    row->addWidget(m_copies);
    row->addWidget(restore);
    row->addStretch();
    m_copiesRow->hide();
    return m_copiesRow;
}

void SettingsPage::offerReturn(const progress::Backup &copy)
{
    m_undo->offer(tr("Data was imported."), [this, copy] { emit restoreRequested(copy); });
}

void SettingsPage::setCopies(const QList<progress::Backup> &copies)
{
    m_knownCopies = copies;
    m_copies->clear();
    for (const progress::Backup &copy : copies)
        m_copies->addItem(wording::copyText(copy));
    m_copiesRow->setVisible(!copies.isEmpty());
}

void SettingsPage::askForExport()
{
    auto *dialog = new QFileDialog(this, tr("Export my data"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(u"ringside.jsonl"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::exportRequested);
    dialog->open();
}

void SettingsPage::askForImport()
{
    auto *dialog = new QFileDialog(this, tr("Import data"), QDir::homePath(),
        tr("Progress of Ringside (*.jsonl *.sqlite);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::importRequested);
    dialog->open();
}

void SettingsPage::askForRestore()
{
    if (m_copies->currentIndex() < 0)
        return;
    const progress::Backup copy = m_knownCopies[m_copies->currentIndex()];
    auto *question = new QMessageBox(QMessageBox::Question, tr("Go back to an earlier copy"),
        tr("Your progress becomes that of %1. What came later is set aside in the same folder, not deleted. Your "
           "solutions and the playground stay as they are, except for what an import replaced.").arg(wording::copyText(copy)),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *sure = question->addButton(tr("Go back"), QMessageBox::AcceptRole);
    connect(sure, &QPushButton::clicked, this, [this, copy] { emit restoreRequested(copy); });
    question->open();
}

void SettingsPage::askForDeletion()
{
    auto *question = new QMessageBox(QMessageBox::Warning, tr("Delete my data"),
        tr("Every solution, attempt, note and mark of yours is deleted from this machine. This cannot be undone. "
           "Folders you work on labs in stay where they are."),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *sure = question->addButton(tr("Delete everything"), QMessageBox::DestructiveRole);
    connect(sure, &QPushButton::clicked, this, &SettingsPage::deleteRequested);
    question->open();
}

void SettingsPage::setPreferences(const Preferences &preferences)
{
    m_preferences = preferences;
    m_themes[preferences.theme]->setChecked(true);
    m_menuBar->setChecked(preferences.menuBar);
    m_still->setChecked(preferences.still);
    m_letterKeys->setChecked(preferences.letterKeys);
    m_checkOnSave->setChecked(preferences.checkOnSave);
    m_complete->setChecked(preferences.completeWhileTyping);
    m_externalEditor->setText(preferences.externalEditor);
    m_seconds->setValue(preferences.runSeconds);
    m_mebibytes->setValue(preferences.runMebibytes);
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
    m_preferences.still = m_still->isChecked();
    m_preferences.letterKeys = m_letterKeys->isChecked();
    m_preferences.checkOnSave = m_checkOnSave->isChecked();
    m_preferences.completeWhileTyping = m_complete->isChecked();
    m_preferences.externalEditor = m_externalEditor->text().trimmed();
    m_preferences.runSeconds = m_seconds->value();
    m_preferences.runMebibytes = m_mebibytes->value();
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

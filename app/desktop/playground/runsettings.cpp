#include "desktop/playground/runsettings.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/plaintable.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QVBoxLayout>

namespace ringside::desktop {

namespace {

constexpr int variableHeight = 28;

} // namespace

InputPane::InputPane(QWidget *parent)
    : QWidget(parent)
    , m_arguments(new QLineEdit)
    , m_usesInput(new QCheckBox(tr("Standard input is this text, not the terminal")))
    , m_input(new QPlainTextEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(6);
    layout->addWidget(new Label(tr("Arguments"), TextRole::Small, ColorRole::Secondary));
    layout->addWidget(m_arguments);
    layout->addSpacing(4);
    layout->addWidget(m_usesInput);
    layout->addWidget(m_input, 1);
    m_arguments->setAccessibleName(tr("Arguments of the program"));
    m_arguments->setPlaceholderText(tr("--verbose \"two words\""));
    m_input->setAccessibleName(tr("Standard input"));
    m_input->setTabChangesFocus(true);
    m_input->setMinimumHeight(40);
    m_input->setEnabled(false);
    connect(m_usesInput, &QCheckBox::toggled, m_input, &QWidget::setEnabled);
    connect(m_usesInput, &QCheckBox::toggled, this, &InputPane::changed);
    connect(m_arguments, &QLineEdit::textChanged, this, &InputPane::changed);
    connect(m_input, &QPlainTextEdit::textChanged, this, &InputPane::changed);
    connect(&themeOf(this), &Theme::fontsChanged, this, &InputPane::restyle);
    connect(&themeOf(this), &Theme::schemeChanged, this, &InputPane::restyle);
    restyle();
}

void InputPane::restyle()
{
    const Theme &theme = themeOf(this);
    m_arguments->setFont(theme.codeFont());
    m_input->setFont(theme.codeFont());
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, theme.color(ColorRole::Code));
    m_input->setPalette(colors);
}

QByteArrayList InputPane::arguments() const
{
    QByteArrayList words;
    for (const QString &word : QProcess::splitCommand(m_arguments->text()))
        words.append(word.toUtf8());
    return words;
}

std::optional<QByteArray> InputPane::input() const
{
    return m_usesInput->isChecked() ? std::optional(m_input->toPlainText().toUtf8()) : std::nullopt;
}

QString InputPane::argumentText() const
{
    return m_arguments->text();
}

QString InputPane::inputText() const
{
    return m_input->toPlainText();
}

void InputPane::set(const QString &arguments, bool usesInput, const QString &input)
{
    m_arguments->setText(arguments);
    m_usesInput->setChecked(usesInput);
    m_input->setPlainText(input);
}

EnvironmentView::EnvironmentView(EnvironmentModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setModel(model);
    setAccessibleName(tr("Environment"));
    setAccessibleDescription(tr("F2 changes a value, Delete takes your own value back"));
    makePlain(*this, variableHeight);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->resizeSection(EnvironmentModel::Name, 150);
}

void EnvironmentView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        return m_model->takeBack(currentIndex());
    QTableView::keyPressEvent(event);
}

} // namespace ringside::desktop

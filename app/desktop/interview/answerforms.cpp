#include "desktop/interview/answerforms.h"

#include "desktop/lesson/markdown.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "progress/reviewdesk.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int textHeight = 150;
constexpr int mostCodeHeight = 420;
constexpr int leastCodeHeight = 120;
constexpr int lineWidth = 88;
constexpr int stepSpacing = 5;
constexpr int stepRole = Qt::UserRole;
const QString lineRemark = u"# The faulty line: %1\n"_s;

QString jsonOf(const QList<int> &numbers)
{
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<int> numbersOf(const QString &json)
{
    QList<int> numbers;
    for (const QJsonValue value : QJsonDocument::fromJson(json.toUtf8()).array())
        numbers.append(value.toInt(-1));
    return numbers;
}

QVBoxLayout *columnOf(QWidget *form)
{
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

/// More than one option is marked as right: then there are boxes to tick instead of a choice.
bool severalRight(const progress::Card &card)
{
    return std::ranges::count_if(card.options, &course::QuizOption::right) > 1;
}

} // namespace

AnswerForm *makeAnswerForm(const progress::Card &card, int reps, QWidget *parent)
{
    using progress::QuestionKind;
    switch (card.kind) {
    case QuestionKind::Choice:
        return new ChoiceForm(card, reps, parent);
    case QuestionKind::Predict:
        if (!card.options.isEmpty())
            return new ChoiceForm(card, reps, parent);
        return new TextForm(TextForm::tr("What it prints"), TextForm::tr("Exactly what the code prints"),
            TextForm::Font::Code, parent);
    case QuestionKind::FindBug:
        return new BugForm(card, parent);
    case QuestionKind::OrderSteps:
        return new OrderForm(card, reps, parent);
    case QuestionKind::Calls:
        return new CallsForm(parent);
    case QuestionKind::Open:
    case QuestionKind::Coding:
        break;
    }
    return new TextForm(TextForm::tr("Your answer"),
        TextForm::tr("Answer as you would in an interview: whole sentences, the reason, an example."),
        TextForm::Font::Prose, parent);
}

TextForm::TextForm(const QString &name, const QString &hint, Font font, QWidget *parent)
    : AnswerForm(parent)
    , m_edit(new QPlainTextEdit)
{
    columnOf(this)->addWidget(new Pane(name, m_edit));
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->document()->setDocumentMargin(14); // below the title of its pane
    m_edit->setAccessibleName(name);
    m_edit->setPlaceholderText(hint);
    m_edit->setTabChangesFocus(true);
    m_edit->setMinimumHeight(textHeight);
    if (font == Font::Code)
        m_edit->setFont(themeOf(this).codeFont());
    connect(m_edit, &QPlainTextEdit::textChanged, this, &AnswerForm::edited);
}

void TextForm::fill(review::CardAnswer &answer) const
{
    answer.text = text();
}

QString TextForm::text() const
{
    return m_edit->toPlainText();
}

void TextForm::setText(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

bool TextForm::isEmpty() const
{
    return text().trimmed().isEmpty();
}

void TextForm::freeze()
{
    m_edit->setReadOnly(true);
}

QWidget *TextForm::field() const
{
    return m_edit;
}

ChoiceForm::ChoiceForm(const progress::Card &card, int reps, QWidget *parent)
    : AnswerForm(parent)
    , m_order(progress::shuffled(card.options.size(), card.uid, reps))
{
    QVBoxLayout *layout = columnOf(this);
    const bool several = severalRight(card);
    for (const int option : std::as_const(m_order)) {
        const QString text = markdown::plainText(card.options[option].text).replace(u'&', u"&&"_s);
        QAbstractButton *button = nullptr;
        if (several)
            button = new QCheckBox(text);
        else
            button = new QRadioButton(text);
        connect(button, &QAbstractButton::toggled, this, &AnswerForm::edited);
        layout->addWidget(button);
        m_buttons.append(button);
    }
}

void ChoiceForm::fill(review::CardAnswer &answer) const
{
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        if (m_buttons[i]->isChecked())
            answer.choice.chosen.insert(m_order[i]);
}

QString ChoiceForm::text() const
{
    QList<int> chosen;
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        if (m_buttons[i]->isChecked())
            chosen.append(m_order[i]);
    return jsonOf(chosen);
}

void ChoiceForm::setText(const QString &text)
{
    const QList<int> chosen = numbersOf(text);
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(chosen.contains(m_order[i]));
}

bool ChoiceForm::isEmpty() const
{
    return std::ranges::none_of(m_buttons, &QAbstractButton::isChecked);
}

void ChoiceForm::freeze()
{
    for (QAbstractButton *button : m_buttons)
        button->setEnabled(false);
}

void ChoiceForm::showRight(const review::Judgement &judgement)
{
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        if (judgement.rightOptions.contains(m_order[i]))
            m_buttons[i]->setText(tr("%1   – right").arg(m_buttons[i]->text()));
}

QWidget *ChoiceForm::field() const
{
    return m_buttons.value(0);
}

BugForm::BugForm(const progress::Card &card, QWidget *parent)
    : AnswerForm(parent)
    , m_broken(card.code.trimmed())
    , m_line(new QSpinBox)
    , m_editor(new CodeEditor(CodeEditor::Side::Gutter))
{
    QVBoxLayout *layout = columnOf(this);
    auto *head = new QHBoxLayout;
    auto *label = new Label(tr("The faulty line:"), TextRole::Body);
    m_line->setRange(0, int(m_broken.count(u'\n')) + 1);
    m_line->setSpecialValueText(tr("none"));
    m_line->setMinimumWidth(lineWidth);
    m_line->setAccessibleName(tr("Number of the faulty line"));
    label->setBuddy(m_line);
    auto *here = new Button(tr("The line of the cursor"), Button::Kind::Ghost);
    connect(here, &QPushButton::clicked, this,
        [this] { m_line->setValue(m_editor->textCursor().blockNumber() + 1); });
    head->addWidget(label);
    head->addWidget(m_line);
    head->addWidget(here);
    head->addStretch();
    layout->addLayout(head);
    layout->addWidget(new Label(tr("And repair it here; your code is run to see whether it does what it should."),
        TextRole::Small, ColorRole::Secondary));
    m_editor->setLanguage(u"python"_s);
    m_editor->setPlainText(m_broken);
    m_editor->setAccessibleName(tr("The code, to be repaired"));
    m_editor->setFixedHeight(qBound(leastCodeHeight,
        (int(m_broken.count(u'\n')) + 3) * m_editor->fontMetrics().lineSpacing() + 12, mostCodeHeight));
    layout->addWidget(new Pane(tr("Code"), m_editor));
    connect(m_editor, &CodeEditor::edited, this, &AnswerForm::edited);
    connect(m_line, &QSpinBox::valueChanged, this, &AnswerForm::edited);
    m_line->selectAll(); // a digit takes the place of the word
}

void BugForm::fill(review::CardAnswer &answer) const
{
    answer.line = m_line->value();
    answer.text = m_editor->toPlainText();
}

/// The line stands above the code, as a remark of it: so it can be read in a report, too.
QString BugForm::text() const
{
    const QString code = m_editor->toPlainText();
    return m_line->value() == 0 ? code : lineRemark.arg(m_line->value()) + code;
}

void BugForm::setText(const QString &text)
{
    static const QRegularExpression remark(u'^' + lineRemark.arg(u"(\\d+)"_s));
    const QRegularExpressionMatch found = remark.match(text);
    m_line->setValue(found.captured(1).toInt());
    m_editor->setPlainText(text.sliced(found.capturedLength()));
}

bool BugForm::isEmpty() const
{
    return text() == m_broken;
}

void BugForm::freeze()
{
    m_line->setEnabled(false);
    m_editor->setReadOnly(true);
}

QWidget *BugForm::field() const
{
    return m_line;
}

OrderForm::OrderForm(const progress::Card &card, int reps, QWidget *parent)
    : AnswerForm(parent)
    , m_list(new QListWidget)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_list->setAccessibleName(tr("Steps; Alt and an arrow key moves one"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSpacing(stepSpacing);
    m_list->setMinimumHeight(40 * int(card.steps.size()));
    for (const int step : progress::shuffled(card.steps.size(), card.uid, reps)) {
        auto *item = new QListWidgetItem(markdown::plainText(card.steps[step]), m_list);
        item->setData(stepRole, step);
    }
    m_list->setCurrentRow(0);
    m_list->installEventFilter(this);
    layout->addWidget(new Pane(tr("Steps, the first one on top"), m_list), 1);
    auto *movers = new QVBoxLayout;
    for (const auto &[icon, name, by] : {std::tuple(u"up"_s, tr("Move the step up"), -1),
             std::tuple(u"down"_s, tr("Move the step down"), 1)}) {
        Button *mover = Button::iconOnly(icon, name);
        connect(mover, &QPushButton::clicked, this, [this, by] { move(by); });
        movers->addWidget(mover);
        m_movers.append(mover);
    }
    movers->addStretch();
    layout->addLayout(movers);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &AnswerForm::edited);
}

bool OrderForm::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int by = key->key() == Qt::Key_Up ? -1 : key->key() == Qt::Key_Down ? 1 : 0;
        if (by != 0 && key->modifiers() == Qt::AltModifier) {
            move(by);
            return true;
        }
    }
    return AnswerForm::eventFilter(watched, event);
}

void OrderForm::move(int by)
{
    const int row = m_list->currentRow();
    const int target = row + by;
    if (row < 0 || target < 0 || target >= m_list->count() || !m_movers.first()->isEnabled())
        return;
    m_list->insertItem(target, m_list->takeItem(row));
    m_list->setCurrentRow(target);
    emit edited();
}

QList<int> OrderForm::order() const
{
    QList<int> order;
    for (int row = 0; row < m_list->count(); ++row)
        order.append(m_list->item(row)->data(stepRole).toInt());
    return order;
}

void OrderForm::fill(review::CardAnswer &answer) const
{
    answer.order = order();
}

QString OrderForm::text() const
{
    return jsonOf(order());
}

void OrderForm::setText(const QString &text)
{
    const QList<int> wanted = numbersOf(text);
    for (int place = 0; place < wanted.size(); ++place) {
        const qsizetype row = order().indexOf(wanted[place]);
        if (row > place)
            m_list->insertItem(place, m_list->takeItem(int(row)));
    }
}

void OrderForm::freeze()
{
    m_list->setDragDropMode(QAbstractItemView::NoDragDrop);
    for (QAbstractButton *mover : m_movers)
        mover->setEnabled(false);
}

QWidget *OrderForm::field() const
{
    return m_list;
}

CallsForm::CallsForm(QWidget *parent)
    : AnswerForm(parent)
    , m_edit(new QLineEdit)
{
    QVBoxLayout *layout = columnOf(this);
    m_edit->setAccessibleName(tr("Names of the system calls"));
    m_edit->setPlaceholderText(tr("their names, in any order"));
    m_edit->setFont(themeOf(this).codeFont());
    layout->addWidget(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &AnswerForm::edited);
}

QStringList CallsForm::names() const
{
    static const QRegularExpression between(u"[\\s,;]+"_s);
    return m_edit->text().split(between, Qt::SkipEmptyParts);
}

void CallsForm::fill(review::CardAnswer &answer) const
{
    answer.calls = names();
}

QString CallsForm::text() const
{
    return m_edit->text();
}

void CallsForm::setText(const QString &text)
{
    m_edit->setText(text);
}

bool CallsForm::isEmpty() const
{
    return names().isEmpty();
}

void CallsForm::freeze()
{
    m_edit->setReadOnly(true);
}

QWidget *CallsForm::field() const
{
    return m_edit;
}

} // namespace ringside::desktop

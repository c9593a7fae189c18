#include "desktop/interview/owncarddialog.h"

#include "desktop/widgets/announce.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int fieldHeight = 76;

QPlainTextEdit *makeField(const QString &name, const QString &hint)
{
    auto *field = new QPlainTextEdit;
    field->setAccessibleName(name);
    field->setPlaceholderText(hint);
    field->setTabChangesFocus(true);
    field->setFrameShape(QFrame::NoFrame);
    field->setMinimumHeight(fieldHeight);
    field->document()->setDocumentMargin(14); // below the title of its pane
    return field;
}

QStringList linesOf(const QPlainTextEdit *field)
{
    QStringList lines;
    for (const QString &line : field->toPlainText().split(u'\n'))
        if (!line.trimmed().isEmpty())
            lines.append(line.trimmed());
    return lines;
}

} // namespace

OwnCardDialog::OwnCardDialog(QWidget *parent)
    : QDialog(parent)
    , m_prompt(makeField(tr("Question"), tr("One idea, in a situation. Markdown.")))
    , m_essential(makeField(tr("Essential points"), tr("One a line: without these the answer is wrong")))
    , m_further(makeField(tr("Further points"), tr("One a line: these make it better")))
    , m_answer(makeField(tr("Answer"), tr("A whole answer, an example, a source")))
    , m_topic(new QLineEdit)
    , m_missing(new Label({}, TextRole::Small, ColorRole::Danger))
{
    setWindowTitle(tr("A card of your own"));
    resize(620, 640);
    m_topic->setAccessibleName(tr("Topic"));
    m_topic->setPlaceholderText(tr("a word to find it by; may stay empty"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    for (QPlainTextEdit *field : {m_prompt, m_essential, m_further, m_answer})
        layout->addWidget(new Pane(field->accessibleName(), field), 1);
    auto *topic = new QHBoxLayout;
    topic->addWidget(new Label(tr("Topic"), TextRole::Body));
    topic->addWidget(m_topic, 1);
    layout->addLayout(topic);
    layout->addWidget(m_missing);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &OwnCardDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

void OwnCardDialog::setCard(const progress::Card &card)
{
    m_card = card;
    m_prompt->setPlainText(card.prompt);
    QStringList essential;
    QStringList further;
    for (const course::KeyPoint &point : card.keyPoints)
        (point.essential ? essential : further).append(point.text);
    m_essential->setPlainText(essential.join(u'\n'));
    m_further->setPlainText(further.join(u'\n'));
    m_answer->setPlainText(card.answer);
    m_topic->setText(card.topic);
}

progress::Card OwnCardDialog::card() const
{
    progress::Card card{.uid = m_card.uid,
        .kind = progress::QuestionKind::Open,
        .topic = m_topic->text().trimmed(),
        .level = m_card.level,
        .prompt = m_prompt->toPlainText().trimmed(),
        .answer = m_answer->toPlainText().trimmed()};
    for (const QString &line : linesOf(m_essential))
        card.keyPoints.append({line, true, {}});
    for (const QString &line : linesOf(m_further))
        card.keyPoints.append({line, false, {}});
    return card;
}

void OwnCardDialog::accept()
{
    const progress::Card made = card();
    if (!made.prompt.isEmpty() && (!made.keyPoints.isEmpty() || !made.answer.isEmpty())) {
        QDialog::accept();
        return;
    }
    m_missing->setText(made.prompt.isEmpty() ? tr("A card needs a question.")
                                             : tr("A card needs points or an answer to hold it against."));
    announce(this, m_missing->text());
    (made.prompt.isEmpty() ? m_prompt : m_essential)->setFocus();
}

} // namespace ringside::desktop

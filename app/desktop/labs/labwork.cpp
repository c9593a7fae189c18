#include "desktop/labs/labwork.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "desktop/labs/laboffer.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/filekeeper.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"

#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int answerHeight = 140;

QVBoxLayout *inside(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(8);
    return layout;
}

Label *wrapped(const QString &text, ColorRole color = ColorRole::Text)
{
    auto *label = new Label(text, TextRole::Body, color);
    label->setWordWrap(true);
    return label;
}

} // namespace

LabWork::LabWork(const classroom::LabFolder &folder, const course::Course &course,
    const classroom::Submitter &submitter, QWidget *parent)
    : QWidget(parent)
    , m_folder(folder)
    , m_id(new QLineEdit(submitter.id))
    , m_name(new QLineEdit(submitter.name))
    , m_handIn(new Button(tr("Hand in …"), Button::Kind::Primary, u"check"_s))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    for (const QString &fact : factsOf(folder.lab()))
        layout->addWidget(wrapped(fact, ColorRole::Secondary));
    addExercises(*layout);
    for (const classroom::LabQuestion &question : folder.lab().questions)
        addQuestion(*layout, question, course);
    addHandIn(*layout);
    layout->addStretch(1);
}

LabWork::~LabWork()
{
    qDeleteAll(m_keepers); // they save as they go
}

void LabWork::addExercises(QVBoxLayout &layout)
{
    if (m_folder.lab().exercises.isEmpty())
        return;
    auto *list = new QWidget;
    auto *column = inside(list);
    for (const classroom::LabExercise &exercise : m_folder.lab().exercises) {
        auto *open = new Button(tr("%1 (%2 points)").arg(displayText(exercise.title.toUtf8()),
                                    classroom::pointsText(exercise.points)),
            Button::Kind::Outline, u"flask"_s);
        open->setElides(true);
        connect(open, &QPushButton::clicked, this,
            [this, slug = exercise.slug] { emit linkActivated(u"ringside:exercise/"_s + slug); });
        column->addWidget(open);
        m_panes.append(open);
    }
    layout.addWidget(new Pane(tr("Exercises"), list));
}

void LabWork::addQuestion(
    QVBoxLayout &layout, const classroom::LabQuestion &inLab, const course::Course &course)
{
    QPlainTextEdit *answer = makeAnswer(m_folder.answerFile(inLab));
    answer->setAccessibleName(tr("Answer to question %1").arg(inLab.id));
    const course::Question *question = course.question(inLab.id);
    auto *body = new QWidget;
    auto *column = inside(body);
    column->addWidget(wrapped(question ? markdown::plainText(question->prompt)
                                       : tr("This Ringside has no question %1.").arg(inLab.id)));
    column->addWidget(answer);
    auto *pane = new Pane(tr("Question %1").arg(inLab.id), body);
    pane->setRemark(tr("%1 points").arg(classroom::pointsText(inLab.points)));
    layout.addWidget(pane);
    m_panes.append(answer);
}

/// Kept in that file. What another program leaves there is taken over, as a step of undo, but not over what is being
/// typed here.
QPlainTextEdit *LabWork::makeAnswer(const QString &file)
{
    auto *answer = new QPlainTextEdit;
    QFile kept(file);
    const bool isThere = kept.open(QIODevice::ReadOnly);
    const QByteArray content = kept.readAll();
    answer->setPlainText(QString::fromUtf8(content));
    answer->setTabChangesFocus(true);
    answer->setFrameShape(QFrame::NoFrame);
    answer->setMinimumHeight(answerHeight);
    answer->setPlaceholderText(tr("Your answer. It is saved as you type."));
    auto *keeper = new FileKeeper(this);
    keeper->setFile(file, isThere ? FileKeeper::digest(content) : QByteArray());
    connect(keeper, &FileKeeper::failed, this, &LabWork::failed);
    connect(keeper, &FileKeeper::changedOutside, answer, [keeper, answer](const QByteArray &found) {
        const bool wasSaved = keeper->isSaved();
        keeper->accept(found);
        if (!wasSaved)
            return keeper->flush();
        QTextCursor all(answer->document());
        all.select(QTextCursor::Document);
        all.insertText(QString::fromUtf8(found));
    });
    connect(answer, &QPlainTextEdit::textChanged, keeper,
        [keeper, answer] { keeper->textChanged(answer->toPlainText().toUtf8()); });
    m_keepers.append(keeper);
    return answer;
}

void LabWork::addHandIn(QVBoxLayout &layout)
{
    m_id->setPlaceholderText(tr("as the instructor's list has you"));
    m_id->setAccessibleName(tr("Who hands in"));
    m_name->setPlaceholderText(tr("your name in words, if you like"));
    m_name->setAccessibleName(tr("Name"));
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(14, 12, 14, 14);
    line->setSpacing(8);
    line->addWidget(m_id, 1);
    line->addWidget(m_name, 1);
    line->addWidget(m_handIn);
    layout.addWidget(new Pane(tr("Hand in"), row));
    m_panes.append(m_id);
    const auto showReady = [this] { m_handIn->setEnabled(!submitter().id.isEmpty()); };
    connect(m_id, &QLineEdit::textChanged, this, showReady);
    connect(m_handIn, &QPushButton::clicked, this, &LabWork::handInRequested);
    showReady();
}

classroom::Submitter LabWork::submitter() const
{
    return {m_id->text().trimmed(), m_name->text().trimmed()};
}

void LabWork::save()
{
    for (FileKeeper *keeper : std::as_const(m_keepers))
        keeper->flush();
}

QList<QWidget *> LabWork::panes() const
{
    return m_panes;
}

} // namespace ringside::desktop

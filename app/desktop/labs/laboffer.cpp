#include "desktop/labs/laboffer.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "wording/labwords.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using classroom::Lab;

namespace {

QString partText(const QString &title, double points)
{
    return LabOffer::tr("%1 (%2 points)").arg(displayText(title.toUtf8()), classroom::pointsText(points));
}

} // namespace

QStringList factsOf(const Lab &lab)
{
    QStringList facts;
    if (lab.opens.isValid())
        facts.append(LabOffer::tr("Opens %1").arg(wording::momentText(lab.opens)));
    facts.append(lab.due.isValid() ? LabOffer::tr("Due %1: %2").arg(wording::momentText(lab.due), wording::lateText(lab))
                                   : LabOffer::tr("No deadline"));
    if (const QString withheld = wording::withheldText(lab); !withheld.isEmpty())
        facts.append(LabOffer::tr("While it runs: %1").arg(withheld));
    return facts;
}

LabOffer::LabOffer(QWidget *parent)
    : QWidget(parent)
    , m_facts(new QVBoxLayout)
    , m_wordRow(new QWidget)
    , m_word(new QLineEdit)
    , m_place(new ElidedLabel({}, TextRole::Body, ColorRole::Secondary))
    , m_other(new Button(tr("Another folder"), Button::Kind::Outline, u"folder"_s))
    , m_start(new Button(tr("Start"), Button::Kind::Primary, u"play"_s))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 16);
    layout->setSpacing(12);
    m_facts->setSpacing(6);
    layout->addLayout(m_facts);
    layout->addWidget(makeStart());
    layout->addStretch(1);
    connect(m_other, &QPushButton::clicked, this, &LabOffer::chooseFolder);
    connect(m_start, &QPushButton::clicked, this, &LabOffer::start);
    connect(m_word, &QLineEdit::returnPressed, this, &LabOffer::start);
}

QWidget *LabOffer::makeStart()
{
    m_word->setAccessibleName(tr("Start word"));
    m_word->setPlaceholderText(tr("the word you were told"));
    auto *word = new QHBoxLayout(m_wordRow);
    word->setContentsMargins(0, 0, 0, 0);
    word->addWidget(new Label(tr("Start word"), TextRole::Body));
    word->addWidget(m_word, 1);
    auto *place = new QHBoxLayout;
    place->setSpacing(8);
    place->addWidget(new Label(tr("You work in"), TextRole::Body));
    place->addWidget(m_place, 1);
    place->addWidget(m_other);
    place->addWidget(m_start);
    auto *start = new QWidget;
    auto *layout = new QVBoxLayout(start);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_wordRow);
    layout->addLayout(place);
    return start;
}

void LabOffer::setLab(const Lab &lab, const QString &file)
{
    QStringList lines = factsOf(lab);
    if (lab.isSealed)
        lines.append(tr("Sealed until its start word is told"));
    for (const classroom::LabExercise &exercise : lab.exercises)
        lines.append(partText(exercise.title, exercise.points));
    for (const classroom::LabQuestion &question : lab.questions)
        lines.append(partText(tr("Question %1").arg(question.id), question.points));
    clearLayout(m_facts);
    for (const QString &line : std::as_const(lines)) {
        auto *label = new Label(line, TextRole::Body);
        label->setWordWrap(true);
        m_facts->addWidget(label);
    }
    m_wordRow->setVisible(lab.isSealed);
    m_word->clear();
    const QFileInfo info(file);
    setFolder(info.path() + u'/' + info.completeBaseName());
    setBusy(false);
}

void LabOffer::setFolder(const QString &folder)
{
    m_folder = folder;
    m_place->setText(displayName(QFile::encodeName(folder)));
}

void LabOffer::setBusy(bool isBusy)
{
    for (QWidget *widget : QList<QWidget *>{m_word, m_other, m_start})
        widget->setEnabled(!isBusy);
    if (!isBusy && m_wordRow->isVisibleTo(this)) { // another word may be tried at once
        m_word->setFocus();
        m_word->selectAll();
    }
}

void LabOffer::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("A folder to work in"), QFileInfo(m_folder).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &LabOffer::setFolder);
    dialog->open();
}

void LabOffer::start()
{
    if (m_start->isEnabled())
        emit startRequested(m_folder, m_word->text());
}

} // namespace ringside::desktop

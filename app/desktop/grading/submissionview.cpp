#include "desktop/grading/submissionview.h"

#include "base/bytes.h"
#include "desktop/exercise/checklist.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/grading/replaydialog.h"
#include "desktop/grading/rubriclist.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "wording/cause.h"
#include "wording/feedback.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::GradedItem;

SubmissionView::SubmissionView(sandbox::Sandbox &sandbox, QWidget *parent)
    : QSplitter(Qt::Vertical, parent)
    , m_sandbox(sandbox)
    , m_verdicts(new VerdictModel(this))
    , m_judgement(new QStackedWidget)
    , m_rubric(new RubricList)
{
    setChildrenCollapsible(false);
    m_judgement->addWidget(makeVerdict());
    m_judgement->addWidget(m_rubric);
    addWidget(m_pane = new Pane(tr("Verdict"), m_judgement));
    addWidget(new Pane(tr("What was handed in"), makeCode()));
    setSizes({300, 300});
}

QWidget *SubmissionView::makeVerdict()
{
    const auto small = [] {
        auto *label = new Label({}, TextRole::Small, ColorRole::Secondary);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        return label;
    };
    m_checks = new CheckList;
    m_checks->setModel(m_verdicts);
    m_message = small();
    m_comment = small();
    m_comment->setContentsMargins(16, 0, 16, 10);
    m_replay = new Button(tr("Run it again"), Button::Kind::Outline, u"play"_s);
    m_replay->setToolTip(tr("The check that failed, on the same files"));
    connect(m_checks, &CheckList::currentChecked, this, &SubmissionView::showCheck);
    connect(m_checks, &CheckList::activated, this, &SubmissionView::replay);
    connect(m_replay, &QPushButton::clicked, this, &SubmissionView::replay);
    auto *found = new QHBoxLayout;
    found->setContentsMargins(16, 6, 12, 10);
    found->addWidget(m_message, 1);
    found->addWidget(m_replay, 0, Qt::AlignTop);
    auto *verdict = new QWidget;
    auto *column = new QVBoxLayout(verdict);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_checks, 1);
    column->addLayout(found);
    column->addWidget(m_comment);
    return verdict;
}

QWidget *SubmissionView::makeCode()
{
    m_code = new CodeEditor;
    m_code->setLanguage(u"python"_s);
    m_code->setReadOnly(true);
    m_code->setTabMovesFocus(true);
    m_code->setAccessibleName(tr("What was handed in"));
    return m_code;
}

QList<QWidget *> SubmissionView::panes() const
{
    return {m_checks, m_rubric, m_code};
}

void SubmissionView::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
}

void SubmissionView::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    m_replay->setEnabled(!isRunning);
}

void SubmissionView::showNothing()
{
    clear();
    m_judgement->setCurrentIndex(0);
    m_pane->setTitle(tr("Verdict"));
}

void SubmissionView::clear()
{
    m_item.reset();
    m_file.clear();
    m_code->setPlainText({});
    m_message->setText({});
    m_comment->hide();
    m_verdicts->setVerdict({});
    m_pane->setRemark({});
    showCheck();
}

void SubmissionView::showCell(const GradedClass &graded, const QString &student, const classroom::GradeCell &cell)
{
    clear();
    m_folder = graded.folder;
    m_student = wording::studentName(graded.book, student);
    const GradedItem *item = graded.result(student, cell.slug);
    if (item && item->source == cell.source)
        m_item = *item;
    m_code->setLanguage(cell.isQuestion ? u"text"_s : u"python"_s);
    m_code->setLineWrapMode(cell.isQuestion ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    m_pane->setTitle(cell.isQuestion ? tr("Rubric") : tr("Verdict"));
    m_judgement->setCurrentIndex(cell.isQuestion ? 1 : 0);
    cell.isQuestion ? showRubric(cell) : showVerdict(cell);
    showFile(cell);
}

/// What a person found in the answer, or what there is to find.
void SubmissionView::showRubric(const classroom::GradeCell &cell)
{
    m_pane->setRemark(wording::stateName(cell));
    const course::Question *question = m_course ? m_course->question(cell.slug) : nullptr;
    const auto rows = cell.rows.isEmpty() && question
        ? classroom::rubricOf(*question, cell.most)
        : cell.rows;
    m_rubric->setRubric(
        question ? question->prompt : tr("This Ringside has no question %1.").arg(cell.slug), rows);
}

void SubmissionView::showVerdict(const classroom::GradeCell &cell)
{
    QStringList remarks{wording::stateName(cell)};
    if (const QString late = wording::latenessText(cell.lateness); !late.isEmpty())
        remarks.append(late);
    m_pane->setRemark(remarks.join(u" · "_s));
    m_comment->setText(tr("Comment for the student: %1").arg(displayText(cell.comment.toUtf8())));
    m_comment->setVisible(!cell.comment.isEmpty());
    if (!m_item)
        return m_message->setText(cell.state == classroom::GradeCell::State::Missing
                ? QString()
                : tr("There is no verdict yet."));
    grading::Verdict verdict = m_item->verdict;
    wording::addSentences(verdict);
    m_verdicts->setVerdict(verdict);
    m_message->setText(displayText(verdict.summary.toUtf8()));
    if (const QModelIndex failed = m_verdicts->firstFailed(); failed.isValid())
        m_checks->setCurrentIndex(failed);
}

void SubmissionView::showFile(const classroom::GradeCell &cell)
{
    m_file = cell.source;
    if (m_file.isEmpty())
        return;
    QtConcurrent::run([folder = m_folder, digest = m_file, isAnswer = cell.isQuestion] {
        return isAnswer ? folder->answer(digest) : folder->source(digest);
    }).then(this, [this, digest = m_file](const Result<QByteArray> &source) {
        if (digest != m_file)
            return;
        if (source)
            m_code->setPlainText(displayText(*source));
        else
            emit problemMet(source.error());
    });
}

void SubmissionView::showCheck()
{
    const grading::CheckResult *result = m_verdicts->result(m_checks->currentIndex());
    if (result)
        m_message->setText(displayText(result->message.toUtf8()));
    m_replay->setVisible(failedCheck());
}

/// The check that is chosen, when it failed in a run: of a file that cannot be run there is none.
const grading::CheckResult *SubmissionView::failedCheck() const
{
    const grading::CheckResult *result = m_verdicts->result(m_checks->currentIndex());
    return result && result->outcome == grading::CheckOutcome::Failed && !result->caseId.isEmpty() ? result : nullptr;
}

void SubmissionView::replay()
{
    const grading::CheckResult *check = failedCheck();
    if (!check || !m_item || !m_course || m_isRunning)
        return;
    QtConcurrent::run([folder = m_folder, course = m_course, item = *m_item, check = *check] {
        return replayOf(*folder, *course, item, check);
    }).then(this, [this, student = m_student](const Result<Replay> &replay) {
        if (!replay) {
            emit problemMet(replay.error());
            return;
        }
        auto *dialog = new ReplayDialog(m_sandbox, *replay, student, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

} // namespace ringside::desktop

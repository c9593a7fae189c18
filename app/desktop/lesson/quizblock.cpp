#include "desktop/lesson/quizblock.h"

#include "base/bytes.h"
#include "desktop/lesson/codecard.h"
#include "desktop/lesson/textblock.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/outputview.h"
#include "wording/trouble.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int padding = 20;
constexpr int optionTextLeft = 42;
constexpr int mostOutputLines = 8;

} // namespace

QuizOptionButton::QuizOptionButton(const QString &html, QWidget *parent)
    : QAbstractButton(parent)
    , m_html(html)
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    m_document.setDocumentMargin(0);
    restyle();
    setAccessibleName(m_document.toPlainText());
}

void QuizOptionButton::restyle()
{
    const Theme &theme = themeOf(this);
    const QFont font = theme.readingFont(TextRole::Body);
    m_document.setDefaultFont(font);
    m_document.setDefaultStyleSheet(u"code{font-family:'%1';font-size:%2pt}"_s
            .arg(theme.codeFont().family()).arg(font.pointSizeF() * 0.93));
    m_document.setHtml(m_html);
}

int QuizOptionButton::heightForColumn(int width)
{
    m_document.setTextWidth(width - optionTextLeft - 14);
    return qMax(38, qCeil(m_document.size().height()) + 18);
}

void QuizOptionButton::setState(State state)
{
    m_state = state;
    update();
}

void QuizOptionButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    const bool decided = m_state == State::Right || m_state == State::Wrong;
    const ColorRole edge = m_state == State::Right ? ColorRole::Tip
        : m_state == State::Wrong                  ? ColorRole::Danger
        : m_state == State::Chosen                 ? ColorRole::Accent
                                                   : ColorRole::Control;
    const ColorRole ground = m_state == State::Right ? ColorRole::TipGround
        : m_state == State::Wrong                    ? ColorRole::DangerGround
        : m_state == State::Chosen || (underMouse() && isEnabled()) ? ColorRole::AccentSoft
                                                                    : ColorRole::Surface;
    QPainter painter(this);
    drawCard(painter, rect(), theme.color(ground), theme.color(edge), 6);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const QRect icon(mirrored ? width() - 30 : 12, (height() - 18) / 2, 18, 18);
    const QString name = m_state == State::Right ? u"check"_s : m_state == State::Wrong ? u"cross"_s
        : m_state == State::Chosen                                                     ? u"clock"_s
                                                                                       : u"ring"_s;
    painter.drawPixmap(icon, theme.pixmap(name, 18, decided || m_state == State::Chosen ? edge
                                     : ColorRole::Control, devicePixelRatioF()));
    painter.translate(mirrored ? 14 : optionTextLeft, (height() - m_document.size().height()) / 2);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, theme.color(ColorRole::Text));
    m_document.documentLayout()->draw(&painter, context);
    painter.resetTransform();
    if (hasFocus())
        drawFocusRing(painter, theme, rect(), 6);
}

QuizBlock::QuizBlock(const course::Quiz &quiz, const CodeRuns &runs, QWidget *parent)
    : BlockWidget(parent)
    , m_quiz(quiz)
    , m_runs(runs)
    , m_question(new TextBlock(
          markdown::Text{.html = markdown::inlineHtml(quiz.question)}, Density::Roomy, this))
{
    m_question->setTextRole(TextRole::Heading3);
    connect(m_question, &BlockWidget::linkActivated, this, &BlockWidget::linkActivated);
    setAccessibleName(tr("Question: %1").arg(m_question->partText()));
    if (!quiz.code.isEmpty())
        m_code = new CodeCard({.language = u"python"_s, .code = quiz.code.trimmed(),
                                .title = tr("What does it print?")},
            this);
    for (const course::QuizOption &option : quiz.options) {
        auto *button = new QuizOptionButton(markdown::inlineHtml(option.text), this);
        const int index = int(m_options.size());
        connect(button, &QAbstractButton::clicked, this, [this, index] { choose(index); });
        m_options.append(button);
    }
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &QuizBlock::finishRun);
}

QuizBlock::~QuizBlock()
{
    m_watcher.disconnect(this);
    m_watcher.cancel();
}

void QuizBlock::choose(int option)
{
    if (m_watcher.isRunning())
        return;
    m_chosen = option;
    if (m_right >= 0) { // decided before: another look at another option
        decide(m_right);
        return;
    }
    for (int i = 0; i < m_options.size(); ++i)
        m_options[i]->setState(
            i == option ? QuizOptionButton::State::Chosen : QuizOptionButton::State::Open);
    if (!m_quiz.code.isEmpty() && m_runs.quiz) {
        setRemark(tr("Running the code to see who is right …"));
        m_watcher.setFuture(m_runs.quiz(m_quiz.code, m_quiz.world));
        return;
    }
    for (int i = 0; i < m_quiz.options.size(); ++i) {
        if (m_quiz.options[i].right)
            decide(i);
    }
}

int QuizBlock::optionThatPrints(const QString &output) const
{
    for (int i = 0; i < m_quiz.options.size(); ++i) {
        if (m_quiz.options[i].prints.trimmed() == output.trimmed())
            return i;
    }
    return -1;
}

void QuizBlock::finishRun()
{
    if (m_watcher.isCanceled() || m_watcher.future().resultCount() == 0)
        return;
    const RunAnswer answer = m_watcher.result();
    if (!answer) {
        const wording::Trouble trouble = wording::explain(answer.error());
        m_options[m_chosen]->setState(QuizOptionButton::State::Open);
        setRemark(u"<b>%1</b><br>%2"_s.arg(
            trouble.what.toHtmlEscaped(), trouble.remedy.toHtmlEscaped()));
        announce(this, trouble.what);
        return;
    }
    if (!m_output) {
        m_output = new OutputView(tr("What the code printed"), OutputView::GroundColor::Surface, this);
        m_output->leaveWheel();
    }
    m_output->clear();
    m_output->append(OutputView::Part::Output, displayText(answer->output).trimmed());
    m_output->append(OutputView::Part::Error, displayText(answer->errorOutput).trimmed());
    m_output->show();
    decide(optionThatPrints(displayText(answer->output)));
}

void QuizBlock::decide(int right)
{
    if (right < 0) { // the lesson is wrong, not the learner
        m_options[m_chosen]->setState(QuizOptionButton::State::Open);
        setRemark(tr("The code printed something that none of the options says. This is a mistake in the lesson."));
        return;
    }
    m_right = right;
    for (int i = 0; i < m_options.size(); ++i) {
        m_options[i]->setState(i == right ? QuizOptionButton::State::Right
                : i == m_chosen           ? QuizOptionButton::State::Wrong
                                          : QuizOptionButton::State::Open);
    }
    showWhy();
    emit answered(m_chosen == right);
}

void QuizBlock::showWhy()
{
    const course::QuizOption &chosen = m_quiz.options[m_chosen];
    const bool right = m_chosen == m_right;
    QString html = right ? tr("<b>Right.</b> %1").arg(markdown::inlineHtml(chosen.why))
                         : tr("<b>Not so.</b> %1").arg(markdown::inlineHtml(chosen.why));
    if (!chosen.misconception.isEmpty())
        html += u"<br>"_s + tr("The belief behind it: <i>%1</i>.").arg(markdown::inlineHtml(chosen.misconception));
    const QString &rightWhy = m_quiz.options[m_right].why;
    if (!right && !rightWhy.isEmpty())
        html += u"<br>"_s + markdown::inlineHtml(rightWhy);
    if (!m_quiz.documented.isEmpty())
        html += u"<br>"_s + tr("Source: %1").arg(markdown::inlineHtml(m_quiz.documented));
    setRemark(html);
    announce(this, m_why->partText());
}

void QuizBlock::setRemark(const QString &html)
{
    delete m_why;
    m_why = new TextBlock(markdown::Text{.html = html}, Density::Roomy, this);
    m_why->setTextRole(TextRole::Small);
    connect(m_why, &BlockWidget::linkActivated, this, &BlockWidget::linkActivated);
    m_why->show();
    emit heightChanged();
    update();
}

int QuizBlock::heightForColumn(int width)
{
    const int inner = width - 2 * padding;
    int y = padding - 2;
    const auto put = [&](auto *widget, int gap) {
        const int height = widget->heightForColumn(inner);
        widget->setGeometry(padding, y, inner, height);
        y += height + gap;
    };
    put(m_question, 12);
    if (m_code)
        put(m_code, 14);
    for (QuizOptionButton *option : std::as_const(m_options))
        put(option, 8);
    if (m_output) {
        m_outputLabelTop = y + 2;
        m_output->resize(inner - 24, m_output->height()); // which its height depends on
        const int height = m_output->heightForLines(1, mostOutputLines);
        m_output->setGeometry(padding + 12, y + 34, inner - 24, height + 4);
        y += height + 48;
    }
    if (m_why) {
        y += 4;
        put(m_why, 0);
    }
    return y + padding - 4;
}

void QuizBlock::restyle()
{
    m_question->restyle();
    if (m_code)
        m_code->restyle();
    for (QuizOptionButton *option : std::as_const(m_options))
        option->restyle();
    if (m_why)
        m_why->restyle();
    update();
}

void QuizBlock::collectParts(QList<TextPart *> &parts)
{
    m_question->collectParts(parts);
    if (m_code)
        m_code->collectParts(parts);
}

void QuizBlock::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    drawCard(painter, rect(), theme.color(ColorRole::Raised), theme.color(ColorRole::Border));
    if (!m_output)
        return;
    const QRect box(padding, m_outputLabelTop, width() - 2 * padding,
        m_output->geometry().bottom() + 8 - m_outputLabelTop);
    drawCard(painter, box, theme.color(ColorRole::Surface), theme.color(ColorRole::Border), 6);
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(box.adjusted(12, 0, -12, 0).adjusted(0, 8, 0, 0),
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignTop),
        tr("What the code printed just now"));
}

} // namespace ringside::desktop

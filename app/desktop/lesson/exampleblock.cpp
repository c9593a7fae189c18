#include "desktop/lesson/exampleblock.h"

#include "base/bytes.h"
#include "desktop/lens/callmarks.h"
#include "desktop/lens/lensview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/outputview.h"
#include "desktop/lesson/runwords.h"
#include "grading/example.h"
#include "wording/cause.h"
#include "wording/trouble.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int labelHeight = 34;
constexpr int mostLines = 14;
constexpr int lensRoom = 380;

QString titleOf(const course::Example &example)
{
    if (!example.file.isEmpty() && (example.run || example.language == u"python"))
        return example.file;
    return example.language.isEmpty() ? ExampleBlock::tr("text") : example.language;
}

QString withoutLastBreak(QString text)
{
    while (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

/// One below the other, as a table without lines.
QString callLines(const QList<course::ExpectedCall> &calls)
{
    QList<QStringList> rows;
    QList<qsizetype> widths;
    for (const course::ExpectedCall &call : calls) {
        rows.append(QStringList{call.name} + call.fields);
        widths.resize(std::max(widths.size(), rows.last().size()));
        for (qsizetype i = 0; i + 1 < rows.last().size(); ++i)
            widths[i] = std::max(widths[i], rows.last()[i].size());
    }
    QStringList lines;
    for (QStringList &row : rows) {
        for (qsizetype i = 0; i + 1 < row.size(); ++i)
            row[i] = row[i].leftJustified(widths[i]);
        lines.append(row.join(u"  "_s));
    }
    return lines.join(u'\n');
}

/// What the lesson shows below an example.
QString shownText(const course::Example &example)
{
    QStringList texts;
    if (example.output && !example.output->isEmpty())
        texts.append(withoutLastBreak(*example.output));
    if (example.error)
        texts.append(*example.error);
    return texts.join(u'\n');
}

bool holdsStar(const course::ExpectedCall &call)
{
    return call.name == u"*" || call.fields.contains(u"*"_s);
}

} // namespace

ExampleBlock::ExampleBlock(const ExampleContent &content, const CodeRuns &runs, QWidget *parent)
    : CodeCard({.language = content.example.language, .code = withoutLastBreak(content.example.code),
                   .title = titleOf(content.example)},
          parent)
    , m_content(content)
    , m_runs(runs)
{
    if (content.example.clinic)
        setBadge(tr("broken on purpose"), ColorRole::Danger);
    else if (content.example.fixed)
        setBadge(tr("repaired"), ColorRole::Tip);
    if (content.example.run && runs.example)
        makeRunButtons();
    showExpected();
    if (!content.example.calls.isEmpty()) {
        m_calls = new OutputView(callsTitle(), OutputView::GroundColor::Surface, this);
        m_calls->leaveWheel();
        m_calls->append(OutputView::Part::Output, callLines(content.example.calls));
    }
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ExampleBlock::finishRun);
}

ExampleBlock::~ExampleBlock()
{
    m_watcher.disconnect(this);
    m_stop.request_stop(); // a page that is left takes its program with it
}

void ExampleBlock::makeRunButtons()
{
    m_run = new Button(tr("Run"), Button::Kind::Primary, u"play"_s, this);
    m_reset = new Button(tr("Reset"), Button::Kind::Ghost, u"reset"_s, this);
    m_reset->hide();
    setTabOrder(editor(), m_run);
    connect(m_run, &QPushButton::clicked, this, [this] { isRunning() ? stopRun() : startRun(); });
    connect(m_reset, &QPushButton::clicked, this, &ExampleBlock::resetCode);
    editor()->setReadOnly(false);
    connect(editor(), &CodeEditor::edited, this, [this] {
        m_reset->setVisible(isChanged());
        placeButtons();
        if (m_calls)
            m_calls->setAccessibleName(callsTitle());
        update();
    });
    addButton(m_reset);
    // Run stands at the right end, where the eye looks for it.
    addButton(m_run);
}

bool ExampleBlock::isChanged() const
{
    return editor()->toPlainText() != withoutLastBreak(m_content.example.code);
}

QString ExampleBlock::callsTitle() const
{
    return isChanged() ? tr("System calls it made before you changed it") : tr("System calls it makes");
}

void ExampleBlock::makeOutput()
{
    m_output = new OutputView(tr("Output"), OutputView::GroundColor::Surface, this);
    m_output->leaveWheel();
}

void ExampleBlock::showExpected()
{
    const course::Example &example = m_content.example;
    if (!example.output && !example.error)
        return;
    makeOutput();
    if (example.output)
        m_output->append(OutputView::Part::Output, withoutLastBreak(*example.output));
    if (example.error) {
        if (example.output && !example.output->isEmpty())
            m_output->append(OutputView::Part::Output, u"\n"_s);
        m_output->append(OutputView::Part::Error, *example.error);
    }
    setState(State::NotRun, isRunnable() ? tr("What it prints") : tr("Output"),
        example.match == course::OutputMatch::Glob ? tr("* varies") : QString());
}

QString ExampleBlock::outputText() const
{
    return m_output ? m_output->toPlainText() : QString();
}

void ExampleBlock::startRun()
{
    if (!m_run || isRunning())
        return;
    if (!m_output) {
        makeOutput();
        m_output->show();
    }
    m_run->setText(tr("Stop"));
    m_run->setIconName(u"stop"_s);
    setState(State::Running, tr("Running"));
    m_stop = {};
    m_ran = editor()->toPlainText() + u'\n';
    std::optional<sandbox::TraceOptions> trace;
    if (m_callsButton && m_callsButton->isChecked())
        trace = m_live.begin();
    else
        m_live.forget();
    m_watcher.setFuture(m_runs.example(m_content, m_ran, m_stop.get_token(), trace));
}

void ExampleBlock::stopRun()
{
    if (isRunning())
        m_stop.request_stop();
}

void ExampleBlock::resetCode()
{
    editor()->replaceText(withoutLastBreak(m_content.example.code));
}

void ExampleBlock::finishRun()
{
    m_run->setText(tr("Run"));
    m_run->setIconName(u"play"_s);
    m_output->clear();
    const bool wasStopped = m_watcher.future().resultCount() == 0;
    if (wasStopped)
        setState(State::Failed, tr("Stopped"));
    else if (const RunAnswer answer = m_watcher.result(); answer.has_value())
        showReport(*answer);
    else
        showError(answer.error());
    if (m_callsButton && (wasStopped || m_state == State::Impossible))
        m_callsButton->setChecked(false);
    emit heightChanged();
    emit runFinished();
}

void ExampleBlock::showReport(const sandbox::RunReport &report)
{
    QString output = withoutLastBreak(displayText(report.output));
    const QString errorOutput = withoutLastBreak(displayText(report.errorOutput));
    if (!output.isEmpty() && !errorOutput.isEmpty())
        output += u'\n';
    m_output->append(OutputView::Part::Output, output);
    m_output->append(OutputView::Part::Error, errorOutput);
    const QString unflushed = unflushedText(report.ending);
    if (output.isEmpty() && errorOutput.isEmpty())
        m_output->append(OutputView::Part::Remark, unflushed.isEmpty() ? tr("(it printed nothing)") : unflushed);
    else if (!unflushed.isEmpty())
        addRemark(unflushed);
    sandbox::RunRequest request;
    request.limits = m_runs.limits();
    for (const QString &sentence : shortageTexts(lens::findShortages(report, request, m_live.trace().get())))
        addRemark(sentence);
    if (!endsInWords(report))
        addRemark(wording::sentence(report));
    judge(report);
    announce(this, tr("%1, %2. %3").arg(m_label, m_remark, outputText()));
    offerCalls(report.traced);
}

/// A clinic is repaired when it prints what its repair prints, however it was changed. Other examples are held against
/// the lesson as long as nobody changed them, and not under the lens, which some of them notice.
void ExampleBlock::judge(const sandbox::RunReport &report)
{
    const course::Example &example = m_content.example;
    const QString remark = endsInWords(report) ? endingText(report) : tookText(report);
    const bool isShown = example.output || example.error;
    if (example.clinic) {
        const bool repaired = grading::isRepair(example, report);
        setState(repaired ? State::Succeeded : State::Failed, repaired ? tr("Repaired") : tr("Not repaired yet"), remark);
        if (!repaired)
            addRemark(tr("Expected is:") + u'\n' + grading::expectations(example.code).join(u'\n'));
    } else if (!isShown || m_ran != withoutLastBreak(example.code) + u'\n' || report.traced) {
        const bool good = report.ending == sandbox::Ending::Exited && report.exitStatus == 0;
        setState(good ? State::Succeeded : State::Failed, tr("Output"), remark);
    } else if (grading::runsAsShown(example, report)) {
        setState(State::Succeeded, tr("Output, as the lesson shows"), remark);
    } else {
        setState(State::Failed, tr("Output, not as the lesson shows"), remark);
        addRemark(tr("The lesson shows:") + u'\n' + shownText(example));
    }
}

void ExampleBlock::addRemark(const QString &text)
{
    m_output->append(OutputView::Part::Remark, u'\n' + text);
}

/// The lens keeps a program on one processor and slows it, and examples print processors and durations. So a plain
/// run goes without it, and who wants to see the calls has the example run once more.
void ExampleBlock::offerCalls(bool wasWatched)
{
    if (!m_callsButton) {
        m_callsButton = new Button({}, Button::Kind::Ghost, u"list"_s, this);
        m_callsButton->setCheckable(true);
        m_callsButton->setToolTip(tr("Run it again and list every call it makes to the kernel"));
        connect(m_callsButton, &QPushButton::toggled, this, &ExampleBlock::showCalls);
        setTabOrder(m_run, m_callsButton);
    }
    m_hasLens = wasWatched;
    m_callsButton->setText(wasWatched ? callCountText() : tr("System calls"));
    m_callsButton->show();
    placeCallsButton(); // the block may be as high as before, and is then not laid out again
    showCalls();
}

QString ExampleBlock::callCountText() const
{
    quint64 calls = 0;
    for (const auto &ofFile : m_live.trace()->callsOfLines())
        for (const quint64 ofLine : ofFile)
            calls += ofLine;
    return tr("%n system calls", nullptr, int(std::min<quint64>(calls, INT_MAX)));
}

void ExampleBlock::showCalls()
{
    const bool isOpen = m_callsButton->isChecked();
    if (isRunning())
        return; // its end comes back here
    if (isOpen && !m_live.trace()) {
        startRun();
        return;
    }
    if (isOpen)
        fillCalls();
    else
        editor()->clearPointer();
    if (m_lens)
        m_lens->setVisible(isOpen);
    emit heightChanged();
}

void ExampleBlock::makeLens()
{
    m_lens = new LensView(this);
    connect(m_lens, &LensView::callChosen, this, [this](qsizetype, const lens::Site &site) {
        if (site.file == examplePath(m_content))
            pointAt(*editor(), site);
    });
    connect(m_lens, &LensView::lineRequested, this, [this](const lens::Site &site) {
        if (site.file == examplePath(m_content))
            goTo(*editor(), site);
    });
    setTabOrder(m_callsButton, m_lens);
}

void ExampleBlock::fillCalls()
{
    if (!m_lens)
        makeLens();
    const QByteArray path = examplePath(m_content);
    if (m_hasLens)
        m_lens->showRun(m_live.trace(), {{path, m_ran.toUtf8()}}, path);
    else
        m_lens->showNoLens(0);
}

void ExampleBlock::showError(const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    m_output->append(OutputView::Part::Error, trouble.what + u'\n' + trouble.remedy);
    setState(State::Impossible, tr("Could not be run"));
    announce(this, trouble.what);
}

void ExampleBlock::setState(State state, const QString &label, const QString &remark)
{
    m_state = state;
    m_label = label;
    m_remark = remark;
    m_output->setAccessibleDescription(remark.isEmpty() ? label : tr("%1, %2").arg(label, remark)); // it is painted
    update();
}

int ExampleBlock::outputHeight() const
{
    return m_output ? m_output->heightForLines(1, mostLines) + labelHeight + 14 : 0;
}

int ExampleBlock::lensHeight() const
{
    return m_lens && !m_lens->isHidden() ? lensRoom : 0;
}

int ExampleBlock::sectionsHeight()
{
    for (OutputView *view : {m_output, m_calls}) {
        if (view)
            view->resize(width() - inset - 8, view->height()); // which its height depends on
    }
    const int calls = m_calls ? m_calls->heightForLines(1, mostLines) + labelHeight + 14 : 0;
    return outputHeight() + lensHeight() + calls;
}

void ExampleBlock::placeSections(int top)
{
    const int inner = width() - inset - 8;
    if (m_output)
        m_output->setGeometry(inset, top + labelHeight, inner, outputHeight() - labelHeight - 8);
    m_sectionsTop = top;
    placeCallsButton();
    if (m_lens)
        m_lens->setGeometry(1, top + outputHeight() + 1, width() - 2, lensRoom - 2);
    if (m_calls)
        m_calls->setGeometry(inset, top + outputHeight() + lensHeight() + labelHeight, inner,
            m_calls->heightForLines(1, mostLines) + 6);
}

/// What the remark and the button of the calls take of the line of the label.
int ExampleBlock::besideLabel() const
{
    const int remark = QFontMetrics(themeOf(this).chromeFont(TextRole::Caption)).horizontalAdvance(m_remark);
    return remark + 10 + (m_callsButton ? m_callsButton->sizeHint().width() : 0);
}

/// Beside the remark, whose width is another after every run.
void ExampleBlock::placeCallsButton()
{
    if (!m_callsButton)
        return;
    const QSize size = m_callsButton->sizeHint();
    const QRect box(width() - inset - besideLabel(), m_sectionsTop + (labelHeight - size.height()) / 2,
        size.width(), size.height());
    m_callsButton->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
}

void ExampleBlock::paintLabel(QPainter &painter, int top) const
{
    const Theme &theme = themeOf(this);
    const bool failed = m_state == State::Failed || m_state == State::Impossible;
    const ColorRole color = failed              ? ColorRole::Danger
        : m_state == State::Succeeded           ? ColorRole::Tip
                                                : ColorRole::Muted;
    const QString icon = failed       ? u"cross"_s
        : m_state == State::Succeeded ? u"check"_s
        : m_state == State::Running   ? u"clock"_s
                                      : u"terminal"_s;
    const auto place = [this](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    painter.drawPixmap(place({inset, top + 10, 14, 14}), theme.pixmap(icon, 14, color, devicePixelRatioF()));
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(color));
    const QRect line(inset + 22, top, width() - inset * 2 - 22, labelHeight);
    painter.drawText(place(line),
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(m_label, Qt::ElideRight, line.width() - besideLabel()));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(place(line),
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignVCenter), m_remark);
}

void ExampleBlock::paintSections(QPainter &painter, int top)
{
    const Theme &theme = themeOf(this);
    if (m_output || m_calls)
        painter.fillRect(QRect(0, top, width(), height() - top), theme.color(ColorRole::Surface));
    if (m_output) {
        painter.fillRect(0, top, width(), 1, theme.color(ColorRole::Border));
        paintLabel(painter, top);
    }
    if (lensHeight() > 0)
        painter.fillRect(0, top + outputHeight(), width(), 1, theme.color(ColorRole::Border));
    if (!m_calls)
        return;
    const int at = top + outputHeight() + lensHeight();
    painter.fillRect(0, at, width(), 1, theme.color(ColorRole::Border));
    const auto place = [this](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    painter.drawPixmap(
        place({inset, at + 10, 14, 14}), theme.pixmap(u"list"_s, 14, ColorRole::Muted, devicePixelRatioF()));
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(place({inset + 22, at, width() - inset * 2 - 22, labelHeight}),
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
        callsTitle());
    if (std::ranges::any_of(m_content.example.calls, holdsStar))
        painter.drawText(place({inset + 22, at, width() - inset * 2 - 22, labelHeight}),
            int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignVCenter), tr("* anything"));
}

} // namespace ringside::desktop

#include "desktop/lens/crashview.h"

#include "base/bytes.h"
#include "desktop/lens/crashdelegate.h"
#include "desktop/lens/leftmodel.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/outputview.h"
#include "desktop/widgets/plaintable.h"
#include "lens/calltext.h"
#include "wording/cause.h"
#include "wording/trouble.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QPromise>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;
using filesystem::Tree;

constexpr qsizetype shownContent = 20'000;
constexpr auto standstill = 60s; // while files are looked at the program's clock goes on
constexpr quint32 capturedBytes = 512U << 10; // the power model needs all that is written
constexpr auto home = "/home/learner/";
constexpr int sizesFromWidth = 300; // a narrower list of files needs the room for their names
constexpr int reasonFromHeight = 220; // below this the files need the room of what the choice of a crash says as well,
constexpr int contentFromHeight = 140; // and below this that of what is in them
constexpr int underEachOtherFrom = 420; // a narrow view of this height has the files below the moments

Tree without(Tree tree, const QByteArrayList &paths)
{
    tree.entries.removeIf([&paths](const filesystem::Entry &entry) {
        return entry.path == "." || paths.contains(entry.path);
    });
    return tree;
}

QString profileText(std::optional<lens::PowerProfile> profile)
{
    using enum lens::PowerProfile;
    if (!profile)
        return CrashView::tr("The program is killed. What it wrote stays: the kernel has it.");
    switch (*profile) {
    case Strict:
        return CrashView::tr("The power fails. Of what was not synced anything may be lost: POSIX promises no more.");
    case Journal:
        return CrashView::tr("The power fails. Names and sizes reach the disk in their order; what was not synced may "
                             "be missing in them.");
    case Ext4:
        return CrashView::tr("The power fails. As journal, and a file that replaces another is not empty. It may be all "
                             "zeros: since Linux 5.6 its length no longer waits for its data.");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

CrashView::CrashView(sandbox::Sandbox &sandbox, QWidget *parent)
    : QWidget(parent)
    , m_sandbox(sandbox)
    , m_model(new CrashModel(this))
    , m_leftModel(new LeftModel(this))
    , m_stack(new QStackedWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_nothing = makeNothing());
    m_stack->addWidget(makeFindings());
    connect(m_start, &QPushButton::clicked, this,
        [this] { m_activity == Activity::Idle ? emit explorationRequested() : stop(); });
    connect(m_failure, &QComboBox::currentIndexChanged, this, [this] {
        m_failure->setToolTip(profileText(profile()));
        m_failure->setAccessibleDescription(profileText(profile()));
        if (m_run && m_activity != Activity::Running)
            compute();
    });
    connect(&m_findings, &QFutureWatcherBase::finished, this, &CrashView::takeFindings);
    connect(&m_findings, &QFutureWatcherBase::progressValueChanged, this, [this] { m_summary->setText(summary()); });
    forget();
}

CrashView::~CrashView()
{
    m_stop.request_stop();
    m_findings.disconnect(this);
    m_findings.cancel();
}

QWidget *CrashView::makeBar()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setSpacing(8);
    m_summary = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_failure = new QComboBox;
    m_failure->setAccessibleName(tr("What happens"));
    m_failure->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_failure->setMinimumContentsLength(12);
    m_failure->addItem(tr("Killed"));
    m_failure->addItem(tr("Power fails, strict"), int(lens::PowerProfile::Strict));
    m_failure->addItem(tr("Power fails, journal"), int(lens::PowerProfile::Journal));
    m_failure->addItem(tr("Power fails, ext4"), int(lens::PowerProfile::Ext4));
    m_failure->setToolTip(profileText({}));
    m_failure->setAccessibleDescription(profileText({}));
    m_start = new Button({}, Button::Kind::Outline);
    m_start->setElides(true);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_failure);
    layout->addWidget(m_start);
    return bar;
}

QWidget *CrashView::makeNothing()
{
    auto *nothing = new QWidget;
    auto *words = new QVBoxLayout(nothing);
    words->setContentsMargins(14, 6, 14, 12);
    words->addWidget(m_messageTitle = new Label({}, TextRole::Body, ColorRole::Secondary));
    words->addWidget(m_messageText = new Label({}, TextRole::Small, ColorRole::Muted));
    words->addStretch();
    for (Label *label : {m_messageTitle, m_messageText}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    return nothing;
}

QWidget *CrashView::makeFindings()
{
    const auto table = [](QAbstractItemModel *model, const QString &name, int wide) {
        QTableView *made = plainTable(model, name);
        made->setItemDelegate(new CrashDelegate(made));
        made->setMouseTracking(true);
        made->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        made->horizontalHeader()->setSectionResizeMode(wide, QHeaderView::Stretch);
        made->setMinimumWidth(150);
        return made;
    };
    m_table = table(m_model, tr("Moments of a crash"), CrashModel::LeftColumn);
    m_files = table(m_leftModel, tr("Files that are left"), LeftModel::NameColumn);
    m_lost = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_lost->setWordWrap(true);
    m_lost->setContentsMargins(12, 4, 12, 6);
    m_files->setMinimumHeight(
        m_files->horizontalHeader()->sizeHint().height() + m_files->verticalHeader()->defaultSectionSize());
    m_content = new OutputView(tr("What is in the file"), OutputView::GroundColor::Code);
    m_content->document()->setDocumentMargin(8);
    auto *lower = new QSplitter(Qt::Vertical);
    lower->setChildrenCollapsible(false);
    lower->addWidget(m_files);
    lower->addWidget(m_content);
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_lost);
    column->addWidget(lower, 1);
    m_sides = new QSplitter(Qt::Horizontal);
    m_sides->setChildrenCollapsible(false);
    m_sides->addWidget(m_table);
    m_sides->addWidget(side);
    m_sides->setStretchFactor(0, 3);
    m_sides->setStretchFactor(1, 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CrashView::showPoint);
    connect(m_files->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CrashView::showEntry);
    connect(m_table, &QTableView::activated, this,
        [this](const QModelIndex &index) { emit lineRequested(m_model->site(index)); });
    connect(m_sides, &QSplitter::splitterMoved, this, &CrashView::fitColumns);
    connect(&themeOf(this), &Theme::fontsChanged, this, &CrashView::fitColumns);
    return m_sides;
}

void CrashView::setActivity(Activity activity)
{
    m_activity = activity;
    const bool idle = activity == Activity::Idle;
    m_start->setText(idle ? tr("Crash after every change") : tr("Stop"));
    m_start->setIconName(idle ? u"danger"_s : u"stop"_s);
    m_summary->setText(summary());
}

std::optional<lens::PowerProfile> CrashView::profile() const
{
    return m_failure->currentIndex() <= 0 ? std::nullopt
                                          : std::optional(lens::PowerProfile(m_failure->currentData().toInt()));
}

void CrashView::explore(sandbox::RunRequest request, const QByteArray &mainFile, const QByteArrayList &callers)
{
    forget();
    m_stop = {};
    m_mainFile = mainFile;
    m_before = request.workspace;
    for (const QByteArray &caller : callers)
        m_hidden.append(caller.mid(qsizetype(qstrlen(home))));
    request.limits.wall = std::max<std::chrono::milliseconds>(request.limits.wall, standstill);
    sandbox::TraceOptions &options = request.trace.emplace();
    options.driverFiles = callers;
    options.positions = true;
    options.capturedBytes = capturedBytes;
    // The run may outlast this view, and another may have begun.
    options.receiveSnapshot = [view = QPointer(this), generation = m_generation](const sandbox::TraceSnapshot &snapshot) {
        if (snapshot.change > 0 && view && view->m_generation == generation)
            view->takeSnapshot();
    };
    showMessage(tr("The program runs."), tr("It is stopped after each of its changes, to look at the files."));
    setActivity(Activity::Running);
    lens::exploreCrashes(m_sandbox, std::move(request), m_stop.get_token())
        .then(this, [this, generation = m_generation](const Result<lens::WatchedRun> &run) {
            if (generation == m_generation)
                takeRun(run);
        });
}

void CrashView::takeSnapshot()
{
    if (++m_seen > m_mostMoments)
        m_stop.request_stop();
    m_summary->setText(summary());
}

void CrashView::stop()
{
    m_stop.request_stop();
    m_findings.cancel();
}

void CrashView::forget()
{
    ++m_generation;
    stop();
    m_seen = 0;
    m_before = {};
    m_hidden.clear();
    m_run.reset();
    m_areComplete = true;
    m_hasMore = false;
    m_model->setPoints(nullptr, {}, {});
    m_leftModel->setLeft({});
    showMessage(tr("What would a crash leave?"),
        tr("The program is run once and stopped after each of its changes, to look at the files as a crash would leave "
           "them there. Your own files stay as they are."));
    setActivity(Activity::Idle);
}

void CrashView::takeRun(const Result<lens::WatchedRun> &run)
{
    if (!run) {
        setActivity(Activity::Idle);
        showError(run.error());
        return;
    }
    m_run = *run;
    compute();
}

void CrashView::showError(const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    showMessage(trouble.what, trouble.remedy);
    m_sandbox.features().then(this, [this, generation = m_generation](const Result<sandbox::Features> &features) {
        if (generation != m_generation)
            return;
        if (features && !features->trace)
            showMessage(tr("This machine has no lens."),
                tr("The kernel does not let Ringside follow a program and stop it after a change. `ringside doctor` "
                   "says what would allow it."));
        announce(this, m_messageTitle->text());
        emit explored();
    });
}

/// In another thread: a program of many changes may leave hundreds of trees.
void CrashView::look(QPromise<Findings> &promise, const lens::WatchedRun &run, const Tree &before,
    const QByteArrayList &hidden, std::optional<lens::PowerProfile> profile, qsizetype most)
{
    Findings findings;
    QList<lens::CrashState> states;
    if (profile) {
        promise.setProgressRange(0, int(most));
        const lens::PowerModel model(before, *run.trace);
        findings.areComplete = model.unknownCalls().isEmpty();
        states = lens::afterPowerFailures(model, *run.trace, *profile, [&](qsizetype found, qsizetype moments) {
            promise.setProgressValue(int(found));
            findings.hasMore = found > most || moments > most; // a run that was ended by the cap made more changes
            return !findings.hasMore && !promise.isCanceled();
        });
    } else {
        states = lens::afterKills(run);
    }
    findings.hasMore |= states.size() > most;
    states.resize(std::min(states.size(), most));
    // A snapshot holds what a request only promises, such as the zeros of a hole.
    const bool hasFirst = !profile && !run.snapshots.isEmpty() && run.snapshots.first().change == 0;
    const Tree old = without(hasFirst ? run.snapshots.first().tree : before, hidden);
    const Tree last = without(run.report.tree, hidden);
    for (lens::CrashState &state : states) {
        state.tree = without(std::move(state.tree), hidden);
        findings.points.append({.state = state, .left = lens::compareLeft(old, state.tree, last)});
    }
    promise.addResult(std::move(findings));
}

void CrashView::compute()
{
    m_findings.cancel();
    setActivity(Activity::Computing);
    m_findings.setFuture(QtConcurrent::run(&CrashView::look, *m_run, m_before, m_hidden, profile(), m_mostMoments));
}

void CrashView::takeFindings()
{
    if (m_activity != Activity::Computing)
        return;
    if (m_findings.isCanceled() || m_findings.future().resultCount() == 0) {
        m_model->setPoints(nullptr, {}, {});
        showMessage(tr("Stopped."), {});
        setActivity(Activity::Idle);
    } else {
        const Findings findings = m_findings.result();
        m_areComplete = findings.areComplete;
        m_hasMore = findings.hasMore;
        m_model->setPoints(m_run->trace, findings.points, m_mainFile);
        setActivity(Activity::Idle);
        if (findings.points.isEmpty()) {
            showMessage(tr("The program changes nothing on disk."),
                (tr("Whenever it crashes, the files are as they were.") + u' ' + wording::sentence(m_run->report))
                    .trimmed());
        } else {
            m_stack->setCurrentWidget(m_sides);
            fitColumns();
            m_table->setCurrentIndex(m_model->firstBroken());
        }
    }
    announce(this, m_stack->currentWidget() == m_nothing ? m_messageTitle->text() : summary());
    emit explored();
}

QString CrashView::summary() const
{
    if (m_activity == Activity::Running)
        return tr("running, %n change(s) so far", nullptr, int(m_seen));
    if (m_activity == Activity::Computing)
        return tr("looking, %n tree(s) so far", nullptr, m_findings.progressValue());
    const int count = m_model->rowCount();
    if (count == 0)
        return {};
    QStringList parts{profile() ? tr("%n possible tree(s)", nullptr, count) : tr("%n moment(s)", nullptr, count)};
    const int broken = m_model->brokenCount();
    parts.append(broken == 0 ? tr("always old or new") : tr("%n broken", nullptr, broken));
    if (m_hasMore)
        parts.append(tr("there are more"));
    else if (const QString ending = wording::sentence(m_run->report); !ending.isEmpty())
        parts.append(ending);
    if (!m_areComplete)
        parts.append(tr("not all that was written is known"));
    return parts.join(u" · "_s);
}

QWidget *CrashView::focusTarget() const
{
    return m_stack->currentWidget() == m_nothing ? static_cast<QWidget *>(m_start) : m_table;
}

QString CrashView::message() const
{
    if (m_stack->currentWidget() == m_nothing)
        return (m_messageTitle->text() + u' ' + m_messageText->text()).trimmed();
    return m_lost->text();
}

void CrashView::showMessage(const QString &title, const QString &text)
{
    m_messageTitle->setText(title);
    m_messageText->setText(text);
    m_stack->setCurrentWidget(m_nothing);
}

QString CrashView::lostText(const lens::CrashState &state) const
{
    QStringList lines;
    for (const qsizetype lost : state.lost)
        lines.append(
            tr("Lost: %1").arg(displayText(lens::callText(*m_run->trace, m_run->trace->event(lost)))));
    if (state.isTorn)
        lines.append(tr("Of the last write, the first half is there."));
    if (state.wasPromised)
        lines.append(tr("The program had printed something by then."));
    return lines.isEmpty() ? profileText(profile()) : lines.join(u'\n');
}

void CrashView::showPoint()
{
    const QModelIndex current = m_table->currentIndex();
    const CrashPoint *point = m_model->point(current);
    m_leftModel->setLeft(point ? point->left : lens::LeftTree());
    if (!point)
        return;
    m_lost->setText(lostText(point->state));
    fitHeights();
    m_files->setCurrentIndex(m_leftModel->mostTelling());
    // Once more when the list has found its size: it may be a single row high.
    QMetaObject::invokeMethod(
        this, [this] { m_files->scrollTo(m_files->currentIndex()); }, Qt::QueuedConnection);
    showEntry();
    emit callChosen(m_model->site(current));
}

void CrashView::showEntry()
{
    using enum OutputView::Part;
    m_content->clear();
    const lens::LeftEntry *left = m_leftModel->entry(m_files->currentIndex());
    if (!left)
        return;
    const filesystem::Entry &entry = left->entry;
    if (left->standing == lens::Standing::Missing)
        m_content->append(Remark, tr("There is no such name. It was there before."));
    else if (entry.type == filesystem::EntryType::SymbolicLink)
        m_content->append(Remark, tr("leads to %1").arg(displayName(entry.target)));
    else if (entry.type != filesystem::EntryType::File)
        m_content->append(Remark, tr("This is no file."));
    else if (entry.size == 0)
        m_content->append(Remark, tr("The file is empty."));
    else
        m_content->append(Output, displayText(entry.content.first(std::min(entry.content.size(), shownContent))));
    if (entry.content.size() > shownContent || !entry.contentComplete)
        m_content->append(Remark, u'\n' + tr("This is its beginning; the file has %1.").arg(wording::sizeText(entry.size)));
    m_content->moveCursor(QTextCursor::Start);
}

/// Widths by the fonts, so that a line number, a size and a standing can be read; names and calls get the rest.
void CrashView::fitColumns()
{
    const QFontMetrics words(themeOf(this).chromeFont(TextRole::Small));
    constexpr int padding = 26;
    const QString place = m_model->longestPlace();
    const int line = std::clamp(words.horizontalAdvance(place), words.horizontalAdvance(tr("Line")),
                         words.horizontalAdvance(u"a_longer_name.py:123"_s))
        + padding;
    m_table->setColumnWidth(CrashModel::LineColumn, line);
    m_table->setColumnWidth(CrashModel::CallColumn, std::max(90, (m_table->width() - line) / 2));
    m_files->setColumnHidden(LeftModel::SizeColumn, m_files->width() < sizesFromWidth);
    m_files->setColumnWidth(LeftModel::SizeColumn, words.horizontalAdvance(u"1,023 bytes"_s) + padding);
    m_files->setColumnWidth(LeftModel::StandingColumn, words.horizontalAdvance(tr("as at the end")) + padding);
}

void CrashView::fitHeights()
{
    m_content->setVisible(height() >= contentFromHeight);
    m_lost->setVisible(height() >= reasonFromHeight || m_lost->text() != profileText(profile()));
}

void CrashView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_sides->setOrientation(width() < 520 && height() >= underEachOtherFrom ? Qt::Vertical : Qt::Horizontal);
    fitColumns();
    fitHeights();
}

} // namespace ringside::desktop

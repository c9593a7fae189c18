#include "desktop/labs/labspage.h"

#include "base/bytes.h"
#include "classroom/files.h"
#include "desktop/labs/laboffer.h"
#include "desktop/labs/labwork.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "wording/trouble.h"

#include <QDir>
#include <QFileDialog>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using classroom::HandIn;
using classroom::LabFolder;

namespace {

QString shown(const QString &path)
{
    return displayName(QFile::encodeName(path));
}

/// Where of the student's opened labs this one is; empty when it is none of them.
QString openedFolder(const classroom::OpenLabs &labs, const classroom::Lab &lab)
{
    for (const QString &folder : labs.folders()) {
        if (const auto opened = LabFolder::open(folder); opened && opened->lab().id == lab.id)
            return folder;
    }
    return {};
}

} // namespace

LabsPage::LabsPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_labs(services.dataFolder)
    , m_notice(new Notice)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(u"folder"_s, tr("No lab is open"),
          tr("A lab is a file your instructor gives out, such as week3.ringlab.")))
    , m_offer(new LabOffer)
    , m_scroll(scrollingPage(new QWidget))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 20);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    m_notice->hide();
    m_open = m_empty->addAction(tr("Open a lab"), u"folder"_s);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(scrollingPage(m_offer));
    m_stack->addWidget(m_scroll);
    connect(m_open, &QPushButton::clicked, this, &LabsPage::chooseLab);
    connect(m_offer, &LabOffer::startRequested, this, &LabsPage::start);
}

LabsPage::~LabsPage() = default;

QWidget *LabsPage::makeHead()
{
    m_title = new ElidedLabel(tr("Labs"), TextRole::Display);
    m_other = new Button(tr("Another lab"), Button::Kind::Outline, u"folder"_s);
    m_other->hide();
    connect(m_other, &QPushButton::clicked, this, &LabsPage::chooseLab);
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_other);
    return head;
}

void LabsPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    if (m_work)
        showFolder(m_work->folder().path());
}

QList<QWidget *> LabsPage::panes() const
{
    if (m_stack->currentIndex() == 0)
        return {m_open};
    return m_work ? m_work->panes() : QList<QWidget *>{m_offer};
}

void LabsPage::performOwn(const QString &command)
{
    if (command == u"open")
        chooseLab();
    else if (command == u"hand-in" && m_work)
        chooseHandIn();
}

bool LabsPage::openPlace(const QString &place)
{
    if (place.isEmpty()) {
        showLast();
        return true;
    }
    save();
    return QFileInfo(place).isDir() ? showFolder(place) : showFile(place);
}

/// What one worked on last, where nothing is shown yet.
void LabsPage::showLast()
{
    const QStringList folders = m_labs.folders();
    if (m_place.isEmpty() && !folders.isEmpty())
        showFolder(folders.first());
}

bool LabsPage::showFile(const QString &file)
{
    const auto lab = classroom::readLab(file);
    if (!lab) {
        showProblem(lab.error());
        return false;
    }
    if (const QString folder = openedFolder(m_labs, *lab); !folder.isEmpty())
        return showFolder(folder);
    delete std::exchange(m_work, nullptr);
    m_offer->setLab(*lab, file);
    m_stack->setCurrentIndex(1);
    setPlace(file, lab->title);
    return true;
}

bool LabsPage::showFolder(const QString &folder)
{
    const auto opened = LabFolder::open(folder);
    if (!opened || !m_course) {
        if (!opened)
            showProblem(opened.error());
        return false;
    }
    if (m_work)
        m_work->save();
    m_work = new LabWork(*opened, *m_course, m_labs.submitter());
    connect(m_work, &LabWork::linkActivated, this, &Page::linkActivated);
    connect(m_work, &LabWork::handInRequested, this, &LabsPage::chooseHandIn);
    connect(m_work, &LabWork::failed, this, &LabsPage::showProblem);
    m_scroll->setWidget(m_work); // the one before goes
    m_stack->setCurrentIndex(2);
    setPlace(folder, opened->lab().title);
    return true;
}

void LabsPage::setPlace(const QString &place, const QString &title)
{
    const bool isOther = place != m_place;
    m_place = place;
    m_title->setText(displayText(title.toUtf8()));
    m_other->show();
    m_notice->hide();
    if (isOther)
        emit placeChanged();
}

void LabsPage::chooseLab()
{
    auto *dialog = new QFileDialog(this, tr("Open a lab"),
        m_place.isEmpty() ? QDir::homePath() : QFileInfo(m_place).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Labs (*.ringlab)")});
    connect(dialog, &QFileDialog::fileSelected, this, &LabsPage::openPlace);
    dialog->open();
}

/// Opening a sealed lab takes a second on purpose: nobody tries words by the million.
void LabsPage::start(const QString &folder, const QString &word)
{
    if (!m_course)
        return;
    m_offer->setBusy(true);
    QtConcurrent::run([file = m_place, folder, word, course = m_course] {
        return LabFolder::make(file, folder, *course, QDateTime::currentDateTimeUtc(), word);
    }).then(this, [this](const Result<LabFolder> &made) { started(made); });
}

void LabsPage::started(const Result<LabFolder> &folder)
{
    m_offer->setBusy(false);
    if (!folder) {
        showProblem(folder.error());
    } else if (const auto listed = m_labs.add(folder->path()); !listed) {
        showProblem(listed.error());
    } else {
        showFolder(folder->path());
        announce(this, tr("The lab was opened"));
    }
    emit labStarted();
}

void LabsPage::chooseHandIn()
{
    const QString file = m_work->folder().path() + u'/'
        + classroom::handInFileName(m_work->submitter().id);
    auto *dialog = new QFileDialog(this, tr("Hand in: a file, or the folder of the class"), file);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Hand-ins (*.ringsub)")});
    dialog->setDefaultSuffix(u"ringsub"_s);
    dialog->selectFile(file);
    connect(dialog, &QFileDialog::fileSelected, this, &LabsPage::handInTo);
    dialog->open();
}

void LabsPage::handInTo(const QString &path)
{
    const classroom::Submitter who = m_work->submitter();
    const QString file = QFileInfo(path).isDir()
        ? path + u'/' + classroom::handInFileName(who.id)
        : path;
    m_work->save();
    QtConcurrent::run([folder = m_work->folder(), labs = m_labs, who, file] {
        return folder.handIn(who.id, who.name, QDateTime::currentDateTimeUtc())
            .and_then([](const HandIn &handIn) { return classroom::packHandIn(handIn); })
            .and_then([&](const QByteArray &bytes) { return classroom::writeFile(file, bytes); })
            .and_then([&] { return labs.setSubmitter(who); });
    }).then(this, [this, file](const Result<> &written) {
        if (written) {
            const QString title = tr("The hand-in is made");
            m_notice->setMessage(NoticeKind::Success, title,
                tr("%1. Hand in again as often as you like: the last one counts.").arg(shown(file)));
            m_notice->show();
            announce(this, title + u". "_s + shown(file));
        } else {
            showProblem(written.error());
        }
        emit handedIn();
    });
}

void LabsPage::showProblem(const Error &error)
{
    // What a lab cannot do here is about its time or the course, not about sandboxes.
    const wording::Trouble trouble = error.kind == Error::Kind::Unsupported
        ? wording::Trouble{error.doing, {}}
        : wording::explain(error);
    m_notice->setMessage(NoticeKind::Problem, trouble.what, trouble.remedy);
    m_notice->show();
    announce(this, trouble.what);
}

void LabsPage::save()
{
    if (m_work)
        m_work->save();
}

QString linkOf(const QString &word)
{
    const QUrl url(word);
    const QString file = url.isLocalFile() ? url.toLocalFile() : word;
    const QFileInfo found(file);
    if (!file.endsWith(u".ringlab"_s, Qt::CaseInsensitive))
        return found.exists() ? QUrl::fromLocalFile(found.absoluteFilePath()).toString() : word;
    QUrl link;
    link.setScheme(u"ringside"_s);
    link.setPath(u"labs/"_s + found.absoluteFilePath());
    return link.toString(QUrl::FullyEncoded);
}

PageEntry labsEntry()
{
    return {.id = u"labs"_s,
        .title = LabsPage::tr("Labs"),
        .icon = u"folder"_s,
        .position = 0, // not in the rail: the page of exercises, links and commands lead here
        .keys = {QKeySequence(Qt::CTRL | Qt::Key_9)},
        .commands = {{u"open"_s, LabsPage::tr("Open a lab"), {}},
            {u"hand-in"_s, LabsPage::tr("Hand in"), {}}},
        .make = [](const PageServices &services) -> Page * { return new LabsPage(services); }};
}

} // namespace ringside::desktop

#include "desktop/grading/similaritydialog.h"

#include "base/bytes.h"
#include "classroom/files.h"
#include "desktop/grading/similaritymodel.h"
#include "desktop/grading/similarpairview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "wording/similarity.h"
#include "wording/trouble.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;
using classroom::SimilarFiles;
using classroom::SimilaritySearch;

namespace {

using Found = Result<QList<SimilarFiles>>;

constexpr qsizetype mostPairs = 100; // of each exercise: nobody looks at more

/// The folder of an earlier class is read here, too.
Found findPairs(SimilaritySearch search, const QString &earlier, const course::Course &course)
{
    if (!earlier.isEmpty()) {
        const auto folder = GradeFolder::open(earlier);
        if (!folder)
            return std::unexpected(folder.error());
        search.folders.append(*folder);
    }
    return classroom::similarFiles(search, course);
}

} // namespace

SimilarityDialog::SimilarityDialog(
    const GradedClass &graded, std::shared_ptr<const course::Course> course, QWidget *parent)
    : QDialog(parent)
    , m_folder(graded.folder)
    , m_book(graded.book)
    , m_course(std::move(course))
    , m_model(new SimilarityModel(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(u"people"_s, {}, {}))
    , m_files(new SimilarPairView)
{
    setWindowTitle(tr("Similar files"));
    resize(parent ? parent->window()->size() - QSize(44, 40) : QSize(980, 660)); // two files side by side want room
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *body = new QSplitter(Qt::Vertical);
    body->setChildrenCollapsible(false);
    body->addWidget(makePairs());
    body->addWidget(m_files);
    body->setStretchFactor(1, 1);
    body->setSizes({190, 400});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(body);
    auto *note = new Label(wording::similarityNote(), TextRole::Small, ColorRole::Secondary);
    note->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Save as a page"), QDialogButtonBox::ActionRole);
    buttons->addButton(QDialogButtonBox::Close);
    connect(m_save, &QPushButton::clicked, this, &SimilarityDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this,
        [this](int done) { m_bar->setShare(done, m_watcher.progressMaximum()); });
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m_isSearching)
            showFound(m_watcher.result());
    });
    search();
}

SimilarityDialog::~SimilarityDialog()
{
    m_stop.request_stop();
}

QWidget *SimilarityDialog::makeHead()
{
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Student or exercise"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(220);
    m_filter->setMaximumWidth(260);
    m_state = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_state->setWordWrap(true);
    m_bar = new ShareBar;
    m_earlierButton = new Button(tr("With an earlier class"), Button::Kind::Outline, u"folder"_s);
    m_searchButton = new Button(tr("Stop"), Button::Kind::Outline, u"stop"_s);
    for (Button *button : {m_earlierButton, m_searchButton})
        button->setAutoDefault(false); // Return in the field beside them does nothing else
    connect(m_filter, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_earlierButton, &QPushButton::clicked, this, &SimilarityDialog::chooseEarlier);
    connect(m_searchButton, &QPushButton::clicked, this, [this] { m_isSearching ? stop() : search(); });
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_filter);
    row->addWidget(m_state, 1);
    row->addWidget(m_bar);
    row->addWidget(m_earlierButton);
    row->addWidget(m_searchButton);
    return head;
}

QWidget *SimilarityDialog::makePairs()
{
    m_table = plainTable(m_shown, tr("Similar files"));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &SimilarityDialog::showPair);
    connect(m_shown, &QAbstractItemModel::rowsInserted, this, &SimilarityDialog::chooseFirst);
    connect(m_shown, &QAbstractItemModel::rowsRemoved, this, &SimilarityDialog::chooseFirst);
    connect(m_shown, &QAbstractItemModel::modelReset, this, &SimilarityDialog::chooseFirst);
    return new Pane(tr("Pairs, the most similar first"), m_table);
}

/// Where the pair that was chosen is not shown any more.
void SimilarityDialog::chooseFirst()
{
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_shown->index(0, 0));
    showPair();
}

void SimilarityDialog::compareWith(const QString &earlierFolder)
{
    m_earlier = earlierFolder;
    search();
}

void SimilarityDialog::search()
{
    m_stop.request_stop();
    m_stop = {};
    SimilaritySearch asked{.folders = {*m_folder}, .most = mostPairs, .stop = m_stop.get_token()};
    m_isSearching = true;
    m_bar->setShare(0, 1);
    m_watcher.setFuture(QtConcurrent::run([asked, earlier = m_earlier, course = m_course](QPromise<Found> &promise) mutable {
        asked.progressed = [&promise](qsizetype done, qsizetype all) {
            promise.setProgressRange(0, int(all));
            promise.setProgressValue(int(done));
        };
        promise.addResult(findPairs(asked, earlier, *course));
    }));
    m_model->setPairs({}, m_book, *m_course);
    showState(tr("Files are being compared …"), {});
}

void SimilarityDialog::stop()
{
    m_stop.request_stop();
    m_isSearching = false;
    showState(tr("The search was stopped"), {});
    emit searched();
}

void SimilarityDialog::showFound(const Found &found)
{
    m_isSearching = false;
    if (found) {
        m_model->setPairs(*found, m_book, *m_course);
        m_table->resizeColumnsToContents();
        m_table->horizontalHeader()->setSectionResizeMode(SimilarityModel::Similarity, QHeaderView::Stretch);
        if (found->isEmpty())
            showState(tr("No two files are similar"), tr("What was given out, and what a quarter of the class has, does not count."));
        else
            showState(tr("%n pair(s)", nullptr, int(found->size())), {});
        m_table->setFocus();
    } else {
        const wording::Trouble trouble = wording::explain(found.error());
        showState(trouble.what, trouble.remedy);
    }
    emit searched();
}

/// A sentence about it, in the place of the pairs where there are none.
void SimilarityDialog::showState(const QString &title, const QString &text)
{
    const bool isAny = m_model->rowCount() > 0;
    m_stack->setCurrentIndex(isAny ? 1 : 0);
    m_empty->setText(title, text);
    m_state->setText(isAny ? title : QString());
    m_bar->setVisible(m_isSearching);
    m_filter->setEnabled(isAny);
    m_save->setEnabled(isAny);
    m_earlierButton->setEnabled(!m_isSearching);
    m_searchButton->setText(m_isSearching ? tr("Stop") : tr("Search again"));
    m_searchButton->setIconName(m_isSearching ? u"stop"_s : u"search"_s);
    announce(this, title);
}

void SimilarityDialog::showPair()
{
    const QModelIndex row = m_shown->mapToSource(m_table->currentIndex());
    if (!row.isValid())
        return m_files->showNothing();
    const auto name = [&](int column) { return row.siblingAtColumn(column).data().toString(); };
    m_files->showPair(m_model->pairs()[row.row()], name(SimilarityModel::First), name(SimilarityModel::Second));
}

void SimilarityDialog::chooseEarlier()
{
    auto *dialog = new QFileDialog(this, tr("An earlier class, to be compared with this one"), QFileInfo(m_folder->path()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &SimilarityDialog::compareWith);
    dialog->open();
}

void SimilarityDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Save as a page"), m_folder->file(u"similar.html"_s));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Pages (*.html)")});
    dialog->setDefaultSuffix(u"html"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &SimilarityDialog::saveTo);
    dialog->open();
}

void SimilarityDialog::saveTo(const QString &file)
{
    QtConcurrent::run([file, title = m_book.title, pairs = m_model->pairs()] {
        return classroom::writeFile(
            file, wording::similarityHtml(title, pairs).toUtf8(), classroom::Readers::OwnerOnly);
    }).then(this, [this, file](const Result<> &written) {
        showState(written ? tr("Written: %1").arg(displayName(QFile::encodeName(file)))
                          : wording::explain(written.error()).what, {});
    });
}

} // namespace ringside::desktop

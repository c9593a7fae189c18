#include "desktop/playground/hostexchange.h"

#include "desktop/playground/hostfiles.h"
#include "filesystem/copyout.h"
#include "wording/cause.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QtConcurrentRun>

namespace ringside::desktop {

HostExchange::HostExchange(QWidget *page)
    : m_page(page)
{
}

void HostExchange::chooseImport()
{
    chooseFolder(tr("Import a folder"), &HostExchange::importFolder);
}

void HostExchange::chooseExport()
{
    chooseFolder(tr("Export all files to an empty folder"), &HostExchange::exportChosen);
}

void HostExchange::chooseFolder(const QString &title, void (HostExchange::*then)(const QString &))
{
    auto *dialog = new QFileDialog(m_page, title, QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, then);
    dialog->open();
}

// A folder is what the playground begins with then; files come to those that are there.
void HostExchange::bringIn(const QStringList &paths)
{
    if (paths.size() == 1 && QFileInfo(paths.first()).isDir())
        return importFolder(paths.first());
    if (std::ranges::all_of(paths, [](const QString &path) { return QFileInfo(path).isFile(); }))
        return addFiles(paths);
    emit refused(
        tr("Nothing was brought in"), tr("Drop one folder, to begin with it, or files, to have them beside these."));
}

void HostExchange::importFolder(const QString &folder)
{
    QtConcurrent::run([folder] { return readFolder(folder); })
        .then(this, [this, folder](const Result<filesystem::Tree> &tree) {
            tree ? emit folderRead(folder, *tree) : tellNotBroughtIn(folder, tree.error());
        });
}

void HostExchange::addFiles(const QStringList &paths)
{
    QStringList bare;
    for (const QString &path : paths)
        bare.append(QFileInfo(path).fileName());
    const QString names = QLocale().createSeparatedList(bare);
    QtConcurrent::run([paths] { return readFiles(paths); })
        .then(this, [this, names](const Result<QList<filesystem::Entry>> &files) {
            files ? emit filesRead(names, *files) : tellNotBroughtIn(names, files.error());
        });
}

void HostExchange::tellNotBroughtIn(const QString &what, const Error &error)
{
    const QString title = tr("%1 was not brought in").arg(what);
    if (error.kind != Error::Kind::Content)
        emit failed(title, error);
    else
        emit refused(title, tr("A playground holds %1 and %2 entries at most.")
                                .arg(wording::sizeText(mostImportedBytes)).arg(mostImportedEntries));
}

void HostExchange::exportTo(const QString &folder, const filesystem::Tree &tree)
{
    QtConcurrent::run([folder, tree] { return filesystem::copyOut(tree, folder.toUtf8()); })
        .then(this, [this, folder](const Result<> &written) {
            if (written)
                emit exported(folder);
            else if (written.error().errnum == ENOTEMPTY)
                emit refused(tr("%1 is not empty").arg(folder), tr("Choose an empty folder, so that nothing in it is lost."));
            else
                emit failed(tr("The files could not be saved to %1").arg(folder), written.error());
        });
}

} // namespace ringside::desktop

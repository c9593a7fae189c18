#pragma once

#include "base/result.h"
#include "filesystem/tree.h"

#include <QObject>

class QWidget;

namespace ringside::desktop {

/// What goes between the playground and the learner's own folders: a folder to begin with, files to have beside the
/// others, and all files out into a folder. The disk is read and written beside the window; what is done with what came
/// in, others know.
class HostExchange : public QObject
{
    Q_OBJECT

public:
    /// The dialogs are the page's, which outlives this object.
    explicit HostExchange(QWidget *page);

    void chooseImport();
    /// exportChosen() follows.
    void chooseExport();
    /// One folder, or files.
    void bringIn(const QStringList &paths);
    void importFolder(const QString &folder);
    /// To a folder that is empty, or not there.
    void exportTo(const QString &folder, const filesystem::Tree &tree);

signals:
    void folderRead(const QString &folder, const ringside::filesystem::Tree &tree);
    /// `names` as one says them; there is at least one file.
    void filesRead(const QString &names, const QList<ringside::filesystem::Entry> &files);
    void exportChosen(const QString &folder);
    void exported(const QString &folder);
    /// It cannot be: what, and what to do.
    void refused(const QString &what, const QString &remedy);
    void failed(const QString &what, const ringside::Error &error);

private:
    void chooseFolder(const QString &title, void (HostExchange::*then)(const QString &));
    void addFiles(const QStringList &paths);
    void tellNotBroughtIn(const QString &what, const Error &error);

    QWidget *m_page;
};

} // namespace ringside::desktop

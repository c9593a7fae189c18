#pragma once

#include "classroom/similarfiles.h"
#include "desktop/grading/gradedclass.h"

#include <QDialog>
#include <QFutureWatcher>

#include <stop_token>

class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace ringside::desktop {

class Button;
class EmptyState;
class Label;
class ShareBar;
class SimilarityModel;
class SimilarPairView;

/// The most similar files of a class: its pairs, ranked, and the files of the chosen one side by side. It searches as
/// soon as it is there.
class SimilarityDialog : public QDialog
{
    Q_OBJECT

public:
    SimilarityDialog(
        const GradedClass &graded, std::shared_ptr<const course::Course> course, QWidget *parent = nullptr);
    ~SimilarityDialog() override;

    /// Searches anew, also among the files of an earlier class.
    void compareWith(const QString &earlierFolder);
    /// Writes the pairs as a page of HTML.
    void saveTo(const QString &file);

signals:
    void searched(); ///< or stopped, or met a problem

private:
    QWidget *makeHead();
    QWidget *makePairs();
    void search();
    void stop();
    void showFound(const Result<QList<classroom::SimilarFiles>> &found);
    void showPair();
    void showState(const QString &title, const QString &text);
    void chooseFirst();
    void chooseEarlier();
    void chooseFile();

    std::shared_ptr<const classroom::GradeFolder> m_folder;
    classroom::Gradebook m_book;
    std::shared_ptr<const course::Course> m_course;
    QString m_earlier; ///< folder of another class; empty: none
    std::stop_source m_stop;
    QFutureWatcher<Result<QList<classroom::SimilarFiles>>> m_watcher; ///< of the latest search
    bool m_isSearching = false; ///< false, too, while one ends that was stopped

    SimilarityModel *m_model;
    QSortFilterProxyModel *m_shown;
    QLineEdit *m_filter;
    Label *m_state;
    ShareBar *m_bar;
    Button *m_earlierButton;
    Button *m_searchButton;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QTableView *m_table;
    SimilarPairView *m_files;
    QPushButton *m_save;
};

} // namespace ringside::desktop

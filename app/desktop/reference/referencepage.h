#pragma once

#include "desktop/lesson/examplerunner.h"
#include "desktop/page/pageentry.h"
#include "desktop/reference/referencemodel.h"

#include <QStyledItemDelegate>

class QLineEdit;
class QListView;
class QSplitter;
class QStackedWidget;

namespace ringside::desktop {

class Label;
class ReaderView;

/// A row of the quick reference: the call in code, what to remember of it, and where it is explained.
class ReferenceDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// All quick references as one list to search; beside it the chosen row with an example one can run.
class ReferencePage : public Page
{
    Q_OBJECT

public:
    explicit ReferencePage(sandbox::Sandbox &sandbox, std::function<sandbox::Limits()> limits = {},
        QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    /// A place is what one searches for.
    bool openPlace(const QString &place) override;
    QString placeName() const override;

    CommandContexts contexts() const override;
    void perform(Command command) override;
    QList<QWidget *> panes() const override;

    [[nodiscard]] QLineEdit *search() const { return m_search; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] ReaderView *detail() const { return m_detail; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeList();
    void searchFor(const QString &typed);
    void showChosen();
    void showRow(const ReferenceModel::Row &row);
    void openChosen(const QModelIndex &index);
    void showCount();

    ExampleRunner m_runner;
    std::function<sandbox::Limits()> m_limits;
    std::shared_ptr<const course::Course> m_course;
    ReferenceModel *m_model;
    ReferenceProxy *m_found;
    QLineEdit *m_search;
    Label *m_count;
    QListView *m_list;
    QStackedWidget *m_stack; ///< the list, or word that nothing was found
    QSplitter *m_split;
    ReaderView *m_detail;
};

[[nodiscard]] PageEntry referenceEntry();

} // namespace ringside::desktop

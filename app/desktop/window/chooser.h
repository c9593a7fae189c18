#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QPointer>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;

namespace ringside::desktop {

/// One line of a Chooser.
struct Choice
{
    QString title;
    QString detail; ///< right, in grey: keys, or what it belongs to
    QString icon;
    QVariant value;
};

/// The choices that contain what was typed, best match first.
class ChoiceModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { DetailRole = Qt::UserRole, IconRole, ValueRole };

    using QAbstractListModel::QAbstractListModel;

    void setChoices(QList<Choice> choices);
    void setFilter(const QString &typed);
    /// How well a text answers what was typed: every word of it must be in the text. 0: not at all.
    [[nodiscard]] static int score(const QString &text, const QString &typed);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Choice> m_choices;
    QList<int> m_shown; ///< indices of m_choices
};

/// A box over the window in which one types a few letters and presses Enter: all commands, all places.
class Chooser : public QFrame
{
    Q_OBJECT

public:
    explicit Chooser(QWidget *window);

    /// Answers what was typed, best match first.
    using Source = std::function<QList<Choice>(const QString &typed)>;

    void open(const QString &prompt, QList<Choice> choices);
    /// With choices that are looked up for every key.
    void open(const QString &prompt, Source source);
    void close();
    /// The source has more to find now: asks it again.
    void refresh();

signals:
    void chosen(const QVariant &value);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void begin(const QString &prompt);
    void show(const QString &typed);
    void choose();
    void place();
    void moveBy(int rows);

    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_nothing;
    ChoiceModel *m_model;
    Source m_source;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ringside::desktop

#pragma once

#include <QAbstractTableModel>
#include <QByteArray>
#include <QList>

namespace ringside::desktop {

using EnvironmentVariables = QList<std::pair<QByteArray, QByteArray>>;

/// The environment programs of the playground get: what the box sets, with the learner's own over it, and an empty row
/// at the end to add one.
class EnvironmentModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Value };
    enum Role { OwnRole = Qt::UserRole }; ///< the learner has set it

    using QAbstractTableModel::QAbstractTableModel;

    /// What the box sets by itself, as a program in it saw it.
    void setGiven(const EnvironmentVariables &given);
    void setOwn(const EnvironmentVariables &own);
    [[nodiscard]] const EnvironmentVariables &own() const { return m_own; }
    /// Takes the learner's value away; what the box sets is there again.
    void takeBack(const QModelIndex &index);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void ownChanged();

private:
    struct Row
    {
        QByteArray name, value;
        bool own = false;
        bool given = false;
    };

    void arrange();
    [[nodiscard]] bool rename(const QByteArray &before, const QByteArray &name);
    void set(const QByteArray &name, const QByteArray &value);

    EnvironmentVariables m_given, m_own;
    QList<Row> m_rows; ///< by name
};

} // namespace ringside::desktop

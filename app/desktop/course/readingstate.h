#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

namespace ringside::desktop {

/// A place in the course: a part of a lesson and how far one has scrolled in it, 0 to 1.
struct ReadingPlace
{
    QString lesson;
    QString part;
    qreal scroll = 0;
};

/// Which parts the learner has marked as read, and where they were last. Kept in a state file; each change is
/// on disk within a second.
class ReadingState : public QObject
{
    Q_OBJECT

public:
    explicit ReadingState(const QString &file, QObject *parent = nullptr);
    ~ReadingState() override;

    [[nodiscard]] bool isRead(const QString &lesson, const QString &part) const;
    void setRead(const QString &lesson, const QString &part, bool read);

    [[nodiscard]] ReadingPlace place() const { return m_place; }
    void setPlace(const ReadingPlace &place);

signals:
    void readChanged(const QString &lesson);

private:
    void load();
    void save();

    QString m_file;
    QHash<QString, QSet<QString>> m_read;
    ReadingPlace m_place;
    QTimer m_saver;
};

} // namespace ringside::desktop

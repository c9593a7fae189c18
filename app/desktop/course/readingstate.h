#pragma once

#include "progress/storethread.h"

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
    bool fromTop = false; ///< even when one left the part further down

    /// Where a link leads; without a part, to where one was in the lesson.
    [[nodiscard]] static ReadingPlace topOf(const QString &lesson, const QString &part)
    {
        return {lesson, part, 0, !part.isEmpty()};
    }
};

/// Which parts the learner has marked as read, and where they were last, in the course and in each part. Kept in
/// a state file; each change is on disk within a second. The marks are in the learner's store, too, which goes
/// along to other machines.
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
    /// How far one had scrolled in a part when one left it, 0 to 1.
    [[nodiscard]] qreal scrollOf(const QString &lesson, const QString &part) const;
    /// The part of a lesson one was in last; empty when it was never open.
    [[nodiscard]] QString lastPart(const QString &lesson) const { return m_lastParts.value(lesson); }

    /// Forgets everything; the store is not touched.
    void clear();

    /// Takes the store's marks in, and brings every change there. The store outlives this object.
    void join(progress::StoreThread &store);

signals:
    void readChanged(const QString &lesson);

private:
    void load();
    void save();

    QString m_file;
    QHash<QString, QSet<QString>> m_read;
    ReadingPlace m_place;
    QHash<QString, QString> m_lastParts; ///< by lesson
    QHash<QString, qreal> m_scrolls; ///< by "lesson#part"
    QTimer m_saver;
    progress::StoreThread *m_store = nullptr;
};

} // namespace ringside::desktop

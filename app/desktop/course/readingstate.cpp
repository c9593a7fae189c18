#include "desktop/course/readingstate.h"

#include "desktop/course/statefile.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

ReadingState::ReadingState(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
{
    load();
    m_saver.setSingleShot(true);
    m_saver.setInterval(500);
    connect(&m_saver, &QTimer::timeout, this, &ReadingState::save);
}

ReadingState::~ReadingState()
{
    if (m_saver.isActive())
        save();
}

bool ReadingState::isRead(const QString &lesson, const QString &part) const
{
    return m_read.value(lesson).contains(part);
}

void ReadingState::setRead(const QString &lesson, const QString &part, bool read)
{
    if (isRead(lesson, part) == read)
        return;
    read ? void(m_read[lesson].insert(part)) : void(m_read[lesson].remove(part));
    m_saver.start();
    emit readChanged(lesson);
}

void ReadingState::setPlace(const ReadingPlace &place)
{
    m_place = place;
    if (!m_saver.isActive())
        m_saver.start();
}

void ReadingState::load()
{
    const QJsonObject stored = statefile::read(m_file);
    const QJsonObject read = stored[u"read"].toObject();
    for (auto it = read.begin(); it != read.end(); ++it) {
        for (const QJsonValue part : it->toArray())
            m_read[it.key()].insert(part.toString());
    }
    const QJsonObject place = stored[u"place"].toObject();
    m_place = {place[u"lesson"].toString(), place[u"part"].toString(),
        qBound(0.0, place[u"scroll"].toDouble(), 1.0)};
}

void ReadingState::save()
{
    m_saver.stop();
    QJsonObject read;
    for (auto it = m_read.cbegin(); it != m_read.cend(); ++it) {
        QStringList parts(it->cbegin(), it->cend());
        parts.sort();
        read[it.key()] = QJsonArray::fromStringList(parts);
    }
    const QJsonObject place{
        {u"lesson"_s, m_place.lesson}, {u"part"_s, m_place.part}, {u"scroll"_s, m_place.scroll}};
    const Result<> written = statefile::write(
        m_file, {{u"format"_s, 1}, {u"read"_s, read}, {u"place"_s, place}});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

} // namespace ringside::desktop

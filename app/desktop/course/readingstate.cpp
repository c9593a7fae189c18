#include "desktop/course/readingstate.h"

#include "desktop/course/statefile.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

QString placeKey(const QString &lesson, const QString &part)
{
    return lesson + u'#' + part;
}

} // namespace

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
    if (m_store) {
        m_store->run([lesson, part, read, now = progress::currentMoment().ms](const progress::Store &store) {
            return store.reading().markRead(lesson, part, read, now);
        });
    }
    emit readChanged(lesson);
}

void ReadingState::join(progress::StoreThread &store)
{
    m_store = &store;
    store.run([](const progress::Store &open) { return open.reading().readMarks(); })
        .then(this, [this](const Result<QList<progress::ReadMark>> &marks) {
            if (!marks)
                return;
            for (const progress::ReadMark &mark : *marks) {
                if (isRead(mark.lesson, mark.part))
                    continue;
                m_read[mark.lesson].insert(mark.part);
                m_saver.start();
                emit readChanged(mark.lesson);
            }
        });
}

void ReadingState::clear()
{
    const QStringList lessons = m_read.keys();
    m_read.clear();
    m_place = {};
    m_lastParts.clear();
    m_scrolls.clear();
    save();
    for (const QString &lesson : lessons)
        emit readChanged(lesson);
}

qreal ReadingState::scrollOf(const QString &lesson, const QString &part) const
{
    return m_scrolls.value(placeKey(lesson, part));
}

void ReadingState::setPlace(const ReadingPlace &place)
{
    m_place = place;
    m_lastParts.insert(place.lesson, place.part);
    m_scrolls.insert(placeKey(place.lesson, place.part), place.scroll);
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
    const QJsonObject lastParts = stored[u"last_parts"].toObject();
    for (auto it = lastParts.begin(); it != lastParts.end(); ++it)
        m_lastParts.insert(it.key(), it->toString());
    const QJsonObject scrolls = stored[u"scrolls"].toObject();
    for (auto it = scrolls.begin(); it != scrolls.end(); ++it)
        m_scrolls.insert(it.key(), qBound(0.0, it->toDouble(), 1.0));
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
    QJsonObject lastParts;
    for (auto it = m_lastParts.cbegin(); it != m_lastParts.cend(); ++it)
        lastParts[it.key()] = *it;
    QJsonObject scrolls;
    for (auto it = m_scrolls.cbegin(); it != m_scrolls.cend(); ++it)
        scrolls[it.key()] = *it;
    const Result<> written = statefile::write(m_file, {{u"format"_s, 1}, {u"read"_s, read},
        {u"place"_s, place}, {u"last_parts"_s, lastParts}, {u"scrolls"_s, scrolls}});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

} // namespace ringside::desktop

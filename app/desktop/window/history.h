#pragma once

#include "desktop/course/readingstate.h"
#include "desktop/window/navrail.h"

#include <QList>

namespace ringside::desktop {

/// Where in the window one is.
struct Location
{
    Screen screen = Screen::Course;
    ReadingPlace place; ///< on the screen Lesson
    QString exercise; ///< slug; empty: the list of exercises
    QString page{}; ///< on the screen Registered: its id,
    QString where{}; ///< and the place on it

    /// The same page, wherever one has scrolled to on it.
    [[nodiscard]] bool isSamePage(const Location &other) const
    {
        return screen == other.screen && place.lesson == other.place.lesson
            && place.part == other.place.part && exercise == other.exercise && page == other.page
            && where == other.where;
    }
};

/// Back and forward.
class History
{
public:
    /// Goes to a new location; what was forward is forgotten.
    void visit(const Location &location)
    {
        if (m_at >= 0 && m_locations[m_at].isSamePage(location)) {
            m_locations[m_at] = location;
            return;
        }
        m_locations.resize(m_at + 1);
        m_locations.append(location);
        if (m_locations.size() > most)
            m_locations.removeFirst();
        m_at = m_locations.size() - 1;
    }
    /// Remembers how far one has scrolled before leaving.
    void update(const Location &location)
    {
        if (m_at >= 0 && m_locations[m_at].isSamePage(location))
            m_locations[m_at] = location;
    }
    [[nodiscard]] bool canGo(int steps) const { return m_at + steps >= 0 && m_at + steps < m_locations.size(); }
    [[nodiscard]] Location go(int steps) { return m_locations[m_at += steps]; }

private:
    static constexpr qsizetype most = 100;

    QList<Location> m_locations;
    qsizetype m_at = -1;
};

} // namespace ringside::desktop

#pragma once

#include "desktop/course/searchindex.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace ringside::progress {
class StoreThread;
}

namespace ringside::desktop {

class Chooser;

/// The search through everything: the course, and what the learner wrote. A chosen hit is a link.
class PlaceSearch : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    PlaceSearch(Chooser &chooser, progress::StoreThread &store, QObject *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course);
    /// Does nothing before there is a course.
    void open();

private:
    Chooser &m_chooser;
    progress::StoreThread &m_store;
    std::shared_ptr<const course::Course> m_course;
    QFuture<SearchIndex> m_index;
};

} // namespace ringside::desktop

#include "course/graph.h"

#include <QSet>

namespace ringside::course {

namespace {

bool findWay(const QString &from, const QString &to, const Graph &graph, QSet<QString> &seen,
    QStringList &way)
{
    way.append(from);
    for (const QString &next : graph.value(from)) {
        if (next == to) {
            way.append(next);
            return true;
        }
        if (seen.contains(next))
            continue;
        seen.insert(next);
        if (findWay(next, to, graph, seen, way))
            return true;
    }
    way.removeLast();
    return false;
}

} // namespace

QStringList circleThrough(const QString &start, const Graph &graph)
{
    QSet<QString> seen{start};
    QStringList way;
    return findWay(start, start, graph, seen, way) ? way : QStringList();
}

} // namespace ringside::course

#include "desktop/window/links.h"

#include <QFileInfo>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

Location ofPage(const QString &page, const QString &place)
{
    return {Screen::Registered, {}, {}, page, place};
}

// The playground begins with a copy.
std::optional<Location> ofFile(const QFileInfo &file)
{
    if (!file.isDir() && file.suffix() != u"py")
        return std::nullopt;
    return ofPage(u"playground"_s, u"file:"_s + file.filePath());
}

// Its card; without a page for interviews, the part of the lesson it is about.
std::optional<Location> ofQuestion(const QString &id, const course::Course *course, bool hasInterview)
{
    const course::Question *question = course ? course->question(id) : nullptr;
    if (course && !question)
        return std::nullopt;
    if (question && !hasInterview)
        return Location{Screen::Lesson, ReadingPlace::topOf(question->lesson, question->part), {}};
    return ofPage(u"interview"_s, id);
}

} // namespace

std::optional<Location> locationOf(
    const QString &link, const course::Course *course, const QList<PageEntry> &pages)
{
    const QUrl url(link);
    if (url.isLocalFile())
        return ofFile(QFileInfo(url.toLocalFile()));
    const auto hasPage = [&](const QString &id) { return std::ranges::contains(pages, id, &PageEntry::id); };
    QString path = url.path();
    QString kind = url.scheme();
    if (kind == u"ringside") {
        path.prepend(url.host()); // "ringside://lesson/ID", as some write it
        kind = path.section(u'/', 0, 0);
        path = path.section(u'/', 1);
    }
    if (kind == u"lesson" && !path.isEmpty())
        return Location{Screen::Lesson, ReadingPlace::topOf(path, url.fragment()), {}};
    if (kind == u"exercise" && !path.isEmpty())
        return Location{Screen::Exercises, {}, path};
    if (kind == u"question")
        return ofQuestion(path, course, hasPage(u"interview"_s));
    if (url.scheme() == u"ringside" && hasPage(kind))
        return ofPage(kind, path);
    return std::nullopt;
}

} // namespace ringside::desktop

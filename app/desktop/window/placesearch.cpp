#include "desktop/window/placesearch.h"

#include "desktop/window/chooser.h"
#include "desktop/window/owntexts.h"
#include "progress/storethread.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

QString iconOf(SearchHit::Kind kind)
{
    switch (kind) {
    case SearchHit::Kind::Name: return u"terminal"_s;
    case SearchHit::Kind::Part: return u"book"_s;
    case SearchHit::Kind::Heading: return u"list"_s;
    case SearchHit::Kind::Exercise: return u"flask"_s;
    case SearchHit::Kind::Question: return u"cards"_s;
    case SearchHit::Kind::Own: return u"edit"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

PlaceSearch::PlaceSearch(Chooser &chooser, progress::StoreThread &store, QObject *parent)
    : QObject(parent)
    , m_chooser(chooser)
    , m_store(store)
{
}

void PlaceSearch::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    m_index = QtConcurrent::run([course] { return SearchIndex::of(*course); });
}

void PlaceSearch::open()
{
    if (!m_course)
        return;
    m_index.waitForFinished(); // it began with the course, and takes no longer than the first key
    const auto index = std::make_shared<SearchIndex>(m_index.result());
    m_chooser.open(tr("Search lessons, functions, errors, system calls, exercises, questions, your attempts"),
        [index](const QString &typed) {
            QList<Choice> choices;
            for (const SearchHit &hit : index->find(typed))
                choices.append({hit.title, hit.detail, iconOf(hit.kind), hit.link});
            return choices;
        });
    // What the learner wrote comes a moment later than what everyone has.
    m_store.run(readOwnTexts).then(this, [this, index](const Result<OwnTexts> &own) {
        if (own)
            addOwnTexts(*index, *own, *m_course);
        m_chooser.refresh();
    });
}

} // namespace ringside::desktop

#include "desktop/window/owntexts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int longestTitle = 80;

struct SearchWords
{
    Q_DECLARE_TR_FUNCTIONS(SearchWords)
};

} // namespace

Result<OwnTexts> readOwnTexts(const progress::Store &store)
{
    OwnTexts own;
    const auto records = store.attempts().records();
    const auto notes = store.reading().search({});
    if (!records || !notes)
        return std::unexpected(records ? notes.error() : records.error());
    own.notes = *notes;
    for (const progress::ItemRecord &record : *records) {
        if (record.kind != progress::AttemptKind::Exercise)
            continue;
        const auto attempts = store.attempts().of(record.itemUid);
        if (!attempts)
            return std::unexpected(attempts.error());
        own.attempts += *attempts;
    }
    return own;
}

void addOwnTexts(SearchIndex &index, const OwnTexts &own, const course::Course &course)
{
    const QLocale locale;
    for (const progress::Attempt &attempt : own.attempts) {
        const course::Exercise *exercise = course.exercise(attempt.itemUid.section(u':', 1));
        if (exercise)
            index.addOwn(exercise->title, SearchWords::tr("Your attempt of %1").arg(locale.toString(
                QDateTime::fromMSecsSinceEpoch(attempt.submitted.ms), QLocale::ShortFormat)),
                u"exercise:"_s + exercise->slug, attempt.answer);
    }
    for (const progress::Note &note : own.notes)
        index.addOwn(note.quote.left(longestTitle), SearchWords::tr("Your note"),
            u"lesson:%1#%2"_s.arg(note.itemUid.section(u':', 1), note.part), note.body);
}

} // namespace ringside::desktop

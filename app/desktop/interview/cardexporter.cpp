#include "desktop/interview/cardexporter.h"

#include "progress/deck.h"
#include "progress/storethread.h"
#include "review/cardjudge.h"
#include "wording/learning.h"

#include <QSaveFile>
#include <QtConcurrentRun>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::ExportedCards;

bool isOfAnswers(const QString &file)
{
    return file.endsWith(u".csv");
}

Result<QByteArray> contentFor(const QString &file, const ExportedCards &cards)
{
    if (file.endsWith(u".apkg"))
        return progress::toAnkiPackage(cards);
    return isOfAnswers(file) ? progress::toReviewCsv(cards) : progress::toAnkiText(cards);
}

/// How many cards or answers are in it. Whole, or not there at all.
Result<int> writeTo(const QString &path, const ExportedCards &cards)
{
    return contentFor(path, cards).and_then([&](const QByteArray &content) -> Result<int> {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
            return systemError(u"write %1: %2"_s.arg(path, file.errorString()), errno);
        if (isOfAnswers(path))
            return int(progress::answersOf(cards).size());
        return int(std::ranges::count_if(cards.cards,
            [&](const progress::Card &card) { return progress::sidesOf(card, cards.printed).has_value(); }));
    });
}

} // namespace

CardExporter::CardExporter(const PageServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
}

void CardExporter::start(const std::shared_ptr<const course::Course> &course, const QString &file)
{
    if (m_course || !course)
        return;
    m_course = course;
    m_file = file;
    m_next = 0;
    m_services.store
        .run([course](const progress::Store &store) { return progress::exportedCards(store, progress::cardsOf(*course)); })
        .then(this, [this](const Result<ExportedCards> &cards) {
            if (!cards) {
                fail(cards.error());
                return;
            }
            m_cards = *cards;
            for (progress::Card &card : m_cards.cards) {
                card.prompt = wording::questionText(card.kind, card.prompt);
                m_cards.titles.insert(card.topic, wording::topicTitle(*m_course, card.topic));
            }
            runNext();
        });
}

/// One after the other: the answers alone need no run.
void CardExporter::runNext()
{
    const auto needsRun = [](const progress::Card &card) { return card.kind == progress::QuestionKind::Predict; };
    const auto card = std::find_if(m_cards.cards.cbegin() + m_next, m_cards.cards.cend(), needsRun);
    if (card == m_cards.cards.cend() || isOfAnswers(m_file)) {
        write();
        return;
    }
    m_next = card - m_cards.cards.cbegin() + 1;
    emit progressed(int(m_next), int(m_cards.cards.size()));
    review::judge(m_services.sandbox, *m_course, *card, {})
        .then(this, [this, uid = card->uid](const Result<review::Judgement> &judged) {
            if (judged && judged->printed)
                m_cards.printed.insert(uid, *judged->printed);
            else if (!judged && judged.error().kind == Error::Kind::Unsupported)
                m_next = m_cards.cards.size(); // nothing can be run here
            runNext();
        });
}

void CardExporter::write()
{
    QtConcurrent::run([file = m_file, cards = m_cards] { return writeTo(file, cards); })
        .then(this, [this](const Result<int> &count) {
            if (!count) {
                fail(count.error());
                return;
            }
            m_course.reset();
            isOfAnswers(m_file) ? emit answersWritten(*count) : emit written(*count);
        });
}

void CardExporter::fail(const Error &error)
{
    m_course.reset();
    emit failed(error);
}

} // namespace ringside::desktop

#include "classroom/files.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "progress/cardexport.h"
#include "progress/deck.h"
#include "review/cardjudge.h"
#include "wording/learning.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using progress::Card;
using progress::ExportedCards;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// What the code of each prediction prints: only a run tells. Where there is no sandbox these cards are left out.
QHash<QString, QString> printedBy(const QList<Card> &cards)
{
    QHash<QString, QString> printed;
    Session &session = Session::current();
    int done = 0;
    for (const Card &card : cards) {
        Console::showProgress(Words::tr("card %1 of %2").arg(++done).arg(cards.size()));
        if (card.kind != progress::QuestionKind::Predict)
            continue;
        const auto judged = session.wait(review::judge(session.sandbox(), session.course(), card, {}));
        if (judged && judged->printed)
            printed.insert(card.uid, *judged->printed);
        else if (!judged && judged.error().kind == Error::Kind::Unsupported)
            break;
    }
    Console::hideProgress();
    return printed;
}

int write(const QString &path, const QByteArray &content)
{
    const auto written = classroom::writeFile(path, content);
    return written ? int(Good) : complain(written.error());
}

int writeFiles(const Arguments &arguments, const ExportedCards &cards)
{
    const auto given = [&](const char16_t *option) { return arguments.value(QString::fromUtf16(option)); };
    if (const QString path = given(u"tsv"); !path.isEmpty())
        if (const int status = write(path, progress::toAnkiText(cards)); status != Good)
            return status;
    if (const QString path = given(u"csv"); !path.isEmpty())
        if (const int status = write(path, progress::toReviewCsv(cards)); status != Good)
            return status;
    for (const QString &path : {given(u"apkg"), given(u"anki")}) {
        if (path.isEmpty())
            continue;
        const auto package = progress::toAnkiPackage(cards);
        if (!package)
            return complain(package.error());
        if (const int status = write(path, *package); status != Good)
            return status;
    }
    return Good;
}

/// The table of answers holds no cards.
bool isOfAnswersAlone(const Arguments &arguments)
{
    return std::ranges::none_of(QStringList{u"tsv"_s, u"apkg"_s, u"anki"_s},
        [&](const QString &kind) { return !arguments.value(kind).isEmpty(); });
}

int report(const Arguments &arguments, const ExportedCards &cards)
{
    const auto written = std::ranges::count_if(
        cards.cards, [&](const Card &card) { return progress::sidesOf(card, cards.printed).has_value(); });
    const qsizetype left = cards.cards.size() - written;
    if (arguments.has(u"json"_s))
        Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"cards"_s, qint64(written)},
            {u"left_out"_s, qint64(left)}, {u"answers"_s, qint64(cards.reviews.size())}}).toJson());
    else if (isOfAnswersAlone(arguments))
        Console().print(Words::tr("Answers written: %1.").arg(progress::answersOf(cards).size()));
    else
        Console().print(Words::tr("%1 written; %2 left out, whose answer is code to write or to run.")
                .arg(wording::cardsText(int(written)), wording::cardsText(int(left))));
    return Good;
}

int exportCards(const Arguments &arguments)
{
    const QStringList kinds{u"tsv"_s, u"apkg"_s, u"anki"_s, u"csv"_s};
    if (std::ranges::none_of(kinds, [&](const QString &kind) { return !arguments.value(kind).isEmpty(); }))
        return complain(BadUsage, Words::tr("where to?"), Words::tr("Name a file with --tsv, --apkg or --csv."));
    const auto store = openStore(progress::Store::Access::ReadOnly);
    if (!store)
        return Impossible;
    const course::Course &course = Session::current().course();
    auto cards = progress::exportedCards(*store, progress::cardsOf(course));
    if (!cards)
        return complain(cards.error());
    if (!isOfAnswersAlone(arguments))
        cards->printed = printedBy(cards->cards);
    for (Card &card : cards->cards) {
        card.prompt = wording::questionText(card.kind, card.prompt);
        cards->titles.insert(card.topic, wording::topicTitle(course, card.topic));
    }
    const int status = writeFiles(arguments, *cards);
    return status == Good ? report(arguments, *cards) : status;
}

} // namespace

Command cardsExportCommand()
{
    return {.name = u"cards export"_s,
        .summary = Words::tr("Writes the cards for other programs."),
        .description = Words::tr(
            "For Anki as text (the cards) or as a package (the cards, their dates and the answers so far); for\n"
            "optimisers of the schedule the answers as CSV. An import later updates the cards that are there.\n"
            "Several files may be written at once."),
        .arguments = {},
        .options = {{u"tsv"_s, u"FILE"_s, Words::tr("text that Anki imports")},
            {u"apkg"_s, u"FILE"_s, Words::tr("a package that Anki imports")},
            {u"anki"_s, u"FILE"_s, Words::tr("the same as --apkg")},
            {u"csv"_s, u"FILE"_s, Words::tr("the answers: card_id, review_time, review_rating, review_duration")},
            {u"json"_s, {}, Words::tr("print how many were written as one object")}},
        .run = exportCards};
}

} // namespace ringside::cli

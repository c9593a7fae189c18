#include "progress/cardexport.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

/// The little Markdown of questions as HTML: code, bold, emphasis, lines.
QString html(const QString &markdown)
{
    static const QRegularExpression code(u"`([^`]+)`"_s);
    static const QRegularExpression bold(u"\\*\\*([^*]+)\\*\\*"_s);
    QString text = markdown.trimmed().toHtmlEscaped();
    text.replace(code, u"<code>\\1</code>"_s).replace(bold, u"<b>\\1</b>"_s);
    return text.replace(u'\n', u"<br>"_s);
}

/// Blanks and line breaks stay as they are.
QString pre(const QString &code)
{
    return code.trimmed().isEmpty() ? QString() : u"<pre>%1</pre>"_s.arg(code.trimmed().toHtmlEscaped());
}

QString listOf(const QStringList &items, const QString &tag = u"ul"_s)
{
    QString text;
    for (const QString &item : items)
        text += u"<li>%1</li>"_s.arg(item);
    return text.isEmpty() ? QString() : u"<%1>%2</%1>"_s.arg(tag, text);
}

QString openBack(const Card &card)
{
    QStringList points;
    for (const course::KeyPoint &point : card.keyPoints)
        points.append(point.essential ? u"<b>%1</b>"_s.arg(html(point.text)) : html(point.text));
    QStringList wrong;
    for (const course::WrongBelief &belief : card.wrong)
        wrong.append(u"<s>%1</s> %2"_s.arg(html(belief.belief), html(belief.why)));
    QString back = listOf(points) + html(card.answer) + listOf(wrong);
    if (!card.followUpPrompt.isEmpty())
        back += u"<hr><i>%1</i><br>%2"_s.arg(html(card.followUpPrompt), html(card.followUpAnswer));
    return back;
}

QString optionsBack(const Card &card, const std::optional<QString> &printed)
{
    QStringList lines;
    const QSet<int> right = rightOptions(card, printed);
    for (int i = 0; i < card.options.size(); ++i)
        if (right.contains(i))
            lines.append(u"<b>%1</b> %2"_s.arg(html(card.options[i].text), html(card.options[i].why)));
    return lines.isEmpty() ? QString() : (printed ? pre(*printed) : QString()) + listOf(lines);
}

QString backOf(const Card &card, const QHash<QString, QString> &printed)
{
    switch (card.kind) {
    case QuestionKind::Open:
        return openBack(card);
    case QuestionKind::Choice:
        return optionsBack(card, {});
    case QuestionKind::Predict:
        return printed.contains(card.uid) ? optionsBack(card, printed.value(card.uid)) : QString();
    case QuestionKind::FindBug:
        return pre(card.fixedCode);
    case QuestionKind::OrderSteps: {
        QStringList steps;
        for (const QString &step : card.steps)
            steps.append(html(step));
        return listOf(steps, u"ol"_s) + html(card.answer);
    }
    case QuestionKind::Calls: {
        QStringList calls;
        for (const course::ExpectedCall &call : card.calls)
            calls.append(u"<code>%1</code>"_s.arg(call.name.toHtmlEscaped()));
        return listOf(calls);
    }
    case QuestionKind::Coding:
        break;
    }
    return {};
}

QString frontOf(const Card &card)
{
    QStringList options;
    for (const course::QuizOption &option : card.options)
        options.append(html(option.text));
    if (card.kind == QuestionKind::OrderSteps) {
        QStringList steps = card.steps;
        std::ranges::sort(steps); // the given order is the answer
        for (const QString &step : std::as_const(steps))
            options.append(html(step));
    }
    return html(card.prompt) + pre(card.code) + listOf(options);
}

QString quoted(QString field)
{
    return u'"' + field.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

Result<ExportedCards> exportedCards(const Store &store, const QList<Card> &cards)
{
    const auto own = store.decks().ownCards();
    const auto states = store.reviews().states();
    const auto flags = store.decks().flags();
    const auto reviews = store.reviews().all();
    const auto aliases = store.reviews().aliases();
    const auto settings = store.reviews().settings();
    for (const Error *error :
        {own ? nullptr : &own.error(), states ? nullptr : &states.error(), flags ? nullptr : &flags.error(),
            reviews ? nullptr : &reviews.error(), aliases ? nullptr : &aliases.error(),
            settings ? nullptr : &settings.error()})
        if (error)
            return std::unexpected(*error);
    QList<Review> rows = *reviews;
    for (Review &row : rows)
        row.cardUid = aliases->value(row.cardUid, row.cardUid);
    return ExportedCards{.cards = cards + *own,
        .states = *states,
        .flags = *flags,
        .reviews = rows,
        .retention = settings->retention,
        .decay = settings->weights[20],
        .writtenMs = currentMoment().ms};
}

std::optional<CardSides> sidesOf(const Card &card, const QHash<QString, QString> &printed)
{
    const QString back = backOf(card, printed);
    if (back.isEmpty())
        return {};
    const QString source = card.reference.isEmpty() ? QString() : u"<br><small>%1</small>"_s.arg(html(card.reference));
    return CardSides{frontOf(card), back + source};
}

QString tagsOf(const Card &card)
{
    const QString topic = card.topic.simplified().replace(u' ', u'-'); // any blank would begin another tag
    return u"ringside::%1 %2"_s.arg(topic.isEmpty() ? u"own"_s : topic, nameOf(card.kind));
}

QByteArray toAnkiText(const ExportedCards &cards)
{
    QString text = u"#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#deck:Ringside\n"
                   "#if matches:update current\n"_s;
    for (const Card &card : cards.cards) {
        const auto sides = sidesOf(card, cards.printed);
        if (!sides)
            continue;
        text += QStringList{quoted(card.uid), quoted(sides->front), quoted(sides->back), quoted(tagsOf(card))}.join(u'\t')
            + u'\n';
    }
    return text.toUtf8();
}

QList<Review> answersOf(const ExportedCards &cards)
{
    QList<Review> rows = cards.reviews;
    std::ranges::stable_sort(rows, {}, &Review::order);
    const QSet<QString> undone = undoneRows(rows);
    rows.removeIf([&](const Review &row) {
        return !row.grade || !feedsScheduler(row.kind) || undone.contains(row.uid);
    });
    return rows;
}

QByteArray toReviewCsv(const ExportedCards &cards)
{
    QByteArray csv = "card_id,review_time,review_rating,review_duration\n";
    for (const Review &row : answersOf(cards))
        csv += u"%1,%2,%3,%4\n"_s.arg(row.cardUid).arg(row.at.ms).arg(int(*row.grade)).arg(row.latencyMs.value_or(0)).toUtf8();
    return csv;
}

} // namespace ringside::progress

#pragma once

#include "progress/mockreport.h"

namespace ringside::progress::test {

inline Card openCard(const QString &id, const QString &lesson, course::QuestionLevel level)
{
    Card card{.uid = QStringLiteral("question:") + id,
        .kind = QuestionKind::Open,
        .lesson = lesson,
        .topic = lesson,
        .level = level,
        .prompt = QStringLiteral("Prompt of ") + id};
    card.keyPoints
        = {{QStringLiteral("secret essential of ") + id, true, {QStringLiteral("essential")}},
            {QStringLiteral("secret extra of ") + id, false, {}}};
    card.wrong = {{QStringLiteral("secret belief of ") + id, QStringLiteral("no"), {}}};
    card.followUpPrompt = QStringLiteral("Follow-up of ") + id;
    card.followUpAnswer = QStringLiteral("secret answer of ") + id;
    return card;
}

/// Seventeen lessons with three questions, one thing to read and one exercise each.
inline MockSource mockSource()
{
    MockSource source;
    for (int lesson = 1; lesson <= 17; ++lesson) {
        const QString name = QStringLiteral("lesson%1").arg(lesson);
        for (int i = 0; i < 3; ++i)
            source.cards.append(openCard(
                QStringLiteral("Q%1.%2").arg(lesson).arg(i), name, course::QuestionLevel(i)));
        Card quiz{.uid = QStringLiteral("quiz:%1#P1").arg(name),
            .kind = QuestionKind::Predict,
            .lesson = name,
            .topic = name,
            .prompt = QStringLiteral("What does it print?"),
            .code = QStringLiteral("print(1)")};
        quiz.options = {{.text = QStringLiteral("one"),
                            .prints = QStringLiteral("secret 1"),
                            .why = QStringLiteral("secret why")},
            {.text = QStringLiteral("two"), .prints = QStringLiteral("2")}};
        source.cards.append(quiz);
        source.cards.append({.uid = QStringLiteral("exercise:%1").arg(lesson),
            .kind = QuestionKind::Coding,
            .lesson = name,
            .topic = name,
            .prompt = QStringLiteral("Solve %1").arg(lesson),
            .exercise = QString::number(lesson)});
        source.exercisesByCode.insert(
            QStringLiteral("E%1.1").arg(lesson), QStringLiteral("exercise:%1").arg(lesson));
    }
    return source;
}

} // namespace ringside::progress::test

#pragma once

#include "progress/attempts.h"
#include "progress/card.h"

#include <QSet>

namespace ringside::progress {

/// Part of an answer, in characters.
struct Span
{
    int start = 0;
    int length = 0;

    bool operator==(const Span &) const = default;
};

enum class Sighting : quint8 {
    Found, ///< all the words near each other
    Unclear, ///< some of them, far apart, or with a "not" among them: look here
    NotFound,
    NoPattern, ///< the point has no words to look for, or they are switched off
};

struct PointSighting
{
    QString pointUid;
    Sighting sighting = Sighting::NotFound;
    QList<Span> spans; ///< the words that were found, in order
};

struct BeliefSighting
{
    int belief = 0; ///< position in Card::wrong
    QList<Span> spans;
};

/// Where the words of an answer's key points stand. It is a help for the eye of whoever ticks: it
/// knows words, not meaning, and never gives a mark. It is blind to wrong reasons in the right
/// words, to contradictions, to negation further away, to unusual wording and to other languages.
struct MatchReport
{
    QList<PointSighting> points; ///< in the order of Card::keyPoints
    QList<BeliefSighting> beliefs; ///< only those that seem to be stated
    QList<Span> copied; ///< taken from the question: not looked at
};

/// `muted` holds points whose pattern was rejected too often (PatternRecord::isMuted).
[[nodiscard]] MatchReport matchAnswer(
    const Card &card, const QString &answer, const QSet<QString> &muted = {});

/// One tick by the matcher for every point that has a pattern.
[[nodiscard]] QList<PointTick> proposedTicks(const MatchReport &report);

} // namespace ringside::progress

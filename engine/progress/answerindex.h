#pragma once

#include "progress/connection.h"
#include "progress/scheduler.h"

#include <QSet>

#include <map>

namespace ringside::progress {

/// One answer in the log, as far as summaries look at it.
struct PastAnswer
{
    qint64 order = 0;
    QString uid;
    Grade grade{};
    std::optional<int> confidence;
};

/// What summaries ask of the log of reviews, read from its indexes alone. Answers that were taken back are left out.
/// Belongs to the thread of its connection, which outlives it.
class AnswerIndex
{
public:
    [[nodiscard]] static Result<AnswerIndex> open(const Connection &connection);

    /// Answers by study day.
    [[nodiscard]] Result<std::map<int, int>> perDay() const;

    /// Calls `visit(PastAnswer)` for the answers under this name, newest first, until it returns false.
    template <typename Visit> [[nodiscard]] Result<> visitNewest(const QString &cardUid, Visit visit)
    {
        if (auto ran = m_ofCard.run({cardUid}); !ran)
            return ran;
        const Row row(m_ofCard.query());
        while (m_ofCard.query().next())
            if (const PastAnswer answer = read(row); !m_takenBack.contains(answer.uid) && !visit(answer))
                break;
        return endReading();
    }

private:
    AnswerIndex(const Connection &connection, QSet<QString> takenBack, Statement ofCard)
        : m_connection(&connection)
        , m_takenBack(std::move(takenBack))
        , m_ofCard(std::move(ofCard))
    {
    }

    [[nodiscard]] Result<> endReading();
    [[nodiscard]] static PastAnswer read(const Row &row);

    const Connection *m_connection;
    QSet<QString> m_takenBack;
    Statement m_ofCard;
};

} // namespace ringside::progress

#pragma once

#include "desktop/widgets/notice.h"
#include "progress/card.h"
#include "review/cardjudge.h"

namespace ringside::desktop {

/// What is said about an answer that a machine judged.
struct JudgementWords
{
    NoticeKind kind = NoticeKind::Note;
    QString title;
    QString markdown; ///< the reason, and what is right
};
[[nodiscard]] JudgementWords judgementWords(
    const progress::Card &card, const review::CardAnswer &answer, const review::Judgement &judgement);

} // namespace ringside::desktop

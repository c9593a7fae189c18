#include "supervisor/armedboxes.h"

namespace ringside::supervisor {

namespace {

constexpr std::size_t boxesOfAKind = 2; // as many as usually run at once

} // namespace

std::optional<ArmedBox> ArmedBoxes::take(Kind kind)
{
    m_isWanted[kind] = true;
    std::deque<ArmedBox> &boxes = m_boxes[kind];
    while (!boxes.empty()) {
        ArmedBox box = std::move(boxes.front());
        boxes.pop_front();
        if (!box.process.isDead())
            return box;
    }
    return std::nullopt;
}

void ArmedBoxes::armOne()
{
    for (const auto &[kind, isWanted] : m_isWanted) {
        if (!isWanted || m_boxes[kind].size() >= boxesOfAKind || !canMake(kind))
            continue;
        Outcome<RunFiles> files = RunFiles::create(RunFiles::usualSizes());
        if (!files)
            return;
        Outcome<BoxProcess> process = make(kind, *files);
        if (process)
            m_boxes[kind].push_back({std::move(*files), std::move(*process)});
        return;
    }
}

bool ArmedBoxes::canMake(Kind kind)
{
    return !kind || m_zygotes.find(*kind);
}

Outcome<BoxProcess> ArmedBoxes::make(Kind kind, const RunFiles &files)
{
    if (kind)
        return BoxProcess::startWarm({}, files, *m_zygotes.find(*kind), m_groups.make());
    return BoxProcess::startCold({}, files, m_filters, m_groups.make());
}

} // namespace ringside::supervisor

#include "supervisor/armedboxes.h"

namespace ringside::supervisor {

namespace {

constexpr std::size_t boxesOfAKind = 2; // as many as usually run at once

} // namespace

std::optional<ArmedBox> ArmedBoxes::take(ZygoteKind kind)
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
        Zygote *zygote = isWanted && m_boxes[kind].size() < boxesOfAKind ? m_zygotes.find(kind) : nullptr;
        if (!zygote)
            continue;
        Outcome<RunFiles> files = RunFiles::create(RunFiles::usualSizes());
        if (!files)
            return;
        Outcome<BoxProcess> process = BoxProcess::startWarm({}, *files, *zygote);
        if (process)
            m_boxes[kind].push_back({std::move(*files), std::move(*process)});
        return;
    }
}

} // namespace ringside::supervisor

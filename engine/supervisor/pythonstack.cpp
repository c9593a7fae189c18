#include "supervisor/pythonstack.h"

#include <algorithm>
#include <bit>

namespace ringside::supervisor {

namespace {

constexpr int deepestStack = 200;
constexpr int mostThreads = 1000;
constexpr unsigned mostAttempts = 4096;
constexpr std::uint64_t codeHeaderBytes = 256;
constexpr std::uint64_t stackChunkBytes = 1U << 20; // far more than the 16 KiB of the first
constexpr std::uint64_t bytesBelowFrame = 2048; // where its callers' frames lie

} // namespace

void PythonStack::forget(pid_t thread)
{
    m_threads.erase(thread);
    m_pieces.erase(thread);
}

void PythonStack::forget()
{
    m_layout.reset();
    m_attempts = 0;
    m_threads.clear();
    m_codes.clear();
    m_pieces.clear();
}

/// libpython may be mapped after the first calls: looked for at stops 1, 2, 4, 8 …
bool PythonStack::locate(pid_t process)
{
    if (m_layout)
        return true;
    ++m_attempts;
    if (!std::has_single_bit(m_attempts) || m_attempts > mostAttempts)
        return false;
    m_layout = PythonLayout::find(m_processes, process);
    return m_layout.has_value();
}

PythonStack::Result PythonStack::walk(
    pid_t thread, pid_t idInBox, pid_t formerId, std::vector<PythonFrame> &frames)
{
    frames.clear();
    if (!locate(thread))
        return Result::NotPython;
    m_current = &m_pieces[thread];
    m_current->refresh(thread);
    m_raw.clear();
    const std::optional<Thread> found = findThread(thread, idInBox, formerId);
    if (!found)
        return m_sawOtherThreads ? Result::NoThread : Result::NoFrames;
    readFrames(thread, *found);
    for (const RawFrame &raw : m_raw) {
        std::shared_ptr<PythonCode> its = code(thread, raw.code);
        if (!its)
            continue;
        const auto unit = static_cast<std::uint32_t>((raw.instruction - raw.code - m_layout->bytecode) / 2);
        const PythonPosition position = its->position(unit);
        frames.push_back({std::move(its), position, raw.address});
    }
    return frames.empty() ? Result::NoFrames : Result::Walked;
}

std::optional<PythonStack::Thread> PythonStack::threadAt(
    pid_t thread, std::uint64_t address, pid_t idInBox, pid_t formerId)
{
    const std::uint8_t *bytes = m_current->get(thread, address, m_layout->threadBytes());
    if (!bytes)
        return std::nullopt;
    const auto id = static_cast<pid_t>(numberAt<std::uint64_t>(bytes, m_layout->nativeThreadId));
    if (id != idInBox && (formerId == 0 || id != formerId))
        return std::nullopt;
    return Thread{.firstFrame = numberAt<std::uint64_t>(bytes, m_layout->currentFrame),
        .stackChunk = numberAt<std::uint64_t>(bytes, m_layout->stackChunk)};
}

std::optional<PythonStack::Thread> PythonStack::findThread(pid_t thread, pid_t idInBox, pid_t formerId)
{
    if (const auto known = m_threads.find(thread); known != m_threads.end()) {
        if (const auto found = threadAt(thread, known->second, idInBox, formerId))
            return found;
        m_threads.erase(known);
    }
    const RemoteMemory memory(thread);
    const auto interpreter = memory.value<std::uint64_t>(m_layout->runtime + m_layout->firstInterpreter);
    const auto first = interpreter && *interpreter != 0
        ? memory.value<std::uint64_t>(*interpreter + m_layout->firstThread)
        : std::nullopt;
    int count = 0;
    for (std::uint64_t address = first.value_or(0); address != 0 && count < mostThreads; ++count) {
        if (const auto found = threadAt(thread, address, idInBox, formerId)) {
            m_threads[thread] = address;
            return found;
        }
        address = memory.value<std::uint64_t>(address + m_layout->nextThread).value_or(0);
    }
    // One thread that gives itself another number: it can only be this one.
    const std::uint8_t *only
        = count == 1 ? m_current->get(thread, *first, m_layout->threadBytes()) : nullptr;
    m_sawOtherThreads = count > 0;
    if (!only)
        return std::nullopt;
    return Thread{.firstFrame = numberAt<std::uint64_t>(only, m_layout->currentFrame),
        .stackChunk = numberAt<std::uint64_t>(only, m_layout->stackChunk)};
}

void PythonStack::readFrames(pid_t thread, const Thread &start)
{
    std::uint64_t address = start.firstFrame;
    for (int depth = 0; address != 0 && depth < deepestStack; ++depth) {
        const std::uint8_t *bytes = frameBytes(thread, address, start.stackChunk);
        if (!bytes)
            return;
        if (bytes[m_layout->owner] < firstForeignOwner) {
            // The lowest bits of a reference are marks of the interpreter's own.
            const std::uint64_t executable = numberAt<std::uint64_t>(bytes, m_layout->executable) & ~7ULL;
            m_raw.push_back({.address = address,
                .code = executable,
                .instruction = numberAt<std::uint64_t>(bytes, m_layout->instruction)});
        }
        address = numberAt<std::uint64_t>(bytes, m_layout->previousFrame);
    }
}

/// Frames of one thread lie together: the callers' are taken along.
const std::uint8_t *PythonStack::frameBytes(pid_t thread, std::uint64_t address, std::uint64_t stackChunk)
{
    const std::uint64_t bytes = m_layout->frameBytes();
    if (const std::uint8_t *known = m_current->find(address, bytes))
        return known;
    if (stackChunk != 0 && address >= stackChunk && address < stackChunk + stackChunkBytes) {
        const std::uint64_t from = std::max(
            stackChunk, address > bytesBelowFrame ? address - bytesBelowFrame : 0);
        if (const std::uint8_t *all = m_current->get(thread, from, address + bytes - from))
            return all + (address - from);
    }
    return m_current->get(thread, address, bytes);
}

std::shared_ptr<PythonCode> PythonStack::code(pid_t thread, std::uint64_t address)
{
    const std::uint64_t bytes = std::min(codeHeaderBytes, m_layout->bytecode);
    const std::uint8_t *header = m_current->get(thread, address, bytes);
    if (!header)
        return nullptr;
    std::shared_ptr<PythonCode> &known = m_codes[address];
    if (!known || !known->isStill(*m_layout, header)) {
        known = PythonCode::read(*m_layout, RemoteMemory(thread), header);
        if (known)
            known->part = m_classify(known->file());
    }
    return known;
}

std::string PythonStack::firstArgument(pid_t thread, const PythonFrame &frame) const
{
    const RemoteMemory memory(thread);
    const auto value = memory.value<std::uint64_t>(frame.address + m_layout->locals);
    return value ? pythonText(*m_layout, memory, *value & ~7ULL) : std::string();
}

} // namespace ringside::supervisor

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
    m_script.reset();
    m_importEntry = 0;
}

PythonStack PythonStack::ofChild() const
{
    PythonStack child = *this;
    child.m_threads.clear();
    child.m_pieces.clear();
    child.m_current = nullptr;
    return child;
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
        return m_whyNotFound;
    readFrames(thread, *found);
    if (!m_script && m_importEntry != 0 && m_isWhole && !m_raw.empty())
        noteScript(thread);
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
    return threadFrom(thread, bytes);
}

PythonStack::Thread PythonStack::threadFrom(pid_t thread, const std::uint8_t *bytes)
{
    Thread found{.firstFrame = numberAt<std::uint64_t>(bytes, m_layout->currentFrame),
        .stackChunk = numberAt<std::uint64_t>(bytes, m_layout->stackChunk)};
    if (m_layout->frameIsBehindAnother && found.firstFrame != 0) {
        const std::uint8_t *address = m_current->get(thread, found.firstFrame, sizeof found.firstFrame);
        found.firstFrame = address ? numberAt<std::uint64_t>(address, 0) : 0;
    }
    return found;
}

std::optional<PythonStack::Thread> PythonStack::findThread(pid_t thread, pid_t idInBox, pid_t formerId)
{
    const auto known = m_threads.find(thread);
    const std::uint64_t own = known == m_threads.end() ? 0 : known->second;
    if (const auto found = own != 0 ? threadAt(thread, own, idInBox, formerId) : std::nullopt)
        return found;
    const RemoteMemory memory(thread);
    const auto interpreter = memory.value<std::uint64_t>(m_layout->runtime + m_layout->firstInterpreter);
    const auto first = interpreter && *interpreter != 0
        ? memory.value<std::uint64_t>(*interpreter + m_layout->firstThread)
        : std::nullopt;
    int count = 0;
    std::uint64_t claimed = 0; // by its number
    bool isOwnThere = false;
    for (std::uint64_t address = first.value_or(0); address != 0 && count < mostThreads; ++count) {
        isOwnThere = isOwnThere || address == own;
        if (claimed == 0 && threadAt(thread, address, idInBox, formerId))
            claimed = address;
        address = memory.value<std::uint64_t>(address + m_layout->nextThread).value_or(0);
    }
    // One thread that gives itself another number: it can only be this one, unless it is known to be another.
    if (count == 1 && claimed == 0 && !isOthers(thread, *first))
        claimed = *first;
    // With its own state still there it has no other: somebody has renumbered them.
    const bool isRenumbered = isOwnThere && claimed != own;
    m_whyNotFound = isRenumbered ? Result::Renumbered : count > 0 ? Result::NoThread : Result::NoFrames;
    const std::uint8_t *bytes
        = claimed != 0 && !isRenumbered ? m_current->get(thread, claimed, m_layout->threadBytes()) : nullptr;
    if (!bytes)
        return std::nullopt;
    m_threads[thread] = claimed;
    return threadFrom(thread, bytes);
}

bool PythonStack::isOthers(pid_t thread, std::uint64_t address) const
{
    return std::ranges::any_of(m_threads,
        [thread, address](const auto &known) { return known.first != thread && known.second == address; });
}

void PythonStack::readFrames(pid_t thread, const Thread &start)
{
    std::uint64_t address = start.firstFrame;
    m_isWhole = false;
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
    m_isWhole = address == 0;
}

bool PythonStack::isInScript() const
{
    return !m_isWhole || (m_script && !m_raw.empty() && m_script->address() == m_raw.back().code);
}

/// Once Python can import, the outermost frame of a program that runs a file is that file's. When it is first met,
/// nothing that could be told has happened in it yet.
void PythonStack::noteScript(pid_t thread)
{
    const std::uint64_t address = m_raw.back().code;
    const std::shared_ptr<PythonCode> outermost = code(thread, address);
    if (!outermost || outermost->function() != "<module>")
        return;
    // What calls itself a library's may be of the same file as others; what it is now it remains all the same.
    const bool isOfOwnFile = outermost->part == PythonFile::Learner || outermost->part == PythonFile::Driver;
    m_script = std::make_shared<PythonScript>(PythonScript::read(
        *m_layout, RemoteMemory(thread), address, isOfOwnFile ? outermost->file() : std::string()));
}

PythonFile PythonStack::partOf(std::uint64_t address, const PythonCode &code)
{
    const PythonFile said = m_classify(code.file());
    if (said == PythonFile::ImportMachinery) {
        if (code.function() != "_find_and_load")
            return PythonFile::Library;
        // Python's own comes first: it has imported before anything of the learner's could run.
        if (m_importEntry == 0)
            m_importEntry = address;
        return address == m_importEntry ? said : PythonFile::Library;
    }
    return m_script && m_script->contradicts(address, code) ? PythonFile::Forged : said;
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
            known->part = partOf(address, *known);
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

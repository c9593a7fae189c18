#include "supervisor/attribution.h"

#include "supervisor/linepage.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <span>
#include <string_view>

namespace ringside::supervisor {

using sandbox::protocol::TraceFrame;
using sandbox::protocol::TraceSite;

namespace {

constexpr std::size_t mostCallers = 16;
constexpr std::size_t mostVia = 32;
constexpr unsigned mostToldPlaces = 10'000; // a program can tell another one at each call

/// Those by which Python looks for modules, and those by which it reads them and keeps what it made of them. They call
/// nothing that a program could put in its place. Source: Lib/importlib/_bootstrap_external.py of CPython 3.12 to 3.14.
constexpr std::array<std::string_view, 3> lookingFunctions{"_path_stat", "_fill_cache", "_path_importer_cache"};
constexpr std::array<std::string_view, 3> readingFunctions{"get_data", "set_data", "_write_atomic"};

template <typename Number> void append(std::string &key, Number number)
{
    key.append(reinterpret_cast<const char *>(&number), sizeof number);
}

bool isOf(const PythonFrame &frame, PythonFile part)
{
    return frame.code->part == part;
}

TraceFrame toFrame(const PythonFrame &frame)
{
    return {.file = frame.code->file(), .line = frame.position.line, .function = frame.code->function()};
}

} // namespace

Attribution::Attribution(
    const sandbox::protocol::TraceSettings &settings, int processes, TraceWriter &writer)
    : m_codeRoots(settings.codeRoots)
    , m_driverFiles(settings.driverFiles)
    , m_walks(settings.attribution == sandbox::protocol::TraceAttribution::Automatic)
    , m_processes(processes)
    , m_writer(writer)
    , m_sites(1) // number 0 is none
{
}

PythonStack Attribution::newStack() const
{
    return {m_processes, [this](const std::string &file) { return classify(file); }};
}

PythonFile Attribution::classify(const std::string &file) const
{
    if (file.starts_with("<frozen importlib"))
        return PythonFile::ImportMachinery;
    if (std::ranges::contains(m_driverFiles, file))
        return PythonFile::Driver;
    const bool isLearners = std::ranges::any_of(
        m_codeRoots, [&file](const std::string &root) { return file.starts_with(root); });
    return isLearners ? PythonFile::Learner : PythonFile::Library;
}

Attribution::Place Attribution::placeOf(TracedThread &thread, const PendingCall &call)
{
    Place place = placeByStack(thread, call);
    if (place.phase == Phase::Shutdown && isLeftOver(call))
        place = unknownPlace();
    // Shown, but nothing follows from it: phase and line stay what they are without it.
    if (const std::uint32_t told = siteAsTold(thread); told != 0)
        place.site = told;
    return place;
}

std::uint32_t Attribution::siteAsTold(const TracedThread &thread)
{
    const TracedProcess &process = *thread.process;
    if (process.linePage == 0)
        return 0;
    std::optional<ToldLine> told = readToldLine(thread.id, process.linePage, thread.idInBox);
    if (!told && process.formerId != 0)
        told = readToldLine(thread.id, process.linePage, process.formerId);
    if (!told || classify(told->file) != PythonFile::Learner)
        return 0;
    std::string key = keyOf(Phase::Unknown, 0, 0) + told->file + '\0' + told->function + '\0';
    append(key, told->line);
    if (const Place place = known(key); place.site != 0)
        return place.site;
    if (m_toldPlaces >= mostToldPlaces)
        return 0;
    ++m_toldPlaces;
    return add(key,
        {.phase = Phase::Unknown,
            .file = std::move(told->file),
            .line = told->line,
            .endLine = told->line,
            .function = std::move(told->function),
            .isTold = true})
        .site;
}

/// The interpreter's own end changes no names and, where no code runs any more, looks none up: somebody left it to do.
bool Attribution::isLeftOver(const PendingCall &call) const
{
    const bool looksUp = m_frames.empty() && call.what->parameters.contains('p') && isWorkedOn(call.fullPath);
    return looksUp || call.what->has(sandbox::ChangesNames);
}

/// Whether a path is where programs have their files.
bool Attribution::isWorkedOn(const std::string &path) const
{
    const auto isBelow = [&path](std::string_view root) { return path.starts_with(root) || path + '/' == root; };
    return std::ranges::any_of(m_codeRoots, isBelow) || isBelow("/tmp/") || isBelow("/mnt/");
}

/// A program can provide finders, loaders and paths that have anything done in the course of an import. What is done to
/// its files counts as the import's only when Python's own functions do it.
bool Attribution::isForImport(const PendingCall &call, std::size_t innermost) const
{
    const auto above = std::span(m_frames).first(innermost);
    if (std::ranges::none_of(above, [](const PythonFrame &one) { return isOf(one, PythonFile::ImportMachinery); }))
        return false;
    const PythonCode &caller = *above.front().code;
    if (!isWorkedOn(call.fullPath) || caller.file() == "<frozen zipimport>")
        return true;
    const bool isModule = call.fullPath.contains(".py") || call.fullPath.ends_with("/__pycache__");
    return caller.file() == "<frozen importlib._bootstrap_external>"
        && (std::ranges::contains(lookingFunctions, caller.function())
            || (isModule && std::ranges::contains(readingFunctions, caller.function())));
}

void Attribution::learn(TracedThread &thread)
{
    if (m_walks)
        (void)thread.process->stack.walk(thread.id, thread.idInBox, 0, m_frames);
}

Attribution::Place Attribution::unknownPlace()
{
    return add(keyOf(Phase::Unknown, 0, 0), {.phase = Phase::Unknown});
}

Attribution::Place Attribution::placeByStack(TracedThread &thread, const PendingCall &call)
{
    if (!m_walks)
        return placeWithoutFrames(thread, PythonStack::Result::NotPython);
    TracedProcess &process = *thread.process;
    const PythonStack::Result result
        = process.stack.walk(thread.id, thread.idInBox, process.formerId, m_frames);
    if (result != PythonStack::Result::Walked)
        return placeWithoutFrames(thread, result);
    m_everWalked = true;
    const auto innermost = std::ranges::find_if(m_frames, [](const PythonFrame &frame) {
        return isOf(frame, PythonFile::Learner) || isOf(frame, PythonFile::Forged);
    });
    const auto found = innermost != m_frames.end()
        ? innermost
        : std::ranges::find_if(m_frames, [](const PythonFrame &frame) { return isOf(frame, PythonFile::Driver); });
    if (found == m_frames.end())
        return placeOfLibrary(thread);
    if (isOf(*found, PythonFile::Forged)) {
        process.sawLearner = true;
        return unknownPlace();
    }
    return placeOfFrames(thread, static_cast<std::size_t>(found - m_frames.begin()), call);
}

Attribution::Place Attribution::placeOfFrames(
    TracedThread &thread, std::size_t innermost, const PendingCall &call)
{
    const PythonFrame &frame = m_frames[innermost];
    Phase phase = Phase::Driver;
    std::string module;
    if (isOf(frame, PythonFile::Learner)) {
        thread.process->sawLearner = true;
        const bool imports = isForImport(call, innermost);
        phase = imports ? Phase::Import : Phase::User;
        if (imports)
            module = importedModule(thread, innermost);
    }
    const std::string key = keyOf(phase, 0, innermost + 1) + module;
    if (const Place place = known(key); place.site != 0)
        return place;
    TraceSite site{.phase = phase,
        .file = frame.code->file(),
        .line = frame.position.line,
        .endLine = frame.position.endLine,
        .column = frame.position.column,
        .endColumn = frame.position.endColumn,
        .instruction = frame.position.instruction,
        .function = frame.code->function(),
        .module = module};
    addVia(site, innermost);
    addCallers(site, innermost);
    return add(key, std::move(site));
}

/// The import nearest to the learner's line: what that line asked for.
std::string Attribution::importedModule(const TracedThread &thread, std::size_t innermost) const
{
    for (std::size_t i = innermost; i-- > 0;)
        if (isOf(m_frames[i], PythonFile::ImportMachinery))
            return thread.process->stack.firstArgument(thread.id, m_frames[i]);
    return {};
}

Attribution::Place Attribution::placeOfLibrary(TracedThread &thread)
{
    const TracedProcess &process = *thread.process;
    if (thread.spawnSite != 0)
        return spawnedBy(thread.spawnSite, m_sites[thread.spawnSite].phase, m_frames.size());
    // What a program runs as its script is the learner's, whatever it calls itself.
    if (process.spawnSite == 0 && !m_frames.empty() && process.stack.isInScript())
        return unknownPlace();
    if (process.sawLearner)
        return add(keyOf(Phase::Shutdown, 0, 0), {.phase = Phase::Shutdown});
    if (process.spawnSite != 0)
        return spawnedBy(process.spawnSite, Phase::Child, 0);
    return add(keyOf(Phase::Startup, 0, 0), {.phase = Phase::Startup});
}

Attribution::Place Attribution::placeWithoutFrames(TracedThread &thread, PythonStack::Result result)
{
    const TracedProcess &process = *thread.process;
    m_frames.clear();
    // A thread of Python's is not in its list at the very beginning and end.
    const bool isLost
        = result == PythonStack::Result::NoThread && thread.spawnSite == 0 && process.sawLearner;
    if (isLost || result == PythonStack::Result::Renumbered)
        return unknownPlace();
    return placeOfLibrary(thread);
}

/// The place of whoever made this thread or process.
Attribution::Place Attribution::spawnedBy(std::uint32_t spawnSite, Phase phase, std::size_t frames)
{
    const std::string key = keyOf(phase, spawnSite, frames);
    if (const Place place = known(key); place.site != 0)
        return place;
    TraceSite site = m_sites[spawnSite];
    site.phase = phase;
    site.via.clear();
    addVia(site, frames);
    return add(key, std::move(site));
}

Attribution::Place Attribution::known(const std::string &key) const
{
    const auto found = m_known.find(key);
    if (found == m_known.end())
        return {};
    const TraceSite &site = m_sites[found->second];
    return {.site = found->second, .phase = site.phase, .line = site.line};
}

Attribution::Place Attribution::add(const std::string &key, TraceSite site)
{
    const auto [found, isNew] = m_known.try_emplace(key, static_cast<std::uint32_t>(m_sites.size()));
    if (isNew) {
        site.id = found->second;
        m_writer.add(site);
        m_sites.push_back(std::move(site));
    }
    return known(key);
}

/// Outermost first: in the order of the calls.
void Attribution::addVia(TraceSite &site, std::size_t frames) const
{
    for (std::size_t i = std::min(frames, mostVia); i-- > 0;)
        site.via.push_back(toFrame(m_frames[i]));
}

void Attribution::addCallers(TraceSite &site, std::size_t innermost) const
{
    for (std::size_t i = innermost + 1; i < m_frames.size() && site.callers.size() < mostCallers; ++i)
        if (isOf(m_frames[i], PythonFile::Learner))
            site.callers.push_back(toFrame(m_frames[i]));
}

/// `frames` innermost ones, and of the others those that become callers.
std::string Attribution::keyOf(Phase phase, std::uint32_t spawnSite, std::size_t frames) const
{
    std::string key;
    append(key, phase);
    append(key, spawnSite);
    const auto addFrame = [&key](const PythonFrame &frame) {
        append(key, frame.code->identity());
        append(key, frame.position.instruction);
    };
    std::ranges::for_each(m_frames | std::views::take(frames), addFrame);
    std::size_t callers = 0;
    for (std::size_t i = frames; frames > 0 && i < m_frames.size() && callers < mostCallers; ++i)
        if (isOf(m_frames[i], PythonFile::Learner)) {
            addFrame(m_frames[i]);
            ++callers;
        }
    return key;
}

} // namespace ringside::supervisor

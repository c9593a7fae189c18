#pragma once

#include "supervisor/pythonlayout.h"
#include "supervisor/remotememory.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ringside::supervisor {

/// A place in the source, as Python's own tracebacks have it. Columns are bytes, from 0; -1 when unknown.
struct PythonPosition
{
    std::int32_t line = 0;
    std::int32_t endLine = 0;
    std::int32_t column = -1;
    std::int32_t endColumn = -1;
    std::int32_t instruction = -1; ///< which one of its function: two calls may have one position
};

/// What part a source file plays.
enum class PythonFile : std::uint8_t {
    Library,
    Learner,
    Driver, ///< ours, that calls the learner's
    ImportMachinery,
    Forged, ///< says that it is of the script, and is not; or was of it, and says something else now
};

/// What a code object says of where it comes from. A program can make code that says what it likes.
struct CodeOrigin
{
    std::uint64_t fileAddress = 0;
    std::uint64_t tableAddress = 0;
    std::int32_t firstLine = 0;

    /// `header` are the first bytes of a code object.
    [[nodiscard]] static CodeOrigin of(const PythonLayout &layout, const std::uint8_t *header);
    bool operator==(const CodeOrigin &) const = default;
};

/// One function of the traced program, read out of it once.
class PythonCode
{
public:
    /// `header` are the first bytes of a code object. None when they make no sense.
    [[nodiscard]] static std::shared_ptr<PythonCode> read(
        const PythonLayout &layout, const RemoteMemory &memory, const std::uint8_t *header);

    /// What has been read of all code so far, and is mostly still kept.
    [[nodiscard]] static std::size_t bytesRead();

    /// Whether the object that now lies at this address is still the same.
    [[nodiscard]] bool isStill(const PythonLayout &layout, const std::uint8_t *header) const;

    /// `unit` counts instructions of two bytes.
    [[nodiscard]] PythonPosition position(std::uint32_t unit) const;

    [[nodiscard]] const CodeOrigin &origin() const { return m_origin; }
    [[nodiscard]] const std::string &file() const { return m_file; }
    [[nodiscard]] const std::string &function() const { return m_function; }
    /// The same for code of the same source, whichever object it is.
    [[nodiscard]] std::uint32_t identity() const { return m_identity; }

    PythonFile part = PythonFile::Library; ///< set by whoever knows the run

private:
    [[nodiscard]] PythonPosition decode(std::uint32_t unit) const;

    CodeOrigin m_origin;
    std::string m_file;
    std::string m_function;
    std::string m_lineTable;
    std::uint32_t m_identity = 0;
    mutable std::unordered_map<std::uint32_t, PythonPosition> m_known;
};

/// A text object of Python as UTF-8; lone surrogates become the three bytes they would be. Empty when it is none.
[[nodiscard]] std::string pythonText(
    const PythonLayout &layout, const RemoteMemory &memory, std::uint64_t address);

} // namespace ringside::supervisor

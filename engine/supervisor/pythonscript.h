#pragma once

#include "supervisor/pythoncode.h"

#include <unordered_map>

namespace ringside::supervisor {

/// The code of the file a Python runs, with all functions in it, as it was when it was loaded.
///
/// Code can be made that says it is of this file, and the code of this file can be told to say something else. Both
/// contradict what is kept here.
class PythonScript
{
public:
    /// `address` is that of the code object of the file itself. The others are its constants, and theirs.
    [[nodiscard]] static PythonScript read(
        const PythonLayout &layout, const RemoteMemory &memory, std::uint64_t address, std::string file);

    /// Of the file's own code object.
    [[nodiscard]] std::uint64_t address() const { return m_address; }
    /// Whether what the code at this address says of itself cannot be.
    [[nodiscard]] bool contradicts(std::uint64_t address, const PythonCode &code) const;

private:
    std::uint64_t m_address = 0;
    std::string m_file;
    std::unordered_map<std::uint64_t, CodeOrigin> m_code; ///< by address
};

} // namespace ringside::supervisor

#pragma once

#include <cstdint>
#include <elf.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringside::supervisor {

/// The parts of a 64-bit executable or library that say where something lies in memory once it is loaded. The file is
/// one that a program chose to load: what it says is checked before it is used.
/// Source: elf(5).
class ElfFile
{
public:
    /// None when it is no such file. `file` must stay open for as long as the object is used.
    [[nodiscard]] static std::optional<ElfFile> read(int file);

    /// Address of a section in a process that has mapped the file at `start`.
    [[nodiscard]] std::optional<std::uint64_t> section(std::string_view name, std::uint64_t start) const;
    /// Address of an exported symbol, likewise.
    [[nodiscard]] std::optional<std::uint64_t> symbol(std::string_view name, std::uint64_t start) const;

private:
    [[nodiscard]] std::string content(const Elf64_Shdr &section) const;

    int m_file = -1;
    bool m_isRelative = false; ///< addresses count from where the file is mapped
    std::vector<Elf64_Shdr> m_sections;
    std::string m_names;
};

} // namespace ringside::supervisor

#include "supervisor/elffile.h"

#include <algorithm>
#include <cstring>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr std::size_t largestContent = 4U << 20; // of names and symbols; Python has 100 KiB of them

bool readAt(int file, void *into, std::size_t bytes, std::uint64_t offset)
{
    return ::pread(file, into, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

bool isNameAt(const std::string &names, std::size_t offset, std::string_view wanted)
{
    return offset < names.size() && wanted == names.c_str() + offset;
}

} // namespace

std::optional<ElfFile> ElfFile::read(int file)
{
    Elf64_Ehdr header{};
    if (!readAt(file, &header, sizeof header, 0) || !std::equal(header.e_ident, header.e_ident + SELFMAG, ELFMAG)
        || header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_shentsize != sizeof(Elf64_Shdr)
        || header.e_shstrndx >= header.e_shnum)
        return std::nullopt;
    ElfFile elf;
    elf.m_file = file;
    elf.m_isRelative = header.e_type == ET_DYN;
    elf.m_sections.resize(header.e_shnum);
    if (!readAt(file, elf.m_sections.data(), elf.m_sections.size() * sizeof(Elf64_Shdr), header.e_shoff))
        return std::nullopt;
    elf.m_names = elf.content(elf.m_sections[header.e_shstrndx]);
    return elf;
}

std::optional<std::uint64_t> ElfFile::section(std::string_view name, std::uint64_t start) const
{
    const auto found = std::ranges::find_if(m_sections,
        [this, name](const Elf64_Shdr &section) { return isNameAt(m_names, section.sh_name, name); });
    if (found == m_sections.end())
        return std::nullopt;
    return found->sh_addr + (m_isRelative ? start : 0);
}

std::optional<std::uint64_t> ElfFile::symbol(std::string_view name, std::uint64_t start) const
{
    const auto table = std::ranges::find(m_sections, Elf64_Word{SHT_DYNSYM}, &Elf64_Shdr::sh_type);
    if (table == m_sections.end() || table->sh_link >= m_sections.size())
        return std::nullopt;
    const std::string symbols = content(*table);
    const std::string names = content(m_sections[table->sh_link]);
    for (std::size_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size(); at += sizeof(Elf64_Sym)) {
        Elf64_Sym one{};
        std::memcpy(&one, symbols.data() + at, sizeof one);
        if (one.st_shndx != SHN_UNDEF && isNameAt(names, one.st_name, name))
            return one.st_value + (m_isRelative ? start : 0);
    }
    return std::nullopt;
}

/// Empty when it is larger than what is looked for can be, or not there.
std::string ElfFile::content(const Elf64_Shdr &section) const
{
    if (section.sh_size > largestContent)
        return {};
    std::string bytes(section.sh_size, '\0');
    return readAt(m_file, bytes.data(), bytes.size(), section.sh_offset) ? bytes : std::string();
}

} // namespace ringside::supervisor

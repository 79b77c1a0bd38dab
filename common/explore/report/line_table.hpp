// line_table.hpp - the source lines of a program that gcc or clang has built for mingw.
//
// On Windows DbgHelp cannot read DWARF, and Wine's does not know the functions of a class. The
// table that is needed is a small one: section .debug_line, which maps addresses to files and
// lines. DWARF Debugging Information Format, version 4, section 6.2.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace explore {

class LineTable {
public:
    struct Row {
        std::uint64_t address = 0;  // where the program would like to be loaded
        std::uint32_t file = 0;
        std::uint32_t line = 0;  // 0: nothing is known from here on
        std::size_t number = 0;  // in the order of the table
    };

    /// Reads the table of the program at `path`; it is empty if there is none, or not of DWARF 2
    /// to 4.
    explicit LineTable(const std::wstring& path);

    /// False if it is empty.
    bool known() const { return !rows_.empty(); }
    /// The row that an address belongs to; nullptr if there is none.
    const Row* find(std::uint64_t address) const;
    const std::string& file(const Row& row) const { return files_[row.file]; }
    /// Where the addresses of the table begin.
    std::uint64_t preferred_base() const { return preferred_base_; }

private:
    void read(const std::vector<char>& section);

    std::uint64_t preferred_base_ = 0;
    std::vector<Row> rows_;  // by address
    std::vector<std::string> files_;
};

}  // namespace explore

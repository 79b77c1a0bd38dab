// line_table.cpp - runs the line number programs of an executable file.
#include "common/explore/report/line_table.hpp"

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <stdexcept>

namespace explore {
namespace {

// Reads on from a place; never past the end.
class Reader {
public:
    Reader(const char* begin, const char* end) : at_(begin), end_(end) {}

    bool more() const { return at_ < end_; }
    const char* at() const { return at_; }
    void go_to(const char* at) { at_ = at; }

    template <class T>
    T take() {
        if (static_cast<std::size_t>(end_ - at_) < sizeof(T)) throw std::out_of_range("section");
        T value;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    std::uint64_t take_unsigned() {  // LEB128
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = take<std::uint8_t>();
            if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if ((byte & 0x80) == 0) return value;
        }
    }
    std::int64_t take_signed() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;;) {
            const auto byte = take<std::uint8_t>();
            if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            shift += 7;
            if ((byte & 0x80) != 0) continue;
            if ((byte & 0x40) != 0 && shift < 64) value |= ~std::uint64_t{0} << shift;
            return static_cast<std::int64_t>(value);
        }
    }
    std::string take_text() {
        std::string text;
        while (const char c = take<char>()) text += c;
        return text;
    }

private:
    const char* at_;
    const char* end_;
};

struct Header {
    std::uint8_t shortest = 1;
    std::int8_t line_base = 0;
    std::uint8_t line_range = 1;
    std::uint8_t opcode_base = 1;
    std::vector<std::uint8_t> operands;
    std::vector<std::string> files;
};

Header read_header(Reader& in, std::uint16_t version) {
    Header header;
    header.shortest = in.take<std::uint8_t>();
    if (version >= 4) (void)in.take<std::uint8_t>();  // operations per instruction
    (void)in.take<std::uint8_t>();                    // whether rows begin statements
    header.line_base = in.take<std::int8_t>();
    header.line_range = in.take<std::uint8_t>();
    header.opcode_base = in.take<std::uint8_t>();
    if (header.line_range == 0 || header.opcode_base == 0) throw std::out_of_range("header");
    for (int i = 1; i < header.opcode_base; ++i) header.operands.push_back(in.take<std::uint8_t>());
    std::vector<std::string> folders{""};
    for (std::string name = in.take_text(); !name.empty(); name = in.take_text())
        folders.push_back(name);
    header.files.push_back("");
    for (std::string name = in.take_text(); !name.empty(); name = in.take_text()) {
        const std::uint64_t folder = in.take_unsigned();
        (void)in.take_unsigned();  // its time
        (void)in.take_unsigned();  // its size
        const bool whole = name[0] == '/' || (name.size() > 1 && name[1] == ':');
        if (!whole && folder > 0 && folder < folders.size()) name = folders[folder] + "/" + name;
        header.files.push_back(name);
    }
    return header;
}

// One line number program: calls `row(address, file, line)`; line 0 ends a sequence.
template <class Row>
void run_program(Reader in, const Header& header, Row row) {
    std::uint64_t address = 0, file = 1, line = 1;
    // Code that belongs to no line, as clang says by line 0, is taken for a part of the one before.
    const auto add_row = [&] {
        if (line != 0) row(address, file, line);
    };
    const auto advance = [&](std::uint64_t by) { address += by * header.shortest; };
    while (in.more()) {
        const auto opcode = in.take<std::uint8_t>();
        if (opcode >= header.opcode_base) {
            const unsigned adjusted = static_cast<unsigned>(opcode) - header.opcode_base;
            advance(adjusted / header.line_range);
            line += static_cast<std::uint64_t>(static_cast<std::int64_t>(header.line_base) +
                                               adjusted % header.line_range);
            add_row();
            continue;
        }
        switch (opcode) {
            case 0: {  // extended
                const std::uint64_t bytes = in.take_unsigned();
                const char* next = in.at() + bytes;
                const auto extended = bytes != 0 ? in.take<std::uint8_t>() : std::uint8_t{0};
                if (extended == 1) {  // end of the sequence
                    row(address, file, 0);
                    address = 0;
                    file = line = 1;
                } else if (extended == 2) {
                    address = in.take<std::uint64_t>();
                }
                in.go_to(next);
                break;
            }
            case 1: add_row(); break;
            case 2: advance(in.take_unsigned()); break;
            case 3: line += static_cast<std::uint64_t>(in.take_signed()); break;
            case 4: file = in.take_unsigned(); break;
            case 8: advance((255u - header.opcode_base) / header.line_range); break;
            case 9: address += in.take<std::uint16_t>(); break;
            default:
                for (int i = 0; i < header.operands[opcode - 1u]; ++i) (void)in.take_unsigned();
        }
    }
}

// The raw bytes of a section of a PE file, and the base that the file asks for.
std::vector<char> section_of(const std::vector<char>& image, const char* wanted,
                             std::uint64_t& base) {
    Reader in(image.data(), image.data() + image.size());
    const auto dos = in.take<IMAGE_DOS_HEADER>();
    in = Reader(
        image.data() + std::min<std::size_t>(static_cast<std::size_t>(dos.e_lfanew), image.size()),
        image.data() + image.size());
    const auto nt = in.take<IMAGE_NT_HEADERS>();
    base = nt.OptionalHeader.ImageBase;
    const std::size_t strings =
        nt.FileHeader.PointerToSymbolTable + std::size_t{nt.FileHeader.NumberOfSymbols} * 18;
    for (int i = 0; i < nt.FileHeader.NumberOfSections; ++i) {
        const auto section = in.take<IMAGE_SECTION_HEADER>();
        std::string name(reinterpret_cast<const char*>(section.Name), 8);
        name.resize(std::strlen(name.c_str()));
        if (name[0] == '/') {  // longer than eight characters: an offset into the string table
            const std::size_t at = strings + std::stoul(name.substr(1));
            if (at >= image.size()) continue;
            Reader text(image.data() + at, image.data() + image.size());
            name = text.take_text();
        }
        if (name != wanted) continue;
        const std::size_t bytes =
            std::min<std::size_t>(section.SizeOfRawData, section.Misc.VirtualSize);
        if (section.PointerToRawData + bytes > image.size()) return {};
        const char* begin = image.data() + section.PointerToRawData;
        return std::vector<char>(begin, begin + bytes);
    }
    return {};
}

}  // namespace

LineTable::LineTable(const std::wstring& path) {
    const HANDLE file = ::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr,
                                      OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE) return;
    std::vector<char> image(::GetFileSize(file, nullptr));
    DWORD done = 0;
    const BOOL read_all =
        ::ReadFile(file, image.data(), static_cast<DWORD>(image.size()), &done, nullptr);
    ::CloseHandle(file);
    if (!read_all || done != image.size()) return;
    try {
        read(section_of(image, ".debug_line", preferred_base_));
    } catch (const std::exception&) {
        // A table that is cut off: what was read of it is right.
    }
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
        return a.address != b.address ? a.address < b.address : a.number < b.number;
    });
}

void LineTable::read(const std::vector<char>& section) {
    std::map<std::string, std::uint32_t> known;
    const char* at = section.data();
    const char* end = at + section.size();
    while (end - at > 4) {
        Reader in(at, end);
        const auto bytes = in.take<std::uint32_t>();
        const char* next = in.at() + bytes;
        if (bytes >= 0xFFFFFFF0u || next > end) return;
        at = next;
        const auto version = in.take<std::uint16_t>();
        if (version < 2 || version > 4) continue;
        const auto header_bytes = in.take<std::uint32_t>();
        const char* program = in.at() + header_bytes;
        const Header header = read_header(in, version);
        std::vector<std::uint32_t> numbers;
        for (const std::string& name : header.files) {
            const auto entry = known.emplace(name, static_cast<std::uint32_t>(files_.size()));
            if (entry.second) files_.push_back(name);
            numbers.push_back(entry.first->second);
        }
        run_program(Reader(program, next), header,
                    [&](std::uint64_t address, std::uint64_t file, std::uint64_t line) {
                        if (file < numbers.size())
                            rows_.push_back({address, numbers[file],
                                             static_cast<std::uint32_t>(line), rows_.size()});
                    });
    }
}

const LineTable::Row* LineTable::find(std::uint64_t address) const {
    auto row =
        std::upper_bound(rows_.begin(), rows_.end(), address,
                         [](std::uint64_t wanted, const Row& of) { return wanted < of.address; });
    if (row == rows_.begin()) return nullptr;
    --row;
    return row->line == 0 ? nullptr : &*row;
}

}  // namespace explore

// client_peer.hpp - the daemon's end of a client's pipe, played by the test itself: it reads when
// the test says so and never otherwise.
#pragma once

#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

namespace syelog_tests {

inline constexpr auto kNever = std::chrono::hours(1);  // batches that are too young to be sent

/// Message mode: a read shows exactly what one write of the client was.
inline workbook::PipePeer server(const std::wstring& pipe, DWORD quota = 64 * 1024) {
    return workbook::PipePeer::server(pipe, {.access = w32::PipeAccess::inbound, .quota = quota});
}

struct Read {
    syelog::Severity severity;
    std::string text;  ///< without its line feed and what a test has filled it up with
};

/// The records of one write. Throws if it does not consist of whole records.
inline std::vector<Read> unpacked(const std::string& bytes) {
    auto decoder = std::make_unique<syelog::Decoder>();
    const auto space = decoder->space();
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(space.data()));
    decoder->arrived(bytes.size());
    std::vector<Read> all;
    syelog::Record record;
    while (decoder->next(record) == syelog::Decoder::Next::record) {
        const std::size_t end = record.text.find_last_not_of(".\n");
        all.push_back({record.severity, std::string(record.text.substr(0, end + 1))});
    }
    if (decoder->pending_bytes() != 0) throw std::runtime_error("a write with a part of a record");
    return all;
}

inline int records_in(const std::string& bytes) { return static_cast<int>(unpacked(bytes).size()); }

/// The texts of the next `count` records, however many writes bring them.
inline std::vector<std::string> read_texts(workbook::PipePeer& peer, std::size_t count) {
    std::vector<std::string> texts;
    while (texts.size() < count)
        for (const Read& read : unpacked(peer.read(64 * 1024))) texts.push_back(read.text);
    return texts;
}

inline std::vector<std::string> numbers(int first, int last) {
    std::vector<std::string> all;
    for (int i = first; i <= last; ++i) all.push_back(std::to_string(i));
    return all;
}

/// A number as a text of so many bytes that its record has 1024: sixteen of them fill 16 KiB.
inline std::string of_1024_bytes(int number) {
    std::string text = std::to_string(number);
    text.resize(1024 - syelog::kHeaderBytes - syelog::kTail.size(), '.');
    return text;
}

}  // namespace syelog_tests

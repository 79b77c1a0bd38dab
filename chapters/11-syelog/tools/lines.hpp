// lines.hpp - cuts a stream of bytes into lines, whatever pieces it comes in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace syelog {

class Lines {
public:
    /// The longest line that the daemon writes has about 25 KiB: JSON in which each byte of the
    /// text is escaped.
    static constexpr std::size_t kMaxLine = 64 * 1024;

    /// Ends the life of every line handed out.
    void add(std::string_view bytes) {
        buffer_.erase(0, begin_);
        begin_ = 0;
        buffer_.append(bytes);
    }

    /// The next whole line, without its "\n" or "\r\n". Of a longer line than kMaxLine its
    /// beginning comes, the rest is dropped: a file without line ends must not fill the memory.
    bool next(std::string_view& line) {
        for (;;) {
            const std::string_view left = std::string_view(buffer_).substr(begin_);
            const std::size_t end = left.find('\n');
            const bool cut = end == left.npos && left.size() >= kMaxLine;
            if (end == left.npos && !cut) return false;
            line = left.substr(0, std::min(end, kMaxLine));
            if (line.ends_with('\r') && !cut) line.remove_suffix(1);
            begin_ += cut ? left.size() : end + 1;
            const bool is_rest = in_long_line_;
            in_long_line_ = cut;
            if (!is_rest) return true;
        }
    }

    /// A line that has begun and will get no end; nothing is left afterwards.
    bool rest(std::string_view& line) {
        line = std::string_view(buffer_).substr(begin_);
        begin_ = buffer_.size();
        const bool is_rest = in_long_line_;
        in_long_line_ = false;
        return !line.empty() && !is_rest;
    }

private:
    std::string buffer_;
    std::size_t begin_ = 0;
    bool in_long_line_ = false;  // its beginning has been handed out
};

}  // namespace syelog

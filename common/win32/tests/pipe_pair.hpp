// pipe_pair.hpp - both ends of a connected pipe, and bytes to send through it.
#pragma once

#include "common/win32/named_pipe.hpp"
#include "helpers.hpp"

#include <span>
#include <string>
#include <string_view>

namespace helpers {

inline std::wstring pipe_name() { return LR"(\\.\pipe\)" + unique(L"workbook.test"); }

inline std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

inline std::string text(std::span<const std::byte> data, DWORD count) {
    return std::string(reinterpret_cast<const char*>(data.data()), count);
}

struct PipePair {
    explicit PipePair(const w32::PipeOptions& options = {},
                      const w32::PipeClientOptions& client_options = {})
        : name(pipe_name()), server(name.c_str(), options), client(name.c_str(), client_options) {
        (void)server.connect(w32::forever);
    }

    std::wstring name;
    w32::PipeServer server;
    w32::PipeClient client;
};

}  // namespace helpers

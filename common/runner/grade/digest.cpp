// digest.cpp - Windows' own; a home-made hash could be led to somebody else's verdict.
#include "common/runner/grade/digest.hpp"

#include "common/win32/error.hpp"

#include <bcrypt.h>

#include <array>
#include <memory>

namespace runner {
namespace {

struct Close {
    void operator()(void* algorithm) const noexcept {
        (void)::BCryptCloseAlgorithmProvider(algorithm, 0);
    }
};
struct Destroy {
    void operator()(void* hash) const noexcept { (void)::BCryptDestroyHash(hash); }
};

void need(NTSTATUS status, const char* call) {
    if (status != 0) throw w32::Error(call, static_cast<DWORD>(status));
}

}  // namespace

std::string sha256(std::string_view bytes) {
    BCRYPT_ALG_HANDLE raw = nullptr;
    need(::BCryptOpenAlgorithmProvider(&raw, BCRYPT_SHA256_ALGORITHM, nullptr, 0),
         "BCryptOpenAlgorithmProvider");
    const std::unique_ptr<void, Close> algorithm(raw);
    BCRYPT_HASH_HANDLE raw_hash = nullptr;
    need(::BCryptCreateHash(raw, &raw_hash, nullptr, 0, nullptr, 0, 0), "BCryptCreateHash");
    const std::unique_ptr<void, Destroy> hash(raw_hash);
    std::string copy(bytes);  // the call takes a pointer to what it may change, and does not
    need(::BCryptHashData(raw_hash, reinterpret_cast<PUCHAR>(copy.data()),
                          static_cast<ULONG>(copy.size()), 0),
         "BCryptHashData");
    std::array<unsigned char, 32> digest{};
    need(::BCryptFinishHash(raw_hash, digest.data(), static_cast<ULONG>(digest.size()), 0),
         "BCryptFinishHash");
    std::string text;
    for (const unsigned char byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

}  // namespace runner

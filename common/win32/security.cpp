// security.cpp - tokens, and the two text forms of the security functions.
#include "common/win32/security.hpp"

#include "common/win32/text.hpp"

#include <sddl.h>

#include <cstddef>
#include <vector>

namespace w32 {
namespace {

// TOKEN_USER with the identifier it points to behind it; empty if the process may not be asked.
std::vector<std::byte> token_user(HANDLE process) {
    HANDLE raw = nullptr;
    if (!::OpenProcessToken(process, TOKEN_QUERY, &raw)) return {};
    const Handle token(raw);
    DWORD bytes = 0;
    (void)::GetTokenInformation(token.get(), TokenUser, nullptr, 0, &bytes);
    std::vector<std::byte> buffer(bytes);
    if (bytes == 0 || !::GetTokenInformation(token.get(), TokenUser, buffer.data(), bytes, &bytes))
        return {};
    return buffer;
}

PSID sid_in(std::vector<std::byte>& user) {
    return reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid;
}

}  // namespace

SecurityDescriptor::SecurityDescriptor(const std::wstring& sddl, std::source_location where) {
    check(::ConvertStringSecurityDescriptorToSecurityDescriptorW(
              sddl.c_str(), SDDL_REVISION_1, &attributes_.lpSecurityDescriptor, nullptr),
          "ConvertStringSecurityDescriptorToSecurityDescriptorW", where);
}

std::wstring sid_of(HANDLE process) {
    std::vector<std::byte> user = token_user(process);
    wchar_t* text = nullptr;
    if (user.empty() || !::ConvertSidToStringSidW(sid_in(user), &text)) return {};
    std::wstring sid = text;
    ::LocalFree(text);
    return sid;
}

std::string user_of(HANDLE process) {
    std::vector<std::byte> user = token_user(process);
    if (user.empty()) return {};
    wchar_t name[256];
    wchar_t domain[256];
    DWORD name_length = 256;
    DWORD domain_length = 256;
    SID_NAME_USE use{};
    if (!::LookupAccountSidW(nullptr, sid_in(user), name, &name_length, domain, &domain_length,
                             &use))
        return {};
    return to_utf8(std::wstring(domain, domain_length) + L'\\' + std::wstring(name, name_length));
}

std::wstring own_sid(std::source_location where) {
    std::wstring sid = sid_of(::GetCurrentProcess());
    check(!sid.empty(), "GetTokenInformation", where);
    return sid;
}

}  // namespace w32

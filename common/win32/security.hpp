// security.hpp - who a process is, and who may use an object.
//
//     const std::string user = w32::user_of(::GetCurrentProcess());          // "HOME\ann"
//     const w32::SecurityDescriptor mine(L"D:P(A;;GA;;;" + w32::own_sid() + L")");
//     ::CreateMutexW(mine.attributes(), FALSE, L"mine");
//
// https://learn.microsoft.com/windows/win32/secauthz/access-control-lists
// https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format
#pragma once

#include "common/win32/handle.hpp"

#include <string>

namespace w32 {

/// A security descriptor made from its string form (SDDL).
class SecurityDescriptor {
public:
    /// Throws Error 1336 or 87 for a text that is none.
    explicit SecurityDescriptor(const std::wstring& sddl,
                                std::source_location where = std::source_location::current());
    ~SecurityDescriptor() { ::LocalFree(attributes_.lpSecurityDescriptor); }
    SecurityDescriptor(const SecurityDescriptor&) = delete;
    SecurityDescriptor& operator=(const SecurityDescriptor&) = delete;

    /// For the calls that create an object; the handle is not inherited. Lives as long as this.
    SECURITY_ATTRIBUTES* attributes() noexcept { return &attributes_; }
    PSECURITY_DESCRIPTOR descriptor() const noexcept { return attributes_.lpSecurityDescriptor; }

private:
    SECURITY_ATTRIBUTES attributes_{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
};

/// The user that a process runs as: its security identifier as text (S-1-5-21-...), and its name as
/// DOMAIN\name in UTF-8. Empty if the process may not be asked, or the name is not known.
std::wstring sid_of(HANDLE process);
std::string user_of(HANDLE process);

/// Of this process. Throws Error.
std::wstring own_sid(std::source_location where = std::source_location::current());

}  // namespace w32

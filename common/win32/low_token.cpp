// low_token.cpp - a restricted copy of our own token; to start a process with it needs no
// privilege.
#include "common/win32/low_token.hpp"

#include "common/win32/security.hpp"

#include <aclapi.h>
#include <sddl.h>

#include <memory>

namespace w32 {
namespace {

struct LocalFreed {
    void operator()(void* memory) const noexcept { ::LocalFree(memory); }
};

}  // namespace

Handle make_low_token(std::source_location where) {
    HANDLE raw = nullptr;
    check(::OpenProcessToken(
              ::GetCurrentProcess(),
              TOKEN_DUPLICATE | TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY | TOKEN_ADJUST_DEFAULT, &raw),
          "OpenProcessToken", where);
    const Handle own_token(raw);
    check(::CreateRestrictedToken(own_token.get(), DISABLE_MAX_PRIVILEGE, 0, nullptr, 0, nullptr, 0,
                                  nullptr, &raw),
          "CreateRestrictedToken", where);
    Handle token(raw);
    PSID sid = nullptr;
    check(::ConvertStringSidToSidW(L"S-1-16-4096", &sid), "ConvertStringSidToSidW", where);
    const std::unique_ptr<void, LocalFreed> low(sid);
    TOKEN_MANDATORY_LABEL label{};
    label.Label.Attributes = SE_GROUP_INTEGRITY;
    label.Label.Sid = low.get();
    check(::SetTokenInformation(token.get(), TokenIntegrityLevel, &label,
                                static_cast<DWORD>(sizeof label) + ::GetLengthSid(low.get())),
          "SetTokenInformation", where);
    return token;
}

void let_low_write(const std::wstring& folder, std::source_location where) {
    // A label of its own, handed on to files and folders: low may write (no write up: from low).
    const SecurityDescriptor text(L"S:(ML;OICI;NW;;;LW)", where);
    PACL label = nullptr;
    BOOL there = FALSE;
    BOOL by_default = FALSE;
    check(::GetSecurityDescriptorSacl(text.descriptor(), &there, &label, &by_default),
          "GetSecurityDescriptorSacl", where);
    std::wstring name = folder;  // the call takes a name that it may change, and does not
    const DWORD code = ::SetNamedSecurityInfoW(
        name.data(), SE_FILE_OBJECT, LABEL_SECURITY_INFORMATION, nullptr, nullptr, nullptr, label);
    if (code != ERROR_SUCCESS) throw Error("SetNamedSecurityInfoW", code, where);
}

}  // namespace w32

// access_test.cpp - who may come, who has come, and whose wish to stop is heard.
#include "chapters/11-syelog/daemon/access.hpp"

#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/text.hpp"

#include <gtest/gtest.h>

#include <aclapi.h>
#include <sddl.h>

using namespace syelog_tests;
using syelog::Peer;
using syelog::Statistics;
using syelog::Terminate;

namespace {

// The access list of an object, in SDDL.
std::wstring access_list_of(HANDLE object) {
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    EXPECT_EQ(::GetSecurityInfo(object, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
                                nullptr, nullptr, nullptr, &descriptor),
              DWORD{ERROR_SUCCESS});
    wchar_t* text = nullptr;
    EXPECT_TRUE(::ConvertSecurityDescriptorToStringSecurityDescriptorW(
        descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &text, nullptr));
    std::wstring list = text != nullptr ? text : L"";
    ::LocalFree(text);
    ::LocalFree(descriptor);
    return list;
}

}  // namespace

TEST(Access, OfAStrictPipeIsOurOwnUsers) {
    WB_CLAIM("N11-34", "In strict mode nobody but the daemon's own user may open its pipe.");
    const auto strict = syelog::descriptor_for(syelog::Access::strict);
    const std::wstring name = unique_pipe();
    const w32::PipeServer pipe(name.c_str(), {.security = strict->attributes()});
    const std::wstring list = access_list_of(pipe.get());
    const std::wstring own = w32::own_sid();
    EXPECT_EQ(list.find(L"D:P"), 0u) << w32::to_utf8(list);
    EXPECT_NE(list.find(L";;;" + own + L")"), list.npos) << w32::to_utf8(list);
    EXPECT_NE(list.find(L"(D;"), list.npos) << "the network is denied: " << w32::to_utf8(list);
    EXPECT_EQ(list.find(L";;;WD)"), list.npos) << "everybody: " << w32::to_utf8(list);
    EXPECT_EQ(list.find(L";;;BA)"), list.npos) << "administrators: " << w32::to_utf8(list);
}

TEST(Access, OfACompatiblePipeIsTheDefault) {
    EXPECT_EQ(syelog::descriptor_for(syelog::Access::compatible), nullptr);
}

TEST(Access, OfAStrictDaemonIsGivenToItsOwnUser) {
    TestDaemon test({.access = syelog::Access::strict});
    expect_still_serving(test);
}

TEST(Identify, KnowsThisProcess) {
    WB_CLAIM("N11-35", "The system tells which program and which user a client is.");
    const Peer us = syelog::identify(::GetCurrentProcessId());
    EXPECT_EQ(us.process_id, ::GetCurrentProcessId());
    EXPECT_EQ(us.program, "chapter_11_syelog.exe");
    EXPECT_EQ(us.user, w32::user_of(::GetCurrentProcess()));
    EXPECT_FALSE(us.user.empty());
}

TEST(Identify, HasNoNamesForAProcessThatIsNone) {
    const Peer nobody = syelog::identify(3);  // process ids are multiples of four
    EXPECT_EQ(nobody.process_id, 3u);
    EXPECT_TRUE(nobody.program.empty());
    EXPECT_TRUE(nobody.user.empty());
}

TEST(TerminateFlag, IsRefusedUnlessAllowed) {
    WB_CLAIM("N11-36", "A client's wish to stop is refused unless that was allowed, and logged.");
    TestDaemon test;
    auto client = test.client();
    client.write(packed("stop!", /*terminate=*/true));
    client.leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.clients == 1; }));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 0; }));
    EXPECT_FALSE(w32::signaled_now(test.daemon.stop_event()));
    expect_still_serving(test);
    EXPECT_EQ(test.daemon.statistics().refused, 1u);
    EXPECT_EQ(test.lines_with("stop!"), 1) << "it is a record all the same";
    EXPECT_EQ(test.lines_with("asked for a stop; that is refused."), 1) << test.log;
}

TEST(TerminateFlag, OfAnotherUserIsRefused) {
    TestDaemon test({.terminate = Terminate::same_user, .identify = [asked = 0](DWORD id) mutable {
                         // The daemon asks for itself first.
                         return Peer{id, "x.exe", ++asked == 1 ? "HOME\\daemon" : "HOME\\other"};
                     }});
    auto client = test.client();
    client.write(packed("stop!", /*terminate=*/true));
    client.leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.refused == 1; }));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 0; }));
    EXPECT_FALSE(w32::signaled_now(test.daemon.stop_event()));
    expect_still_serving(test);
}

TEST(TerminateFlag, OfAUserThatCannotBeAskedIsRefused) {
    TestDaemon test({.terminate = Terminate::same_user, .identify = [](DWORD id) {
                         return Peer{id, {}, {}};
                     }});
    auto client = test.client();
    client.write(packed("stop!", /*terminate=*/true));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.refused == 1; }));
    expect_still_serving(test);
}

// squatter_test.cpp - the name of the pipe is a public place: others may be there before us.
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using workbook::PipePeer;

TEST(Squatter, IsNoticedByADaemonThatComesAfterIt) {
    WB_CLAIM("N11-42", "A stranger who has taken the pipe's name before the daemon is noticed.");
    WB_SKIP_UNDER_WINE("FILE_FLAG_FIRST_PIPE_INSTANCE is ignored");
    TestDaemon test({}, TestDaemon::Start::later);
    const auto squatter = PipePeer::server(test.pipe);
    try {
        test.daemon.start();
        FAIL() << "the stranger would get our clients' records";
    } catch (const syelog::AlreadyRunning& other) {
        EXPECT_NE(std::string(other.what()).find("Another program serves"), std::string::npos);
    }
}

// A client does not lend its identity to whoever answers: it connects as SECURITY_ANONYMOUS.
TEST(Squatter, CannotActAsItsClients) {
    WB_CLAIM("N11-43", "Who answers in the daemon's place cannot act as its clients.");
    WB_SKIP_UNDER_WINE("ImpersonateNamedPipeClient gives the client's identity all the same");
    const std::wstring pipe = unique_pipe();
    auto squatter = PipePeer::server(pipe);
    auto client = PipePeer::client(pipe);
    client.open();
    squatter.accept();
    client.write("something to read first");
    (void)squatter.read();
    ASSERT_TRUE(::ImpersonateNamedPipeClient(squatter.get()));
    HANDLE token = nullptr;
    const BOOL opened = ::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token);
    const DWORD error = ::GetLastError();
    ::RevertToSelf();
    EXPECT_FALSE(opened);
    EXPECT_EQ(error, DWORD{ERROR_CANT_OPEN_ANONYMOUS});
    const w32::Handle owned(token);
}

// client_c_test.cpp - the C functions, called from C (c_user.c) and with what goes wrong.
#include "chapters/11-syelog/client/syelog.h"
#include "chapters/11-syelog/tests/c_user.h"
#include "chapters/11-syelog/tests/client_peer.hpp"
#include "common/testing/claim.hpp"

using namespace syelog_tests;
using syelog::Severity;

TEST(SyelogInC, LogsAsPrintfDoes) {
    WB_CLAIM("N11-52", "The C functions take their parameters as printf does.");
    const std::wstring pipe = unique_pipe();
    auto daemon = server(pipe);
    EXPECT_STREQ(use_syelog_in_c(pipe.c_str()), nullptr);
    std::string bytes = daemon.read(64 * 1024);
    auto read = unpacked(bytes);
    if (read.size() == 1) read.push_back(unpacked(daemon.read(64 * 1024)).at(0));
    EXPECT_EQ(bytes[offsetof(syelog::WireRecord, facility)], 0x60);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].text, "c_user: 3 files of 5000000000 bytes in C:\\temp");
    EXPECT_EQ(read[0].severity, Severity::notice);
    EXPECT_EQ(read[1].text, "c_user: 100 %");
    EXPECT_EQ(read[1].severity, Severity::warning);
}

TEST(SyelogInC, CutsATextThatDoesNotFit) {
    const std::wstring pipe = unique_pipe();
    auto daemon = server(pipe);
    syelog_options options{};
    options.pipe = pipe.c_str();
    syelog_client* const log = syelog_open(&options);
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(syelog_log(log, SYELOG_ERROR, "%s", std::string(5000, 'x').c_str()), 1);
    EXPECT_EQ(unpacked(daemon.read(64 * 1024)).at(0).text.size(), syelog::kMaxTextBytes);
    EXPECT_NE(syelog_close(log, 5000), 0);
}

TEST(SyelogInC, AnswersWithACodeThatThereIsNoDaemon) {
    const std::wstring pipe = unique_pipe();
    syelog_options options{};
    options.pipe = pipe.c_str();
    EXPECT_EQ(syelog_open(&options), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(SyelogInC, MayConnectLaterAndDropsWhatItIsToldTo) {
    const std::wstring pipe = unique_pipe();
    syelog_options options{};
    options.pipe = pipe.c_str();
    options.connect_later = 1;
    options.when_full = SYELOG_DROP_NEWEST;
    options.queue_bytes = 16 * 1024;
    syelog_client* const log = syelog_open(&options);
    ASSERT_NE(log, nullptr);
    int queued = 0;
    while (syelog_log(log, SYELOG_DEBUG, "%s", of_1024_bytes(queued).c_str())) ++queued;
    EXPECT_EQ(queued, 16);
    EXPECT_EQ(syelog_lost(log), 1u);
    EXPECT_EQ(syelog_flush(log, 0), 0);
    EXPECT_EQ(syelog_close(log, 0), 0) << "sixteen are left behind";
    EXPECT_NE(syelog_close(nullptr, 0), 0);
}

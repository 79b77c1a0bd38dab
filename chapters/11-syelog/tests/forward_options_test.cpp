// forward_options_test.cpp - --forward, --spool and --spool-bytes, and addresses.
#include "chapters/11-syelog/forward/options.hpp"
#include "common/win32/text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

std::optional<syelog::ForwardOptions> parsed(const std::wstring& words) {
    const std::wstring line = L"syelogd.exe " + words;
    return syelog::forward_from(syelog::Arguments(
        {std::begin(syelog::kForwardOptionNames), std::end(syelog::kForwardOptionNames)}, {}, 0,
        line.c_str()));
}

std::string complaint_about(const std::wstring& address) {
    try {
        (void)syelog::resolve(address);
        return "none";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST(ForwardOptions, AreEmptyWithoutACollector) { EXPECT_FALSE(parsed(L"")); }

TEST(ForwardOptions, AreACollectorASpoolAndItsBound) {
    const auto options =
        parsed(L"--forward logs:514 --spool \"D:\\my spool\" --spool-bytes 100000");
    ASSERT_TRUE(options);
    EXPECT_EQ(options->collector, L"logs:514");
    EXPECT_EQ(options->spool, L"D:\\my spool");
    EXPECT_EQ(options->spool_bytes, 100'000u);
    EXPECT_EQ(parsed(L"--forward logs:514 --spool s")->spool_bytes, 64u << 20);
}

TEST(ForwardOptions, WantBothCollectorAndSpool) {
    EXPECT_THROW((void)parsed(L"--forward logs:514"), std::invalid_argument);
    EXPECT_THROW((void)parsed(L"--spool s"), std::invalid_argument);
    EXPECT_THROW((void)parsed(L"--forward l:1 --spool s --spool-bytes 10"), std::invalid_argument);
}

TEST(ForwardAddress, IsAHostAndAPort) {
    EXPECT_EQ(::ntohs(syelog::resolve(L"127.0.0.1:6514").sin_port), 6514);
    EXPECT_EQ(syelog::resolve(L"localhost:1").sin_addr.s_addr, ::htonl(INADDR_LOOPBACK));
}

TEST(ForwardAddress, IsRefusedWithASentenceIfItIsNone) {
    for (const wchar_t* wrong : {L"", L"host", L":514", L"host:", L"host:0", L"host:65537", L"h:x"})
        EXPECT_EQ(complaint_about(wrong),
                  "A collector is written host:port, not " + w32::to_utf8(wrong) + '.');
    // No name service need be asked: a label has 63 letters at most.
    const std::wstring host(64, L'x');
    EXPECT_EQ(complaint_about(host + L":514")
                  .find("The collector's host " + w32::to_utf8(host) + " is not known: "),
              0u);
}

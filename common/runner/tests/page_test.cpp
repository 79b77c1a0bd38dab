// page_test.cpp - what is filled into a template cannot get out of its place.
#include "common/runner/text/page.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kTemplate[] =
    "<html lang=\"<!--WB:LANG-->\"><title><!--WB:TITLE--></title><h1><!--WB:TITLE--></h1>"
    "<!--WB:TABLE--><script type=\"application/json\">/*WB:DATA*/</script>";

TEST(Page, IsItsTemplateWithFourThingsFilledIn) {
    Page page{"Locks & more", "<p>table</p>", Json::object({{"a", 1}})};
    EXPECT_EQ(fill_page(kTemplate, page, "zh"),
              "<html lang=\"zh-CN\"><title>Locks &amp; more</title><h1>Locks &amp; more</h1>"
              "<p>table</p><script type=\"application/json\">{\"a\":1}</script>");
}

TEST(Page, DataCannotEndTheScriptThatHoldsIt) {
    Page page{"", "", Json("</script><!-- <b>")};
    const std::string text = fill_page(kTemplate, page, "en");
    EXPECT_NE(text.find("\"\\u003c/script>\\u003c!-- \\u003cb>\""), text.npos);
}

TEST(Page, TextThatLooksLikeAMarkerStaysText) {
    Page page{"x", "<p>/*WB:DATA*/</p>", Json("/*WB:DATA*/")};
    EXPECT_NE(fill_page(kTemplate, page, "en").find("<p>/*WB:DATA*/</p>"), std::string::npos);
}

TEST(HtmlTable, EscapesEverything) {
    EXPECT_EQ(html_table("a<b", {"\"h\""}, {{"<i>", "&"}}),
              "<section><h2>a&lt;b</h2><table><thead><tr><th scope=\"col\">&quot;h&quot;</th></tr>"
              "</thead><tbody>\n<tr><th scope=\"row\">&lt;i&gt;</th><td>&amp;</td></tr>\n"
              "</tbody></table></section>\n");
}

}  // namespace
}  // namespace runner

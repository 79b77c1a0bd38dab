// fake_lab.hpp - a folder of programs that end in the way their names say (fake_lab.cpp).
#pragma once

#include "common/runner/labs/judge.hpp"
#include "common/runner/tests/scratch.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

namespace runner {

class FakeLab : public testing::Test {
protected:
    FakeLab() : bin_(scratch_.root() / "out" / "bin") { fs::create_directories(bin_); }

    // Copies the fake program under the name that tells it what to do.
    void install(const std::string& name) const {
        const fs::path fake = fs::path(w32::this_program()).parent_path() / "runner_fake_lab.exe";
        fs::copy_file(fake, bin_ / ("lab_98_" + name + ".exe"),
                      fs::copy_options::overwrite_existing);
    }
    static Lab lab(const std::string& name) {
        Lab lab;
        lab.card.id = "L98";
        lab.chapter = "98-fakes";
        lab.name = name;
        return lab;
    }
    Judged judge(const std::string& name, const BuildLog& log = {},
                 w32::Timeout limit = std::chrono::seconds{60}) const {
        return judge_lab(lab(name), bin_, log, limit);
    }

    Scratch scratch_;
    fs::path bin_;
};

}  // namespace runner

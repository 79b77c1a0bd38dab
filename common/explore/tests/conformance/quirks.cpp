// quirks.cpp - where Wine differs from Windows: each with the probe that shows it.
#include "common/explore/tests/conformance/quirks.hpp"

#include "common/win32/platform.hpp"

#include <algorithm>
#include <iterator>

namespace conformance {
namespace {

bool failed_with(const Seen& seen, std::int64_t result, DWORD error) {
    return seen.result == result && seen.error == error;
}

constexpr std::int64_t kWaitFailed = WAIT_FAILED;

bool is_pseudo(int target) { return target == kCurrentProcess || target == kCurrentThread; }

bool has_pseudo(const Step& step) {
    return std::any_of(step.many, step.many + std::min<DWORD>(step.count, kMany), is_pseudo);
}

constexpr Quirk kQuirks[] = {
    {"sem.release0", "ReleaseSemaphore of 0 units fails with 87; Wine returns TRUE",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::release_semaphore && step.a == 0 &&
                failed_with(model, FALSE, ERROR_INVALID_PARAMETER) && kernel.result == TRUE;
     }},
    {"sem.release-1", "ReleaseSemaphore of -1 units fails with 87; with Wine with 298",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::release_semaphore && step.a < 0 &&
                failed_with(model, FALSE, ERROR_INVALID_PARAMETER) &&
                failed_with(kernel, FALSE, ERROR_TOO_MANY_POSTS);
     }},
    {"wfmo.pseudo", "a wait for many refuses pseudo handles with 6; Wine waits",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::wait_many && has_pseudo(step) &&
                failed_with(model, kWaitFailed, ERROR_INVALID_HANDLE) &&
                kernel.result != kWaitFailed;
     }},
    {"wfmo.dup.all", "a wait for all that has an object twice fails with 87; Wine waits",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::wait_many && step.a != 0 &&
                failed_with(model, kWaitFailed, ERROR_INVALID_PARAMETER) &&
                kernel.result == WAIT_TIMEOUT;
     }},
    // https://learn.microsoft.com/windows/win32/fileio/cancelioex-func
    {"cancelioex.none", "CancelIoEx without a request to cancel fails with 1168; Wine returns TRUE",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::cancel_io_ex && step.a == 0 &&
                failed_with(model, FALSE, ERROR_NOT_FOUND) && kernel.result == TRUE;
     }},
    // https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-createnamedpipew
    {"pipe.instances", "CreateNamedPipe of more than 255 instances fails with 87; Wine makes one",
     [](const Step& step, const Seen& model, const Seen& kernel) {
         return step.call == Call::create_pipe && step.count > PIPE_UNLIMITED_INSTANCES &&
                failed_with(model, FALSE, ERROR_INVALID_PARAMETER) && kernel.result == TRUE;
     }},
};

}  // namespace

const Quirk* quirk_of(const Step& step, const Seen& model, const Seen& kernel) {
    if (!w32::running_under_wine()) return nullptr;
    const Quirk* found =
        std::find_if(std::begin(kQuirks), std::end(kQuirks),
                     [&](const Quirk& quirk) { return quirk.explains(step, model, kernel); });
    return found == std::end(kQuirks) ? nullptr : found;
}

}  // namespace conformance

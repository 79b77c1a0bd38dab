// wait.cpp - one place that knows the numbers a wait may answer.
#include "common/win32/wait.hpp"

#include "common/win32/wait_board.hpp"

#include <optional>

namespace w32 {
namespace {

// A look (limit 0) cannot block, so it is not worth a line on the board.
std::optional<OnWaitBoard> on_board(const char* kind, const void* object, Timeout limit,
                                    std::source_location where) {
    if (limit.ms() == 0) return std::nullopt;
    return std::optional<OnWaitBoard>(std::in_place, kind, object, where);
}

Waited single(HANDLE object, Timeout limit, BOOL alertable, std::source_location where) {
    const auto line = on_board("object", object, limit, where);
    switch (::WaitForSingleObjectEx(object, limit.ms(), alertable)) {
        case WAIT_OBJECT_0: return Waited::signaled;
        case WAIT_TIMEOUT: return Waited::timed_out;
        case WAIT_ABANDONED: return Waited::abandoned;
        case WAIT_IO_COMPLETION: return Waited::apc;
        default: throw Error("WaitForSingleObject", ::GetLastError(), where);
    }
}

WaitedAny multiple(std::span<const HANDLE> objects, BOOL all, Timeout limit,
                   std::source_location where) {
    const auto line = on_board(all ? "all of several objects" : "one of several objects",
                               objects.empty() ? nullptr : objects.front(), limit, where);
    const DWORD count = static_cast<DWORD>(objects.size());
    const DWORD answer = ::WaitForMultipleObjects(count, objects.data(), all, limit.ms());
    // The order of the questions matters: WAIT_FAILED is 0xFFFFFFFF, larger than any index.
    if (answer == WAIT_FAILED) throw Error("WaitForMultipleObjects", ::GetLastError(), where);
    if (answer == WAIT_TIMEOUT) return {Waited::timed_out, 0};
    if (answer >= WAIT_ABANDONED_0 && answer < WAIT_ABANDONED_0 + count)
        return {Waited::abandoned, answer - WAIT_ABANDONED_0};
    return {Waited::signaled, answer - WAIT_OBJECT_0};
}

}  // namespace

Waited wait(HANDLE object, Timeout limit, std::source_location where) {
    return single(object, limit, FALSE, where);
}

Waited wait_alertable(HANDLE object, Timeout limit, std::source_location where) {
    return single(object, limit, TRUE, where);
}

WaitedAny wait_any(std::span<const HANDLE> objects, Timeout limit, std::source_location where) {
    return multiple(objects, FALSE, limit, where);
}

Waited wait_all(std::span<const HANDLE> objects, Timeout limit, std::source_location where) {
    return multiple(objects, TRUE, limit, where).how;
}

}  // namespace w32

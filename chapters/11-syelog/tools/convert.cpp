// convert.cpp - syelog_trace: makes a log into a trace that a browser draws.
//
// Exit codes: 0 done (damaged lines among them), 1 a call failed, 2 wrong options.
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/console.hpp"
#include "chapters/11-syelog/tools/lines.hpp"
#include "chapters/11-syelog/tools/trace.hpp"

#include <cstdio>

namespace {

using namespace syelog;

constexpr char kHelp[] =
    "syelog_trace [PATH] - makes a log into Chrome trace events (JSON)\n"
    "  --file PATH  a log of syelogd, in any format (PATH alone means the same; standard input)\n"
    "  --out PATH   write there (standard output)\n"
    "Open the result in https://ui.perfetto.dev or chrome://tracing: a group per process, a row "
    "per\n"
    "facility, and a counter of records per 100 ms.\n";

w32::Handle open(const std::wstring& path, DWORD access, DWORD how) {
    try {
        return w32::own_file(::CreateFileW(path.c_str(), access,
                                           FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                           nullptr, how, FILE_FLAG_SEQUENTIAL_SCAN, nullptr),
                             "CreateFileW");
    } catch (const w32::Error& error) {
        throw std::runtime_error("cannot open " + w32::to_utf8(path) + ": " +
                                 w32::describe(error.code()));
    }
}

// What the next read brings; nothing at the end.
std::string_view read_piece(HANDLE file, std::string& buffer) {
    DWORD bytes = 0;
    const BOOL ok =
        ::ReadFile(file, buffer.data(), static_cast<DWORD>(buffer.size()), &bytes, nullptr);
    const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
    const bool end = error == ERROR_HANDLE_EOF || error == ERROR_BROKEN_PIPE ||
                     error == ERROR_OPERATION_ABORTED;  // ctrl+C while a console was read
    if (!ok && !end) throw w32::Error("ReadFile", error);
    return std::string_view(buffer).substr(0, bytes);
}

int convert(HANDLE in, HANDLE out) {
    TraceWriter trace([out](std::string_view json) { write_all(out, json); });
    Lines lines;
    std::string_view line;
    std::string buffer(64 * 1024, '\0');
    // After ctrl+C as at the end of the log: what is there becomes a whole trace.
    while (!w32::signaled_now(console().stop.get())) {
        const std::string_view bytes = read_piece(in, buffer);
        if (bytes.empty()) break;
        lines.add(bytes);
        while (lines.next(line)) trace.add(line);
    }
    if (lines.rest(line)) trace.add(line);
    trace.finish();
    if (trace.damaged() > 0)
        std::fprintf(stderr, "syelog_trace: %llu of %llu lines are damaged\n",
                     static_cast<unsigned long long>(trace.damaged()),
                     static_cast<unsigned long long>(trace.records() + trace.damaged()));
    return kDone;
}

int run() {
    const Arguments arguments({L"file", L"out"}, {}, 1);
    const HANDLE standard_out = ::GetStdHandle(STD_OUTPUT_HANDLE);
    if (arguments.help()) {
        write_all(standard_out, kHelp);
        return kDone;
    }
    const std::wstring from =
        arguments.words().empty() ? arguments.text(L"file", L"") : arguments.words().front();
    const std::wstring to = arguments.text(L"out", L"");
    if (!to.empty() && to == from)
        throw std::invalid_argument("The trace would overwrite the log it is made from.");
    watch_console();
    const w32::Handle in = from.empty() ? w32::Handle() : open(from, GENERIC_READ, OPEN_EXISTING);
    const w32::Handle out = to.empty() ? w32::Handle() : open(to, GENERIC_WRITE, CREATE_ALWAYS);
    return convert(in ? in.get() : ::GetStdHandle(STD_INPUT_HANDLE),
                   out ? out.get() : standard_out);
}

}  // namespace

int main() {
    int code = syelog::kFailed;
    try {
        code = run();
    } catch (const syelog::NobodyReads&) {
        std::fputs("syelog_trace: whoever read the trace has gone before its end\n", stderr);
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelog_trace: %s\n", wrong.what());
        code = syelog::kUsage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_trace: %s\n", error.what());
    }
    syelog::console().finished.set();
    return code;
}

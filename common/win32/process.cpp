// process.cpp - CreateProcessW with a job and exactly one inherited handle.
#include "common/win32/process.hpp"

#include <memory>
#include <vector>

namespace w32 {
namespace {

// What the child gets apart from its command line. A list of one attribute or two.
class Attributes {
public:
    explicit Attributes(DWORD count) {
        SIZE_T bytes = 0;
        (void)::InitializeProcThreadAttributeList(nullptr, count, 0, &bytes);  // asks for the size
        memory_ = std::make_unique<std::byte[]>(bytes);
        check(::InitializeProcThreadAttributeList(get(), count, 0, &bytes),
              "InitializeProcThreadAttributeList");
    }
    ~Attributes() { ::DeleteProcThreadAttributeList(get()); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    /// `value` is kept by address: it must live until the process has been created.
    void add(DWORD_PTR attribute, HANDLE* value) {
        check(::UpdateProcThreadAttribute(get(), 0, attribute, value, sizeof *value, nullptr,
                                          nullptr),
              "UpdateProcThreadAttribute");
    }
    LPPROC_THREAD_ATTRIBUTE_LIST get() const noexcept {
        return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.get());
    }

private:
    std::unique_ptr<std::byte[]> memory_;
};

}  // namespace

Job::Job() : handle_(own(::CreateJobObjectW(nullptr, nullptr), "CreateJobObjectW")) {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    check(::SetInformationJobObject(handle_.get(), JobObjectExtendedLimitInformation, &limits,
                                    sizeof limits),
          "SetInformationJobObject");
}

void Job::limit(DWORD processes, SIZE_T bytes) {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
        JOB_OBJECT_LIMIT_JOB_MEMORY | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    limits.BasicLimitInformation.ActiveProcessLimit = processes;
    limits.JobMemoryLimit = bytes;
    check(::SetInformationJobObject(handle_.get(), JobObjectExtendedLimitInformation, &limits,
                                    sizeof limits),
          "SetInformationJobObject");
    JOBOBJECT_BASIC_UI_RESTRICTIONS windows{};
    windows.UIRestrictionsClass = JOB_OBJECT_UILIMIT_DESKTOP | JOB_OBJECT_UILIMIT_DISPLAYSETTINGS |
                                  JOB_OBJECT_UILIMIT_EXITWINDOWS | JOB_OBJECT_UILIMIT_GLOBALATOMS |
                                  JOB_OBJECT_UILIMIT_HANDLES | JOB_OBJECT_UILIMIT_READCLIPBOARD |
                                  JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS |
                                  JOB_OBJECT_UILIMIT_WRITECLIPBOARD;
    check(::SetInformationJobObject(handle_.get(), JobObjectBasicUIRestrictions, &windows,
                                    sizeof windows),
          "SetInformationJobObject");
}

Process::Process(std::wstring command, const ProcessOptions& options, std::source_location where) {
    STARTUPINFOEXW startup{};
    startup.StartupInfo.cb = sizeof startup;
    Attributes attributes(2);
    HANDLE job = options.job != nullptr ? options.job->get() : nullptr;
    // In the job from its creation on. CREATE_SUSPENDED, assign, resume would leave a suspended
    // process behind if this one were killed in between.
    if (job != nullptr) attributes.add(PROC_THREAD_ATTRIBUTE_JOB_LIST, &job);
    HANDLE output = options.output;
    if (output != nullptr) {
        // Without the list the child would get every inheritable handle of this process, among
        // them the write end of a sibling's pipe - whose reader would never see its end.
        attributes.add(PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &output);
        startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        startup.StartupInfo.hStdOutput = output;
        startup.StartupInfo.hStdError = output;
    }
    startup.lpAttributeList = attributes.get();
    DWORD flags = EXTENDED_STARTUPINFO_PRESENT;
    if (options.own_group) flags |= CREATE_NEW_PROCESS_GROUP;
    if (options.suspended) flags |= CREATE_SUSPENDED;
    if (options.environment != nullptr) flags |= CREATE_UNICODE_ENVIRONMENT;
    auto* environment = const_cast<wchar_t*>(options.environment);  // the calls do not write there
    PROCESS_INFORMATION started{};
    if (options.token != nullptr)
        check(::CreateProcessAsUserW(options.token, nullptr, command.data(), nullptr, nullptr,
                                     output != nullptr, flags, environment, options.directory,
                                     &startup.StartupInfo, &started),
              "CreateProcessAsUserW", where);
    else
        check(::CreateProcessW(nullptr, command.data(), nullptr, nullptr, output != nullptr, flags,
                               environment, options.directory, &startup.StartupInfo, &started),
              "CreateProcessW", where);
    process_.reset(started.hProcess);
    id_ = started.dwProcessId;
    ::CloseHandle(started.hThread);
}

DWORD Process::exit_code() const {
    DWORD code = 0;
    check(::GetExitCodeProcess(process_.get(), &code), "GetExitCodeProcess");
    return code;
}

// The rules are those of CommandLineToArgvW: backslashes are literal unless they stand before a
// quotation mark; then each must be doubled.
std::wstring quote(std::wstring_view argument) {
    if (!argument.empty() && argument.find_first_of(L" \t\n\v\"") == argument.npos)
        return std::wstring(argument);
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : argument) {
        if (c == L'\\') {
            ++backslashes;
            continue;
        }
        out.append(c == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        out += c;
        backslashes = 0;
    }
    out.append(2 * backslashes, L'\\');
    return out + L'"';
}

std::wstring command_line(std::wstring_view program, std::span<const std::wstring> arguments) {
    std::wstring out = quote(program);
    for (const std::wstring& argument : arguments) out += L' ' + quote(argument);
    return out;
}

std::wstring this_program() {
    std::wstring path(MAX_PATH, L'\0');
    for (;;) {
        const DWORD length =
            ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
        check(length != 0, "GetModuleFileNameW");
        if (length < path.size()) {
            path.resize(length);
            return path;
        }
        path.resize(path.size() * 2);  // cut off: the answer was the buffer's size
    }
}

OutputPipe make_output_pipe() {
    HANDLE read = nullptr;
    HANDLE write = nullptr;
    check(::CreatePipe(&read, &write, nullptr, 0), "CreatePipe");
    OutputPipe pipe{Handle(read), Handle(write)};
    check(::SetHandleInformation(write, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT),
          "SetHandleInformation");
    return pipe;
}

}  // namespace w32

// How does a completion routine become a member function?
//
// An object reads by ReadFileEx. Its routine is static, finds the object, and calls a member of it.
//
// Before you run it, write down: where in the object is its OVERLAPPED?
// Then find the object by reinterpret_cast.
// In the debugger: step from `routine` into `ended`; `this` is what hEvent has held.
// Topics: T94
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

class Reader {
public:
    virtual ~Reader() = default;  // so the object begins with a pointer to its table

    void start(HANDLE file) {
        request_.hEvent = this;
        w32::check(::ReadFileEx(file, bytes_, sizeof bytes_, &request_, &routine), "ReadFileEx");
    }
    auto overlapped_at() const {
        return reinterpret_cast<const char*>(&request_) - reinterpret_cast<const char*>(this);
    }

private:
    // Static: so Windows can call it. A member: so it may call what is private.
    static void CALLBACK routine(DWORD error, DWORD count, OVERLAPPED* request) {
        static_cast<Reader*>(request->hEvent)->ended(error, count);
    }
    void ended(DWORD error, DWORD count) {
        lab::saw("error " + std::to_string(error) + ", '" + std::string(bytes_, count) + "'");
    }

    OVERLAPPED request_{};
    char bytes_[8] = {};
};

int main() {
    return lab::demo("A static member, and a pointer to the object in hEvent.", [] {
        const w32::Handle file = workbook::overlapped_file("abcdefgh");
        Reader reader;
        lab::doing("read, and wait alertably");
        reader.start(file.get());
        (void)::SleepEx(INFINITE, TRUE);
        lab::saw("the OVERLAPPED begins at byte " + std::to_string(reader.overlapped_at()));
        lab::why(
            "Windows calls plain functions; `this` has to come with the request. A cast needs to\n"
            "know where in the object the OVERLAPPED lies.");
    });
}

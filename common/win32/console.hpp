// console.hpp - UTF-8 on a console of any code page, such as 936, and nothing left changed.
//
//     int main() {
//         w32::console_in_utf8();
//         std::puts("\xE7\xBA\xBF\xE7\xA8\x8B");
//     }
//
// The code page belongs to the console, not to the program: whoever changes it and ends leaves the
// next program, and the prompt, with another one than they expect.
// https://learn.microsoft.com/windows/console/setconsoleoutputcp
#pragma once

namespace w32 {

/// From now on the console takes what we write for UTF-8. It gets its own code page back at exit,
/// also when ctrl+C or the closed window ends us; not when ExitProcess or TerminateProcess does.
/// Files and pipes get the same bytes as ever. Without a console, and when called again, it does
/// nothing. Call it before a handler for ctrl+C is set: the last one that was set is asked first.
void console_in_utf8() noexcept;

}  // namespace w32

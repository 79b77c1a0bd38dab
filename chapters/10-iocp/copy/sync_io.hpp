// sync_io.hpp - the yardstick: one request, and the thread waits inside the call.
//
// Nothing can be forgotten here: when the call returns, it is done. While the disk works the thread
// does nothing, and while the thread works the disk does nothing.
// https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfile
#pragma once

#include "chapters/10-iocp/copy/task.hpp"

namespace copy {

/// The files were opened without FILE_FLAG_OVERLAPPED: an OVERLAPPED then only says where.
inline void run_synchronously(Task& task) {
    Slot& slot = task.slots()[0];  // the others would have nobody to work for them
    Step step = task.next(slot);
    while (step != Step::stop) {
        const w32::IoStarted done = start(task, slot, step);
        step = task.ended(slot, done.bytes, done.error);
    }
}

}  // namespace copy

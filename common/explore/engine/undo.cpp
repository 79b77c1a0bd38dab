// undo.cpp - a list of old values.
#include "common/explore/engine/undo.hpp"

#include "common/explore/engine/peek.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace explore {

void Undo::add(const void* address, std::size_t bytes, bool known_to_exist) {
    auto* at = static_cast<char*>(const_cast<void*>(address));
    for (std::size_t done = 0; done < bytes; done += 8) {
        Entry& entry = entries_.emplace_back();
        entry.address = at + done;
        entry.bytes = static_cast<std::uint8_t>(std::min<std::size_t>(8, bytes - done));
        // Not a plain copy: the lab may be about to write where nothing is.
        if (known_to_exist) {
            std::memcpy(&entry.old, entry.address, entry.bytes);
        } else if (!peek(entry.address, &entry.old, entry.bytes)) {
            entries_.pop_back();
            return;
        }
    }
}

void Undo::restore() {
    if (entries_.empty()) return;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
        std::memcpy(entry->address, &entry->old, entry->bytes);
    entries_.clear();
    std::fill(std::begin(recent_), std::end(recent_), nullptr);
}

}  // namespace explore

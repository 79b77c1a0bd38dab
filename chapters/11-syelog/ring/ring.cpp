// ring.cpp - names, and the writer's end. The reader's end: reader.cpp.
#include "chapters/11-syelog/ring/ring.hpp"

#include <algorithm>
#include <cstring>

namespace syelog {

using namespace ring;

namespace ring {

Shared::Shared(const std::wstring& name)
    : mapping((name + L".memory").c_str(), sizeof(Memory)),
      data(w32::Reset::automatic, (name + L".data").c_str()),
      room(0, 1'000'000, (name + L".room").c_str()),
      reader_lives((name + L".reader").c_str()) {}

}  // namespace ring

RingWriter::RingWriter(const std::wstring& name)
    : name_(name), shared_(name), memory_(shared_.memory()) {
    do {
        number_ = (shared(memory_.last_writer).fetch_add(1) + 1) & kWriterMask;
        lives_ =
            std::make_unique<w32::Mutex>((name + L".writer." + std::to_wstring(number_)).c_str());
    } while (number_ == 0 || !lives_->created());
    (void)lives_->lock();
}

RingWriter::~RingWriter() {
    if (mine_ != nullptr) (void)change_mine(Is::padding);
    (void)::ReleaseMutex(lives_->get());
}

// Refused if the reader has taken us for dead, and given the cells to others.
bool RingWriter::change_mine(Is is) {
    const std::uint64_t word = std::exchange(mine_word_, 0);
    State state = unpack(word);
    state.is = is;
    std::uint64_t expected = word;
    return shared(*std::exchange(mine_, nullptr)).compare_exchange_strong(expected, pack(state));
}

std::span<std::byte> RingWriter::claim(std::size_t bytes) {
    const auto wanted = static_cast<unsigned>((bytes + kCellBytes - 1) / kCellBytes);
    for (;;) {
        const std::uint64_t position = shared(memory_.claimed).load();
        const std::size_t cell = cell_of(position);
        // A record is never torn in two by the end of the ring: the rest becomes padding.
        const auto to_end = static_cast<unsigned>(std::min<std::size_t>(kCells - cell, 255));
        const bool fits = wanted <= to_end;
        switch (try_claim(position, fits ? wanted : to_end, fits ? Is::claimed : Is::padding)) {
            case Tried::claimed:
                if (!fits) break;  // now at the beginning of the next lap
                mine_ = &memory_.states[cell];
                mine_word_ = pack({Is::claimed, lap_of(position), wanted, number_});
                return {memory_.cells[cell], bytes};
            case Tried::lost: break;  // another one was quicker: behind it
            case Tried::full:
                if (!wait_for_room(position, fits ? wanted : to_end)) return {};
                break;
        }
    }
}

RingWriter::Tried RingWriter::try_claim(std::uint64_t position, unsigned cells, Is as) {
    std::uint64_t& word = memory_.states[cell_of(position)];
    std::uint64_t seen = shared(word).load();
    const State state = unpack(seen);
    if (state.lap == lap_of(position) && state.is != Is::free) {
        // Taken, but not counted: by one that will do it at once, or that is dead. So we do it.
        std::uint64_t expected = position;
        shared(memory_.claimed)
            .compare_exchange_strong(expected, position + std::max(state.cells, 1u));
        return Tried::lost;
    }
    if (is_full(position, cells)) return Tried::full;
    if (state.lap != lap_of(position)) return Tried::lost;  // we are late
    const State mine{as, lap_of(position), cells, number_};
    if (!shared(word).compare_exchange_strong(seen, pack(mine))) return Tried::lost;
    std::uint64_t expected = position;
    shared(memory_.claimed).compare_exchange_strong(expected, position + cells);
    return Tried::claimed;
}

// The reader frees cells in their order: if the last one has come to this lap, all have. Unless we
// are late, and others have gone on from here.
bool RingWriter::is_full(std::uint64_t position, unsigned cells) const {
    const std::uint64_t last = position + cells - 1;
    const State state = unpack(shared(memory_.states[cell_of(last)]).load());
    return state.lap != lap_of(last) && shared(memory_.claimed).load() == position;
}

// False: there is no reader. The order is what matters: we say that we wait, then look once more;
// the reader frees, then looks whether anybody waits. One of the two sees the other.
bool RingWriter::wait_for_room(std::uint64_t position, unsigned cells) {
    ++shared(memory_.waiting);
    if (!is_full(position, cells)) return true;  // we stay counted: somebody wakes once for nothing
    wake_reader();
    const HANDLE either[] = {shared_.room.get(), shared_.reader_lives.get()};
    const w32::WaitedAny answer = w32::wait_any(either, w32::forever);
    if (answer.index == 0) return true;
    shared_.reader_lives.unlock();  // nobody had it, or its owner has died
    return false;
}

void RingWriter::wake_reader() {
    const auto awake = static_cast<std::uint32_t>(Reader::awake);
    if (shared(memory_.reader).exchange(awake) != awake) shared_.data.set();
}

void RingWriter::commit() {
    (void)change_mine(Is::written);
    if (shared(memory_.reader).load() == static_cast<std::uint32_t>(Reader::asleep)) wake_reader();
}

RingWriter::Wrote RingWriter::write(const Record& record) {
    std::string_view text = record.text.substr(0, kMaxTextBytes);
    text = text.substr(0, text.find('\0'));
    const std::size_t bytes = kHeaderBytes + text.size() + 1;
    const std::span<std::byte> room = claim(bytes);
    if (room.empty()) return Wrote::no_reader;
    WireRecord header;
    header.bytes = static_cast<std::uint16_t>(bytes);
    header.facility = static_cast<std::uint8_t>(record.facility);
    header.severity = static_cast<std::uint8_t>(record.severity);
    header.process_id = record.process_id;
    header.occurred = record.occurred;
    header.terminate = record.terminate ? 1 : 0;
    std::memcpy(room.data(), &header, kHeaderBytes);
    std::memcpy(room.data() + kHeaderBytes, text.data(), text.size());
    room.back() = std::byte{0};
    commit();
    return Wrote::yes;
}

}  // namespace syelog

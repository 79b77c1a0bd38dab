// reader.cpp - the one reader of a ring: believes nobody, and waits for nobody who is dead.
#include "chapters/11-syelog/ring/ring.hpp"

#include <algorithm>
#include <cstring>

namespace syelog {

using namespace ring;

namespace {

constexpr std::chrono::milliseconds kDoze{1};

}  // namespace

RingReader::RingReader(const std::wstring& name)
    : name_(name), shared_(name), memory_(shared_.memory()), decoder_(std::make_unique<Decoder>()) {
    // Abandoned or not: if it can be had, no reader lives. What the last one left is in order but
    // for one thing.
    if (!shared_.reader_lives.try_lock()) throw w32::Error("RingReader", ERROR_ALREADY_EXISTS);
    position_ = shared(memory_.read).load();
    repair();
}

RingReader::~RingReader() { (void)::ReleaseMutex(shared_.reader_lives.get()); }

// A reader that died in release() has counted cells and not freed all of them. All that lie ahead
// of us belong to this lap or the next one, or they are such.
void RingReader::repair() {
    for (std::uint64_t at = position_; at < position_ + kCells; ++at) {
        std::uint64_t& word = memory_.states[cell_of(at)];
        const unsigned behind = (lap_of(at) - unpack(shared(word).load()).lap) & kLapMask;
        if (behind == 1) shared(word).store(pack({.is = Is::free, .lap = lap_of(at)}));
    }
    wake_writers();
}

State RingReader::head() const {
    State state = unpack(shared(memory_.states[cell_of(position_)]).load());
    if (state.lap != lap_of(position_)) return {};
    // Any process may have written there: no number leads outside.
    const std::size_t to_end = kCells - cell_of(position_);
    state.cells =
        std::clamp(state.cells, 1u, static_cast<unsigned>(std::min<std::size_t>(to_end, 255)));
    return state;
}

bool RingReader::next(Record& out) {
    for (;;) {
        const State state = head();
        const std::size_t cell = cell_of(position_);
        switch (state.is) {
            case Is::free: return false;
            case Is::claimed:
                if (state.writer != dead_writer_ || dead_writer_ == 0) return false;
                ++abandoned_;
                release(state.cells);
                break;
            case Is::padding: release(state.cells); break;
            case Is::written: {
                const bool is_record = copy_out(cell, state.cells * kCellBytes, out);
                release(state.cells);
                if (is_record) return true;
                ++malformed_;
                break;
            }
        }
    }
}

// First a copy, then a look: whoever can still write there must not change what we have judged.
bool RingReader::copy_out(std::size_t cell, std::size_t room, Record& out) {
    const std::byte* const from = memory_.cells[cell];
    std::uint16_t bytes = 0;
    std::memcpy(&bytes, from, sizeof bytes);
    if (bytes < kHeaderBytes || bytes > std::min(room, kMaxRecordBytes)) return false;
    const std::span<std::byte> copy = decoder_->space();
    std::memcpy(copy.data(), from, bytes);
    std::memcpy(copy.data(), &bytes, sizeof bytes);
    decoder_->arrived(bytes);
    return decoder_->next(out) == Decoder::Next::record;
}

// Counted first, then freed: who comes after us finds cells that are not free yet (repair()).
// The other way round a writer might have taken them by then, and be read twice.
void RingReader::release(unsigned cells) {
    const std::uint64_t begin = position_;
    position_ += cells;
    shared(memory_.read).store(position_);
    for (std::uint64_t at = begin; at < position_; ++at)
        shared(memory_.states[cell_of(at)])
            .store(pack({.is = Is::free, .lap = (lap_of(at) + 1) & kLapMask}));
    released_ += cells;
    if (released_ >= kCells / 2) wake_writers();
}

void RingReader::wake_writers() {
    released_ = 0;
    if (shared(memory_.waiting).load() == 0) return;
    const auto count = static_cast<LONG>(std::min(shared(memory_.waiting).exchange(0), 10'000u));
    // Refused above its maximum: then there are units enough for everybody.
    (void)::ReleaseSemaphore(shared_.room.get(), count, nullptr);
}

RingReader::Woken RingReader::wait(w32::Timeout limit, HANDLE stop) {
    wake_writers();
    const auto say = [this](Reader state) {
        shared(memory_.reader).store(static_cast<std::uint32_t>(state));
    };
    say(Reader::dozing);
    Woken woken = sleep(kDoze, stop);
    if (woken == Woken::timed_out && (head().is == Is::written || head().is == Is::padding))
        woken = Woken::more;
    if (woken == Woken::timed_out) {
        say(Reader::asleep);
        // After that: who commits now, or finds no room, wakes us.
        wake_writers();
        const State state = head();
        if (state.is == Is::free || state.is == Is::claimed)
            woken = sleep(limit, stop);
        else
            woken = Woken::more;
    }
    say(Reader::awake);
    return woken;
}

// Ends with the writer that keeps us waiting, too: what the others have written behind it may be
// the last that ever comes.
RingReader::Woken RingReader::sleep(w32::Timeout limit, HANDLE stop) {
    HANDLE reasons[3] = {shared_.data.get(), nullptr, nullptr};
    std::size_t count = 1;
    if (stop != nullptr) reasons[count++] = stop;
    const State state = head();
    w32::Handle writer;
    if (state.is == Is::claimed) {
        const std::wstring name = name_ + L".writer." + std::to_wstring(state.writer);
        writer.reset(::OpenMutexW(SYNCHRONIZE | MUTEX_MODIFY_STATE, FALSE, name.c_str()));
        if (!writer) {  // a name lives as long as its process
            dead_writer_ = state.writer;
            return Woken::more;
        }
        reasons[count++] = writer.get();
    }
    const w32::WaitedAny answer = w32::wait_any(std::span(reasons, count), limit);
    if (answer.how == w32::Waited::timed_out) return Woken::timed_out;
    if (answer.index == 0) return Woken::more;
    if (reasons[answer.index] == stop) return Woken::stopped;
    (void)::ReleaseMutex(writer.get());
    dead_writer_ = state.writer;
    return Woken::more;
}

}  // namespace syelog

// publication.cpp - data that is seen before it is ready, or made twice.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

struct Settings {
    int volume = 11;
};

CORPUS_BUG(DoubleCheckedLockingWithAPlainPointer, Outcome::data_race) {
    w32::CriticalSection lock;
    Settings* settings = nullptr;
    const auto get = [&] {
        if (settings == nullptr) {
            const w32::Guard hold(lock);
            if (settings == nullptr) settings = new Settings;
        }
        expect(settings->volume == 11);
    };
    together(get, get);
    delete settings;
}
CORPUS_TWIN(DoubleCheckedLockingWithAPlainPointer) {
    w32::CriticalSection lock;
    std::atomic<Settings*> settings = nullptr;
    const auto get = [&] {
        Settings* seen = settings.load(std::memory_order_acquire);
        if (seen == nullptr) {
            const w32::Guard hold(lock);
            seen = settings.load(std::memory_order_relaxed);
            if (seen == nullptr) {
                seen = new Settings;
                settings.store(seen, std::memory_order_release);
            }
        }
        expect(seen->volume == 11);
    };
    together(get, get);
    delete settings.load();
}

CORPUS_BUG(FlagBeforeTheData, Outcome::data_race) {
    std::atomic<bool> ready = false;
    int data = 0;
    together(
        [&] {
            ready = true;
            data = 42;
        },
        [&] {
            if (ready) expect(data == 42);
        });
}
CORPUS_TWIN(FlagBeforeTheData) {
    std::atomic<bool> ready = false;
    int data = 0;
    together(
        [&] {
            data = 42;
            ready = true;
        },
        [&] {
            if (ready) expect(data == 42);
        });
}

CORPUS_BUG(RelaxedFlagForTheData, Outcome::data_race) {
    std::atomic<bool> ready = false;
    int data = 0;
    together(
        [&] {
            data = 42;
            ready.store(true, std::memory_order_relaxed);
        },
        [&] {
            if (ready.load(std::memory_order_relaxed)) expect(data == 42);
        });
}
CORPUS_TWIN(RelaxedFlagForTheData) {
    std::atomic<bool> ready = false;
    int data = 0;
    together(
        [&] {
            data = 42;
            ready.store(true, std::memory_order_release);
        },
        [&] {
            if (ready.load(std::memory_order_acquire)) expect(data == 42);
        });
}

CORPUS_BUG(SignalsBeforeItStores, Outcome::data_race) {
    w32::Event ready(w32::Reset::manual);
    int data = 0;
    together(
        [&] {
            ready.set();
            data = 42;
        },
        [&] {
            ready.wait();
            expect(data == 42);
        });
}
CORPUS_TWIN(SignalsBeforeItStores) {
    w32::Event ready(w32::Reset::manual);
    int data = 0;
    together(
        [&] {
            data = 42;
            ready.set();
        },
        [&] {
            ready.wait();
            expect(data == 42);
        });
}

CORPUS_BUG(MakesTheSingletonTwice, Outcome::assertion) {
    std::atomic<Settings*> settings = nullptr;
    std::atomic<int> made = 0;
    const auto get = [&] {
        if (settings.load() != nullptr) return;
        ++made;
        settings = new Settings;
    };
    together(get, get);
    expect(made.load() == 1);
    delete settings.load();
}
CORPUS_TWIN(MakesTheSingletonTwice) {
    w32::SrwLock lock;
    Settings* settings = nullptr;
    int made = 0;
    const auto get = [&] {
        const w32::Guard hold(lock);
        if (settings != nullptr) return;
        ++made;
        settings = new Settings;
    };
    together(get, get);
    expect(made == 1);
    delete settings;
}

CORPUS_BUG(LoserKeepsItsOwnSingleton, Outcome::assertion) {
    std::atomic<Settings*> settings = nullptr;
    Settings* mine[2] = {};
    const auto get = [&](Settings*& result) {
        Settings* seen = settings.load();
        if (seen == nullptr) {
            auto* made = new Settings;
            settings.compare_exchange_strong(seen, made);
            seen = made;  // even if another one was first
        }
        result = seen;
    };
    together([&] { get(mine[0]); }, [&] { get(mine[1]); });
    expect(mine[0] == mine[1]);
    delete mine[0];
}
CORPUS_TWIN(LoserKeepsItsOwnSingleton) {
    std::atomic<Settings*> settings = nullptr;
    Settings* mine[2] = {};
    const auto get = [&](Settings*& result) {
        Settings* seen = settings.load();
        if (seen == nullptr) {
            auto* made = new Settings;
            if (settings.compare_exchange_strong(seen, made))
                seen = made;
            else
                delete made;
        }
        result = seen;
    };
    together([&] { get(mine[0]); }, [&] { get(mine[1]); });
    expect(mine[0] == mine[1]);
    delete mine[0];
}

CORPUS_BUG(ClaimedIsTakenForDone, Outcome::data_race) {
    LONG volatile initialized = FALSE;
    int table = 0;
    const auto use = [&] {
        if (::InterlockedExchange(&initialized, TRUE) == FALSE) table = 7;
        expect(table == 7);  // the first one may be at it still
    };
    together(use, use);
}
CORPUS_TWIN(ClaimedIsTakenForDone) {
    LONG volatile initialized = FALSE;
    w32::Event done(w32::Reset::manual);
    int table = 0;
    const auto use = [&] {
        if (::InterlockedExchange(&initialized, TRUE) == FALSE) {
            table = 7;
            done.set();
        }
        done.wait();
        expect(table == 7);
    };
    together(use, use);
}

CORPUS_BUG(ChangesWhatItHasPublished, Outcome::data_race) {
    std::atomic<Settings*> current = nullptr;
    Settings settings;
    together(
        [&] {
            current = &settings;
            settings.volume = 3;
        },
        [&] {
            if (const Settings* seen = current.load()) expect(seen->volume >= 0);
        });
}
CORPUS_TWIN(ChangesWhatItHasPublished) {
    std::atomic<const Settings*> current = nullptr;
    Settings settings, changed;
    together(
        [&] {
            current = &settings;
            changed.volume = 3;  // a copy, then the pointer
            current = &changed;
        },
        [&] {
            if (const Settings* seen = current.load()) expect(seen->volume >= 0);
        });
}

}  // namespace

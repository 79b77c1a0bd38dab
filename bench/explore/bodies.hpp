// bodies.hpp - the programs that bench_explore explores (compiled as explored programs).
#pragma once

namespace bodies {

void section_counter_2x2();  // two threads enter a critical section twice and count
void section_counter_3x2();
void philosophers_3x1();  // ordered, each eats once
void pool_4x4();          // four workers share four jobs: semaphore, section, Interlocked
void store_buffering();   // Dekker with release stores

}  // namespace bodies

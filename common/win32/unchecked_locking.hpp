// unchecked_locking.hpp - for a program that shows what becomes of wrong locking, on purpose.
//
// Included last, it ends clang's thread safety analysis for the file: what such a program does is
// what the analysis is there to refuse, or, as a lock that is taken twice, what it does not know.
#pragma once

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wthread-safety-analysis"
#endif

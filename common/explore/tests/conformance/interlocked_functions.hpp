// interlocked_functions.hpp - the Interlocked functions as members of one type each of the kernel
// and of the model: included in both, where the names mean the functions of either.

#define CONFORMANCE_ONE(name, type)                                             \
    {#name, [](void* target, LONG64, LONG64) -> LONG64 {                        \
         return static_cast<LONG64>(name(static_cast<type volatile*>(target))); \
     }},
#define CONFORMANCE_TWO(name, type)                                                \
    {#name, [](void* target, LONG64 value, LONG64) -> LONG64 {                     \
         return static_cast<LONG64>(                                               \
             name(static_cast<type volatile*>(target), static_cast<type>(value))); \
     }},
#define CONFORMANCE_THREE(name, type)                                                              \
    {#name, [](void* target, LONG64 value, LONG64 comparand) -> LONG64 {                           \
         return static_cast<LONG64>(name(static_cast<type volatile*>(target),                      \
                                         static_cast<type>(value), static_cast<type>(comparand))); \
     }},
#define CONFORMANCE_POINTER_TWO(name)                                                     \
    {#name, [](void* target, LONG64 value, LONG64) -> LONG64 {                            \
         return reinterpret_cast<LONG64>(                                                 \
             name(static_cast<PVOID volatile*>(target), reinterpret_cast<PVOID>(value))); \
     }},
#define CONFORMANCE_POINTER_THREE(name)                                             \
    {#name, [](void* target, LONG64 value, LONG64 comparand) -> LONG64 {            \
         return reinterpret_cast<LONG64>(name(static_cast<PVOID volatile*>(target), \
                                              reinterpret_cast<PVOID>(value),       \
                                              reinterpret_cast<PVOID>(comparand))); \
     }},

struct Interlocked {
    const char* name;
    LONG64 (*call)(void* target, LONG64 value, LONG64 comparand);
};
static constexpr Interlocked kInterlocked[] = {
    CONFORMANCE_INTERLOCKED(CONFORMANCE_ONE, CONFORMANCE_TWO, CONFORMANCE_THREE,
                            CONFORMANCE_POINTER_TWO, CONFORMANCE_POINTER_THREE)};

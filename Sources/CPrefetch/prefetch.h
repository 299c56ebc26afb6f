#ifndef INFERMON_PREFETCH_H
#define INFERMON_PREFETCH_H

/// Begins to fetch the cache line of an address that is soon written to. Any address will do: it is a hint and reads nothing.
static inline void infermon_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

#endif

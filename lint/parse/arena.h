// Memory for one parse after another. While an arena is current, what the
// tree-sitter runtime allocates on this thread comes from it, and all of that goes
// at once; otherwise the C library serves.
#ifndef RL_ARENA_H
#define RL_ARENA_H

#include <stddef.h>

typedef struct rl_arena rl_arena;

// AddressSanitizer only sees a mistake in memory that the C library hands out
// piece by piece, so that under it there are no arenas.
#if defined(__SANITIZE_ADDRESS__)
#define RL_ARENA 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define RL_ARENA 0
#endif
#endif
#ifndef RL_ARENA
#define RL_ARENA 1
#endif

// rl_arena_install has the runtime ask for memory here. It is called once, before
// anything is parsed.
void rl_arena_install(void);

rl_arena *rl_arena_new(void);
void rl_arena_delete(rl_arena *arena);

// rl_arena_enter makes an arena this thread's current one, NULL none.
void rl_arena_enter(rl_arena *arena);

// rl_arena_reset drops everything that was allocated in an arena.
void rl_arena_reset(rl_arena *arena);

#endif

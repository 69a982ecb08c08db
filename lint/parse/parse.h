// What Go calls.
#include "arena.h"
#include "runtime.h"

// rl_parse returns the tree of a text, which lives until rl_drop, or NULL if it takes
// more than a limit of microseconds of the processor's time, give or take a turn.
void *rl_parse(rl_arena *arena, const void *language, const char *text, uint32_t length, uint64_t turn, uint64_t limit);

// rl_count returns the number of nodes of a tree.
uint32_t rl_count(const void *tree);

// rl_drop frees a tree and all else that its arena holds.
void rl_drop(rl_arena *arena, void *tree);

// One node of the flat tree; the Go type flat must match it.
typedef struct {
	uint32_t start, end;
	int32_t parent, next;
	uint16_t symbol;
	uint8_t field, flags;
} rl_flat;

enum { RL_NAMED = 1, RL_MISSING = 2, RL_ERROR = 4 };

// rl_flatten writes a tree in preorder and returns the number of nodes written,
// which is cap when the tree has more.
uint32_t rl_flatten(const void *tree, const void *language, rl_flat *out, uint32_t cap);

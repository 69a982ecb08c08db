// Declarations of the tree-sitter runtime that flattening calls. The runtime
// itself is compiled by the binding; these must match its api.h.
#include <stdbool.h>
#include <stdint.h>

typedef struct {
	uint32_t context[4];
	const void *id;
	const void *tree;
} rl_node;

typedef struct {
	const void *tree;
	const void *id;
	uint32_t context[3];
} rl_cursor;

// One node of the flat tree; the Go type node must match it.
typedef struct {
	uint32_t start, end;
	int32_t parent, next;
	uint16_t symbol, field;
	uint16_t flags, pad;
} rl_flat;

uint32_t rl_flatten(const rl_node *root, rl_flat *out, uint32_t cap);
uint32_t rl_count(const rl_node *root);
uint64_t rl_cpu_micros(void);

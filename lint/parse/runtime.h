// What we call of the tree-sitter runtime, which the binding compiles; these match
// its api.h. The grammars are compiled by packages of their own.
#ifndef RL_RUNTIME_H
#define RL_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A rl_node is a node; the first number of its context is its first byte.
typedef struct {
	uint32_t context[4];
	const void *id;
	const void *tree;
} rl_node;

void *ts_parser_new(void);
void ts_parser_delete(void *parser);
bool ts_parser_set_language(void *parser, const void *language);
void ts_parser_set_timeout_micros(void *parser, uint64_t micros);
void *ts_parser_parse_string(void *parser, const void *old, const char *text, uint32_t length);
rl_node ts_tree_root_node(const void *tree);
void ts_tree_delete(void *tree);
uint32_t ts_node_descendant_count(rl_node node);
void ts_set_allocator(void *(*new_malloc)(size_t), void *(*new_calloc)(size_t, size_t),
                      void *(*new_realloc)(void *, size_t), void (*new_free)(void *));

const void *tree_sitter_dotenv(void);
const void *tree_sitter_python(void);
const void *tree_sitter_tsx(void);
const void *tree_sitter_typescript(void);

#endif

#include "parse.h"

#include "cpu.h"

// A parser keeps much of what it allocates from one text to the next, which would
// be gone with the arena, so that each text has its own. It is made in less than a
// microsecond.
//
// Its own limit is one of the clock on the wall, which goes on while a busy machine
// does something else; stopped early, it resumes where it was.
void *rl_parse(rl_arena *arena, const void *language, const char *text, uint32_t length, uint64_t turn, uint64_t limit) {
	uint64_t end = rl_cpu_micros() + limit;
	rl_arena_enter(arena);
	void *tree = NULL;
	void *parser = ts_parser_new();
	if (ts_parser_set_language(parser, language)) {
		ts_parser_set_timeout_micros(parser, turn);
		do {
			tree = ts_parser_parse_string(parser, NULL, text, length);
		} while (!tree && rl_cpu_micros() < end);
	}
	ts_parser_delete(parser);
	rl_arena_enter(NULL);
	if (!tree) rl_arena_reset(arena);
	return tree;
}

uint32_t rl_count(const void *tree) { return ts_node_descendant_count(ts_tree_root_node(tree)); }

void rl_drop(rl_arena *arena, void *tree) {
	if (!RL_ARENA) ts_tree_delete(tree);
	rl_arena_reset(arena);
}

#include "flatten.h"

rl_cursor ts_tree_cursor_new(rl_node node);
void ts_tree_cursor_delete(rl_cursor *self);
rl_node ts_tree_cursor_current_node(const rl_cursor *self);
uint16_t ts_tree_cursor_current_field_id(const rl_cursor *self);
bool ts_tree_cursor_goto_parent(rl_cursor *self);
bool ts_tree_cursor_goto_next_sibling(rl_cursor *self);
bool ts_tree_cursor_goto_first_child(rl_cursor *self);
uint16_t ts_node_symbol(rl_node self);
uint32_t ts_node_start_byte(rl_node self);
uint32_t ts_node_end_byte(rl_node self);
uint32_t ts_node_descendant_count(rl_node self);
bool ts_node_is_named(rl_node self);
bool ts_node_is_missing(rl_node self);
bool ts_node_has_error(rl_node self);

uint32_t rl_count(const rl_node *root) { return ts_node_descendant_count(*root); }

// rl_flatten writes the tree in preorder and returns the number of nodes
// written, which is cap when the tree has more.
uint32_t rl_flatten(const rl_node *root, rl_flat *out, uint32_t cap) {
	rl_cursor cur = ts_tree_cursor_new(*root);
	uint32_t n = 0;
	int32_t parent = -1;
	int32_t prev = -1; // the sibling whose next link is still open
	while (n < cap) {
		rl_node node = ts_tree_cursor_current_node(&cur);
		rl_flat *f = &out[n];
		f->start = ts_node_start_byte(node);
		f->end = ts_node_end_byte(node);
		f->parent = parent;
		f->next = -1;
		f->symbol = ts_node_symbol(node);
		f->field = ts_tree_cursor_current_field_id(&cur);
		f->flags = (ts_node_is_named(node) ? 1 : 0) | (ts_node_is_missing(node) ? 2 : 0) |
		           (ts_node_has_error(node) ? 4 : 0);
		f->pad = 0;
		if (prev >= 0) out[prev].next = (int32_t)n;
		int32_t self = (int32_t)n++;
		if (ts_tree_cursor_goto_first_child(&cur)) {
			parent = self;
			prev = -1;
			continue;
		}
		while (!ts_tree_cursor_goto_next_sibling(&cur)) {
			if (parent < 0 || !ts_tree_cursor_goto_parent(&cur)) goto done;
			self = parent;
			parent = out[self].parent;
		}
		prev = self;
	}
done:
	ts_tree_cursor_delete(&cur);
	return n;
}

// Flattening reads the runtime's own structures, as going from node to node by its
// interface takes four times the time. TestFlatten compares the two, and fails when
// the structures change.
#include "parse.h"

#include <stdlib.h>

// The tables of a grammar look the same in all grammars of a version.
#include "dotenv/src/tree_sitter/parser.h"

typedef struct {
	uint32_t bytes, rows, columns;
} extent;

// A branch is a node with children, or a leaf that does not fit into a subtree
// itself. The children stand right before it.
typedef struct {
	uint32_t references;
	extent padding, size;
	uint32_t looked_ahead, error_cost, child_count;
	TSSymbol symbol;
	TSStateId state;
	bool visible : 1, named : 1, extra : 1, fragile_left : 1, fragile_right : 1, changed : 1, external : 1, rescanned : 1;
	bool on_column : 1, missing : 1, keyword : 1;
	uint32_t visible_children, named_children, descendants; // these only if it has children
	int32_t precedence;
	uint16_t repeated, production;
} branch;

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ && UINTPTR_MAX == UINT32_MAX
#error "a leaf looks different where a pointer has 32 bits, the highest first"
#endif

// A leaf has that bit set which in a pointer is the lowest and never is.
typedef struct {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	bool leaf : 1, visible : 1, named : 1, extra : 1, changed : 1, missing : 1, keyword : 1;
	uint8_t symbol;
	TSStateId state;
#endif
	uint8_t padding_columns, padding_rows : 4, looked_ahead : 4, padding_bytes, size_bytes;
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	TSStateId state;
	uint8_t symbol;
	bool visible : 1, named : 1, extra : 1, changed : 1, missing : 1, keyword : 1, unused : 1, leaf : 1;
#endif
} leaf;

typedef union {
	leaf leaf;
	const branch *branch;
} subtree;

static uint32_t size_of(subtree t) { return t.leaf.leaf ? t.leaf.size_bytes : t.branch->size.bytes; }
static uint32_t padding_of(subtree t) { return t.leaf.leaf ? t.leaf.padding_bytes : t.branch->padding.bytes; }
static bool is_visible(subtree t) { return t.leaf.leaf ? t.leaf.visible : t.branch->visible; }
static bool is_extra(subtree t) { return t.leaf.leaf ? t.leaf.extra : t.branch->extra; }
static bool is_missing(subtree t) { return t.leaf.leaf ? t.leaf.missing : t.branch->missing; }
static bool has_children(subtree t) { return !t.leaf.leaf && t.branch->child_count > 0; }

// A level is a node whose children are being written. A node that is not visible
// has its children take its place, and they fill its field.
typedef struct {
	const subtree *child, *end;
	const TSSymbol *aliases; // by place, NULL for none
	const TSFieldMapEntry *fields, *fields_end;
	uint32_t at;    // where the next child begins
	uint32_t place; // of the next child, extras not counted
	int32_t parent; // in the flat tree
	uint8_t field;  // of a node that is not visible
	bool visible;
} level;

typedef struct {
	level *levels;
	uint32_t depth, room;
} stack;

// push adds the level of a node with children.
static void push(stack *s, const TSLanguage *language, const branch *b, level l) {
	if (s->depth == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->levels = realloc(s->levels, s->room * sizeof(level));
		if (!s->levels) abort();
	}
	l.end = (const subtree *)b;
	l.child = l.end - b->child_count;
	if (b->production > 0) l.aliases = &language->alias_sequences[b->production * language->max_alias_sequence_length];
	if (language->field_count > 0) {
		TSFieldMapSlice slice = language->field_map_slices[b->production];
		l.fields = &language->field_map_entries[slice.index];
		l.fields_end = l.fields + slice.length;
	}
	s->levels[s->depth++] = l;
}

// field_at returns the field of the child at a place.
static uint8_t field_at(const level *l) {
	for (const TSFieldMapEntry *f = l->fields; f < l->fields_end; f++) {
		if (!f->inherited && f->child_index == l->place) return (uint8_t)f->field_id;
	}
	return l->visible ? 0 : l->field;
}

// emit adds a node that begins at a byte to the flat tree, and makes it the last
// child of its parent: while the children of a node are written, its link to the
// next sibling leads to the last of them.
static void emit(rl_flat *out, uint32_t n, int32_t parent, const TSLanguage *language, subtree t, TSSymbol alias, uint32_t start) {
	TSSymbol symbol = alias ? alias : t.leaf.leaf ? t.leaf.symbol : t.branch->symbol;
	bool named = alias ? language->symbol_metadata[alias].named : t.leaf.leaf ? t.leaf.named : t.branch->named;
	bool failed = is_missing(t) || (!t.leaf.leaf && t.branch->error_cost > 0);
	out[n] = (rl_flat){
		.start = start,
		.end = start + size_of(t),
		.parent = parent,
		.next = -1,
		.symbol = symbol < language->symbol_count ? language->public_symbol_map[symbol] : symbol, // an error has none
		.flags = (named ? RL_NAMED : 0) | (is_missing(t) ? RL_MISSING : 0) | (failed ? RL_ERROR : 0),
	};
	if (parent < 0) return;
	if (out[parent].next >= 0) out[out[parent].next].next = (int32_t)n;
	out[parent].next = (int32_t)n;
}

uint32_t rl_flatten(const void *tree, const void *grammar, rl_flat *out, uint32_t cap) {
	const TSLanguage *language = grammar;
	rl_node root = ts_tree_root_node(tree);
	subtree t = *(const subtree *)root.id;
	if (cap == 0) return 0;
	emit(out, 0, -1, language, t, 0, root.context[0]);
	uint32_t n = 1;
	stack s = {NULL, 0, 0};
	if (has_children(t)) push(&s, language, t.branch, (level){.at = root.context[0], .parent = 0, .visible = true});
	while (s.depth > 0) {
		level *l = &s.levels[s.depth - 1];
		if (l->child == l->end) {
			if (l->visible) out[l->parent].next = -1;
			s.depth--;
			continue;
		}
		t = *l->child++;
		TSSymbol alias = 0;
		level in = {.at = l->at, .parent = l->parent};
		if (!is_extra(t)) {
			if (l->aliases) alias = l->aliases[l->place];
			in.field = field_at(l);
			l->place++;
		}
		in.visible = alias || is_visible(t);
		l->at += size_of(t);
		if (l->child < l->end) l->at += padding_of(*l->child);
		if (in.visible) {
			if (n == cap) {
				l->child = l->end;
				continue;
			}
			emit(out, n, l->parent, language, t, alias, in.at);
			out[n].field = in.field;
			in.parent = (int32_t)n++;
		}
		if (has_children(t) && (in.visible || t.branch->visible_children > 0)) push(&s, language, t.branch, in);
	}
	free(s.levels);
	return n;
}

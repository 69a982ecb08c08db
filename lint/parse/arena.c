#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"

// Blocks are cut from chunks one after another. A block that is freed waits in the
// list of its size: a parser that goes back and forth, as it does in broken code,
// frees nearly all that it asks for, and takes no more memory than it has at its
// peak. Sizes are multiples of 8 bytes up to SMALL, then powers of two. What is
// larger than LARGE is the C library's, and in a list to be freed with the rest.
enum {
	ALIGN = 8,
	SMALL = 1024,
	SMALL_CLASSES = SMALL / ALIGN + 1, // class c holds c * ALIGN bytes
	LARGE_SHIFT = 16,
	LARGE = 1 << LARGE_SHIFT,
	SMALL_SHIFT = 10,
	CLASSES = SMALL_CLASSES + LARGE_SHIFT - SMALL_SHIFT,
	CHUNK = 1 << 21,
};

// A header stands before each block, which it keeps aligned.
typedef union {
	size_t class; // CLASSES for a large block
	uint64_t align;
} header;

typedef struct chunk {
	struct chunk *next;
	uint64_t data[];
} chunk;

typedef struct large {
	struct large *next, *prev;
	size_t size;
	header header;
} large;

typedef struct block {
	struct block *next;
} block;

struct rl_arena {
	chunk *chunks; // the current one first
	char *at, *end;
	large large; // a ring
	block *freed[CLASSES];
};

// need passes on what the C library gave, and ends the program if that is nothing,
// as the runtime itself does.
static void *need(void *memory, size_t size) {
	if (!memory && size > 0) {
		fprintf(stderr, "tree-sitter failed to allocate %zu bytes", size);
		abort();
	}
	return memory;
}

#if RL_ARENA
static _Thread_local rl_arena *current;

static header *header_of(void *memory) { return (header *)memory - 1; }

static size_t class_of(size_t size) {
	if (size <= SMALL) return (size + ALIGN - 1) / ALIGN;
	size_t class = SMALL_CLASSES;
	for (size_t room = 2 * SMALL; room < size; room *= 2) class++;
	return class;
}

static size_t class_size(size_t class) {
	return class < SMALL_CLASSES ? class * ALIGN : (size_t)SMALL << (class - SMALL_CLASSES + 1);
}

static void link_large(rl_arena *a, large *l) {
	l->next = a->large.next;
	l->prev = &a->large;
	l->next->prev = l->prev->next = l;
}

static void unlink_large(large *l) {
	l->next->prev = l->prev;
	l->prev->next = l->next;
}

static large *large_of(void *memory) { return (large *)((char *)memory - sizeof(large)); }

// resize_large returns room for a large block, with the contents of l unless that
// is NULL.
static void *resize_large(rl_arena *a, large *l, size_t size) {
	if (size > SIZE_MAX - sizeof(large)) need(NULL, size);
	if (l) unlink_large(l);
	l = need(realloc(l, sizeof(large) + size), size);
	l->size = size;
	l->header.class = CLASSES;
	link_large(a, l);
	return l + 1;
}

static void add_chunk(rl_arena *a) {
	chunk *c = need(malloc(CHUNK), CHUNK);
	c->next = a->chunks;
	a->chunks = c;
	a->at = (char *)c->data;
	a->end = (char *)c + CHUNK;
}

static void *arena_malloc(rl_arena *a, size_t size) {
	if (size > LARGE) return resize_large(a, NULL, size);
	size_t class = class_of(size > 0 ? size : 1);
	block *b = a->freed[class];
	if (b) {
		a->freed[class] = b->next;
		return b;
	}
	size_t room = sizeof(header) + class_size(class);
	if ((size_t)(a->end - a->at) < room) add_chunk(a);
	header *h = (header *)a->at;
	a->at += room;
	h->class = class;
	return h + 1;
}

static void arena_free(rl_arena *a, void *memory) {
	size_t class = header_of(memory)->class;
	if (class == CLASSES) {
		large *l = large_of(memory);
		unlink_large(l);
		free(l);
		return;
	}
	block *b = memory;
	b->next = a->freed[class];
	a->freed[class] = b;
}

static void *arena_realloc(rl_arena *a, void *memory, size_t size) {
	size_t class = header_of(memory)->class;
	if (class == CLASSES && size > LARGE) return resize_large(a, large_of(memory), size);
	size_t had = class == CLASSES ? large_of(memory)->size : class_size(class);
	if (class != CLASSES && size <= had) return memory;
	void *copy = arena_malloc(a, size);
	memcpy(copy, memory, size < had ? size : had);
	arena_free(a, memory);
	return copy;
}

static void *rl_malloc(size_t size) {
	rl_arena *a = current;
	return a ? arena_malloc(a, size) : need(malloc(size), size);
}

static void *rl_calloc(size_t count, size_t size) {
	rl_arena *a = current;
	if (!a) return need(calloc(count, size), size > 0 ? count : 0);
	if (size > 0 && count > SIZE_MAX / size) need(NULL, SIZE_MAX);
	return memset(arena_malloc(a, count * size), 0, count * size);
}

static void *rl_realloc(void *memory, size_t size) {
	rl_arena *a = current;
	if (!a) return need(realloc(memory, size), size);
	return memory ? arena_realloc(a, memory, size) : arena_malloc(a, size);
}

static void rl_free(void *memory) {
	rl_arena *a = current;
	if (!a) {
		free(memory);
	} else if (memory) {
		arena_free(a, memory);
	}
}

void rl_arena_install(void) { ts_set_allocator(rl_malloc, rl_calloc, rl_realloc, rl_free); }

void rl_arena_enter(rl_arena *arena) { current = arena; }

#else
void rl_arena_install(void) {}
void rl_arena_enter(rl_arena *arena) { (void)arena; }
#endif

rl_arena *rl_arena_new(void) {
	rl_arena *a = need(calloc(1, sizeof(rl_arena)), sizeof(rl_arena));
	a->large.next = a->large.prev = &a->large;
	return a;
}

// rl_arena_reset keeps a chunk, the one that is touched most.
void rl_arena_reset(rl_arena *a) {
	while (a->large.next != &a->large) {
		large *l = a->large.next;
		a->large.next = l->next;
		free(l);
	}
	a->large.prev = &a->large;
	while (a->chunks && a->chunks->next) {
		chunk *c = a->chunks;
		a->chunks = c->next;
		free(c);
	}
	memset(a->freed, 0, sizeof a->freed);
	if (a->chunks) {
		a->at = (char *)a->chunks->data;
		a->end = (char *)a->chunks + CHUNK;
	}
}

void rl_arena_delete(rl_arena *a) {
	if (!a) return;
	rl_arena_reset(a);
	free(a->chunks);
	free(a);
}

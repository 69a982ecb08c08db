// The part of the grammar that reads ahead. It keeps no state: what may come
// next (valid) says where in a line it is.
//
// A character is escaped when a backslash stands right before it, however many
// there are; that is the reference reader's rule.

#include "tree_sitter/parser.h"

#include <string.h>

// The order is that of `externals` in grammar.js.
enum Token {
  EXPORT,
  NAME,
  BAD_TEXT,
  COMMENT,
  SINGLE_OPEN,
  DOUBLE_OPEN,
  BACKTICK_OPEN,
  BROKEN_OPEN,
  UNQUOTED_TEXT,
  SINGLE_TEXT,
  DOUBLE_TEXT,
  BACKTICK_TEXT,
  DEFAULT_TEXT,
  DOLLAR,
  DOLLAR_BRACE,
};

// How many `${` an expansion may nest. It bounds how often a byte is read
// again, and so keeps scanning linear.
enum { MAX_DEPTH = 16 };

static bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == 0x85 || c == 0xA0;
}

static bool is_digit(int32_t c) { return '0' <= c && c <= '9'; }

static bool is_variable_start(int32_t c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
}

static bool is_name(int32_t c) { return is_variable_start(c) || is_digit(c) || c == '.'; }

static bool is_operator(int32_t c) { return c == '-' || c == '+' || c == '?' || c == '='; }

static bool at_line_end(TSLexer *lexer) {
  return lexer->lookahead == '\n' || lexer->lookahead == '\r' || lexer->eof(lexer);
}

static void take(TSLexer *lexer) { lexer->advance(lexer, false); }

// emit ends the token at what was marked last.
static bool emit(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = token;
  return true;
}

// skip_blanks leaves blanks out of the next token.
static bool skip_blanks(TSLexer *lexer) {
  bool any = false;
  while (is_blank(lexer->lookahead)) {
    lexer->advance(lexer, true);
    any = true;
  }
  return any;
}

static void take_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) take(lexer);
}

// rest takes the rest of the line.
static bool rest(TSLexer *lexer, enum Token token) {
  while (!at_line_end(lexer)) take(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, token);
}

// take_name takes a name and reports whether it is the keyword.
static bool take_name(TSLexer *lexer) {
  static const char keyword[] = "export";
  size_t n = 0;
  bool same = true;
  for (; is_name(lexer->lookahead); n++) {
    same = same && n < strlen(keyword) && lexer->lookahead == keyword[n];
    take(lexer);
  }
  return same && n == strlen(keyword);
}

static bool at_assignment(TSLexer *lexer) {
  take_blanks(lexer);
  return lexer->lookahead == '=' || lexer->lookahead == ':';
}

// line_start tells a name and the keyword before it from a bad line.
static bool line_start(TSLexer *lexer) {
  if (is_name(lexer->lookahead)) {
    bool keyword = take_name(lexer);
    lexer->mark_end(lexer);
    if (at_assignment(lexer)) return emit(lexer, NAME);
    if (keyword) {
      take_name(lexer);
      if (at_assignment(lexer)) return emit(lexer, EXPORT);
    }
  }
  return rest(lexer, BAD_TEXT);
}

// closes reads ahead from after an opening quote. It reports whether the first
// quote of the same kind that is not escaped ends its line, a comment aside.
static bool closes(TSLexer *lexer, int32_t quote) {
  int32_t prev = 0;
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    take(lexer);
    if (c == quote && prev != '\\') {
      take_blanks(lexer);
      return lexer->lookahead == '#' || at_line_end(lexer);
    }
    prev = c;
  }
  return false;
}

static bool open_quote(TSLexer *lexer, int32_t quote, enum Token open, enum Token otherwise) {
  take(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, closes(lexer, quote) ? open : otherwise);
}

// braces reads ahead from after `${` and reports whether an expansion starts
// there that ends on its line and before its value does. quoted says that a
// double quote ends the value; otherwise a blank and `#` do. Neither matters
// inside a default, which the expansion around it has delimited.
static bool braces(TSLexer *lexer, bool quoted, bool unquoted) {
  if (!is_variable_start(lexer->lookahead)) return false;
  while (is_variable_start(lexer->lookahead) || is_digit(lexer->lookahead)) take(lexer);
  if (lexer->lookahead == '}') return true;
  if (lexer->lookahead == ':') take(lexer);
  if (!is_operator(lexer->lookahead)) return false;
  take(lexer);
  int depth = 1;
  int32_t prev = 0;
  while (!at_line_end(lexer)) {
    int32_t c = lexer->lookahead;
    if (prev != '\\') {
      if (c == '}' && --depth == 0) return true;
      if (c == '"' && quoted) return false;
      if (c == '#' && unquoted && is_blank(prev)) return false;
    }
    take(lexer);
    if (c == '$' && prev != '\\' && lexer->lookahead == '{' && ++depth > MAX_DEPTH) return false;
    prev = c;
  }
  return false;
}

// dollar takes a `$` that is not escaped: the start of an expansion, or text.
static bool dollar(TSLexer *lexer, enum Token text) {
  take(lexer);
  lexer->mark_end(lexer);
  if (is_variable_start(lexer->lookahead)) return emit(lexer, DOLLAR);
  if (lexer->lookahead != '{') return emit(lexer, text);
  take(lexer);
  lexer->mark_end(lexer);
  bool expands = braces(lexer, text == DOUBLE_TEXT, text == UNQUOTED_TEXT);
  return emit(lexer, expands ? DOLLAR_BRACE : text);
}

// text_until takes text up to the end that is not escaped, or an expansion.
static bool text_until(TSLexer *lexer, int32_t end, bool expands, enum Token token) {
  if (expands && lexer->lookahead == '$') return dollar(lexer, token);
  int32_t prev = 0;
  bool any = false;
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    if (prev != '\\' && (c == end || (expands && c == '$'))) break;
    take(lexer);
    any = true;
    prev = c;
  }
  lexer->mark_end(lexer);
  return any && emit(lexer, token);
}

// unquoted_text takes text up to the line's end, a comment or an expansion,
// blanks before them left out.
static bool unquoted_text(TSLexer *lexer) {
  if (lexer->lookahead == '$') return dollar(lexer, UNQUOTED_TEXT);
  int32_t prev = 0;
  while (!at_line_end(lexer)) {
    int32_t c = lexer->lookahead;
    if ((c == '$' && prev != '\\') || (c == '#' && is_blank(prev))) break;
    take(lexer);
    if (!is_blank(c)) lexer->mark_end(lexer);
    prev = c;
  }
  return emit(lexer, UNQUOTED_TEXT);
}

static bool value(TSLexer *lexer, const bool *valid) {
  if (valid[SINGLE_OPEN]) {
    switch (lexer->lookahead) {
      case '\'':
        return open_quote(lexer, '\'', SINGLE_OPEN, BROKEN_OPEN);
      case '"':
        return open_quote(lexer, '"', DOUBLE_OPEN, BROKEN_OPEN);
      case '`':
        // An ordinary character to the reference reader.
        return open_quote(lexer, '`', BACKTICK_OPEN, UNQUOTED_TEXT);
    }
  }
  return unquoted_text(lexer);
}

void *tree_sitter_dotenv_external_scanner_create(void) { return NULL; }

void tree_sitter_dotenv_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_dotenv_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_dotenv_external_scanner_deserialize(void *payload, const char *buffer,
                                                     unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_dotenv_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  if (valid[SINGLE_TEXT]) return text_until(lexer, '\'', false, SINGLE_TEXT);
  if (valid[DOUBLE_TEXT]) return text_until(lexer, '"', true, DOUBLE_TEXT);
  if (valid[BACKTICK_TEXT]) return text_until(lexer, '`', false, BACKTICK_TEXT);
  if (valid[DEFAULT_TEXT]) return text_until(lexer, '}', true, DEFAULT_TEXT);

  bool blanks = skip_blanks(lexer);
  if (at_line_end(lexer)) return false;
  // An unquoted value may hold a `#` that no blank precedes.
  if (lexer->lookahead == '#' && valid[COMMENT] && (blanks || !valid[UNQUOTED_TEXT])) {
    return rest(lexer, COMMENT);
  }
  if (valid[UNQUOTED_TEXT]) return value(lexer, valid);
  if (valid[NAME]) return line_start(lexer);
  return valid[BAD_TEXT] && rest(lexer, BAD_TEXT);
}

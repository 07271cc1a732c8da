// Parses sound Nix with the tables that tree-sitter generated, without tree-sitter's own machinery.
//
// The grammar declares no conflicts, and no entry of its tables has two actions that count (the build checks that), so what
// tree-sitter's parser does with a text without errors is a plain LR parse. This file does that and writes flat records
// instead of a tree. At the first error, and at anything that it is not made for, it gives up; tree-sitter reads such a text.
#include <tree_sitter/parser.h>

#define EXPORT __attribute__((visibility("default")))
#define MOST_SYMBOLS 256
#define PAGE 65536

// Of a kind: a node of it takes the place of the record of its only child.
#define REPLACES 0x80

// What comes of a text.
#define SOUND 1
#define BROKEN -1
#define LEFT 0 // given up, whatever it is

// Nodes and tokens that may wait at once for what they are part of.
#define DEEPEST 10000

// How often each character may be looked at on average; in public flakes it is less than 4 times in every file. The grammar's
// scanner for paths looks at the rest of `1+1+1+…` again at every number.
#define MOST_LOOKS 32

const TSLanguage *tree_sitter_nix(void);

typedef struct {
  int32_t kind; // 0: left out
  int32_t start;
  int32_t end;
  int32_t next; // while parsing: the first record inside, or the record itself; in the result: the first one behind it
} Record;

// A token or node on the stack of the parser.
typedef struct {
  int32_t state;
  int32_t start;
  int32_t end;
  int32_t first;  // the first record inside
  int32_t record; // its own one, or -1
} Piece;

typedef struct {
  TSLexer face; // what the generated lexer and the scanner see
  const uint16_t *text;
  uint32_t length;
  uint32_t at;
  uint32_t size; // of the character at `at`, in UTF-16 units
  uint32_t start;
  uint32_t end;
  uint32_t looks; // that may still be taken
  bool marked;
  bool is_odd; // a NUL, which the lexer would take for the end; too many looks; what only other grammars' scanners ask for
} Lexer;

static struct {
  const TSLanguage *language;
  uint8_t kinds[MOST_SYMBOLS];
  bool is_aliased[MOST_SYMBOLS];
  uint16_t *table; // a row for each state
  Record *result;
} parser;

static inline void look(Lexer *self) {
  if (self->at >= self->length) {
    self->face.lookahead = 0;
    self->size = 0;
    return;
  }
  uint32_t unit = self->text[self->at];
  self->size = 1;
  if ((unit & 0xfc00) == 0xd800 && self->at + 1 < self->length) {
    uint32_t trail = self->text[self->at + 1];
    if ((trail & 0xfc00) == 0xdc00) {
      unit = 0x10000 + ((unit & 0x3ff) << 10) + (trail & 0x3ff);
      self->size = 2;
    }
  }
  if (unit == 0) self->is_odd = true;
  self->face.lookahead = (int32_t)unit;
}

static void advance_lexer(TSLexer *face, bool skip) {
  Lexer *self = (Lexer *)face;
  if (self->at >= self->length) return;
  if (self->looks == 0) {
    self->is_odd = true;
    self->at = self->length;
  } else {
    self->looks--;
    self->at += self->size;
  }
  if (skip) self->start = self->at;
  look(self);
}

static void mark_end(TSLexer *face) {
  Lexer *self = (Lexer *)face;
  self->end = self->at;
  self->marked = true;
}

static uint32_t column_unknown(TSLexer *face) {
  ((Lexer *)face)->is_odd = true;
  return 0;
}

static bool is_at_range_start(const TSLexer *face) {
  ((Lexer *)face)->is_odd = true;
  return false;
}

static bool is_at_end(const TSLexer *face) {
  const Lexer *self = (const Lexer *)face;
  return self->at >= self->length;
}

static void begin_token(Lexer *self, uint32_t at) {
  self->at = at;
  self->start = at;
  self->marked = false;
  look(self);
}

static void finish_token(Lexer *self) {
  if (!self->marked) self->end = self->at;
  if (self->end < self->start) self->start = self->end;
}

// What a state does at a symbol: a place among the actions for a token, the next state for a node, 0 for an error.
static inline uint16_t lookup(const TSLanguage *language, uint32_t state, uint32_t symbol) {
  return parser.table[state * language->symbol_count + symbol];
}

// Most states have short lists in the grammar, which take longer to search than the rest of a parse.
static void expand_table(const TSLanguage *language) {
  uint16_t *row = parser.table;
  for (uint32_t state = 0; state < language->state_count; state++, row += language->symbol_count) {
    if (state < language->large_state_count) {
      const uint16_t *values = language->parse_table + state * language->symbol_count;
      for (uint32_t symbol = 0; symbol < language->symbol_count; symbol++) row[symbol] = values[symbol];
      continue;
    }
    const uint16_t *list = language->small_parse_table + language->small_parse_table_map[state - language->large_state_count];
    for (uint32_t groups = *list++; groups > 0; groups--) {
      uint16_t value = *list++;
      for (uint32_t count = *list++; count > 0; count--) row[*list++] = value;
    }
  }
}

// The one action that counts; a shift to a repetition is only there for tree-sitter's reuse of old trees.
static const TSParseAction *action_of(const TSLanguage *language, uint32_t state, uint32_t symbol) {
  const TSParseActionEntry *entry = &language->parse_actions[lookup(language, state, symbol)];
  for (uint32_t i = 1; i <= entry->entry.count; i++) {
    const TSParseAction *action = &entry[i].action;
    if (action->type != TSParseActionTypeShift || !action->shift.repetition) return action;
  }
  return 0;
}

typedef struct {
  uint32_t symbol;
  bool is_keyword;
} Token;

// Looks for a token at `at` that the state may do something with; BROKEN where there is none.
static int lex(Lexer *lexer, const TSLanguage *language, uint32_t state, uint32_t at, Token *token) {
  TSLexMode mode = language->lex_modes[state];
  if (mode.lex_state == (uint16_t)-1) return LEFT;
  token->is_keyword = false;
  if (mode.external_lex_state != 0) {
    const bool *wanted = language->external_scanner.states + language->external_token_count * mode.external_lex_state;
    begin_token(lexer, at);
    bool is_found = language->external_scanner.scan(0, &lexer->face, wanted);
    finish_token(lexer);
    if (is_found) {
      token->symbol = language->external_scanner.symbol_map[lexer->face.result_symbol];
      return lexer->end > at ? SOUND : LEFT;
    }
  }
  begin_token(lexer, at);
  if (!language->lex_fn(&lexer->face, mode.lex_state)) return BROKEN;
  finish_token(lexer);
  token->symbol = lexer->face.result_symbol;
  if (token->symbol != language->keyword_capture_token || token->symbol == 0) return SOUND;
  uint32_t start = lexer->start, end = lexer->end;
  begin_token(lexer, start);
  token->is_keyword = language->keyword_lex_fn(&lexer->face, 0);
  finish_token(lexer);
  if (token->is_keyword && lexer->end == end && lookup(language, state, lexer->face.result_symbol) != 0)
    token->symbol = lexer->face.result_symbol;
  lexer->start = start;
  lexer->end = end;
  return SOUND;
}

// Whether the memory reaches up to `end`.
static bool reserve(const void *end) {
  uint32_t needed = ((uint32_t)end + PAGE - 1) / PAGE;
  uint32_t pages = __builtin_wasm_memory_size(0);
  if (needed <= pages) return true;
  return __builtin_wasm_memory_grow(0, needed - pages + needed / 4) != (size_t)-1;
}

static inline void *aligned(const void *address) {
  return (void *)(((uint32_t)address + 15) & ~15u);
}

typedef struct {
  Piece *stack;
  uint32_t depth;
  Record *records; // children first
  int32_t count;
} Parse;

// Puts a token or a node with the records from `first` on onto the stack. `record` is that of an only child.
static bool push(Parse *self, uint32_t symbol, Piece piece) {
  if (self->depth == DEEPEST) return false;
  uint8_t kind = parser.kinds[symbol];
  if ((kind & REPLACES) && piece.record >= 0) {
    self->records[piece.record].kind = kind & ~REPLACES;
  } else if (kind || parser.is_aliased[symbol]) {
    Record *record = &self->records[self->count];
    if (!reserve(record + 1)) return false;
    *record = (Record){kind & ~REPLACES, piece.start, piece.end, piece.first};
    piece.record = self->count++;
  } else {
    piece.record = -1;
  }
  self->stack[self->depth++] = piece;
  return true;
}

static bool reduce(Parse *self, const TSLanguage *language, const TSParseAction *action) {
  uint32_t count = action->reduce.child_count;
  if (count == 0 || count >= self->depth) return false;
  self->depth -= count;
  const Piece *children = &self->stack[self->depth];
  if (action->reduce.production_id != 0) {
    const TSSymbol *aliases =
        language->alias_sequences + action->reduce.production_id * language->max_alias_sequence_length;
    for (uint32_t i = 0; i < count; i++) {
      if (!aliases[i]) continue;
      if (children[i].record >= 0) self->records[children[i].record].kind = parser.kinds[aliases[i]];
      else if (parser.kinds[aliases[i]]) return false;
    }
  }
  uint32_t state = lookup(language, self->stack[self->depth - 1].state, action->reduce.symbol);
  if (state == 0) return false;
  Piece piece = {.state = state, .start = children[0].start, .end = children[count - 1].end, .first = children[0].first};
  piece.record = count == 1 ? children[0].record : -1;
  return push(self, action->reduce.symbol, piece);
}

static int run(Parse *self, Lexer *lexer, const TSLanguage *language) {
  uint32_t at = 0;
  Token token;
  bool has_token = false;
  self->stack[self->depth++] = (Piece){.state = 1, .record = -1};
  for (;;) {
    uint32_t state = self->stack[self->depth - 1].state;
    int found = has_token ? SOUND : lex(lexer, language, state, at, &token);
    if (lexer->is_odd) return LEFT;
    if (found != SOUND) return found;
    has_token = true;
    const TSParseAction *action = action_of(language, state, token.symbol);
    if (!action && token.is_keyword) {
      token.is_keyword = false;
      token.symbol = language->keyword_capture_token;
      action = action_of(language, state, token.symbol);
    }
    if (!action) return BROKEN;
    switch (action->type) {
      case TSParseActionTypeShift: {
        Piece piece = {.state = action->shift.state, .start = lexer->start, .end = lexer->end, .first = self->count, .record = -1};
        if (!action->shift.extra && !push(self, token.symbol, piece)) return LEFT;
        at = lexer->end;
        has_token = false;
        break;
      }
      case TSParseActionTypeReduce:
        if (!reduce(self, language, action)) return LEFT;
        break;
      case TSParseActionTypeAccept:
        return SOUND;
      default:
        return LEFT;
    }
  }
}

// Puts parents before children, and leaves out what is left out. Returns the number of records, or 0.
static uint32_t arrange(Record *records, int32_t count) {
  int32_t *ranks = (int32_t *)(records + count);
  int32_t *open = ranks + count;
  parser.result = (Record *)(open + count);
  if (!reserve(parser.result + count)) return 0;
  int32_t kept = 0;
  for (int32_t i = 0; i < count; i++) {
    ranks[i] = kept;
    if (records[i].kind) kept++;
  }
  uint32_t depth = 0;
  for (int32_t i = count - 1; i >= 0; i--) {
    if (!records[i].kind) continue;
    int32_t first = ranks[records[i].next];
    while (depth > 0 && ranks[i] < open[depth - 1]) depth--;
    int32_t place = first + (int32_t)depth;
    parser.result[place] = (Record){records[i].kind, records[i].start, records[i].end, place + ranks[i] - first + 1};
    open[depth++] = first;
  }
  return kept;
}

EXPORT uint32_t symbol_count(void) {
  return tree_sitter_nix()->symbol_count;
}

// The name of a node's symbol, ended by a NUL; empty for other symbols.
EXPORT const char *symbol_name(uint32_t symbol) {
  const TSLanguage *language = tree_sitter_nix();
  const TSSymbolMetadata metadata = language->symbol_metadata[symbol];
  return metadata.visible && metadata.named ? language->symbol_names[symbol] : "";
}

// `kinds` has a number for each symbol: what its records say, or 0 where it has none. It lies behind everything else in the
// memory, which is zero from there on. Returns where texts may lie from now on, or 0 when the grammar or the memory does not
// suffice.
EXPORT void *prepare(const uint8_t *kinds) {
  const TSLanguage *language = tree_sitter_nix();
  parser.language = language;
  parser.table = (uint16_t *)aligned(kinds + language->symbol_count);
  void *end = parser.table + language->state_count * language->symbol_count;
  if (language->symbol_count > MOST_SYMBOLS || !reserve(end)) return 0;
  expand_table(language);
  for (uint32_t symbol = 0; symbol < language->symbol_count; symbol++) parser.kinds[symbol] = kinds[symbol];
  for (const uint16_t *map = language->alias_map; *map != 0; map += 2 + map[1]) parser.is_aliased[*map] = true;
  return aligned(end);
}

// Parses a text of so many UTF-16 units, which lies where `prepare` says. Returns the number of records, BROKEN where the
// text is not sound for certain, or LEFT. The records lie at `records()` until the next call.
EXPORT int32_t parse(const uint16_t *text, uint32_t length) {
  Parse self = {.stack = aligned(text + length)};
  self.records = (Record *)(self.stack + DEEPEST);
  if (!reserve(self.records)) return LEFT;
  Lexer lexer = {
      .face = {.advance = advance_lexer,
               .mark_end = mark_end,
               .get_column = column_unknown,
               .is_at_included_range_start = is_at_range_start,
               .eof = is_at_end},
      .text = text,
      .length = length,
      .looks = MOST_LOOKS * length + 1000,
  };
  int found = run(&self, &lexer, parser.language);
  return found == SOUND ? (int32_t)arrange(self.records, self.count) : found;
}

EXPORT const void *records(void) {
  return parser.result;
}

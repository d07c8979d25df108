/* Lints of what people wrote: placeholders, and promises that nobody can
 * check.  The words are tables: placeholder.def, vague.def. */
#include <string.h>

#include "compile/lint/lint.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with(const char *at, const char *words, bool any_case)
{
    while (*words != '\0' && (any_case ? lower(*at) == *words : *at == *words))
        at++, words++;
    return *words == '\0';
}

/* Where the words stand in a text; English ones not inside another word. */
static const char *find_words(const char *text, const char *words,
                              bool any_case)
{
    size_t n = strlen(words);
    bool ascii = is_letter(words[0]);
    for (const char *at = text; *at != '\0'; at++) {
        if (!begins_with(at, words, any_case))
            continue;
        if (!ascii || ((at == text || !is_letter(at[-1])) && !is_letter(at[n])))
            return at;
    }
    return NULL;
}

/* ---- placeholder ----------------------------------------------------------
 */

static const char *const placeholders[] = {
#define GP_PLACEHOLDER(text) text,
#define GP_PLACEHOLDER_OPEN(text) text,
#include "compile/lint/placeholder.def"
#undef GP_PLACEHOLDER
#undef GP_PLACEHOLDER_OPEN
};
enum { PLACEHOLDERS = sizeof placeholders / sizeof *placeholders };

/* The bytes that a placeholder can begin with: most texts hold none of them,
 * and a plan has very many texts. */
struct first_bytes {
    bool at[256];
};

static void note_first_bytes(struct first_bytes *first)
{
    memset(first, 0, sizeof *first);
    for (size_t i = 0; i < PLACEHOLDERS; i++)
        first->at[(unsigned char)placeholders[i][0]] = true;
}

static bool may_hold(const struct first_bytes *first, const char *text,
                     size_t length)
{
    bool any = false;
    for (size_t i = 0; i < length; i++)
        any |= first->at[(unsigned char)text[i]];
    return any;
}

static const char *placeholder_in(const char *text)
{
    for (size_t i = 0; text != NULL && i < PLACEHOLDERS; i++)
        if (find_words(text, placeholders[i], false) != NULL)
            return placeholders[i];
    return NULL;
}

static void check_place(struct gp_pass *p, const char *text,
                        struct gp_span span, uint32_t scope)
{
    const char *found = placeholder_in(text);
    if (found == NULL)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_PLACEHOLDER, span, found, NULL);
    gp_tell_of(p, f, scope);
    gp_find_help(p->findings, f, GP_TEXT_HELP_PLACEHOLDER, NULL);
}

static void check_name(struct gp_pass *p, const struct first_bytes *first,
                       gp_sym name, struct gp_span span, uint32_t scope)
{
    const char *text = gp_sym_text(p->names, name);
    if (may_hold(first, text, strlen(text)))
        check_place(p, text, span, scope);
}

/* ---- vague-goal -------------------------------------------------------------
 */

enum vague_kind { EFFORT, DEGREE, TIME };

static const struct {
    enum vague_kind kind;
    const char *words;
} vague[] = {
#define GP_VAGUE(kind, words) {kind, words},
#define GP_COUNTED(words)
#include "compile/lint/vague.def"
#undef GP_VAGUE
#undef GP_COUNTED
};

static bool is_digit_at(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (b[0] >= '0' && b[0] <= '9') ||
           (b[0] == 0xEF && b[1] == 0xBC && b[2] >= 0x90 && b[2] <= 0x99);
}

/* Something that can be counted: digits, full-width ones too, a word such as
 * "twice" or "weekly", a Chinese numeral before a measure word. */
static bool has_number(const char *text)
{
    static const char *const words[] = {
#define GP_VAGUE(kind, words)
#define GP_COUNTED(words) words,
#include "compile/lint/vague.def"
#undef GP_VAGUE
#undef GP_COUNTED
    };
    static const char numerals[] = "一二两三四五六七八九十百";
    static const char measures[] = "次个家天周月人场成倍份单名件";
    for (const char *at = text; *at != '\0'; at++)
        if (is_digit_at(at))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (find_words(text, words[i], true) != NULL)
            return true;
    for (size_t i = 0; i + 1 < sizeof numerals; i += 3) {
        char numeral[4] = {numerals[i], numerals[i + 1], numerals[i + 2], 0};
        for (const char *at = strstr(text, numeral); at != NULL;
             at = strstr(at + 3, numeral))
            for (size_t k = 0; k + 1 < sizeof measures; k += 3)
                if (strncmp(at + 3, measures + k, 3) == 0)
                    return true;
    }
    return false;
}

/* Facts that promise something. */
static bool is_promise(enum gp_word word)
{
    return word == GP_W_STRATEGY || word == GP_W_MEASURE || word == GP_W_NEXT ||
           word == GP_W_IMPROVEMENT;
}

static bool has_figure(struct gp_pass *p, struct gp_ref fact)
{
    for (struct gp_ref at = gp_ref_child(p, fact); gp_ref_is(at);
         at = gp_ref_next(p, at)) {
        enum gp_node_kind kind = gp_ref_kind(p, at);
        if (kind == GP_N_NUMBER || kind == GP_N_SHARE || kind == GP_N_DATE ||
            kind == GP_N_PERIOD)
            return true;
    }
    return false;
}

static void check_promise(struct gp_pass *p, struct gp_ref text)
{
    static const enum gp_text helps[] = {
        [EFFORT] = GP_TEXT_HELP_VAGUE_EFFORT,
        [DEGREE] = GP_TEXT_HELP_VAGUE_DEGREE,
        [TIME] = GP_TEXT_HELP_VAGUE_TIME,
    };
    const char *s = gp_ref_string(p, text);
    if (has_number(s))
        return;
    for (size_t i = 0; i < sizeof vague / sizeof *vague; i++) {
        if (find_words(s, vague[i].words, true) == NULL)
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_VAGUE, gp_ref_span(p, text),
                    vague[i].words, NULL);
        gp_find_help(p->findings, f, helps[vague[i].kind], vague[i].words, s,
                     NULL);
        return;
    }
}

static void check_fact(struct gp_pass *p, struct gp_ref fact)
{
    struct gp_ref word = gp_ref_child(p, fact);
    if (!gp_ref_is(word) || gp_ref_kind(p, word) != GP_N_NAME ||
        !is_promise(gp_ref_word(p, word)) || has_figure(p, fact))
        return;
    for (struct gp_ref at = gp_ref_next(p, word); gp_ref_is(at);
         at = gp_ref_next(p, at))
        if (gp_ref_kind(p, at) == GP_N_STRING)
            check_promise(p, at);
}

/* ---- through the tree ---------------------------------------------------- */

/* What stands in these is for programs: paths, headings, slugs. */
static bool is_for_programs(enum gp_node_kind kind)
{
    return kind == GP_N_ACTUALS || kind == GP_N_INCLUDE || kind == GP_N_ALLOW;
}

static bool is_inside(const struct gp_node *n, const struct gp_node *statement)
{
    return n->at.first >= statement->at.first &&
           n->at.first <= statement->at.last;
}

/* Whether a node lies in such a statement; asked of few. */
static bool is_passed_over(const struct gp_pass *p, struct gp_ref ref)
{
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref s = p->stmts.at[i].ref;
        if (s.file == ref.file && is_for_programs(gp_ref_kind(p, s)) &&
            is_inside(gp_pass_node(p, ref), gp_pass_node(p, s)))
            return true;
    }
    return false;
}

/* All nodes of a kind, file by file: faster than walking down the trees. */
static void each_node(struct gp_pass *p, enum gp_node_kind kind,
                      void (*act)(struct gp_pass *p, struct gp_ref ref,
                                  const void *data),
                      const void *data)
{
    for (uint32_t f = 0; f < p->out->files.count; f++) {
        const struct gp_ast *ast = &p->out->files.at[f].ast;
        for (gp_id id = 1; id < ast->count; id++)
            if (ast->nodes[id].kind == kind)
                act(p, (struct gp_ref){f, id}, data);
    }
}

/* Whether a text is the reason of a reserve that waits for somebody. */
static bool is_open_position(const struct gp_pass *p, struct gp_ref ref,
                             const char *text)
{
    static const char *const words[] = {
#define GP_PLACEHOLDER(text)
#define GP_PLACEHOLDER_OPEN(text) text,
#include "compile/lint/placeholder.def"
#undef GP_PLACEHOLDER
#undef GP_PLACEHOLDER_OPEN
    };
    const char *found = placeholder_in(text);
    bool open = false;
    for (size_t i = 0; found != NULL && i < sizeof words / sizeof *words; i++)
        open |= strcmp(found, words[i]) == 0;
    const struct gp_ast *ast = gp_pass_ast(p, ref);
    for (gp_id id = 1; open && id < ast->count; id++)
        if (ast->nodes[id].kind == GP_N_RESERVE &&
            is_inside(gp_pass_node(p, ref), &ast->nodes[id]))
            return true;
    return false;
}

static void check_text(struct gp_pass *p, struct gp_ref ref, const void *data)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    if (!may_hold(data, text, length))
        return;
    const char *string = gp_ref_string(p, ref);
    if (placeholder_in(string) != NULL && !is_passed_over(p, ref) &&
        !is_open_position(p, ref, string))
        check_place(p, string, gp_ref_span(p, ref), GP_NONE);
}

void gp_lint_placeholder(struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    struct first_bytes first;
    note_first_bytes(&first);
    check_place(p, m->title, m->span, GP_NONE);
    for (size_t i = 0; i < m->kpis.count; i++)
        check_name(p, &first, m->kpis.at[i].name, m->kpis.at[i].span, GP_NONE);
    for (size_t i = 0; i < m->scopes.count; i++)
        if (m->scopes.at[i].kind == GP_SCOPE_TEAM ||
            m->scopes.at[i].kind == GP_SCOPE_PERSON)
            check_name(p, &first, m->scopes.at[i].name, m->scopes.at[i].span,
                       (uint32_t)i);
    for (size_t i = 0; i < m->members.count; i++)
        check_name(p, &first, m->members.at[i].name, m->members.at[i].span,
                   GP_NONE);
    each_node(p, GP_N_STRING, check_text, &first);
}

static void check_facts(struct gp_pass *p, struct gp_ref ref, const void *data)
{
    (void)data;
    check_fact(p, ref);
}

void gp_lint_vague(struct gp_pass *p)
{
    each_node(p, GP_N_ATTRS, check_facts, NULL);
}

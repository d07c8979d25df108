/*
 * The floor that `make bench` measures against: the plan's scanner and a
 * bison parser of its grammar with no actions, over a file read in one go.
 * Line ends and keywords are told apart in the cheapest way that parses the
 * plans that tools/bench writes.
 *
 *     floor PLAN     exits 1 where the plan does not parse
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "floor_parser.h"
#include "syntax/scan.h"

int floor_parse_lex(int *value, void *scanner);
char *gp_scan_get_text(void *scanner);

/* ---- words --------------------------------------------------------------- */

struct word {
    const char *text;
    size_t length;
    int kind;
};

enum { SLOTS = 1024 };
static struct word words[SLOTS];

static size_t slot_of(const char *text, size_t length)
{
    unsigned first = (unsigned char)text[0];
    unsigned last = (unsigned char)text[length - 1];
    return (first * 31 + last * 7 + length * 67) % SLOTS;
}

static struct word *find(const char *text, size_t length)
{
    size_t at = slot_of(text, length);
    while (words[at].text != NULL &&
           (words[at].length != length ||
            memcmp(words[at].text, text, length) != 0))
        at = (at + 1) % SLOTS;
    return &words[at];
}

static void add_words(void)
{
#define KEYWORD(id, en, zh, token, help) {en, sizeof en - 1, GP_TOK_##token},
    static const struct word all[] = {
#include "syntax/keywords.def"
    };
#undef KEYWORD
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        *find(all[i].text, all[i].length) = all[i];
}

/* ---- what the parser reads from -------------------------------------------
 */

static int last = GP_TOK_EOL;

int floor_parse_lex(int *value, void *scanner)
{
    int kind;
    (void)value;
    do {
        kind = gp_scan_lex(scanner);
    } while (
        kind == GP_TOK_SPACE || kind == GP_TOK_COMMENT ||
        (kind == GP_TOK_EOL && (last == GP_TOK_EOL || last == GP_TOK_COMMA ||
                                last == GP_TOK_LBRACE)));
    if (kind == GP_TOK_NAME) {
        const struct word *w =
            find(gp_scan_get_text(scanner), (size_t)gp_scan_get_leng(scanner));
        if (w->text != NULL)
            kind = w->kind;
    }
    last = kind;
    return kind;
}

static char *read_whole(const char *name, size_t *length)
{
    FILE *f = fopen(name, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(name);
        exit(2);
    }
    *length = (size_t)ftell(f);
    rewind(f);
    char *text = calloc(1, *length + 2);
    if (text == NULL || fread(text, 1, *length, f) != *length) {
        perror(name);
        exit(2);
    }
    fclose(f);
    return text;
}

int main(int argc, char **argv)
{
    struct gp_heap heap;
    void *scanner;
    size_t length;
    if (argc != 2) {
        fprintf(stderr, "usage: floor PLAN\n");
        return 2;
    }
    char *text = read_whole(argv[1], &length);
    gp_heap_init(&heap);
    add_words();
    gp_scan_lex_init_extra(&heap, &scanner);
    gp_scan__scan_buffer(text, length + 2, scanner);
    int status = floor_parse_parse(scanner);
    gp_scan_lex_destroy(scanner);
    gp_heap_fini(&heap);
    free(text);
    if (status != 0)
        fprintf(stderr, "%s: does not parse\n", argv[1]);
    return status != 0;
}

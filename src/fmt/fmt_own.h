/* What the files of the formatter share; for src/fmt alone. */
#ifndef GP_FMT_OWN_H
#define GP_FMT_OWN_H

#include "base/vec.h"
#include "fmt/fmt.h"

/* What a token is to the layout. */
enum {
    GP_ROLE_STARTS = 1,    /* the first of a statement or an item */
    GP_ROLE_SEPARATOR = 2, /* a comma between items */
    GP_ROLE_OPENS = 4,     /* the brace of a block */
    GP_ROLE_CLOSES = 8,    /* ... its end */
    GP_ROLE_BROKEN = 16,   /* of OPENS: its items stand on lines of their own */
    GP_ROLE_TIGHT_BEFORE = 32, /* no blank before it */
    GP_ROLE_TIGHT_AFTER = 64,  /* no blank behind it */
    GP_ROLE_NAME = 128,        /* surely a name, whatever it looks like */
    GP_ROLE_INDENT = 512, /* a row's first cell, which is empty, is before it */
    GP_ROLE_FORCED = 256, /* of BROKEN: too wide; an item a line */
    GP_ROLE_WORD = 1024,  /* surely a word, where names stand, too */
    GP_ROLE_OTHER = 2048  /* a word in its further Chinese spelling */
};

struct gp_role {
    uint16_t flags;
    uint16_t group;   /* of STARTS: the kind of node; likes are aligned */
    uint32_t mate;    /* of a brace: the other one */
    uint32_t cell_of; /* it begins a cell of the line that the token before
                       * this number starts; 0: of none */
};

struct gp_fmt {
    const struct gp_ast *ast;
    const struct gp_fmt_options *options;
    struct gp_heap *heap;
    struct gp_role *roles; /* by token */
    bool names[GP_WORD_COUNT];
};

/* A token that shows, a comment too. */
struct gp_piece {
    uint32_t token;
    uint32_t lines; /* ends of lines before it, counted up to 2 */
};

struct gp_cell {
    uint32_t start, length, width; /* of the layout's text; columns */
};

struct gp_line {
    uint32_t cell, cell_count; /* of cells; the comment is none of them */
    struct gp_cell comment;    /* length 0: none */
    uint32_t first, last;      /* tokens */
    int depth;                 /* steps of indentation */
    uint16_t group;            /* likes next to one another are aligned */
    bool blank;                /* an empty line before it */
    bool top;                  /* begins a statement of the file, or stands
                                * between two */
};

struct gp_lines {
    GP_VEC(struct gp_line) list;
    GP_VEC(struct gp_cell) cells;
    struct gp_buf text;
};

/* The widest line that keeps a block of several items on it. */
enum { GP_FMT_WIDTH = 100, GP_FMT_STEP = 2 };

void gp_fmt_roles(struct gp_fmt *f);
/* The token's text, as it is to be written. */
void gp_fmt_spell(const struct gp_fmt *f, uint32_t token, struct gp_buf *buf);
/* Which word a token is in its place: 工作日 behind `last` is one workday. */
enum gp_word gp_fmt_sense(const struct gp_ast *ast, uint32_t token);
void gp_fmt_lines(struct gp_fmt *f, struct gp_lines *lines);
void gp_fmt_layout(const struct gp_fmt *f, const struct gp_lines *lines,
                   struct gp_buf *out);
bool gp_fmt_same(const struct gp_fmt *f, const struct gp_buf *out);

#endif

/*
 * Which tokens stand on a line.  A person's line ends are kept where a
 * statement, an item or a comment can stand alone, or where a line goes on;
 * commas that a line end makes needless go; a block that is too wide for its
 * line is broken, an item a line.
 */
#include "fmt/fmt_own.h"

#include "base/utf8.h"
#include "parser.h"

struct maker {
    struct gp_fmt *f;
    struct gp_lines *out;
    GP_VEC(struct gp_piece) pieces;
};

static int flags_of(const struct maker *m, size_t piece)
{
    return m->f->roles[m->pieces.at[piece].token].flags;
}

static int kind_of(const struct maker *m, size_t piece)
{
    return gp_token_kind(&m->f->ast->tokens.at[m->pieces.at[piece].token]);
}

static void gather_pieces(struct maker *m)
{
    const struct gp_tokens *t = &m->f->ast->tokens;
    uint32_t lines = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        int kind = gp_token_kind(&t->at[i]);
        if (kind == GP_TOK_EOL)
            lines++;
        if (kind == GP_TOK_EOL || kind == GP_TOK_SPACE)
            continue;
        struct gp_piece piece = {i, lines > 2 ? 2 : lines};
        gp_vec_push(m->f->heap, &m->pieces, piece);
        lines = 0;
    }
}

/* A block with a line end or a comment inside has its items on lines of their
 * own; so have those around it. */
static void break_blocks(struct maker *m)
{
    size_t since = SIZE_MAX; /* the last piece that broke */
    GP_VEC(uint32_t) open = {0};
    for (size_t i = 0; i < m->pieces.count; i++) {
        const struct gp_piece *p = &m->pieces.at[i];
        if (p->lines > 0)
            since = i;
        if (flags_of(m, i) & GP_ROLE_CLOSES && open.count > 0) {
            uint32_t at = open.at[--open.count];
            if (since != SIZE_MAX && since > at)
                m->f->roles[m->pieces.at[at].token].flags |= GP_ROLE_BROKEN;
        }
        if (flags_of(m, i) & GP_ROLE_OPENS)
            gp_vec_push(m->f->heap, &open, (uint32_t)i);
        if (kind_of(m, i) == GP_TOK_COMMENT)
            since = i;
    }
    gp_vec_fini(m->f->heap, &open);
}

/* ---- the cells of a line ------------------------------------------------ */

static bool needs_blank(const struct maker *m, size_t before, size_t piece)
{
    int kind = kind_of(m, piece), last = kind_of(m, before);
    if ((flags_of(m, piece) & GP_ROLE_TIGHT_BEFORE) ||
        (flags_of(m, before) & GP_ROLE_TIGHT_AFTER))
        return false;
    if (kind == GP_TOK_COMMA || kind == GP_TOK_COLON || kind == GP_TOK_RPAREN ||
        kind == GP_TOK_RBRACKET || kind == GP_TOK_DOTDOT)
        return false;
    return last != GP_TOK_LPAREN && last != GP_TOK_LBRACKET &&
           last != GP_TOK_DOTDOT;
}

static struct gp_cell *last_cell(struct maker *m)
{
    return &m->out->cells.at[m->out->cells.count - 1];
}

static void end_cell(struct maker *m, struct gp_cell *cell)
{
    cell->length = (uint32_t)m->out->text.count - cell->start;
    cell->width =
        (uint32_t)gp_utf8_width(m->out->text.at + cell->start, cell->length);
}

static void add_cell(struct maker *m, struct gp_line *line)
{
    struct gp_cell cell = {.start = (uint32_t)m->out->text.count};
    gp_vec_push(m->f->heap, &m->out->cells, cell);
    line->cell_count++;
}

/* ---- where lines begin -------------------------------------------------- */

static size_t skip_comments(const struct maker *m, size_t i)
{
    while (i < m->pieces.count && kind_of(m, i) == GP_TOK_COMMENT)
        i++;
    return i;
}

/* The block that a closing brace ends is broken. */
static bool closes_broken(const struct maker *m, size_t i)
{
    const struct gp_role *role = &m->f->roles[m->pieces.at[i].token];
    return (role->flags & GP_ROLE_CLOSES) != 0 &&
           (m->f->roles[role->mate].flags & GP_ROLE_BROKEN) != 0;
}

static bool is_broken(const struct maker *m, size_t i)
{
    return (flags_of(m, i) & (GP_ROLE_OPENS | GP_ROLE_BROKEN)) ==
           (GP_ROLE_OPENS | GP_ROLE_BROKEN);
}

/* `forced`: the block around was broken by us, so each item has a line. */
static bool begins_line(const struct maker *m, size_t i, bool forced)
{
    const struct gp_piece *p = &m->pieces.at[i];
    if (i == 0)
        return true;
    if (kind_of(m, i) == GP_TOK_COMMENT)
        return p->lines > 0;
    if (kind_of(m, i - 1) == GP_TOK_COMMENT || is_broken(m, i - 1) ||
        closes_broken(m, i))
        return true;
    if (p->lines > 0)
        return true;
    return forced && (flags_of(m, i) & GP_ROLE_STARTS) != 0;
}

/* A comma that a line end or a brace makes needless. */
static bool is_needless(const struct maker *m, size_t i, bool forced)
{
    size_t next = skip_comments(m, i + 1);
    if (!(flags_of(m, i) & GP_ROLE_SEPARATOR))
        return false;
    if (next >= m->pieces.count || (flags_of(m, next) & GP_ROLE_CLOSES))
        return true;
    return begins_line(m, next, forced) || next != i + 1;
}

/* ---- lines -------------------------------------------------------------- */

/* A block that is open, and how it is laid out. */
struct block {
    bool broken, forced;
};

struct state {
    GP_VEC(struct block) open;
    struct gp_line *line;
    uint32_t owner; /* whose cells the line has: its first token and one */
    bool started;   /* something stands on the line */
    size_t outer;   /* blocks that were open when the line began */
    int depth;      /* of broken blocks */
};

static bool is_forced(const struct state *s)
{
    return s->open.count > 0 && s->open.at[s->open.count - 1].forced;
}

static void end_line(struct maker *m, struct state *s)
{
    if (s->line != NULL && s->started && s->line->comment.length == 0)
        end_cell(m, last_cell(m));
    s->line = NULL;
}

static void begin_line(struct maker *m, struct state *s, size_t i)
{
    const struct gp_piece *p = &m->pieces.at[i];
    const struct gp_role *role = &m->f->roles[p->token];
    bool closes = (role->flags & GP_ROLE_CLOSES) != 0;
    bool starts = (role->flags & GP_ROLE_STARTS) != 0;
    bool goes_on = !starts && !closes && kind_of(m, i) != GP_TOK_COMMENT;
    struct gp_line line = {
        .cell = (uint32_t)m->out->cells.count,
        .first = p->token,
        .last = p->token,
        .depth = s->depth + (goes_on ? 2 : 0),
        .group = starts ? role->group : 0,
        .blank = p->lines > 1 && i > 0 && !is_broken(m, i - 1) && !closes,
        .top = s->open.count == 0 && !goes_on && !closes,
    };
    end_line(m, s);
    gp_vec_push(m->f->heap, &m->out->list, line);
    s->line = &m->out->list.at[m->out->list.count - 1];
    s->owner = starts ? p->token + 1 : UINT32_MAX;
    s->started = false;
    s->outer = s->open.count;
}

static void add_piece(struct maker *m, struct state *s, size_t i, size_t before)
{
    uint32_t token = m->pieces.at[i].token;
    s->line->last = token;
    if (s->started && kind_of(m, i) == GP_TOK_COMMENT) {
        end_cell(m, last_cell(m));
        s->line->comment.start = (uint32_t)m->out->text.count;
        gp_fmt_spell(m->f, token, &m->out->text);
        end_cell(m, &s->line->comment);
        return;
    }
    /* Several items share the line: they are no columns. */
    if (s->started && s->open.count == s->outer &&
        flags_of(m, i) & GP_ROLE_STARTS) {
        s->line->group = 0;
        s->owner = UINT32_MAX;
    }
    bool cell = !s->started || m->f->roles[token].cell_of == s->owner;
    if (cell && s->started)
        end_cell(m, last_cell(m));
    if (cell && flags_of(m, i) & GP_ROLE_INDENT)
        add_cell(m, s->line); /* stays empty */
    if (cell)
        add_cell(m, s->line);
    else if (needs_blank(m, before, i))
        gp_buf_putc(&m->out->text, ' ');
    gp_fmt_spell(m->f, token, &m->out->text);
    s->started = true;
}

static void enter_leave(struct maker *m, struct state *s, size_t i)
{
    int flags = flags_of(m, i);
    if (flags & GP_ROLE_OPENS) {
        struct block b = {(flags & GP_ROLE_BROKEN) != 0,
                          (flags & GP_ROLE_FORCED) != 0};
        gp_vec_push(m->f->heap, &s->open, b);
        s->depth += b.broken;
    }
    if (flags & GP_ROLE_CLOSES && s->open.count > 0)
        s->depth -= s->open.at[--s->open.count].broken;
}

static void make_lines(struct maker *m)
{
    struct state s = {.line = NULL};
    size_t before = 0;
    m->out->list.count = m->out->cells.count = m->out->text.count = 0;
    for (size_t i = 0; i < m->pieces.count; i++) {
        bool forced = is_forced(&s), closes = flags_of(m, i) & GP_ROLE_CLOSES;
        if (is_needless(m, i, forced))
            continue;
        bool begins = begins_line(m, i, forced);
        if (closes)
            enter_leave(m, &s, i);
        if (begins)
            begin_line(m, &s, i);
        add_piece(m, &s, i, before);
        if (!closes)
            enter_leave(m, &s, i);
        before = i;
    }
    end_line(m, &s);
    gp_vec_fini(m->f->heap, &s.open);
}

/* ---- lines that are too wide -------------------------------------------- */

static size_t width_of(const struct maker *m, const struct gp_line *line)
{
    size_t width = (size_t)line->depth * GP_FMT_STEP;
    for (uint32_t c = 0; c < line->cell_count; c++)
        width += m->out->cells.at[line->cell + c].width + (c > 0);
    return width;
}

/* Breaks the outermost block that begins and ends on the line. */
static bool break_line(struct maker *m, const struct gp_line *line)
{
    for (uint32_t t = line->first; t <= line->last; t++) {
        struct gp_role *role = &m->f->roles[t];
        if (!(role->flags & GP_ROLE_OPENS) || role->mate > line->last ||
            role->flags & GP_ROLE_BROKEN)
            continue;
        role->flags |= GP_ROLE_BROKEN | GP_ROLE_FORCED;
        return true;
    }
    return false;
}

void gp_fmt_lines(struct gp_fmt *f, struct gp_lines *lines)
{
    struct maker m = {.f = f, .out = lines};
    bool broken = true;
    gather_pieces(&m);
    break_blocks(&m);
    while (broken) {
        broken = false;
        make_lines(&m);
        for (size_t i = 0; i < lines->list.count; i++)
            if (width_of(&m, &lines->list.at[i]) > GP_FMT_WIDTH)
                broken |= break_line(&m, &lines->list.at[i]);
    }
    gp_vec_fini(f->heap, &m.pieces);
}

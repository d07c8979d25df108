/* See linediff.h. */
#include "base/linediff.h"

#include <stdint.h>
#include <string.h>

#include "base/vec.h"

enum { CONTEXT = 3, MAX_EDITS = 500 };

struct line {
    const char *at;
    size_t length; /* without the line end */
    uint64_t hash;
    bool ended;
};

struct text {
    struct line *at;
    size_t count, room;
};

/* One line of the script: taken over, taken out, put in. */
struct edit {
    char what; /* ' ', '-', '+' */
    uint32_t line;
};

struct script {
    struct gp_heap *heap;
    struct text a, b;
    struct edit *at;
    size_t count, room;
};

static void cut_lines(struct gp_heap *heap, const char *text, size_t length,
                      struct text *out)
{
    for (size_t i = 0; i < length;) {
        const char *end = memchr(text + i, '\n', length - i);
        size_t n = end == NULL ? length - i : (size_t)(end - text) - i;
        uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
        for (size_t k = 0; k < n; k++)
            hash = (hash ^ (unsigned char)text[i + k]) * 0x100000001b3u;
        struct line line = {text + i, n, hash, end != NULL};
        gp_vec_push(heap, out, line);
        i += n + (end != NULL);
    }
}

static bool same(const struct line *x, const struct line *y)
{
    return x->hash == y->hash && x->length == y->length &&
           x->ended == y->ended && memcmp(x->at, y->at, x->length) == 0;
}

static void add(struct script *s, char what, size_t line)
{
    struct edit e = {what, (uint32_t)line};
    gp_vec_push(s->heap, s, e);
}

/* ---- the search: furthest reaching points by number of edits ------------ */

struct search {
    const struct script *s;
    size_t x0, y0, n, m; /* the corner that it starts from; what is left */
    int32_t *v[MAX_EDITS + 1];
    int edits;
};

static int32_t slide(const struct search *q, int32_t x, int32_t k)
{
    int32_t y = x - k;
    while (
        (size_t)x < q->n && y >= 0 && (size_t)y < q->m &&
        same(&q->s->a.at[q->x0 + (size_t)x], &q->s->b.at[q->y0 + (size_t)y])) {
        x++;
        y++;
    }
    return x;
}

/* The furthest x on diagonal k with d edits, from those with d - 1. */
static int32_t step(const struct search *q, int d, int k)
{
    const int32_t *v = q->v[d - 1] + (d - 1);
    if (k == -d || (k != d && v[k - 1] < v[k + 1]))
        return v[k + 1];
    return v[k - 1] < 0 ? -1 : v[k - 1] + 1;
}

/* Fills v for d edits; the diagonal that came furthest in *best. */
static bool round_of(struct search *q, int d, int *best)
{
    int32_t most = -1;
    int32_t *v = q->v[d] =
        gp_alloc(q->s->heap, (size_t)(2 * d + 1) * sizeof *v);
    for (int k = -d; k <= d; k++) {
        int32_t x = (d - k) % 2 != 0 ? -1 : d == 0 ? 0 : step(q, d, k);
        bool out =
            x < 0 || (size_t)x > q->n || x - k < 0 || (size_t)(x - k) > q->m;
        v[k + d] = out ? -1 : slide(q, x, k);
        if (out)
            continue;
        x = v[k + d];
        if (2 * x - k > most) {
            most = 2 * x - k;
            *best = k;
        }
        if ((size_t)x == q->n && (size_t)(x - k) == q->m) {
            *best = k;
            return true;
        }
    }
    return false;
}

/* Walks back along the path and writes its edits, in order. */
static void trace(struct script *s, const struct search *q, int d, int k,
                  size_t *x_end, size_t *y_end)
{
    size_t from = s->count;
    int32_t x = q->v[d][k + d], y = x - k;
    *x_end = q->x0 + (size_t)x;
    *y_end = q->y0 + (size_t)y;
    for (; d >= 0; d--) {
        int32_t start = d == 0 ? 0 : step(q, d, k);
        while (x > start)
            add(s, ' ', q->x0 + (size_t)--x);
        if (d == 0)
            break;
        const int32_t *v = q->v[d - 1] + (d - 1);
        bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
        k += down ? 1 : -1;
        y = start - (down ? k - 1 : k + 1);
        if (down)
            add(s, '+', q->y0 + (size_t)(y - 1));
        else
            add(s, '-', q->x0 + (size_t)(start - 1));
        x = v[k];
    }
    for (size_t i = from, j = s->count; i + 1 < j; i++) {
        struct edit e = s->at[i];
        s->at[i] = s->at[--j];
        s->at[j] = e;
    }
}

static void compare(struct script *s)
{
    size_t x = 0, y = 0;
    while (x < s->a.count || y < s->b.count) {
        struct search q = {s, x, y, s->a.count - x, s->b.count - y, {NULL}, 0};
        int best = 0, d = 0;
        while (!round_of(&q, d, &best) && d < MAX_EDITS)
            d++;
        trace(s, &q, d, best, &x, &y);
        for (int i = 0; i <= d; i++)
            gp_free(s->heap, q.v[i]);
    }
}

/* ---- writing ------------------------------------------------------------ */

static void put_color(struct gp_buf *out, bool color, int code)
{
    if (!color)
        return;
    gp_buf_puts(out, "\033[");
    gp_buf_int(out, code);
    gp_buf_putc(out, 'm');
}

static void put_line(const struct script *s, const struct edit *e, bool color,
                     struct gp_buf *out)
{
    const struct line *line =
        e->what == '+' ? &s->b.at[e->line] : &s->a.at[e->line];
    bool colored = color && e->what != ' ';
    put_color(out, colored, e->what == '+' ? 32 : 31);
    gp_buf_putc(out, e->what);
    gp_buf_add(out, line->at, line->length);
    put_color(out, colored, 0);
    gp_buf_putc(out, '\n');
    if (!line->ended)
        gp_buf_puts(out, "\\ No newline at end of file\n");
}

static void put_range(struct gp_buf *out, char sign, size_t first, size_t count)
{
    gp_buf_putc(out, sign);
    gp_buf_int(out, (int64_t)(count == 0 ? first : first + 1));
    if (count != 1) {
        gp_buf_putc(out, ',');
        gp_buf_int(out, (int64_t)count);
    }
}

/* Edits first..end-1, which begin at line x of the old text, y of the new. */
static void put_hunk(const struct script *s, size_t first, size_t end, size_t x,
                     size_t y, bool color, struct gp_buf *out)
{
    size_t old_count = 0, new_count = 0;
    for (size_t i = first; i < end; i++) {
        old_count += s->at[i].what != '+';
        new_count += s->at[i].what != '-';
    }
    put_color(out, color, 36);
    gp_buf_puts(out, "@@ ");
    put_range(out, '-', x, old_count);
    gp_buf_putc(out, ' ');
    put_range(out, '+', y, new_count);
    gp_buf_puts(out, " @@");
    put_color(out, color, 0);
    gp_buf_putc(out, '\n');
    for (size_t i = first; i < end; i++)
        put_line(s, &s->at[i], color, out);
}

/* The end of the hunk whose first change is at i: behind its last change
 * there are more unchanged lines than two contexts. */
static size_t hunk_end(const struct script *s, size_t i)
{
    size_t last = i;
    for (; i < s->count && i - last <= 2 * CONTEXT; i++)
        if (s->at[i].what != ' ')
            last = i;
    return last + 1;
}

static void put_hunks(const struct script *s, bool color, struct gp_buf *out)
{
    size_t x = 0, y = 0, at = 0;
    for (size_t i = 0; i < s->count;) {
        if (s->at[i].what == ' ') {
            i++;
            continue;
        }
        size_t first = i - at < CONTEXT ? at : i - CONTEXT;
        size_t changed = hunk_end(s, i);
        size_t end =
            s->count - changed < CONTEXT ? s->count : changed + CONTEXT;
        x += first - at; /* all of them taken over */
        y += first - at;
        put_hunk(s, first, end, x, y, color, out);
        for (size_t k = first; k < end; k++) {
            x += s->at[k].what != '+';
            y += s->at[k].what != '-';
        }
        at = i = end;
    }
}

bool gp_linediff(const struct gp_linediff *diff, struct gp_buf *out)
{
    struct script s = {.heap = out->heap};
    if (diff->old_length == diff->new_length &&
        (diff->old_length == 0 ||
         memcmp(diff->old_text, diff->new_text, diff->old_length) == 0))
        return false;
    cut_lines(s.heap, diff->old_text, diff->old_length, &s.a);
    cut_lines(s.heap, diff->new_text, diff->new_length, &s.b);
    compare(&s);
    put_color(out, diff->color, 1);
    gp_buf_puts(out, "--- ");
    gp_buf_puts(out, diff->old_name);
    gp_buf_puts(out, "\n+++ ");
    gp_buf_puts(out, diff->new_name);
    put_color(out, diff->color, 0);
    gp_buf_putc(out, '\n');
    put_hunks(&s, diff->color, out);
    gp_free(s.heap, s.a.at);
    gp_free(s.heap, s.b.at);
    gp_free(s.heap, s.at);
    return true;
}

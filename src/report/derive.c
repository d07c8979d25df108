/* See derive.h. */
#include "report/derive.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "report/csv.h"

/* ---------------------------------------------------------------- working out
 */

/* What is left below a whole unit, to hand the last ones out by. */
struct remainder {
    size_t part;
    gp_i128 left;
};

static int by_remainder(const void *x, const void *y)
{
    const struct remainder *a = x, *b = y;
    if (a->left != b->left)
        return a->left > b->left ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

static void share_units(struct gp_heap *heap, struct gp_derivation *d)
{
    int64_t whole = 100 * d->per_percent, given = 0;
    struct remainder *all = gp_alloc(heap, (d->count + 1) * sizeof *all);
    for (size_t i = 0; i < d->count; i++) {
        gp_i128 exact = (gp_i128)d->parts[i].weight * whole;
        d->parts[i].units = (int64_t)(exact / d->weights);
        given += d->parts[i].units;
        all[i] = (struct remainder){i, exact % d->weights};
    }
    if (d->count > 1)
        qsort(all, d->count, sizeof *all, by_remainder);
    for (size_t i = 0; given < whole; i++, given++)
        d->parts[all[i].part].units++;
    gp_free(heap, all);
}

static int by_amount(const void *x, const void *y)
{
    const struct gp_derived *a = x, *b = y;
    if (a->amount != b->amount)
        return a->amount > b->amount ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void sort_tiers(struct gp_derivation *d)
{
    int64_t cumulated = 0;
    if (d->count > 1)
        qsort(d->parts, d->count, sizeof *d->parts, by_amount);
    for (size_t i = 0; i < d->count; i++) {
        cumulated += d->parts[i].amount;
        gp_i128 percent = (gp_i128)cumulated * 100;
        bool none = d->parts[i].amount == 0;
        d->parts[i].tier = i == 0 || (percent <= (gp_i128)80 * d->sum && !none)
                               ? 'A'
                           : percent <= (gp_i128)95 * d->sum && !none ? 'B'
                                                                      : 'C';
    }
}

void gp_derive_work_out(struct gp_heap *heap, struct gp_derivation *d)
{
    /* A tenth of a percent is fine enough to read; many parts need more. */
    d->per_percent = d->count <= 20 ? 10 : 100;
    if (d->tiers)
        sort_tiers(d);
    share_units(heap, d);
}

/* ----------------------------------------------------------------------- text
 */

struct write {
    struct gp_derivation *d;
    struct gp_arena *arena;
    struct gp_out *out;
};

static void add_units(struct gp_buf *buf, const struct gp_derivation *d,
                      int64_t units)
{
    gp_buf_rat(buf, gp_rat_make(units, d->per_percent), 2);
    gp_buf_putc(buf, '%');
}

static const char *units_text(const struct write *w, int64_t units)
{
    struct gp_buf buf;
    gp_buf_init(&buf, w->arena->heap);
    add_units(&buf, w->d, units);
    return gp_arena_keep(w->arena, &buf);
}

static void head(const struct write *w)
{
    const struct gp_derivation *d = w->d;
    gp_out_puts(w->out, d->tiers ? "# ABC of " : "# ");
    gp_out_puts(w->out, d->kpi_name);
    gp_out_puts(w->out, " of ");
    gp_out_puts(w->out, d->of);
    gp_out_puts(w->out, " by ");
    gp_out_puts(w->out, d->by);
    gp_out_puts(w->out, ", ");
    gp_out_puts(w->out, d->in);
    gp_out_puts(w->out, ": ");
    gp_out_puts(w->out, gp_show_amount(w->arena, d->model, d->kpi, d->sum));
    gp_out_puts(w->out, " in all\n");
}

/* Items in lines of at most 78 columns; on one line where they fit. */
static void block(const struct write *w, const char *const *items, size_t n)
{
    enum { WIDE = 78 };
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        width += gp_utf8_width(items[i], strlen(items[i])) + 2;
    bool one = width + 30 < WIDE;
    gp_out_puts(w->out, one ? "{ " : "{\n  ");
    width = 2;
    for (size_t i = 0; i < n; i++) {
        size_t own = gp_utf8_width(items[i], strlen(items[i])) + 2;
        if (!one && i > 0 && width + own > WIDE) {
            gp_out_puts(w->out, "\n  ");
            width = 2;
        } else if (i > 0) {
            gp_out_puts(w->out, ", ");
        }
        gp_out_puts(w->out, items[i]);
        width += own;
    }
    gp_out_puts(w->out, one ? " }\n" : "\n}\n");
}

/* "weights sales_by_month " */
static void add_name(const struct write *w, const char *what,
                     const char *middle, const char *end)
{
    const char *quote = w->d->quoted ? "\"" : "";
    gp_out_puts(w->out, what);
    gp_out_puts(w->out, quote);
    gp_out_puts(w->out, w->d->kpi_name);
    gp_out_puts(w->out, middle);
    gp_out_puts(w->out, end);
    gp_out_puts(w->out, quote);
    gp_out_puts(w->out, " ");
}

static void write_weights(const struct write *w)
{
    const struct gp_derivation *d = w->d;
    const char **items =
        gp_arena_alloc(w->arena, (d->count + 1) * sizeof *items);
    for (size_t i = 0; i < d->count; i++)
        items[i] = gp_arena_join(w->arena, d->parts[i].name, " ",
                                 units_text(w, d->parts[i].units), NULL);
    add_name(w, "weights ", "_by_", d->by);
    block(w, items, d->count);
}

/* "#   A  hua  800万  80%  80%" */
static void write_ranking(const struct write *w)
{
    const struct gp_derivation *d = w->d;
    int64_t units = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct gp_derived *p = &d->parts[i];
        units += p->units;
        char tier[] = {p->tier, '\0'};
        gp_out_puts(w->out, "#   ");
        gp_out_puts(w->out, tier);
        gp_out_puts(w->out, "  ");
        gp_out_puts(w->out, p->name);
        gp_out_puts(w->out, ": ");
        gp_out_puts(w->out,
                    gp_show_amount(w->arena, d->model, d->kpi, p->amount));
        gp_out_puts(w->out, ", ");
        gp_out_puts(w->out, units_text(w, p->units));
        gp_out_puts(w->out, ", together ");
        gp_out_puts(w->out, units_text(w, units));
        gp_out_puts(w->out, "\n");
        gp_out_flush_some(w->out);
    }
}

/* A dimension of the tiers, and what each has had. */
static void write_tiers(const struct write *w)
{
    const struct gp_derivation *d = w->d;
    const char *members[3], *weights[3];
    size_t n = 0;
    for (char tier = 'A'; tier <= 'C'; tier++) {
        const char *who = "", *name = (char[]){tier, '\0'};
        int64_t units = 0;
        for (size_t i = 0; i < d->count; i++) {
            if (d->parts[i].tier != tier)
                continue;
            who = gp_arena_join(w->arena, who, *who != '\0' ? ", " : "",
                                d->parts[i].title, NULL);
            units += d->parts[i].units;
        }
        if (*who == '\0')
            continue;
        struct gp_buf quoted;
        gp_buf_init(&quoted, w->arena->heap);
        for (const char *c = who; *c != '\0'; c++) {
            if (*c == '"' || *c == '\\')
                gp_buf_putc(&quoted, '\\');
            gp_buf_putc(&quoted, *c);
        }
        members[n] = gp_arena_join(w->arena, name, " \"", gp_buf_cstr(&quoted),
                                   "\"", NULL);
        gp_buf_fini(&quoted);
        weights[n++] =
            gp_arena_join(w->arena, name, " ", units_text(w, units), NULL);
    }
    add_name(w, "dimension ", "_tier", "");
    block(w, members, n);
    add_name(w, "weights ", "_by_tier", "");
    block(w, weights, n);
}

static void write_text(const struct write *w)
{
    head(w);
    if (w->d->tiers)
        write_ranking(w);
    write_weights(w);
    if (w->d->tiers)
        write_tiers(w);
}

/* --------------------------------------------------------------- csv and json
 */

static void add_ratio(struct gp_buf *buf, int64_t a, int64_t b)
{
    gp_buf_rat(buf, gp_rat_make(a, b), 6);
}

static void write_csv(const struct write *w)
{
    const struct gp_derivation *d = w->d;
    struct gp_buf *buf = &w->out->buf;
    int digits = d->model->kpis.at[d->kpi].digits;
    int64_t cumulated = 0;
    gp_out_puts(w->out, d->tiers ? "part,amount,share,weight,cumulated,tier\n"
                                 : "part,amount,share,weight\n");
    for (size_t i = 0; i < d->count; i++) {
        const struct gp_derived *p = &d->parts[i];
        cumulated += p->amount;
        gp_csv_text(buf, p->title);
        gp_buf_putc(buf, ',');
        gp_buf_amount(buf, p->amount, digits);
        gp_buf_putc(buf, ',');
        add_ratio(buf, p->weight, d->weights);
        gp_buf_putc(buf, ',');
        add_ratio(buf, p->units, 100 * d->per_percent);
        if (d->tiers) {
            gp_buf_putc(buf, ',');
            add_ratio(buf, cumulated, d->sum);
            gp_buf_putc(buf, ',');
            gp_buf_putc(buf, p->tier);
        }
        gp_buf_putc(buf, '\n');
        gp_out_flush_some(w->out);
    }
}

static void json_number(const struct write *w, struct gp_json *json,
                        const char *key, int64_t a, int64_t b)
{
    struct gp_buf buf;
    gp_buf_init(&buf, w->arena->heap);
    add_ratio(&buf, a, b);
    gp_json_raw(json, key, gp_buf_cstr(&buf));
    gp_buf_fini(&buf);
}

static void write_json(const struct write *w)
{
    enum { FLAT_FROM = 2 };
    const struct gp_derivation *d = w->d;
    int64_t unit = gp_pow10(d->model->kpis.at[d->kpi].digits), cumulated = 0;
    struct gp_json json;
    gp_json_init(&json, w->out, FLAT_FROM);
    gp_json_open(&json, NULL, '{');
    gp_json_string(&json, "format_version", "1.0");
    gp_json_string(&json, "kpi", d->kpi_name);
    gp_json_string(&json, "scope", d->of);
    gp_json_string(&json, "in", d->in);
    gp_json_string(&json, "by", d->by);
    json_number(w, &json, "amount", d->sum, unit);
    gp_json_open(&json, "parts", '[');
    for (size_t i = 0; i < d->count; i++) {
        const struct gp_derived *p = &d->parts[i];
        char tier[] = {p->tier, '\0'};
        cumulated += p->amount;
        gp_json_open(&json, NULL, '{');
        gp_json_string(&json, "part", p->title);
        json_number(w, &json, "amount", p->amount, unit);
        json_number(w, &json, "share", p->weight, d->weights);
        json_number(w, &json, "weight", p->units, 100 * d->per_percent);
        if (d->tiers) {
            json_number(w, &json, "cumulated", cumulated, d->sum);
            gp_json_string(&json, "tier", tier);
        }
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_json_end(&json);
}

static const struct {
    const char *name;
    void (*write)(const struct write *w);
} formats[] = {
    {"text", write_text},
    {"csv", write_csv},
    {"json", write_json},
};

const char *gp_derive_format(size_t index)
{
    return index < sizeof formats / sizeof *formats ? formats[index].name
                                                    : NULL;
}

void gp_derive_write(struct gp_derivation *d, struct gp_arena *arena,
                     const char *format, struct gp_out *out)
{
    struct write w = {d, arena, out};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            formats[i].write(&w);
}

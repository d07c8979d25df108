/* Pass 4: weights: named proportions, and the same written in a split. */
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "compile/split.h"
#include "model/days.h"
#include "model/shape.h"

/* One weight as written. */
struct raw {
    struct gp_rat value;
    bool percent;
    bool rest; /* what the other percentages leave */
    gp_sym name;
    int first, last; /* weekdays, numbers, or minutes of a daypart */
    const char *label;
    struct gp_span span;
};

struct raws {
    struct raw *at;
    size_t count, room;
};

static int minutes(const char *text, size_t length)
{
    int n[2] = {0, 0}, part = 0;
    char plain[24];
    length = gp_utf8_halfwidth(text, length, plain, sizeof plain);
    text = plain;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            n[part] = n[part] * 10 + (text[i] - '0');
        else
            part = 1;
    }
    return n[0] > 24 || n[1] > 59 ? -1 : n[0] * 60 + n[1];
}

/* The end of a daypart: a time, `open` or `close`. */
static int time_of(struct gp_pass *p, struct gp_ref at)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, at), at.node, &length);
    if (gp_ref_kind(p, at) == GP_N_TIME)
        return minutes(text, length);
    enum gp_word word = gp_ref_word(p, at);
    return word == GP_W_OPEN ? 0 : word == GP_W_CLOSE ? 24 * 60 : -1;
}

static const char *time_label(struct gp_pass *p, struct gp_ref at)
{
    if (gp_ref_word(p, at) == GP_W_OPEN)
        return "open";
    if (gp_ref_word(p, at) == GP_W_CLOSE)
        return "close";
    int m = time_of(p, at);
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_int0(&b, m / 60, 2);
    gp_buf_putc(&b, ':');
    gp_buf_int0(&b, m % 60, 2);
    const char *label = gp_arena_strdup(p->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return label;
}

/* "Q3", "Jul", "W8", "2026-07": the grain and number that a label means. */
static bool numbered(struct gp_pass *p, struct gp_ref at, enum gp_grain *grain,
                     int *number)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, at), at.node, &length);
    struct gp_period period;
    if (gp_ref_kind(p, at) == GP_N_PERIOD &&
        gp_period_parse(&p->model->calendar, text, length, &period)) {
        *grain = period.grain;
        *number = period.number;
        return true;
    }
    const char *name = gp_ref_kind(p, at) == GP_N_PERIOD
                           ? gp_arena_strndup(p->arena, text, length)
                           : gp_ref_name(p, at);
    return gp_relative_period(&p->model->calendar, name, grain, number);
}

/* What kind of vector a label belongs to; fills the row. */
static enum gp_vector_kind classify(struct gp_pass *p, struct gp_ref label,
                                    struct raw *r, enum gp_grain *grain)
{
    struct gp_ref at = gp_ref_child(p, label), to = at;
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        at = gp_ref_child(p, at);
        to = gp_ref_next(p, at);
    }
    r->first = gp_weekday_of(gp_ref_name(p, at));
    r->last = gp_weekday_of(gp_ref_name(p, to));
    if (r->first >= 0 && r->last >= 0)
        return GP_VECTOR_WEEKDAYS;
    r->first = time_of(p, at);
    r->last = time_of(p, to);
    if (at.node != to.node && r->first >= 0 && r->last > r->first) {
        r->label = gp_arena_join(p->arena, time_label(p, at), "-",
                                 time_label(p, to), NULL);
        return GP_VECTOR_DAYPARTS;
    }
    enum gp_grain other;
    if (numbered(p, at, grain, &r->first) &&
        numbered(p, to, &other, &r->last) && other == *grain &&
        r->first <= r->last)
        return GP_VECTOR_TICKS;
    r->name = gp_pass_node(p, at)->sym;
    return GP_VECTOR_MEMBERS;
}

/* Integers in the proportion of the weights. */
static bool scale(struct gp_pass *p, const struct raws *raws, int64_t *out)
{
    gp_i128 den = 1;
    (void)p;
    for (size_t i = 0; i < raws->count; i++) {
        gp_i128 d = raws->at[i].value.den;
        den = den / gp_gcd(den, d) * d;
        if (den > (gp_i128)1 << 60)
            return false;
    }
    gp_i128 common = 0;
    for (size_t i = 0; i < raws->count; i++)
        common = gp_gcd(common,
                        raws->at[i].value.num * (den / raws->at[i].value.den));
    if (common == 0)
        common = 1;
    for (size_t i = 0; i < raws->count; i++) {
        gp_i128 w =
            raws->at[i].value.num * (den / raws->at[i].value.den) / common;
        if (w > GP_MAX_WEIGHT / 64)
            return false;
        out[i] = (int64_t)w;
    }
    return true;
}

static bool read_item(struct gp_pass *p, struct gp_ref item, struct raw *r)
{
    struct gp_ref value = gp_ref_child(p, item);
    r->span = gp_ref_span(p, item);
    if (gp_ref_kind(p, value) == GP_N_LABEL)
        value = gp_ref_next(p, value);
    if (gp_ref_kind(p, value) == GP_N_REST) {
        r->value = gp_rat_int(0);
        r->rest = true;
        return true;
    }
    struct gp_const c = gp_eval_const(p, value);
    r->value = c.value;
    r->percent = c.percent;
    if (c.bad)
        return false;
    if (c.hole || gp_rat_sign(c.value) < 0) {
        gp_find(p->findings, GP_TEXT_BAD_WEIGHT, r->span, NULL);
        return false;
    }
    return true;
}

/* `rest` stands once, among percentages: plain weights have no whole. */
static bool settle_rest(struct gp_pass *p, struct raws *raws)
{
    struct raw *rest = NULL;
    struct gp_rat left = gp_rat_int(1);
    for (size_t i = 0; i < raws->count; i++) {
        struct raw *r = &raws->at[i];
        if ((r->rest && rest != NULL) || !gp_rat_sub(&left, left, r->value)) {
            gp_find(p->findings, GP_TEXT_NOT_A_VALUE, r->span, NULL);
            return false;
        }
        if (r->rest)
            rest = r;
    }
    for (size_t i = 0; rest != NULL && i < raws->count; i++) {
        if (!raws->at[i].rest && !raws->at[i].percent) {
            gp_find(p->findings, GP_TEXT_NOT_A_VALUE, rest->span, NULL);
            return false;
        }
    }
    if (rest != NULL) {
        rest->percent = true;
        rest->value = gp_rat_sign(left) > 0 ? left : gp_rat_int(0);
    }
    return true;
}

/* All in percentages: then they are meant to be a whole. */
static void check_sum(struct gp_pass *p, const struct raws *raws,
                      struct gp_span span)
{
    struct gp_rat sum = {0, 1};
    bool percent = raws->count > 0;
    for (size_t i = 0; i < raws->count; i++) {
        percent &= raws->at[i].percent;
        gp_rat_add(&sum, sum, raws->at[i].value);
    }
    struct gp_arena *a = &p->findings->arena;
    if (gp_rat_sign(sum) == 0) {
        gp_find(p->findings, GP_TEXT_ZERO_WEIGHTS, span, NULL);
        return;
    }
    if (!percent || gp_rat_cmp(sum, gp_rat_int(1)) == 0)
        return;
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_WEIGHTS_SUM, span,
                                   gp_show_rat(a, p->model, sum, true), NULL);
    const char *all = "";
    for (size_t i = 0; i < raws->count && i < 12; i++)
        all = gp_arena_join(a, all, i == 0 ? "" : " + ",
                            gp_show_rat(a, p->model, raws->at[i].value, true),
                            NULL);
    gp_find_detail(p->findings, f, GP_TEXT_DETAIL_SUM, all,
                   gp_show_rat(a, p->model, sum, true), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_WEIGHTS_SUM, NULL);
}

static void fill_ticks(struct gp_vector *v, const struct raws *raws,
                       const int64_t *weights, int base)
{
    for (size_t i = 0; i < raws->count; i++) {
        const struct raw *r = &raws->at[i];
        for (int n = r->first;;
             n = v->kind == GP_VECTOR_WEEKDAYS ? (n + 1) % 7 : n + 1) {
            v->weights[n - base] = weights[i];
            if (n == r->last)
                break;
        }
    }
}

/* Puts the weights where the vector's kind wants them. */
static void fill(struct gp_pass *p, struct gp_vector *v,
                 const struct raws *raws, const int64_t *weights)
{
    int count = (int)raws->count;
    if (v->kind == GP_VECTOR_WEEKDAYS)
        count = 7;
    for (size_t i = 0; v->kind == GP_VECTOR_TICKS && i < raws->count; i++)
        if (raws->at[i].last > count)
            count = raws->at[i].last;
    v->count = count;
    v->weights =
        gp_arena_calloc(p->arena, (size_t)count + 1, sizeof *v->weights);
    if (v->kind == GP_VECTOR_WEEKDAYS) {
        fill_ticks(v, raws, weights, 0);
    } else if (v->kind == GP_VECTOR_TICKS) {
        fill_ticks(v, raws, weights, 1);
    } else {
        memcpy(v->weights, weights, (size_t)count * sizeof *weights);
        v->names =
            gp_arena_calloc(p->arena, (size_t)count + 1, sizeof *v->names);
        v->labels =
            gp_arena_calloc(p->arena, (size_t)count + 1, sizeof *v->labels);
        for (int i = 0; i < count; i++) {
            v->names[i] = raws->at[i].name;
            v->labels[i] = raws->at[i].label;
        }
    }
    for (int i = 0; i < count; i++)
        v->sum += v->weights[i];
    for (size_t i = 0; i < raws->count && v->one.num == 0; i++)
        if (!gp_rat_div(&v->one, gp_rat_int(weights[i]), raws->at[i].value))
            v->one = gp_rat_int(0);
}

/* Items without names stand for the plan's periods in order. */
static enum gp_vector_kind by_order(const struct gp_pass *p,
                                    enum gp_grain grain, struct raw *r,
                                    size_t index)
{
    const struct gp_timetable *t = &p->model->time;
    if (grain == GP_DAY) {
        r->first = r->last = (int)index;
        return GP_VECTOR_WEEKDAYS;
    }
    r->first = (int)index + 1;
    if (grain <= GP_MONTH && (int)index < t->of[grain])
        r->first = t->ticks[t->first[grain] + (int)index].period.number;
    else if (grain == GP_WEEK)
        r->first =
            gp_period_of(t->calendar, GP_WEEK, t->days.first + 7 * (int)index)
                .number;
    r->last = r->first;
    return GP_VECTOR_TICKS;
}

/* How many items without names there must be; 0: any number. */
static size_t wanted(const struct gp_pass *p, enum gp_grain grain)
{
    if (grain == GP_DAY)
        return 7;
    return grain <= GP_MONTH ? (size_t)p->model->time.of[grain] : 0;
}

uint32_t gp_make_vector(struct gp_pass *p, struct gp_ref block, gp_sym name,
                        struct gp_span span, enum gp_grain grain)
{
    struct gp_vector v = {.name = name, .span = span, .grain = grain};
    struct raws raws = {0};
    bool ok = true;
    size_t index = 0, unnamed = 0;
    for (struct gp_ref i = gp_ref_items(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        struct raw r = {.first = -1, .last = -1};
        if (gp_ref_kind(p, i) == GP_N_BROKEN) {
            ok = false;
            continue;
        }
        if (gp_ref_kind(p, i) != GP_N_ITEM) {
            gp_find(p->findings, GP_TEXT_NO_RESERVE_HERE, gp_ref_span(p, i),
                    NULL);
            ok = false;
            continue;
        }
        struct gp_ref label = gp_ref_part(p, i, GP_N_LABEL);
        if (!read_item(p, i, &r)) {
            ok = false;
            continue;
        }
        enum gp_vector_kind kind = gp_ref_is(label)
                                       ? classify(p, label, &r, &v.grain)
                                       : by_order(p, grain, &r, index);
        if (!gp_ref_is(label) && grain == GP_GRAIN_COUNT) {
            gp_find(p->findings, GP_TEXT_WEIGHT_NAME, r.span, NULL);
            ok = false;
            continue;
        }
        if (raws.count > 0 && kind != v.kind) {
            gp_find(p->findings, GP_TEXT_MIXED_WEIGHTS, r.span, NULL);
            ok = false;
            continue;
        }
        v.kind = kind;
        gp_vec_push(p->heap, &raws, r);
        unnamed += !gp_ref_is(label);
        index++;
    }
    ok = settle_rest(p, &raws) && ok;
    size_t parts = unnamed > 0 ? wanted(p, grain) : 0;
    if (ok && parts != 0 && unnamed != parts) {
        gp_item_count(p, span, unnamed, parts);
        ok = false;
    }
    if (ok && raws.count == 0) {
        gp_find(p->findings, GP_TEXT_ZERO_WEIGHTS, span, NULL);
        ok = false;
    }
    if (ok && v.kind == GP_VECTOR_DAYPARTS && raws.count > GP_MAX_DAYPARTS) {
        gp_find(p->findings, GP_TEXT_MANY_DAYPARTS, span, "48", NULL);
        ok = false;
    }
    int64_t *weights = gp_alloc(p->heap, (raws.count + 1) * sizeof *weights);
    if (ok) {
        check_sum(p, &raws, span);
        ok = scale(p, &raws, weights);
        if (!ok)
            gp_find(p->findings, GP_TEXT_OVERFLOW, span, NULL);
    }
    if (ok)
        fill(p, &v, &raws, weights);
    gp_free(p->heap, weights);
    gp_vec_fini(p->heap, &raws);
    if (!ok || v.sum == 0)
        return GP_NONE;
    if (v.kind == GP_VECTOR_WEEKDAYS)
        v.grain = GP_DAY;
    if (v.kind == GP_VECTOR_DAYPARTS)
        v.grain = GP_DAYPART;
    gp_vec_push(p->heap, &p->model->vectors, v);
    return (uint32_t)p->model->vectors.count - 1;
}

uint32_t gp_find_vector(struct gp_pass *p, struct gp_ref name)
{
    uint32_t v = gp_map_get(&p->vector_of, gp_pass_node(p, name)->sym);
    if (v == GP_MAP_NONE && gp_is_lost(p, gp_pass_node(p, name)->sym))
        return GP_NONE;
    if (v == GP_MAP_NONE) {
        const char *text = gp_ref_name(p, name);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_WEIGHTS,
                                       gp_ref_span(p, name), text, NULL);
        gp_help_closest(p, f, text, &p->vector_of);
        return GP_NONE;
    }
    return v == GP_NONE - 1 ? GP_NONE : v; /* one that was wrong itself */
}

/* Those that are learned wait for the others of their kind. */
static void learn_all(struct gp_pass *p)
{
    struct {
        struct gp_learned *at;
        size_t count, room;
    } all = {0};
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        struct gp_learned l;
        if (gp_ref_kind(p, ref) != GP_N_WEIGHTS ||
            !gp_ref_is(gp_ref_part(p, ref, GP_N_LEARN)))
            continue;
        gp_learn_read(p, ref, &l);
        gp_vec_push(p->heap, &all, l);
    }
    if (all.count > 0)
        gp_learn_all(p, all.at, all.count);
    for (size_t i = 0; i < all.count; i++) {
        gp_sym sym = gp_pass_node(p, gp_ref_child(p, all.at[i].ref))->sym;
        if (all.at[i].vector != GP_NONE)
            *gp_map_at(&p->vector_of, sym) = all.at[i].vector;
    }
    gp_vec_fini(p->heap, &all);
}

void gp_pass_weights(struct gp_pass *p)
{
    /* Weights may be learned from the plan's actuals. */
    for (size_t i = 0; i < p->stmts.count; i++)
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_ACTUALS)
            gp_lower_actuals(p, p->stmts.at[i].ref);
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) != GP_N_WEIGHTS)
            continue;
        struct gp_ref name = gp_ref_child(p, ref);
        gp_sym sym = gp_pass_node(p, name)->sym;
        uint32_t *at = gp_map_at(&p->vector_of, sym);
        if (*at != GP_MAP_NONE) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_TWICE, gp_ref_span(p, name),
                        gp_ref_name(p, name), NULL);
            if (*at < p->model->vectors.count)
                gp_find_note(p->findings, f, p->model->vectors.at[*at].span,
                             GP_TEXT_NOTE_FIRST, NULL);
            continue;
        }
        *at = GP_NONE - 1;
        if (gp_ref_is(gp_ref_part(p, ref, GP_N_LEARN)))
            continue;
        uint32_t v = gp_make_vector(p, gp_ref_next(p, name), sym,
                                    gp_ref_span(p, name), GP_GRAIN_COUNT);
        *gp_map_at(&p->vector_of, sym) = v == GP_NONE ? GP_NONE - 1 : v;
    }
    learn_all(p);
}

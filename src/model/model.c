/* See model.h: the model's store, look-ups and names. */
#include "model/model.h"

#include <string.h>

/* In title_of: more than one scope has this display name. */
#define SEVERAL (GP_NONE - 1)

void gp_model_init(struct gp_model *model, struct gp_heap *heap,
                   struct gp_intern *names)
{
    memset(model, 0, sizeof *model);
    model->heap = heap;
    model->names = names;
    model->root = GP_NONE;
    model->freeze_from = GP_NO_DATE;
    gp_arena_init(&model->arena, heap);
    gp_calendar_init(&model->calendar, heap);
    gp_map_init(&model->row_of, heap);
    gp_map_init(&model->kpi_of, heap);
    gp_map_init(&model->scope_of, heap);
    gp_map_init(&model->dimension_of, heap);
    gp_map_init(&model->member_of, heap);
    model->title_of = gp_alloc(heap, sizeof *model->title_of);
    gp_map_init(model->title_of, heap);
    gp_map_init(&model->narrowed_of, heap);
    gp_map_init(&model->overlay_of, heap);
    gp_map_init(&model->held_of, heap);
    gp_map_init(&model->capacity_of, heap);
    gp_map_init(&model->day_of, heap);
    gp_map_init(&model->put_of, heap);
}

void gp_model_fini(struct gp_model *model)
{
    struct gp_heap *heap = model->heap;
    gp_vec_fini(heap, &model->kpis);
    gp_vec_fini(heap, &model->scopes);
    gp_vec_fini(heap, &model->stays);
    gp_vec_fini(heap, &model->ramps);
    gp_vec_fini(heap, &model->capacities);
    gp_vec_fini(heap, &model->dimensions);
    gp_vec_fini(heap, &model->members);
    gp_vec_fini(heap, &model->vectors);
    gp_vec_fini(heap, &model->shapes);
    gp_vec_fini(heap, &model->facts);
    gp_vec_fini(heap, &model->values);
    gp_vec_fini(heap, &model->rows);
    gp_vec_fini(heap, &model->cuts);
    gp_vec_fini(heap, &model->parts);
    gp_vec_fini(heap, &model->exprs);
    gp_vec_fini(heap, &model->actuals);
    gp_vec_fini(heap, &model->reviews);
    gp_vec_fini(heap, &model->rules);
    gp_vec_fini(heap, &model->checks);
    gp_vec_fini(heap, &model->scenarios);
    for (size_t i = 0; i < model->tests.count; i++) {
        gp_vec_fini(heap, &model->tests.at[i].givens);
        gp_vec_fini(heap, &model->tests.at[i].wanted);
    }
    gp_vec_fini(heap, &model->tests);
    gp_vec_fini(heap, &model->records);
    gp_vec_fini(heap, &model->promises);
    gp_vec_fini(heap, &model->carries);
    gp_vec_fini(heap, &model->funnels);
    gp_vec_fini(heap, &model->tasks);
    gp_vec_fini(heap, &model->scorecards);
    gp_vec_fini(heap, &model->rewards);
    gp_vec_fini(heap, &model->baselines);
    gp_vec_fini(heap, &model->amends);
    gp_vec_fini(heap, &model->amended);
    gp_vec_fini(heap, &model->amended_rows);
    gp_vec_fini(heap, &model->write_offs);
    gp_map_fini(&model->row_of);
    gp_map_fini(&model->kpi_of);
    gp_map_fini(&model->scope_of);
    gp_map_fini(&model->dimension_of);
    gp_map_fini(&model->member_of);
    gp_map_fini(model->title_of);
    gp_free(heap, model->title_of);
    gp_map_fini(&model->narrowed_of);
    gp_map_fini(&model->overlay_of);
    gp_map_fini(&model->held_of);
    gp_map_fini(&model->capacity_of);
    gp_map_fini(&model->day_of);
    gp_vec_fini(heap, &model->day_amounts);
    gp_vec_fini(heap, &model->put_days);
    gp_map_fini(&model->put_of);
    gp_calendar_fini(&model->calendar);
    gp_free(heap, model->time.ticks);
    gp_arena_fini(&model->arena);
}

const int64_t *gp_model_put_days(const struct gp_model *model, uint32_t row,
                                 int tick)
{
    uint32_t at =
        model->put_days.count == 0
            ? GP_MAP_NONE
            : gp_map_get(&model->put_of, gp_map_key(row, (uint32_t)tick));
    if (at >= model->put_days.count)
        return NULL;
    const struct gp_put_days *x = &model->put_days.at[at];
    int64_t sum = 0;
    for (int i = 0; i < gp_days_count(model->time.ticks[tick].period.days); i++)
        sum += x->at[i];
    /* One of a try that was given up has another's place. */
    return x->row == row && x->tick == tick &&
                   model->rows.at[row].at[tick] == sum
               ? x->at
               : NULL;
}

const struct gp_row *gp_model_row(const struct gp_model *model, uint32_t kpi,
                                  uint32_t scope)
{
    uint32_t row = gp_map_get(&model->row_of, gp_map_key(kpi, scope));
    return row == GP_MAP_NONE ? NULL : &model->rows.at[row];
}

static void add_path(struct gp_buf *buf, const struct gp_model *model,
                     uint32_t scope)
{
    const struct gp_scope *s = &model->scopes.at[scope];
    if (s->parent != GP_NONE) {
        add_path(buf, model, s->parent);
        gp_buf_putc(buf, '/');
    }
    if (s->kind == GP_SCOPE_RESERVE)
        gp_buf_puts(buf, "(reserve)");
    else if (s->kind == GP_SCOPE_GAP)
        gp_buf_puts(buf, "(gap)");
    else if (s->kind == GP_SCOPE_OVERLAY)
        gp_buf_puts(buf, "(overlay)");
    else
        gp_buf_puts(buf, gp_sym_text(model->names, s->name));
}

/* A narrowed scope's parent is the scope that it narrows: its members are
 * told from the outermost in. */
static void add_members(struct gp_buf *buf, const struct gp_model *model,
                        uint32_t scope, const char *lead)
{
    const struct gp_scope *s = &model->scopes.at[scope];
    const struct gp_member *m = &model->members.at[s->member];
    const struct gp_scope *up = &model->scopes.at[s->parent];
    /* Inside one dimension the finer member says it all. */
    while (up->kind == GP_SCOPE_NARROW &&
           model->members.at[up->member].dimension == m->dimension)
        up = &model->scopes.at[up->parent];
    if (up->kind == GP_SCOPE_NARROW) {
        add_members(buf, model, (uint32_t)(up - model->scopes.at), lead);
        lead = ",";
    }
    gp_buf_puts(buf, lead);
    gp_buf_puts(buf, gp_sym_text(model->names,
                                 model->dimensions.at[m->dimension].name));
    gp_buf_putc(buf, '=');
    gp_buf_puts(buf, gp_sym_text(model->names, m->name));
}

void gp_buf_scope(struct gp_buf *buf, const struct gp_model *model,
                  uint32_t scope)
{
    const struct gp_scope *s = &model->scopes.at[scope];
    if (s->kind == GP_SCOPE_NARROW) {
        add_path(buf, model, s->base);
        add_members(buf, model, scope, "[");
        gp_buf_putc(buf, ']');
    } else if (s->kind == GP_SCOPE_OVERLAY) {
        gp_buf_scope(buf, model, s->parent);
        gp_buf_puts(buf, "/(overlay)");
    } else if ((s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP) &&
               s->member != GP_NONE) {
        /* What a split by a dimension holds back. */
        gp_buf_scope(buf, model, s->parent);
        if (buf->at[buf->count - 1] == ']')
            buf->at[buf->count - 1] = ',';
        else
            gp_buf_putc(buf, '[');
        gp_buf_puts(buf, gp_sym_text(model->names,
                                     model->dimensions.at[s->member].name));
        gp_buf_puts(buf, s->kind == GP_SCOPE_GAP ? "=(gap)]" : "=(reserve)]");
    } else if (s->parent != GP_NONE &&
               model->scopes.at[s->parent].kind >= GP_SCOPE_NARROW) {
        /* The reserve of a narrowed scope, or of an overlay. */
        gp_buf_scope(buf, model, s->parent);
        gp_buf_puts(buf, s->kind == GP_SCOPE_GAP ? "/(gap)" : "/(reserve)");
    } else {
        add_path(buf, model, scope);
    }
}

const char *gp_scope_text(struct gp_arena *arena, const struct gp_model *model,
                          uint32_t scope)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    gp_buf_scope(&buf, model, scope);
    return gp_arena_keep(arena, &buf);
}

static bool is_member(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
}

/* Two scopes of somebody who is moved. */
static bool is_same_person(const struct gp_model *model, uint32_t a, uint32_t b)
{
    return model->stays.count != 0 && model->scopes.at[a].person != GP_NONE &&
           model->scopes.at[a].person == model->scopes.at[b].person;
}

/* The one scope of a symbol; *count is how many there are. */
static uint32_t by_symbol(const struct gp_model *model, gp_sym sym, int *count)
{
    uint32_t found = GP_NONE;
    uint32_t s =
        sym == GP_NO_SYM ? GP_MAP_NONE : gp_map_get(&model->scope_of, sym);
    *count = 0;
    for (; s != GP_NONE; s = model->scopes.at[s].same_name) {
        if (found != GP_NONE && is_same_person(model, s, found))
            continue;
        found = s;
        ++*count;
    }
    return found == GP_NONE || !is_same_person(model, found, found)
               ? found
               : model->scopes.at[found].person;
}

static uint32_t child_called(const struct gp_model *model, uint32_t scope,
                             gp_sym name)
{
    uint32_t s = model->scopes.at[scope].child;
    while (s != GP_NONE && (model->scopes.at[s].name != name ||
                            !is_member(&model->scopes.at[s])))
        s = model->scopes.at[s].next;
    return s;
}

/* A path from the root, or the end of one, "east/hua", where only one scope
 * has it. */
static uint32_t by_path(const struct gp_model *model, const char *text,
                        size_t length, bool *ambiguous)
{
    const char *end = text + length, *slash = memchr(text, '/', length);
    gp_sym first = gp_intern_find(model->names, text, (size_t)(slash - text));
    uint32_t found = GP_NONE;
    uint32_t s =
        first == GP_NO_SYM ? GP_MAP_NONE : gp_map_get(&model->scope_of, first);
    for (; s != GP_NONE; s = model->scopes.at[s].same_name) {
        uint32_t at = s;
        for (const char *stop = slash; at != GP_NONE && stop < end;) {
            const char *name = stop + 1;
            stop = memchr(name, '/', (size_t)(end - name));
            stop = stop != NULL ? stop : end;
            gp_sym sym =
                gp_intern_find(model->names, name, (size_t)(stop - name));
            at = sym == GP_NO_SYM ? GP_NONE : child_called(model, at, sym);
        }
        if (at != GP_NONE && s == model->root)
            return at;
        *ambiguous |= at != GP_NONE && found != GP_NONE;
        found = at != GP_NONE ? at : found;
    }
    return *ambiguous ? GP_NONE : found;
}

/* Few plans look a scope up by its title: the index waits for the first. */
static void index_titles(const struct gp_model *model)
{
    for (uint32_t i = 0; i < model->scopes.count; i++) {
        const struct gp_scope *s = &model->scopes.at[i];
        if (!is_member(s))
            continue;
        uint32_t *at =
            gp_map_at(model->title_of, gp_intern_cstr(model->names, s->title));
        if (*at != GP_MAP_NONE && *at != SEVERAL &&
            is_same_person(model, i, *at))
            continue;
        *at = *at == GP_MAP_NONE ? i : SEVERAL;
    }
}

uint32_t gp_model_find_scope(const struct gp_model *model, const char *text,
                             size_t length, bool *ambiguous)
{
    int count;
    *ambiguous = false;
    uint32_t s =
        by_symbol(model, gp_intern_find(model->names, text, length), &count);
    if (count == 1)
        return s;
    *ambiguous = count > 1;
    if (count > 1)
        return GP_NONE;
    if (memchr(text, '/', length) != NULL) {
        s = by_path(model, text, length, ambiguous);
        if (s != GP_NONE || *ambiguous)
            return s;
    }
    if (model->title_of->count == 0)
        index_titles(model);
    gp_sym title = gp_intern_find(model->names, text, length);
    if (title == GP_NO_SYM)
        return GP_NONE;
    s = gp_map_get(model->title_of, title);
    *ambiguous = s == SEVERAL;
    return *ambiguous || s == GP_MAP_NONE ? GP_NONE : s;
}

static bool goes_before(const struct gp_model *m, uint32_t a, uint32_t b)
{
    return m->members.at[a].dimension < m->members.at[b].dimension;
}

int gp_model_members(const struct gp_model *model, uint32_t scope,
                     uint32_t *out)
{
    int n = 0;
    for (; model->scopes.at[scope].kind == GP_SCOPE_NARROW && n < GP_MAX_NARROW;
         scope = model->scopes.at[scope].parent) {
        /* In front of those that were inside it. */
        uint32_t member = model->scopes.at[scope].member;
        int to = 0;
        while (to < n && goes_before(model, out[to], member))
            to++;
        for (int i = n++; i > to; i--)
            out[i] = out[i - 1];
        out[to] = member;
    }
    return n;
}

uint32_t gp_model_narrowed(const struct gp_model *model, uint32_t base,
                           uint32_t member)
{
    uint32_t at = gp_map_get(&model->narrowed_of, gp_map_key(base, member));
    if (at != GP_MAP_NONE)
        return at;
    /* In whichever order it is narrowed: that of the dimensions is known. */
    uint32_t members[GP_MAX_NARROW + 1];
    int n = gp_model_members(model, base, members);
    /* A finer member narrows what its parent member narrows. */
    uint32_t up = model->members.at[member].parent;
    bool inside = up == GP_NONE;
    for (int i = 0; i < n; i++)
        inside |= members[i] == up;
    if (!inside) {
        base = gp_model_narrowed(model, base, up);
        return base == GP_NONE ? GP_NONE
                               : gp_model_narrowed(model, base, member);
    }
    if (n == 0 || n == GP_MAX_NARROW ||
        !goes_before(model, member, members[n - 1]))
        return GP_NONE;
    int to = n++;
    for (; to > 0 && goes_before(model, member, members[to - 1]); to--)
        members[to] = members[to - 1];
    members[to] = member;
    at = model->scopes.at[base].base;
    for (int i = 0; i < n && at != GP_MAP_NONE; i++)
        at = gp_map_get(&model->narrowed_of, gp_map_key(at, members[i]));
    return at == GP_MAP_NONE ? GP_NONE : at;
}

void gp_model_hang(struct gp_model *model, uint32_t scope, uint32_t parent)
{
    struct gp_scope *up = &model->scopes.at[parent];
    if (up->child == GP_NONE)
        up->child = scope;
    else
        model->scopes.at[up->last_child].next = scope;
    up->last_child = scope;
}

bool gp_scope_is_below(const struct gp_model *model, uint32_t scope,
                       uint32_t above)
{
    while (scope != GP_NONE && scope != above)
        scope = model->scopes.at[scope].parent;
    return scope == above;
}

/* The members of a dimension and those inside them, depth-first, behind
 * `count` others. */
static uint32_t lay_members(const struct gp_model *m, uint32_t first,
                            uint32_t *out, uint32_t count)
{
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
        out[count++] = d;
        count = lay_members(m, m->members.at[d].child, out, count);
    }
    return count;
}

/* All scopes in the order of their making, but narrowed ones in that of the
 * members that narrow them. */
static uint32_t *by_member(const struct gp_model *m)
{
    uint32_t n = (uint32_t)m->scopes.count, count = 0, members = 0;
    uint32_t all = (uint32_t)m->members.count;
    uint32_t *out = gp_alloc(m->heap, (n + 1) * sizeof *out);
    uint32_t *next = gp_alloc(m->heap, (n + 1) * sizeof *next);
    uint32_t *first = gp_alloc(m->heap, 2 * (all + 1) * sizeof *first);
    uint32_t *order = first + all + 1;
    for (uint32_t i = 0; i < all; i++)
        first[i] = GP_NONE;
    for (uint32_t i = n; i-- > 0;) {
        const struct gp_scope *s = &m->scopes.at[i];
        if (s->kind != GP_SCOPE_NARROW)
            continue;
        next[i] = first[s->member];
        first[s->member] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (m->scopes.at[i].kind != GP_SCOPE_NARROW)
            out[count++] = i;
    for (size_t d = 0; d < m->dimensions.count; d++)
        members = lay_members(m, m->dimensions.at[d].child, order, members);
    for (uint32_t k = 0; k < members; k++) {
        for (uint32_t i = first[order[k]]; i != GP_NONE; i = next[i])
            out[count++] = i;
        first[order[k]] = GP_NONE;
    }
    for (uint32_t d = 0; d < all && count < n; d++) /* of no dimension */
        for (uint32_t i = first[d]; i != GP_NONE; i = next[i])
            out[count++] = i;
    gp_free(m->heap, next);
    gp_free(m->heap, first);
    return out;
}

/* What is no team or person hangs on `parent` alone.  An overlay comes in
 * front of the team-tree children, so that it is not taken for one of them;
 * reserves and gaps behind them, in the order of their making, then narrowed
 * scopes, in that of dimensions and members. */
void gp_model_order_scopes(struct gp_model *model)
{
    size_t n = model->scopes.count;
    struct gp_heap *heap = model->heap;
    uint32_t *first = gp_alloc(heap, (n + 1) * sizeof *first);
    uint32_t *next = gp_alloc(heap, (n + 1) * sizeof *next);
    uint32_t *stack = gp_alloc(heap, (n + 1) * sizeof *stack);
    model->scope_order =
        gp_arena_alloc(&model->arena, (n + 1) * sizeof(uint32_t));
    for (size_t i = 0; i <= n; i++)
        first[i] = GP_NONE;
    uint32_t *in_turn = model->members.count != 0 ? by_member(model) : NULL;
    /* Rounds from the back; each goes in front of what is there. */
    static const int turns[] = {
        [GP_SCOPE_NARROW] = 0, [GP_SCOPE_RESERVE] = 1, [GP_SCOPE_GAP] = 1,
        [GP_SCOPE_TEAM] = 2,   [GP_SCOPE_PERSON] = 2,  [GP_SCOPE_OVERLAY] = 3};
    for (int turn = 0; turn < 4; turn++) {
        for (size_t k = n; k-- > 0;) {
            size_t i = in_turn == NULL ? k : in_turn[k];
            const struct gp_scope *s = &model->scopes.at[i];
            if (turns[s->kind] != turn)
                continue;
            size_t up = s->parent == GP_NONE ? n : s->parent;
            next[i] = first[up];
            first[up] = (uint32_t)i;
        }
    }
    gp_free(heap, in_turn);
    size_t depth = 0;
    uint32_t count = 0, at = first[n];
    while (at != GP_NONE || depth > 0) {
        if (at == GP_NONE) {
            at = next[stack[--depth]];
            continue;
        }
        struct gp_scope *s = &model->scopes.at[at];
        s->order = count;
        s->depth = (uint16_t)depth;
        model->scope_order[count++] = at;
        stack[depth++] = at;
        at = first[at];
    }
    gp_free(heap, first);
    gp_free(heap, next);
    gp_free(heap, stack);
}

static void add_scaled(struct gp_buf *buf, const struct gp_model *model,
                       struct gp_rat value)
{
    static const struct {
        int64_t unit;
        const char *name;
    } units[] = {{100000000, "亿"}, {10000, "万"}};
    gp_i128 size = value.num < 0 ? -value.num : value.num;
    for (size_t i = 0; model->uses_wan && i < 2; i++) {
        if (size < (gp_i128)units[i].unit * value.den)
            continue;
        /* 5000万, not 0.5亿: the larger unit only where it is short. */
        if (i == 0 && size % ((gp_i128)10000000 * value.den) != 0)
            continue;
        if (i == 0 && size < (gp_i128)units[i].unit * value.den)
            continue;
        struct gp_rat scaled;
        if (!gp_rat_div(&scaled, value, gp_rat_int(units[i].unit)))
            break;
        gp_buf_rat(buf, scaled, 6);
        gp_buf_puts(buf, units[i].name);
        return;
    }
    gp_buf_rat(buf, value, 6);
}

const char *gp_show_rat(struct gp_arena *arena, const struct gp_model *model,
                        struct gp_rat value, bool percent)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    if (percent) {
        struct gp_rat hundred = value;
        gp_rat_mul(&hundred, value, gp_rat_int(100));
        gp_buf_rat(&buf, hundred, 4);
        gp_buf_putc(&buf, '%');
    } else {
        add_scaled(&buf, model, value);
    }
    return gp_arena_keep(arena, &buf);
}

const char *gp_show_amount(struct gp_arena *arena, const struct gp_model *model,
                           uint32_t kpi, int64_t amount)
{
    const struct gp_kpi *k = &model->kpis.at[kpi];
    return gp_show_rat(arena, model, gp_rat_make(amount, gp_pow10(k->digits)),
                       k->unit == GP_UNIT_RATIO);
}

uint32_t gp_model_alike(const struct gp_model *m, uint32_t row, uint32_t base)
{
    uint32_t members[GP_MAX_NARROW];
    int n = gp_model_members(m, m->rows.at[row].scope, members);
    for (int i = 0; i < n && base != GP_NONE; i++)
        base = gp_model_narrowed(m, base, members[i]);
    if (base == GP_NONE)
        return GP_NONE;
    uint32_t id = gp_map_get(&m->row_of, gp_map_key(m->rows.at[row].kpi, base));
    return id == GP_MAP_NONE ? GP_NONE : id;
}

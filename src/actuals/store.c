/* See store.h. */
#include "actuals/store.h"

#include <string.h>

void gp_store_init(struct gp_store *store, struct gp_heap *heap)
{
    memset(store, 0, sizeof *store);
    store->heap = heap;
    gp_map_init(&store->series_of, heap);
    gp_map_init(&store->month_of, heap);
}

void gp_store_fini(struct gp_store *store)
{
    gp_map_fini(&store->series_of);
    gp_map_fini(&store->month_of);
    gp_vec_fini(store->heap, &store->series);
    gp_vec_fini(store->heap, &store->months);
    gp_vec_fini(store->heap, &store->values);
    for (int i = 0; i < GP_STORE_SIZES; i++)
        gp_vec_fini(store->heap, &store->spare[i]);
}

static int month_of(gp_date date)
{
    struct gp_ymd d = gp_date_split(date);
    return d.year * 12 + d.month - 1;
}

static gp_date month_start(int month)
{
    return gp_date_make(month / 12, month % 12 + 1, 1);
}

static uint32_t new_room(struct gp_store *store, int size)
{
    if (store->spare[size].count > 0)
        return store->spare[size].at[--store->spare[size].count];
    uint32_t at = (uint32_t)store->values.count;
    for (int i = 0; i < 1 << size; i++)
        gp_vec_push(store->heap, &store->values, 0);
    return at;
}

static struct gp_store_month *month_at(struct gp_store *store, uint32_t kpi,
                                       uint32_t scope, int month)
{
    uint32_t *s = gp_map_at(&store->series_of, gp_map_key(kpi, scope));
    if (*s == GP_MAP_NONE) {
        *s = (uint32_t)store->series.count;
        struct gp_series series = {month, month};
        gp_vec_push(store->heap, &store->series, series);
    }
    struct gp_series *series = &store->series.at[*s];
    series->first = month < series->first ? month : series->first;
    series->last = month > series->last ? month : series->last;
    uint32_t *m = gp_map_at(&store->month_of, gp_map_key(*s, (uint32_t)month));
    if (*m == GP_MAP_NONE) {
        *m = (uint32_t)store->months.count;
        struct gp_store_month fresh = {.at = new_room(store, 0)};
        gp_vec_push(store->heap, &store->months, fresh);
    }
    return &store->months.at[*m];
}

/* Where the amount of a day stands among those of its month. */
static int rank_of(uint32_t mask, int day)
{
    return __builtin_popcount(mask & ((UINT32_C(1) << day) - 1));
}

/* Makes room for a day that has no amount yet. */
static int64_t *open_day(struct gp_store *store, struct gp_store_month *m,
                         int day)
{
    int count = __builtin_popcount(m->mask), rank = rank_of(m->mask, day);
    if (count == 1 << m->size) {
        uint32_t wider = new_room(store, m->size + 1);
        memcpy(&store->values.at[wider], &store->values.at[m->at],
               (size_t)count * sizeof(int64_t));
        gp_vec_push(store->heap, &store->spare[m->size], m->at);
        m->at = wider;
        m->size++;
    }
    int64_t *at = &store->values.at[m->at + (uint32_t)rank];
    memmove(at + 1, at, (size_t)(count - rank) * sizeof *at);
    m->mask |= UINT32_C(1) << day;
    *at = 0;
    return at;
}

static int64_t *day_at(struct gp_store *store, uint32_t kpi, uint32_t scope,
                       gp_date date)
{
    int month = month_of(date);
    int day = date - month_start(month);
    struct gp_store_month *m = month_at(store, kpi, scope, month);
    if ((m->mask >> day & 1) == 0)
        return open_day(store, m, day);
    return &store->values.at[m->at + (uint32_t)rank_of(m->mask, day)];
}

bool gp_store_add(struct gp_store *store, uint32_t kpi, uint32_t scope,
                  gp_date date, int64_t amount)
{
    int64_t *at = day_at(store, kpi, scope, date), sum;
    if (!gp_add64(&sum, *at, amount))
        return false;
    *at = sum;
    store->bulk += amount < 0 ? -(gp_i128)amount : amount;
    return true;
}

void gp_store_set(struct gp_store *store, uint32_t kpi, uint32_t scope,
                  gp_date date, int64_t amount)
{
    *day_at(store, kpi, scope, date) = amount;
}

bool gp_store_has(const struct gp_store *store, uint32_t kpi, uint32_t scope)
{
    return gp_map_get(&store->series_of, gp_map_key(kpi, scope)) != GP_MAP_NONE;
}

static void sum_month(const struct gp_store *store, uint32_t series, int month,
                      struct gp_span_days span, struct gp_store_sum *out)
{
    uint32_t id =
        gp_map_get(&store->month_of, gp_map_key(series, (uint32_t)month));
    if (id == GP_MAP_NONE)
        return;
    const struct gp_store_month *m = &store->months.at[id];
    gp_date start = month_start(month);
    const int64_t *at = &store->values.at[m->at];
    for (uint32_t rest = m->mask; rest != 0; rest &= rest - 1, at++) {
        gp_date date = start + __builtin_ctz(rest);
        if (!gp_days_hold(span, date))
            continue;
        out->days++;
        out->overflow |= !gp_add64(&out->sum, out->sum, *at);
        out->last = date;
        out->latest = *at;
    }
}

void gp_store_sum(const struct gp_store *store, uint32_t kpi, uint32_t scope,
                  struct gp_span_days span, struct gp_store_sum *out)
{
    *out = (struct gp_store_sum){.last = GP_NO_DATE};
    uint32_t id = gp_map_get(&store->series_of, gp_map_key(kpi, scope));
    if (id == GP_MAP_NONE || gp_days_count(span) == 0)
        return;
    const struct gp_series *s = &store->series.at[id];
    int month = month_of(span.first), end = month_of(span.last);
    month = month < s->first ? s->first : month;
    end = end > s->last ? s->last : end;
    for (; month <= end; month++)
        sum_month(store, id, month, span, out);
}

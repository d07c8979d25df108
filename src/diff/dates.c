/* When reviews are held: the days that a calendar or a review moved. */
#include <string.h>

#include "diff/diff_own.h"
#include "report/target.h"
#include "track/duties.h"

/* One time that a review is held. */
struct held {
    struct gp_period period;
    gp_date date;
};
struct held_list {
    struct held *at;
    size_t count, room;
};

static void list_held(struct gp_differ *d, const struct gp_model *m,
                      uint32_t review, struct held_list *out)
{
    struct gp_track track;
    struct held h;
    gp_date at = GP_NO_DATE;
    gp_track_init(&track, m, NULL, GP_NO_DATE);
    while (gp_review_next(&track, review, &at, &h.period, &h.date))
        gp_vec_push(d->heap, out, h);
    gp_track_fini(&track);
}

static void tell(struct gp_differ *d, struct gp_table *t,
                 const struct gp_review *review, const struct gp_period *period,
                 gp_date old, gp_date new)
{
    struct gp_cell *cells = gp_table_row(d->report, t);
    cells[0] = gp_cell_text(review->title);
    cells[1] = gp_cell_text(gp_period_text(d->arena, period));
    cells[2] = gp_cell_date(d->arena, old);
    cells[3] = gp_cell_date(d->arena, new);
    d->dates++;
}

/* Both lists are in time. */
static void compare(struct gp_differ *d, struct gp_table *t, uint32_t old,
                    uint32_t new)
{
    struct held_list a = {0}, b = {0};
    const struct gp_review *r = &d->new->reviews.at[new];
    list_held(d, d->old, old, &a);
    list_held(d, d->new, new, &b);
    for (size_t i = 0, k = 0; i < a.count || k < b.count;) {
        bool only_old = k == b.count ||
                        (i < a.count &&
                         a.at[i].period.days.first < b.at[k].period.days.first);
        bool only_new = !only_old &&
                        (i == a.count ||
                         b.at[k].period.days.first < a.at[i].period.days.first);
        if (only_old)
            tell(d, t, r, &a.at[i].period, a.at[i].date, GP_NO_DATE);
        else if (only_new)
            tell(d, t, r, &b.at[k].period, GP_NO_DATE, b.at[k].date);
        else if (a.at[i].date != b.at[k].date)
            tell(d, t, r, &b.at[k].period, a.at[i].date, b.at[k].date);
        i += !only_new;
        k += !only_old;
    }
    gp_vec_fini(d->heap, &a);
    gp_vec_fini(d->heap, &b);
}

void gp_diff_dates(struct gp_differ *d)
{
    static const struct gp_diff_column columns[] = {
        {GP_H_DIFF_NAME, GP_LEFT},
        {GP_H_DIFF_PERIOD, GP_LEFT},
        {GP_H_DIFF_OLD, GP_LEFT},
        {GP_H_DIFF_NEW, GP_LEFT},
    };
    struct gp_table *t =
        gp_diff_table(d, "reviews", GP_WORD("Review dates"), columns,
                      sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; i < d->new->reviews.count; i++)
        for (uint32_t k = 0; k < d->old->reviews.count; k++)
            if (d->new->reviews.at[i].name == d->old->reviews.at[k].name)
                compare(d, t, k, i);
}

/*
 * The evaluation of what sums.  Statements are there as cells; the rest comes
 * top-down: a row's value, its periods, its parts in each period.
 *   flow.c    the order of it all, and sums towards the root
 *   stated.c  what is stated, upwards
 *   time.c    one row over its periods
 *   weigh.c   ... what each of them counts
 *   split.c   ... where a split says how
 *   parts*.c  a row's parts at one period, by a split
 *   crosswise.c ... of parts that belong to other rows
 *   bounds.c  what a row can hold, of what is stated below it
 *   block.c   parts x periods at once, as a table
 *   share.c   ... its cells in proportion
 *   mend.c    ... within the bounds
 *   free.c    a row's own periods, changed for its parts
 *   stay.c    ... where not all parts are there all the time
 *   sound.c   ways to cells that all agree
 *   sums.c    sums that are divided
 *   cross.c   cuts that run parallel, made to meet
 *   crossing*.c ... as a table of members by parts, by periods
 *   joint*.c  where all that leads to no table: everything at once
 *   keep.c    ... from the beginning
 *   tell.c    the findings
 */
#ifndef GP_COMPILE_FLOW_H
#define GP_COMPILE_FLOW_H

#include "base/vec.h"
#include "compile/pass.h"

#define GP_ENDLESS INT64_MAX

/* What a row can hold, by tick, so that there is a way for what is stated by
 * it and below it; NULL where nothing below it states a period. */
struct gp_bounds {
    int64_t *low, *high;
    enum gp_grain finest; /* that it or a part of it states; PLAN: none */
};

/* How the value of a part in the whole plan came about, bits: it was rounded
 * and could go the other way, up or down; a default made it, and has not given
 * way yet; a default made it, whatever it has given way to. */
enum {
    GP_SLACK_UP = 1,
    GP_SLACK_DOWN = 2,
    GP_SLACK_YIELDS = 4,
    GP_SLACK_DEFAULT = 8
};

/* A cell that was made by sharing. */
struct gp_made {
    uint32_t row;
    int tick;
};

struct gp_flow {
    struct gp_pass *p;
    struct gp_model *m;
    int rank;              /* of funnels: the KPIs that have their turn */
    uint32_t first, end;   /* rows of the KPI at hand */
    bool *speaks;          /* by row: some of its cells were stated or decided
                            * before those above were known */
    bool *expects;         /* by row: a split above will give it a value */
    uint32_t *first_cut;   /* by row: its cuts */
    uint32_t *next_cut;    /* by cut */
    uint32_t *first_split; /* by row */
    int64_t **low;         /* by row with parts: what these state, by tick */
    struct gp_bounds *bounds; /* by row */
    bool *failed;             /* by cut: its split of the whole plan did */
    uint8_t *slack;           /* by row */
    uint8_t *level;           /* by row: how many members narrow it */
    int deepest;              /* the most of these */
    bool shares;              /* sharing has begun: what is given is noted */
    uint64_t *given;          /* by row: the ticks that had a value before */
    uint64_t *found;          /* ... that were found for its parts */
    uint64_t *met;            /* ... that were found where cuts meet, or NULL */
    size_t given_words;       /* ... in so many words */
    uint8_t *freed;           /* by row: how often its periods were changed */
    bool logs;                /* what is made is noted in `made` */
    GP_VEC(struct gp_made) made;
    struct gp_days *days; /* of rows that are done; made when first needed */
};

static inline struct gp_reason gp_because(enum gp_why why, uint32_t fact)
{
    return (struct gp_reason){.fact = fact & GP_NO_FACT,
                              .why = (unsigned)why & GP_WHY_MASK};
}

static inline bool gp_has(const struct gp_row *row, int tick)
{
    return row->at[tick] != GP_NO_AMOUNT;
}

/* Whether a row has any cell yet, or states days. */
bool gp_flow_states_anything(const struct gp_flow *f, const struct gp_row *r);
/* Whether all parts of a cut state this tick; where not strict, all of those
 * that state anything. */
bool gp_flow_parts_state(const struct gp_flow *f, uint32_t cut, int tick,
                         bool strict, int64_t *sum, bool *open);
/* Periods whose parts are all stated (or `some`) are their sum; stated ones
 * must be. */
void gp_flow_sum_periods(struct gp_flow *f, uint32_t row, bool some);
/* What the days of a tick state, and how many do. */
int64_t gp_flow_days_stated(const struct gp_flow *f, uint32_t row, int tick,
                            int *count);
/* Months of which nothing but some days is known are these, so far. */
void gp_flow_sum_days(struct gp_flow *f, uint32_t row);
/* A row that has its value divides it by its own splits and shapes at once:
 * what comes out is as good as stated for those above. */
void gp_flow_decide_own(struct gp_flow *f, uint32_t row);
/* All of that for a row; its parts come before it. */
void gp_flow_take_stated(struct gp_flow *f, uint32_t row);

/* The least that a tick without a value must hold: what its periods state. */
int64_t gp_flow_least_below(const struct gp_flow *f, const struct gp_row *row,
                            int tick);
/* The same for any tick; mostly the row says nothing. */
static inline int64_t gp_flow_least(const struct gp_flow *f,
                                    const struct gp_row *row, int tick)
{
    size_t id = (size_t)(row - f->m->rows.at);
    if (gp_has(row, tick))
        return row->at[tick];
    return f->speaks[id] || f->low[id] != NULL
               ? gp_flow_least_below(f, row, tick)
               : 0;
}
/* What the parts of a cut state for a tick. */
int64_t gp_flow_least_of_parts(const struct gp_flow *f, uint32_t cut, int tick);
/* Whether the row decides its own periods: a split or shape of its own. */
bool gp_flow_has_shape(const struct gp_flow *f, uint32_t row, int tick);
/* The children of a tick, where the KPI has columns for them. */
static inline int gp_flow_children(const struct gp_flow *f,
                                   const struct gp_row *row, int tick)
{
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_kpi *k = &f->m->kpis.at[row->kpi];
    return t->child < k->tick_count ? t->child_count : 0;
}
/* Whether a split of just this period has something beside amounts. */
bool gp_flow_has_filler(const struct gp_flow *f, uint32_t row, int tick);
/* The weights of a tick's children for this row: its own shape, the shape of
 * the row above, the KPI's default, or what is built in.  Overlays come last:
 * what they lie upon is known by then, also where it is a sum. */
enum gp_why gp_flow_weigh(const struct gp_flow *f, uint32_t row, int tick,
                          int64_t *weights, uint32_t *fact);
/* Who is not there all the time has less to do in some periods. */
void gp_flow_weigh_stay(const struct gp_flow *f, uint32_t row, int tick,
                        int64_t *weights);
/* A child that states some of its periods (`partly`) shares only for the
 * others; `stays`: weighed by who is there. */
void gp_flow_weigh_open(const struct gp_flow *f, uint32_t row, int tick,
                        int64_t *weights, const bool *partly, bool stays);
/* Where parts state their own, only the other parts share what is left: a
 * period counts for what is open of it, along the cut that states most. */
void gp_flow_weigh_parts(const struct gp_flow *f, uint32_t row, int tick,
                         int64_t *weights);
/* Fills the periods below a tick that has a value: one level (`deep` false)
 * or all. */
void gp_flow_time(struct gp_flow *f, uint32_t row, int tick, bool deep);

/* The coarsest split of the row over time, finer than `after`, whose period is
 * just the tick's; NULL where there is none. */
const struct gp_split *gp_flow_time_split(const struct gp_flow *f, uint32_t row,
                                          int tick, enum gp_grain after);
/* Puts what a split over time says into the periods below its own. */
void gp_flow_split(struct gp_flow *f, const struct gp_split *s, uint32_t row,
                   int tick);
/* Integers in proportion to exact parts; false where they do not fit. */
bool gp_flow_scale(const struct gp_rat *parts, size_t n, int64_t *out);
/* Lays stated weeks on the pieces that months cut them into. */
void gp_flow_weeks(struct gp_flow *f);

/* What the parts of a row state, by tick: the row must hold as much. */
void gp_flow_sum_low(struct gp_flow *f, uint32_t row);
/* Works out what a row can hold; its parts come before it. */
void gp_flow_bound(struct gp_flow *f, uint32_t row);
/* The same of a row that has no parts, or none that state anything. */
void gp_flow_bounds_of(const struct gp_flow *f, uint32_t row, int64_t *low,
                       int64_t *high);
/* The finest grain that something at or below the parts of a cut states. */
enum gp_grain gp_flow_finest(const struct gp_flow *f, uint32_t cut);

/* ---- another way ---- */

/* A KPI's rows, and what had been found, before they were evaluated. */
struct gp_kept {
    struct gp_row *rows;
    int64_t *at;
    struct gp_reason *why;
    int ticks;
    struct gp_cut *cuts; /* all there are */
    bool *told;          /* by split */
    size_t findings, put_days;
};
void gp_flow_keep(const struct gp_flow *f, struct gp_kept *kept);
void gp_flow_bring_back(struct gp_flow *f, const struct gp_kept *kept);
/* Whether an error has been found since; whether none has, and all routes to
 * a cell agree. */
bool gp_flow_has_errors(const struct gp_flow *f, const struct gp_kept *kept);
bool gp_flow_is_sound(const struct gp_flow *f, const struct gp_kept *kept);
void gp_kept_free(const struct gp_flow *f, struct gp_kept *kept);
/* Rows of a KPI, cells of its one table; of more there is but one try, on the
 * way down. */
enum { GP_MOST_JOINT_ROWS = 1 << 14, GP_MOST_JOINT_CELLS = 1 << 17 };
/* One KPI, from its statements to all its cells: once, whatever comes out ...
 */
void gp_flow_evaluate(struct gp_flow *f);
/* ... and by every way there is, until all of them agree (sound.c). */
void gp_flow_evaluate_sound(struct gp_flow *f);
/* Rows that are nothing but sums, of the KPI at hand, and are divided too. */
struct gp_sum {
    uint32_t row;
    int64_t *stated; /* by tick: what statements alone make it */
    int64_t *at;     /* ... defaults too; NULL where it divides its periods */
    bool stands;     /* no member could still have more */
};
struct gp_sums {
    GP_VEC(struct gp_sum) list;
};
/* Whether there may be such rows. */
bool gp_sums_may_be(const struct gp_flow *f);
/* False without any; to be finished in any case. */
bool gp_sums_find(struct gp_flow *f, const struct gp_kept *kept,
                  struct gp_sums *out);
/* What their periods came out as. */
void gp_sums_copy(struct gp_flow *f, struct gp_sums *sums);
/* Puts that, or only what statements make it, as if it were stated. */
void gp_sums_put(struct gp_flow *f, const struct gp_sums *sums, bool periods);
void gp_sums_finish(struct gp_flow *f, struct gp_sums *sums);
/* Statements of the KPI, upwards; then what is known, once along its splits. */
void gp_flow_begin(struct gp_flow *f);
void gp_flow_share_row(struct gp_flow *f, uint32_t row);
/* What is put beside the statements of a KPI, of its one table. */
enum gp_joining {
    GP_JOIN_DECIDED, /* the cells that they decide together */
    GP_JOIN_ALL,     /* all cells, down to the finest that is stated */
    GP_JOIN_MONTHS   /* ... or down to months */
};
/* A cell of that table. */
struct gp_joint_cell {
    uint32_t row;
    int tick;
    int64_t amount;
};

/* Statements that exclude one another; none where that is not known. */
struct gp_conflict {
    GP_VEC(struct gp_joint_cell) cells; /* the first is what is told of */
    int64_t bound;                      /* what the others leave for it */
    bool most;                          /* ... at most, else at least */
};
/* Works out all cells of the KPI together (joint.h) and puts them beside what
 * is stated: from the state of `kept`.  False where none was found. */
bool gp_flow_join(struct gp_flow *f, const struct gp_kept *kept,
                  enum gp_joining how);
/* Whether a place lies in a split that gives way. */
bool gp_flow_is_default(const struct gp_flow *f, struct gp_span at);
/* Whether some finding since then, or a disagreement of routes where there is
 * none, blames a default, which gives way, or says only that there is no way.
 */
bool gp_flow_is_vague(const struct gp_flow *f, const struct gp_kept *kept);
/* The conflict of what is stated; leaves the rows as they were kept. */
void gp_flow_find_conflict(struct gp_flow *f, const struct gp_kept *kept,
                           struct gp_conflict *out);
/* Puts it in the place of findings that are vague. */
void gp_flow_tell_conflict(struct gp_flow *f, const struct gp_kept *kept,
                           const struct gp_conflict *conflict);
/* Whether a row has just that at a tick: not what is known so far, of some
 * periods or some members. */
bool gp_cross_is_known(const struct gp_model *m, const struct gp_row *r,
                       int tick);
/* Whether all routes to the cells of these rows agree (compile/cross.c). */
bool gp_cross_agrees(struct gp_pass *p, uint32_t first, uint32_t end);
/* Whether those do that some of the KPI's rows take part in. */
bool gp_cross_agrees_at(struct gp_pass *p, const uint32_t *rows, size_t count);
/* Whether a cell that a default made is among those that do not. */
bool gp_cross_blames_default(struct gp_pass *p, uint32_t first, uint32_t end);

/* Gives the parts of a cut their values at one tick, where a split says how.
 * `exact`: only a split of just this period.  *failed: a finding was made. */
void gp_flow_parts(struct gp_flow *f, uint32_t cut, int tick, bool exact,
                   bool *failed);
/* Why a part has what an item of a split gives it. */
struct gp_reason gp_flow_reason(const struct gp_item *item);
/* Whether a split of the row divides this cut at all. */
bool gp_flow_has_split(const struct gp_flow *f, uint32_t cut);

/* Fills the periods of all parts below a tick at which they have values.
 * Where the row's own periods leave no way, they are changed: then the row
 * from which to go down again, else GP_NONE. */
uint32_t gp_flow_block(struct gp_flow *f, uint32_t cut, int tick);
/* The change: GP_NONE where there is no way at all. */
uint32_t gp_flow_free(struct gp_flow *f, uint32_t cut, int tick);
/* Takes back what was made of a row (`itself`) and of what is below it; false
 * where days were stated on the way. */
bool gp_flow_take_back(struct gp_flow *f, uint32_t from, bool itself);
/* Notes which cells there are before anything is shared. */
void gp_flow_give(struct gp_flow *f);
/* Notes that a cell stands, since cuts meet in it; and takes that back. */
void gp_flow_meet(struct gp_flow *f, uint32_t row, int tick);
void gp_flow_part(struct gp_flow *f, uint32_t row);
/* Whether a cell was there then, or was found for the row's parts or where
 * cuts meet. */
bool gp_flow_is_given(const struct gp_flow *f, uint32_t row, int tick);

/* Before what a row's parts have is divided among theirs: defaults of the row
 * give way to what is stated where its cuts meet. */
void gp_flow_cross_early(struct gp_flow *f, uint32_t row);
/* What the row's crosswise splits say of parts that are open: of those that
 * are `defaults`, once the parts' own rows have been divided; of the others
 * before. */
void gp_flow_crosswise(struct gp_flow *f, uint32_t row, bool defaults);
/* At the end: a finding where the parts have something else. */
void gp_flow_check_crosswise(struct gp_flow *f, struct gp_split *s);
/* Makes cuts of a dimension meet, those of rows that so many members narrow:
 * their values in the whole plan. */
void gp_flow_cross(struct gp_flow *f, int level);
/* ... then the periods of one cut, where some of its parts are stated; the row
 * from which to go down again, or GP_NONE ... */
uint32_t gp_flow_cross_periods(struct gp_flow *f, uint32_t cut);
/* ... and then those of the parts, which are sums of the members'. */
void gp_flow_cross_sum(struct gp_flow *f, uint32_t cut);
/* The same at the end, of parts whose members come after them. */
void gp_flow_cross_late(struct gp_flow *f);
/* Whether a cut's parts are to sum to more than the whole. */
bool gp_flow_is_over(const struct gp_flow *f, uint32_t cut);
/* Whether something of a team is nobody's, held back or left out; whether more
 * of it is given out than there is. */
bool gp_cross_holds_back(const struct gp_model *m, uint32_t kpi, uint32_t base);
bool gp_cross_is_over(const struct gp_model *m, uint32_t kpi, uint32_t base);
/* The scope `base` narrowed by all of them but one, or GP_NONE. */
uint32_t gp_cross_narrowed(const struct gp_model *m, uint32_t base,
                           const uint32_t *members, int n, int skip);

/* Fills all periods of a cut's parts below a tick, where some are not there
 * all the time: by the items of a split, worth `exact` each, the gap of a
 * partial one `gap`; without a split by what the parts state.  False where a
 * finding was made. */
bool gp_flow_stay(struct gp_flow *f, uint32_t cut, int tick,
                  const struct gp_split *s, const struct gp_rat *exact,
                  struct gp_rat gap);

/* ---- findings ---- */

const char *gp_flow_scope_name(const struct gp_flow *f, uint32_t scope);
const char *gp_flow_period_name(const struct gp_flow *f, int tick);
const char *gp_flow_amount(const struct gp_flow *f, const struct gp_row *row,
                           int64_t amount);
/* Where a cell's value was said; unset where it was derived. */
struct gp_span gp_flow_said(const struct gp_flow *f, const struct gp_row *row,
                            int tick);
/* The origin of a cell: its own, or that of what it was derived from. */
struct gp_span gp_flow_origin(const struct gp_flow *f, const struct gp_row *row,
                              int tick);
/* Whether a period's value, stated by nobody, comes from a row about which
 * something is wrong: what contradicts it is that mistake seen from below. */
bool gp_flow_is_spoilt(const struct gp_flow *f, const struct gp_row *row,
                       int tick);
/* The periods below a tick sum to another value than the tick's. */
void gp_flow_tell_periods(struct gp_flow *f, uint32_t row, int tick,
                          int64_t sum);
/* What a tick has does not hold what is stated below it, by periods or by
 * parts: says so once, at the lowest row that it is true of. */
void gp_flow_tell_excess(struct gp_flow *f, uint32_t row, int tick,
                         int64_t sum);
/* The same of a cut's parts: false where each holds what is stated in it, or
 * has been told. */
bool gp_flow_tell_below(struct gp_flow *f, uint32_t cut, int tick);
/* The parts of a row, which no split joins, do not make it up. */
void gp_flow_tell_children(struct gp_flow *f, uint32_t cut, int tick,
                           int64_t sum);
/* Shares of nothing: a split whose whole no one has stated. */
void gp_flow_check_wholes(struct gp_flow *f);
/* A cell says something of a time when its scope is not there. */
void gp_flow_tell_absent(struct gp_flow *f, const struct gp_row *row, int tick);
void gp_flow_tell_absent_day(struct gp_flow *f, const struct gp_row *row,
                             gp_date day, int64_t amount);
/* In some days no part is there to carry what the whole has. */
void gp_flow_tell_nobody(struct gp_flow *f, const struct gp_row *row,
                         struct gp_span at, struct gp_span_days days,
                         int64_t amount);
/* A part states more than the whole has while the part is there. */
void gp_flow_tell_full(struct gp_flow *f, const struct gp_row *part, int tick,
                       const struct gp_row *whole, int64_t room);
/* Notes "X comes from here" at a cell's origin. */
void gp_flow_note_cell(struct gp_flow *f, struct gp_finding *finding,
                       const struct gp_row *row, int tick);

#endif

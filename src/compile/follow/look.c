/* "each person, every quarter": whom a rule or a check looks at, how often. */
#include "compile/pass.h"

static void look_each(struct gp_pass *p, struct gp_ref ref, struct gp_look *r)
{
    struct gp_ref word = gp_ref_child(p, ref);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    r->moved = false;
    if (gp_ref_is(of))
        r->of = gp_peek_moved(p, gp_ref_child(p, of));
    if (gp_ref_is(of) && r->of != GP_NONE)
        r->moved = true;
    else if (gp_ref_is(of))
        r->of = gp_find_scope(p, gp_ref_child(p, of));
    if (gp_ref_kind(p, word) == GP_N_OF) { /* for company */
        r->each = GP_EACH_SCOPE;
        return;
    }
    switch (gp_ref_word(p, word)) {
    case GP_W_TEAM:
        r->each = GP_EACH_TEAM;
        return;
    case GP_W_PERSON:
        r->each = GP_EACH_PERSON;
        return;
    case GP_W_MEMBER:
        r->each = GP_EACH_MEMBER;
        return;
    default:
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, word),
                gp_word(p->findings, "team, person or member"), NULL);
    }
}

static void look_every(struct gp_pass *p, struct gp_ref ref, struct gp_look *r)
{
    struct gp_ref at = gp_ref_child(p, ref);
    enum gp_word word = gp_ref_word(p, at);
    r->workdays = word == GP_W_WORKDAY || word == GP_W_WORKDAYS;
    r->every = r->workdays ? GP_DAY : gp_grain_of(word);
    if (r->every == GP_GRAIN_COUNT || r->every == GP_DAYPART) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, at),
                gp_word(p->findings,
                        "a grain: every quarter, every week, every workday"),
                NULL);
        r->every = GP_GRAIN_COUNT;
    }
}

bool gp_lower_look(struct gp_pass *p, struct gp_ref item, struct gp_look *out)
{
    if (gp_ref_kind(p, item) == GP_N_EACH)
        look_each(p, item, out);
    else if (gp_ref_kind(p, item) == GP_N_EVERY)
        look_every(p, item, out);
    else
        return false;
    return true;
}

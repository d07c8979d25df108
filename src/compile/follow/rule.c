/* Rules: whom they look at, when, and what they do. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

/* "for 3 workdays": so many in a row, of the rule's own periods. */
static void rule_for(struct gp_pass *p, struct gp_ref at, struct gp_rule *r)
{
    struct gp_ref number = gp_ref_child(p, at);
    struct gp_ref unit = gp_ref_next(p, number);
    struct gp_const n = gp_eval_const(p, number);
    enum gp_word word = gp_ref_word(p, unit);
    bool workdays = word == GP_W_WORKDAYS || word == GP_W_WORKDAY;
    enum gp_grain grain = workdays ? GP_DAY : gp_grain_of(word);
    if (n.bad || n.value.den != 1 || n.value.num < 1 || n.value.num > 10000) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, number),
                gp_word(p->findings, "a whole number of periods"), NULL);
        return;
    }
    r->in_a_row = (int)n.value.num;
    if (workdays && r->look.every == GP_DAY)
        r->look.workdays = true;
    if (r->look.every == GP_GRAIN_COUNT)
        r->look.every = grain;
    if (grain != r->look.every)
        gp_find(p->findings, GP_TEXT_FOR_GRAIN, gp_ref_span(p, at),
                gp_word(p->findings, gp_grain_name(r->look.every)), NULL);
}

static void add_action(struct gp_pass *p, struct gp_rule *r,
                       struct gp_rule_action a)
{
    struct gp_rule_action *all =
        gp_arena_alloc(p->arena, (r->action_count + 1) * sizeof *all);
    if (r->action_count != 0)
        memcpy(all, r->actions, r->action_count * sizeof *all);
    all[r->action_count++] = a;
    r->actions = all;
}

/* "within 5 workdays" */
static void read_within(struct gp_pass *p, struct gp_cursor *c,
                        struct gp_rule_action *a)
{
    if (!gp_cursor_int(p, c, &a->within))
        return;
    enum gp_word word = gp_cursor_word(p, c);
    a->within_unit = word == GP_W_WORKDAYS || word == GP_W_WORKDAY
                         ? GP_PIECE
                         : gp_grain_of(word);
    if (a->within_unit == GP_GRAIN_COUNT || a->within_unit == GP_DAYPART)
        gp_cursor_expected(p, c, "days, workdays, weeks or months");
}

static void rule_then(struct gp_pass *p, struct gp_ref ref, struct gp_rule *r)
{
    struct gp_cursor c = gp_cursor_of(p, ref, r);
    struct gp_rule_action a = {.within_unit = GP_DAY};
    switch (gp_cursor_word(p, &c)) {
    case GP_W_ALERT:
        a.action = GP_ACT_ALERT;
        a.who = gp_cursor_who(p, &c);
        break;
    case GP_W_WARN:
        a.action = GP_ACT_WARN;
        break;
    case GP_W_FAIL:
        a.action = GP_ACT_FAIL;
        break;
    case GP_W_REQUIRE:
        a.action = GP_ACT_REQUIRE;
        a.text = gp_cursor_string(p, &c);
        if (gp_cursor_accept(p, &c, GP_W_BY))
            a.who = gp_cursor_who(p, &c);
        if (gp_cursor_accept(p, &c, GP_W_WITHIN))
            read_within(p, &c, &a);
        break;
    default:
        c.at = gp_ref_child(p, ref);
        gp_cursor_expected(p, &c, "alert, warn, fail or require");
        return;
    }
    if (a.action != GP_ACT_REQUIRE && gp_ref_is(c.at) && !c.failed)
        a.text = gp_cursor_string(p, &c);
    if (gp_ref_is(c.at))
        gp_cursor_expected(p, &c, "the end of the line");
    if (!c.failed)
        add_action(p, r, a);
}

/* What the block of a rule says; `when` waits until all of it is read. */
struct said {
    struct gp_ref when;
    bool each, then;
};

static struct said read_block(struct gp_pass *p, struct gp_ref block,
                              struct gp_rule *r)
{
    struct said said = {.when = {block.file, 0}};
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        switch (gp_ref_kind(p, i)) {
        case GP_N_EACH:
        case GP_N_EVERY:
            gp_lower_look(p, i, &r->look);
            said.each |= gp_ref_kind(p, i) == GP_N_EACH;
            break;
        case GP_N_WHEN:
            said.when = i;
            break;
        case GP_N_THEN:
            rule_then(p, i, r);
            said.then = true;
            break;
        default:
            break;
        }
    }
    return said;
}

/* The word that a rule cannot do without, NULL where nothing is missing. */
static const char *lacking(const struct gp_pass *p, const struct said *said)
{
    if (!gp_ref_is(said->when))
        return GP_WORD("when");
    if (!said->then)
        return GP_WORD("then");
    return !said->each && p->model->root == GP_NONE ? GP_WORD("each") : NULL;
}

void gp_lower_rule(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_rule r = {
        .name = gp_pass_node(p, name)->sym,
        .title = gp_ref_title(p, ref),
        .span = gp_ref_span(p, name),
        .look = {.each = GP_EACH_SCOPE, .of = GP_NONE, .every = GP_GRAIN_COUNT},
        .when = GP_NONE,
        .in_a_row = 1,
    };
    if (!gp_name_once(p, GP_N_RULE, name))
        return;
    struct said said = read_block(p, block, &r);
    const char *lacks = lacking(p, &said);
    if (lacks != NULL && gp_ref_is(gp_ref_part(p, block, GP_N_BROKEN)))
        return; /* what is there could not be read: that has been said */
    if (lacks != NULL) {
        gp_find(p->findings, GP_TEXT_RULE_LACKS, r.span, gp_ref_name(p, name),
                gp_word(p->findings, lacks), NULL);
        return;
    }
    if (!said.each)
        r.look.of = p->model->root;
    struct gp_ref count = gp_ref_part(p, said.when, GP_N_FOR);
    if (gp_ref_is(count))
        rule_for(p, count, &r);
    if (r.look.every == GP_GRAIN_COUNT)
        r.look.every = GP_PLAN; /* the whole plan, once it is over */
    r.when = gp_lower_expr(p, gp_ref_child(p, said.when), true);
    if (r.when == GP_NONE || r.action_count == 0)
        return;
    gp_name_keep(p, GP_N_RULE, r.name, p->model->rules.count);
    gp_vec_push(p->heap, &p->model->rules, r);
}

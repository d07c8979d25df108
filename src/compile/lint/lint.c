/* Pass: lints.  See lint.h; a new one is a row here. */
#include "compile/lint/lint.h"

/* What a plan must have for a lint to have anything to say. */
enum needs {
    ALWAYS = 0,
    SOUND = 1 << 0,     /* no errors: rows and cells can be relied on */
    ROWS = 1 << 1,      /* targets */
    RECORDS = 1 << 2,   /* records */
    REVIEWS = 1 << 3,   /* reviews */
    BASELINES = 1 << 4, /* what it was before */
};

static const struct {
    enum gp_slug slug;
    void (*run)(struct gp_pass *p);
    unsigned needs;
} lints[] = {
    {GP_SLUG_PLACEHOLDER, gp_lint_placeholder, ALWAYS},
    {GP_SLUG_VAGUE_GOAL, gp_lint_vague, ALWAYS},
    {GP_SLUG_NO_DEADLINE, gp_lint_deadline, RECORDS},
    {GP_SLUG_DEADLINE_ORDER, gp_lint_deadline_order, RECORDS},
    {GP_SLUG_NO_OWNER, gp_lint_owner, SOUND | ROWS},
    {GP_SLUG_ORPHAN_TARGET, gp_lint_orphan, SOUND | ROWS},
    {GP_SLUG_RESULT_ONLY, gp_lint_result_only, SOUND | ROWS},
    {GP_SLUG_UNUSED_SPLIT, gp_lint_split, SOUND | ROWS},
    {GP_SLUG_REVIEW_GRAIN, gp_lint_review_grain, SOUND | REVIEWS},
    {GP_SLUG_STRETCH, gp_lint_stretch, SOUND | BASELINES},
};

bool gp_lint_is_asked(const struct gp_pass *p, enum gp_slug slug)
{
    return p->findings->severity[slug] >= GP_WARNING;
}

const char *gp_lint_scope(struct gp_pass *p, uint32_t scope)
{
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_scope(&b, p->model, scope);
    const char *text = gp_arena_strdup(&p->findings->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return text;
}

static unsigned what_there_is(const struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    unsigned has = ALWAYS;
    if (gp_findings_count(p->findings, GP_ERROR) == 0)
        has |= SOUND;
    if (m->rows.count != 0)
        has |= ROWS;
    if (m->records.count != 0)
        has |= RECORDS;
    if (m->reviews.count != 0)
        has |= REVIEWS;
    if (m->baselines.count != 0)
        has |= BASELINES;
    return has;
}

void gp_pass_lint(struct gp_pass *p)
{
    unsigned has = what_there_is(p);
    for (size_t i = 0; i < sizeof lints / sizeof *lints; i++)
        if ((lints[i].needs & ~has) == 0 &&
            p->findings->severity[lints[i].slug] != GP_IGNORE)
            lints[i].run(p);
}

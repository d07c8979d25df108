/* Scopes, KPIs and periods by the words that people write for them: see
 * select.h.  What cannot be found is answered with a sentence. */
#include <string.h>

#include "base/guess.h"
#include "report/select.h"

/* `close` where something is close to the words, else `none`. */
static const char *not_found(struct gp_model *m, enum gp_lang lang,
                             const char *text, size_t length,
                             const struct gp_guess *guess, const char *close,
                             const char *none)
{
    const char *best = gp_guess_best(guess);
    const char *name = gp_arena_strndup(&m->arena, text, length);
    if (best == NULL)
        return gp_phrase(&m->arena, lang, none, name, NULL);
    return gp_phrase(&m->arena, lang, close, name,
                     gp_arena_strndup(&m->arena, best, guess->best_length),
                     NULL);
}

/* ---- KPIs ---------------------------------------------------------------- */

static bool is_text(const char *known, const char *text, size_t length)
{
    return strlen(known) == length && memcmp(known, text, length) == 0;
}

uint32_t gp_select_find_kpi(struct gp_model *m, enum gp_lang lang,
                            const char *text, size_t length, const char **why)
{
    struct gp_guess guess;
    gp_sym sym = gp_intern_find(m->names, text, length);
    uint32_t kpi = sym == GP_NO_SYM ? GP_MAP_NONE : gp_map_get(&m->kpi_of, sym);
    if (kpi != GP_MAP_NONE)
        return kpi;
    gp_guess_init(&guess, text, length);
    for (uint32_t i = 0; i < m->kpis.count; i++) {
        const struct gp_kpi *k = &m->kpis.at[i];
        const char *name = gp_sym_text(m->names, k->name);
        if (is_text(k->title, text, length))
            return i;
        gp_guess_consider(&guess, name, strlen(name));
    }
    *why = not_found(m, lang, text, length, &guess,
                     GP_WORD("the plan has no KPI '{0}'; did you mean '{1}'?"),
                     GP_WORD("the plan has no KPI '{0}'"));
    return GP_NONE;
}

/* ---- scopes -------------------------------------------------------------- */

/* The scope whose canonical name this is. */
static uint32_t by_canonical_name(const struct gp_model *m, const char *text,
                                  size_t length)
{
    struct gp_buf buf;
    uint32_t found = GP_NONE;
    gp_buf_init(&buf, m->heap);
    for (uint32_t i = 0; i < m->scopes.count && found == GP_NONE; i++) {
        buf.count = 0;
        gp_buf_scope(&buf, m, i);
        if (is_text(gp_buf_cstr(&buf), text, length))
            found = i;
    }
    gp_buf_fini(&buf);
    return found;
}

/* The scope narrowed by the member "electronics" or "product=electronics". */
static uint32_t narrow(const struct gp_model *m, uint32_t base,
                       const char *text, size_t length)
{
    const char *equals = memchr(text, '=', length);
    gp_sym dimension = GP_NO_SYM;
    if (equals != NULL) {
        dimension = gp_intern_find(m->names, text, (size_t)(equals - text));
        length -= (size_t)(equals + 1 - text);
        text = equals + 1;
    }
    gp_sym sym = gp_intern_find(m->names, text, length);
    uint32_t i = sym == GP_NO_SYM ? GP_NONE : gp_map_get(&m->member_of, sym);
    for (; i != GP_NONE; i = m->members.at[i].same_name) {
        uint32_t of = m->members.at[i].dimension;
        uint32_t scope = gp_model_narrowed(m, base, i);
        if (scope != GP_NONE &&
            (equals == NULL || m->dimensions.at[of].name == dimension))
            return scope;
    }
    return GP_NONE;
}

/* hua[electronics, key_accounts] */
static uint32_t by_members(const struct gp_model *m, const char *text,
                           size_t length)
{
    bool ambiguous;
    const char *end = text + length - 1, *at = memchr(text, '[', length);
    if (at == NULL || *end != ']')
        return GP_NONE;
    uint32_t scope =
        gp_model_find_scope(m, text, (size_t)(at - text), &ambiguous);
    while (scope != GP_NONE && at < end) {
        at++;
        at += strspn(at, " ");
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        scope = narrow(m, scope, at, (size_t)(stop - at));
        at = stop;
    }
    return scope;
}

/* east/(overlay), by any name of east. */
static uint32_t by_overlay(struct gp_model *m, enum gp_lang lang,
                           const char *text, size_t length)
{
    static const char last[] = "/(overlay)";
    const char *why;
    size_t n = sizeof last - 1;
    if (length <= n || memcmp(text + length - n, last, n) != 0)
        return GP_NONE;
    uint32_t upon = gp_select_find_scope(m, lang, text, length - n, &why);
    uint32_t overlay =
        upon == GP_NONE ? GP_MAP_NONE : gp_map_get(&m->overlay_of, upon);
    return overlay == GP_MAP_NONE ? GP_NONE : overlay;
}

uint32_t gp_select_find_scope(struct gp_model *m, enum gp_lang lang,
                              const char *text, size_t length, const char **why)
{
    struct gp_guess guess;
    bool ambiguous = false;
    uint32_t scope = GP_NONE;
    if (length > 0)
        scope = gp_model_find_scope(m, text, length, &ambiguous);
    if (ambiguous) {
        *why = gp_phrase(&m->arena, lang,
                         "more than one scope is called '{0}': write its path",
                         gp_arena_strndup(&m->arena, text, length), NULL);
        return GP_NONE;
    }
    if (scope == GP_NONE && length > 0)
        scope = by_members(m, text, length);
    if (scope == GP_NONE)
        scope = by_canonical_name(m, text, length);
    if (scope == GP_NONE)
        scope = by_overlay(m, lang, text, length);
    if (scope != GP_NONE)
        return scope;
    gp_guess_init(&guess, text, length);
    for (uint32_t i = 0; i < m->scopes.count; i++) {
        const struct gp_scope *s = &m->scopes.at[i];
        if (s->kind != GP_SCOPE_TEAM && s->kind != GP_SCOPE_PERSON)
            continue;
        const char *name = gp_sym_text(m->names, s->name);
        gp_guess_consider(&guess, name, strlen(name));
    }
    *why =
        not_found(m, lang, text, length, &guess,
                  GP_WORD("the plan has no scope '{0}'; did you mean '{1}'?"),
                  GP_WORD("the plan has no scope '{0}'"));
    return GP_NONE;
}

/* ---- periods ------------------------------------------------------------- */

static int number_of(const char *text, size_t length)
{
    int n = 0;
    if (length == 0 || length > 2)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

static int month_of(const char *text, size_t length)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (length != 3)
        return 0;
    for (int i = 0; i < 12; i++)
        if (memcmp(names + (size_t)i * 3, text, 3) == 0)
            return i + 1;
    return 0;
}

/* 7月, 三季度, 上半年: as it would read in some year. */
static bool read_chinese(const struct gp_calendar *calendar, const char *text,
                         size_t length, enum gp_grain *grain, int *number)
{
    static const char year[] = "2000年";
    char dated[48];
    struct gp_period p;
    size_t n = sizeof year - 1;
    bool wide = false;
    for (size_t i = 0; i < length; i++)
        wide |= (unsigned char)text[i] >= 0x80;
    if (!wide || n + length >= sizeof dated)
        return false;
    memcpy(dated, year, n);
    memcpy(dated + n, text, length);
    if (!gp_period_parse(calendar, dated, n + length, &p) ||
        p.grain < GP_HALF || p.grain > GP_MONTH)
        return false;
    *grain = p.grain;
    *number =
        p.grain == GP_MONTH ? gp_calendar_month(calendar, p.number) : p.number;
    return true;
}

/* Q3, H1, W8, Jul, 7月: its grain and number. */
static bool read_relative(const struct gp_calendar *calendar, const char *text,
                          size_t length, enum gp_grain *grain, int *number)
{
    static const struct {
        char letter;
        enum gp_grain grain;
    } letters[] = {{'H', GP_HALF}, {'Q', GP_QUARTER}, {'W', GP_WEEK}};
    *grain = GP_MONTH;
    *number = month_of(text, length);
    if (*number != 0)
        *number = gp_calendar_month(calendar, *number);
    for (size_t i = 0; *number == 0 && length > 1 && i < 3; i++) {
        if (text[0] == letters[i].letter) {
            *grain = letters[i].grain;
            *number = number_of(text + 1, length - 1);
        }
    }
    return *number != 0 || read_chinese(calendar, text, length, grain, number);
}

/* How many periods of the plan a relative name may mean; the last one. */
static int find_relative(const struct gp_model *m, const char *text,
                         size_t length, struct gp_period *out)
{
    enum gp_grain grain;
    int number, count = 0;
    struct gp_span_days days = m->time.days;
    if (!read_relative(&m->calendar, text, length, &grain, &number))
        return 0;
    int first = gp_date_split(days.first).year - 1;
    int last = gp_date_split(days.last).year + 1;
    for (int year = first; year <= last; year++) {
        struct gp_period p;
        if (!gp_period_make(&m->calendar, grain, year, number, &p) ||
            gp_days_count(gp_days_cut(p.days, days)) == 0)
            continue;
        *out = p;
        count++;
    }
    return count;
}

static const char *bad_period(struct gp_model *m, enum gp_lang lang,
                              const char *text, size_t length,
                              const char *sentence)
{
    return gp_phrase(&m->arena, lang, sentence,
                     gp_arena_strndup(&m->arena, text, length), NULL);
}

static bool find_one(struct gp_model *m, enum gp_lang lang, const char *text,
                     size_t length, struct gp_period *out, const char **why)
{
    if (gp_period_parse(&m->calendar, text, length, out))
        return true;
    int count = find_relative(m, text, length, out);
    if (count == 0)
        *why = bad_period(
            m, lang, text, length,
            GP_WORD("'{0}' is not a period: write 2026, 2026-H1, 2026-Q3, "
                    "2026-07, 2026-W08, 2026-07-15 or a range "
                    "2026-02-17..2026-02-23"));
    else if (count > 1)
        *why = bad_period(
            m, lang, text, length,
            GP_WORD("'{0}' is more than one period of the plan: write it "
                    "with its year"));
    return count == 1;
}

bool gp_select_find_period(struct gp_model *m, enum gp_lang lang,
                           const char *text, size_t length,
                           struct gp_period *out, const char **why)
{
    const char *dots = memmem(text, length, "..", 2);
    if (dots == NULL) {
        if (!find_one(m, lang, text, length, out, why))
            return false;
    } else {
        struct gp_period first, last;
        size_t before = (size_t)(dots - text);
        if (!find_one(m, lang, text, before, &first, why) ||
            !find_one(m, lang, dots + 2, length - before - 2, &last, why))
            return false;
        *out = (struct gp_period){.grain = GP_PLAN,
                                  .days = {first.days.first, last.days.last}};
        if (out->days.last < out->days.first) {
            *why = bad_period(m, lang, text, length,
                              GP_WORD("'{0}' ends before it begins"));
            return false;
        }
    }
    if (gp_days_count(gp_days_cut(out->days, m->time.days)) != 0)
        return true;
    *why = bad_period(m, lang, text, length,
                      GP_WORD("'{0}' lies outside the plan's period"));
    return false;
}

/*
 * The text of a plan to begin with, and of the figures that it reads.  Each
 * sentence stands here in English and Chinese; the words of the language are
 * English, for the formatter to spell.
 */
#include <string.h>

#include "start/start.h"

/* All of it, in percent; with more teams than that each gets the same. */
enum { WHOLE = 100, MOST_SHARES = 50 };

struct writer {
    const struct gp_start *s;
    struct gp_buf *out;
};

/* A line in the plan's language; %1 and %2 are the words. */
static void say(const struct writer *w, const char *en, const char *zh,
                const char *one, const char *two)
{
    for (const char *c = w->s->chinese ? zh : en; *c != '\0'; c++) {
        if (c[0] != '%' || (c[1] != '1' && c[1] != '2')) {
            gp_buf_putc(w->out, *c);
            continue;
        }
        gp_buf_puts(w->out, *++c == '1' ? one : two);
    }
    gp_buf_putc(w->out, '\n');
}

static void line(const struct writer *w, const char *en, const char *zh)
{
    say(w, en, zh, "", "");
}

/* "Head of East", "华东负责人" */
static const char *owner_of(const struct writer *w, struct gp_arena *arena,
                            const char *team)
{
    return gp_start_quote(
        arena, w->s->chinese ? gp_arena_join(arena, team, "负责人", NULL)
                             : gp_arena_join(arena, "Head of ", team, NULL));
}

static void write_head(const struct writer *w, struct gp_arena *arena)
{
    const struct gp_start *s = w->s;
    say(w, "# What %1 wants to reach in %2, as a plan that can be checked:",
        "# %1 %2 的目标，写成可以检查的计划：", s->company, s->period);
    line(w, "#", "#");
    line(w, "#   goalpost check plan.goal       does it all add up?",
         "#   goalpost check plan.goal       数字是否都对得上");
    line(w,
         "#   goalpost schedule plan.goal    who must reach what, month by "
         "month",
         "#   goalpost schedule plan.goal    谁在哪个月要完成多少");
    line(w, "#   goalpost test plan.goal        the tests at the end",
         "#   goalpost test plan.goal        运行最后的测试");
    line(w,
         "#   goalpost help split            what a word of the language means",
         "#   goalpost help 分解             一个词是什么意思");
    line(w, "", "");
    say(w, "plan %1 {\n  period %2", "plan %1 {\n  period %2",
        gp_start_quote(arena,
                       gp_arena_join(arena, s->company, " ", s->period, NULL)),
        s->period);
    say(w, "  currency %1", "  currency %1", s->currency, "");
    if (s->china)
        line(w, "  calendar china # public holidays and make-up workdays",
             "  calendar china # 法定节假日和调休");
    else
        line(w,
             "  workdays Mon..Fri\n"
             "  # holiday 2026-12-24..2026-12-26 \"Closed\"",
             "  workdays Mon..Fri\n"
             "  # 假日 2026-12-24..2026-12-26 \"放假\"");
    line(w, "}\n", "}\n");
}

static void write_kpis(const struct writer *w)
{
    line(w,
         "# What is measured. Money and counts add up, over people and over "
         "time;\n"
         "# what is worked out of them is worked out of the sums.",
         "# 衡量什么。金额和计数按人员、按时间相加；\n"
         "# 用公式算的指标由合计算出。");
    line(w, "kpi sales \"Sales\" money { round to 100 }",
         "kpi 销售额 money { round to 100 }");
    line(w, "kpi visits \"Customer visits\" count { kind process }",
         "kpi 拜访量 \"客户拜访量\" count \"次\" { kind process }");
    line(w, "kpi per_visit \"Sales per visit\" money = sales / visits\n",
         "kpi 单次产出 \"每次拜访的销售额\" money = 销售额 / 拜访量\n");
}

static void write_team(const struct writer *w, struct gp_arena *arena,
                       const struct gp_start_team *team)
{
    say(w, "team %1 owner %2 {", "team %1 owner %2 {", team->name.word,
        owner_of(w, arena, team->name.shown));
    for (size_t i = 0; i < team->person_count; i++)
        say(w, "person %1", "person %1", team->people[i].word, "");
    line(w, "}", "}");
}

static void write_teams(const struct writer *w, struct gp_arena *arena)
{
    const struct gp_start *s = w->s;
    line(w, "# Who answers for it: teams, and the people in them.",
         "# 由谁负责：团队，以及团队里的人员。");
    say(w, "team %1 %2 owner \"General manager\" {",
        "team %1 %2 owner \"总经理\" {", s->root,
        gp_start_quote(arena, s->company));
    for (size_t i = 0; i < s->team_count; i++)
        write_team(w, arena, &s->teams[i]);
    line(w, "}\n", "}\n");
}

/* What the first team has of the whole; the last one has the rest. */
static int share_of(const struct gp_start *s)
{
    return s->team_count == 2 ? 40 : (int)(WHOLE / s->team_count);
}

/* `percent` of ten million, as an amount. */
static const char *amount(struct gp_arena *arena, const struct gp_start *s,
                          int percent)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    bool cny = strcmp(s->currency, "CNY") == 0;
    gp_buf_int(&buf, cny            ? 10 * percent
                     : percent % 10 ? 100 * percent
                                    : percent / 10);
    gp_buf_puts(&buf, cny ? "万" : percent % 10 ? "k" : "M");
    const char *text = gp_arena_strndup(arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    return text;
}

static void write_time_split(const struct writer *w)
{
    const struct gp_start *s = w->s;
    if (s->grain == NULL)
        return;
    if (strcmp(s->grain, "quarter") == 0)
        line(w, "split by quarter { 20%, 24%, 30%, rest }",
             "split by quarter { 20%, 24%, 30%, rest }");
    else
        line(w, "split by month even", "split by month even");
}

static void write_team_split(const struct writer *w)
{
    const struct gp_start *s = w->s;
    if (s->team_count > MOST_SHARES) {
        line(w, "split by team even", "split by team even");
        return;
    }
    gp_buf_puts(w->out, "split by team { ");
    for (size_t i = 0; i < s->team_count; i++) {
        bool last = i + 1 == s->team_count;
        gp_buf_puts(w->out, s->teams[i].name.word);
        gp_buf_putc(w->out, ' ');
        if (!last)
            gp_buf_int(w->out, share_of(s));
        gp_buf_puts(w->out, last ? "rest" : "%, ");
    }
    gp_buf_puts(w->out, " }\n");
}

static bool has_people(const struct gp_start *s)
{
    for (size_t i = 0; i < s->team_count; i++)
        if (s->teams[i].person_count > 0)
            return true;
    return false;
}

static void write_targets(const struct writer *w, struct gp_arena *arena)
{
    const struct gp_start *s = w->s;
    line(w,
         "# What must be reached. The parts of a split are amounts, shares or "
         "`rest`;\n"
         "# that they make the whole is checked. Change a number and see.",
         "# 要完成什么。分解的每一份写金额、百分比或“其余”；\n"
         "# 各份之和必须等于总数，由检查来保证。改一个数字试试。");
    say(w, "target sales of %1 = %2 {", "target 销售额 of %1 = %2 {", s->root,
        amount(arena, s, WHOLE));
    write_time_split(w);
    write_team_split(w);
    line(w, "}", "}");
    say(w, "target visits of %1 = 4800 { split by team even }",
        "target 拜访量 of %1 = 4800 { split by team even }", s->root, "");
    line(w, "", "");
    if (!has_people(s))
        return;
    line(w, "# Within each team, everybody alike.", "# 团队之内人人相同。");
    line(w, "split sales by person even\nsplit visits by person even\n",
         "split 销售额 by person even\nsplit 拜访量 by person even\n");
}

static void write_follow(const struct writer *w)
{
    line(w,
         "# What was reached comes from a table, such as a spreadsheet saved "
         "as CSV.\n"
         "# The rows that are in it now are an example.",
         "# 实际完成的数字来自表格，例如另存为 CSV 的电子表格。\n"
         "# 表里现在的几行只是示例。");
    line(w,
         "actuals \"actuals.csv\" { date \"date\", scope \"who\", "
         "kpi \"kpi\", value \"value\" }\n",
         "actuals \"actuals.csv\" { date \"日期\", scope \"负责人\", "
         "kpi \"指标\", value \"数值\" }\n");
    line(w,
         "# How it is followed up. On a day (--as-of 2026-07-31) `check` tells "
         "which of\n"
         "# these are overdue, and `report follow-up` sets targets against "
         "what happened.",
         "# 如何跟进。给出日期（--as-of 2026-07-31）时，check "
         "会指出哪些已逾期，\n"
         "# report follow-up 对比目标与实际。");
    line(w, "review monthly on last workday \"Monthly review\"",
         "review monthly on last workday \"月度复盘\"");
    line(w,
         "rule behind_plan \"Month under 85%\" {\n"
         "  each team, every month\n"
         "  when attainment(sales) < 85%\n"
         "  then require \"Improvement plan\" within 5 workdays\n}\n",
         "rule 低于目标 \"当月达成率低于 85%\" {\n"
         "  each team, every month\n"
         "  when attainment(销售额) < 85%\n"
         "  then require \"改进计划\" within 5 workdays\n}\n");
}

/* Whether a name alone says who is meant. */
static bool is_unique(const struct gp_start *s, const char *shown)
{
    size_t count = strcmp(s->root, shown) == 0;
    for (size_t t = 0; t < s->team_count; t++) {
        const struct gp_start_team *team = &s->teams[t];
        count += strcmp(team->name.shown, shown) == 0;
        for (size_t p = 0; p < team->person_count; p++)
            count += strcmp(team->people[p].shown, shown) == 0;
    }
    return count <= 1;
}

static const char *path_of(const struct gp_start *s, struct gp_arena *arena,
                           const struct gp_start_name *team)
{
    return is_unique(s, team->shown)
               ? team->word
               : gp_arena_join(arena, s->root, "/", team->word, NULL);
}

static void write_tests(const struct writer *w, struct gp_arena *arena)
{
    const struct gp_start *s = w->s;
    line(w, "# What must be so, whoever edits the plan.",
         "# 无论谁修改计划，下面这些都必须成立。");
    line(w, "test \"each has its part\" {", "test \"各得其份\" {");
    say(w, "  expect target sales of %1 = %2",
        "  expect target 销售额 of %1 = %2", s->root, amount(arena, s, WHOLE));
    if (s->team_count > 1 && s->team_count <= MOST_SHARES)
        say(w, "  expect target sales of %1 = %2",
            "  expect target 销售额 of %1 = %2",
            path_of(s, arena, &s->teams[0].name),
            amount(arena, s, share_of(s)));
    line(w, "}", "}");
    line(w, "test \"a month that brings nothing calls for a plan\" {",
         "test \"没有销售的月份要交改进计划\" {");
    say(w, "  given sales of %1 in %2 = 0", "  given 销售额 of %1 in %2 = 0",
        s->root, s->first_month);
    say(w, "  expect rule behind_plan fires for %1",
        "  expect rule 低于目标 fires for %1", s->root, "");
    line(w, "  expect duty \"Improvement plan\" for \"General manager\" open",
         "  expect duty \"改进计划\" for \"总经理\" open");
    line(w, "}", "}");
}

void gp_start_plan(const struct gp_start *start, struct gp_buf *out)
{
    struct writer w = {start, out};
    struct gp_arena arena;
    gp_arena_init(&arena, out->heap);
    write_head(&w, &arena);
    write_kpis(&w);
    write_teams(&w, &arena);
    write_targets(&w, &arena);
    write_follow(&w);
    write_tests(&w, &arena);
    gp_arena_fini(&arena);
}

/* ---- actuals.csv -------------------------------------------------------- */

static void add_field(struct gp_buf *out, const char *text)
{
    if (strpbrk(text, ",\"") == NULL) {
        gp_buf_puts(out, text);
        return;
    }
    gp_buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            gp_buf_putc(out, '"');
        gp_buf_putc(out, *text);
    }
    gp_buf_putc(out, '"');
}

/* The name where that is the only one, else the path; NULL where names with
 * a slash make no path that could be read. */
static const char *who_of(const struct gp_start *s, struct gp_arena *arena,
                          const struct gp_start_team *team)
{
    const char *of = team->name.shown;
    const char *name = team->person_count > 0 ? team->people[0].shown : of;
    if (is_unique(s, name))
        return name;
    if (strchr(name, '/') != NULL || strchr(of, '/') != NULL)
        return NULL;
    if (team->person_count == 0)
        return gp_arena_join(arena, s->root, "/", of, NULL);
    return gp_arena_join(arena, s->root, "/", of, "/", name, NULL);
}

static void add_row(const struct gp_start *s, struct gp_buf *out,
                    const char *who, const char *kpi, int value)
{
    gp_buf_puts(out, s->first_month);
    gp_buf_putc(out, ',');
    add_field(out, who);
    gp_buf_putc(out, ',');
    gp_buf_puts(out, kpi);
    gp_buf_putc(out, ',');
    gp_buf_int(out, value);
    gp_buf_putc(out, '\n');
}

void gp_start_actuals(const struct gp_start *s, struct gp_buf *out)
{
    enum { SALES = 260000, MORE = 17500, VISITS = 95 };
    struct gp_arena arena;
    gp_arena_init(&arena, out->heap);
    gp_buf_puts(out, s->chinese ? "日期,负责人,指标,数值\n"
                                : "date,who,kpi,value\n");
    for (size_t i = 0; i < s->team_count; i++) {
        const char *who = who_of(s, &arena, &s->teams[i]);
        if (who == NULL)
            continue;
        add_row(s, out, who, s->chinese ? "销售额" : "sales",
                SALES + MORE * (int)(i % 4));
        add_row(s, out, who, s->chinese ? "拜访量" : "visits",
                VISITS + (int)(i % 4));
    }
    gp_arena_fini(&arena);
}

/* What the options say: each value is checked and kept in struct cli. */
#include <string.h>

#include "cli/cli.h"

/* Which of some words a value is, or -1 with a message. */
static int one_of(const struct cli *cli, int option, const char *value,
                  const struct cli_names *names)
{
    return cli_pick(cli, value, names, cli_option_name(option),
                    CLI_SENTENCE("--{2} cannot be '{0}'; did you mean '{1}'?"),
                    CLI_SENTENCE("--{2} cannot be '{0}': it is one of {1}"));
}

static bool is_choice(const struct cli *cli, int option, const char *value,
                      enum gp_choice choice)
{
    struct cli_names names = {.count = 0};
    cli_add_choice(&names, choice);
    return one_of(cli, option, value, &names) >= 0;
}

/* Digits at the beginning of a text, as a number that stops at a bound; what
 * stands behind them, or NULL where there is none. */
static const char *read_number(const char *text, int *out)
{
    enum { MOST = 100000000 };
    const char *at = text;
    for (*out = 0; *at >= '0' && *at <= '9'; at++)
        if (*out < MOST)
            *out = *out * 10 + (*at - '0');
    return at == text ? NULL : at;
}

static bool set_number(struct cli *cli, enum cli_option option,
                       const char *value, int *to)
{
    const char *end = read_number(value, to);
    if (end != NULL && *end == '\0')
        return true;
    cli_misuse(cli, "--{1} cannot be '{0}': it is a number", value,
               cli_option_name(option), NULL);
    return false;
}

/* "12:20", or one line. */
static bool set_lines(struct cli *cli, const char *value)
{
    int first = 0, last = 0;
    const char *end = read_number(value, &first);
    last = first;
    if (end != NULL && *end == ':')
        end = read_number(end + 1, &last);
    cli->format.first_line = (unsigned)first;
    cli->format.last_line = (unsigned)last;
    if (end != NULL && *end == '\0' && first > 0 && last >= first)
        return true;
    cli_misuse(cli,
               "--lines cannot be '{0}': write the first and the last line, as "
               "in 12:20",
               value, NULL);
    return false;
}

/* Whether there is room for one more of an option that may be repeated. */
static bool has_room(const struct cli *cli, int option, size_t count)
{
    if (count < CLI_MAX_REPEATS)
        return true;
    cli_misuse(cli, "--{0} is given too often", cli_option_name(option), NULL);
    return false;
}

static bool add_level(struct cli *cli, int option, const char *slug)
{
    struct cli_names slugs = {.count = 0};
    cli_add_choice(&slugs, GP_CHOICE_SLUG);
    if (!has_room(cli, option, cli->level_count) ||
        cli_pick(
            cli, slug, &slugs, NULL,
            CLI_SENTENCE("no finding is called '{0}'; did you mean '{1}'?"),
            CLI_SENTENCE("no finding is called '{0}'")) < 0)
        return false;
    cli->levels[cli->level_count].slug = slug;
    cli->levels[cli->level_count++].level =
        option == OPT_WARN ? GP_LEVEL_WARNING : GP_LEVEL_ERROR;
    return true;
}

static bool add_team(struct cli *cli, const char *names)
{
    if (!has_room(cli, OPT_TEAM, cli->starter.team_count))
        return false;
    cli->teams[cli->starter.team_count++] = names;
    return true;
}

static bool add_kpi(struct cli *cli, const char *name)
{
    if (!has_room(cli, OPT_KPI, cli->query.kpi_count))
        return false;
    cli->kpis[cli->query.kpi_count++] = name;
    return true;
}

/* The options that take one of a few words. */
static bool set_word(struct cli *cli, int option, const char *value)
{
    static const struct cli_names colors = {{"auto", "always", "never"}, 3};
    static const struct cli_names levels = {{"note", "warning", "error"}, 3};
    static const struct cli_names langs = {{"en", "zh"}, 2};
    static const struct cli_names servers = {{"github", "gitlab", "none"}, 3};
    int at;
    switch (option) {
    case OPT_COLOR:
        at = one_of(cli, option, value, &colors);
        cli->color = (enum cli_color)at;
        return at >= 0;
    case OPT_FAIL_LEVEL:
        at = one_of(cli, option, value, &levels);
        cli->fail_level = (enum gp_level)(at + GP_LEVEL_NOTE);
        return at >= 0;
    case OPT_KEYWORDS:
        cli->format.keywords = value;
        return one_of(cli, option, value, &langs) >= 0;
    case OPT_CI:
        cli->ci = value;
        return one_of(cli, option, value, &servers) >= 0;
    default:
        at = one_of(cli, option, value, &langs);
        if (at >= 0)
            cli->query.chinese = cli->starter.chinese = at == 1;
        return at >= 0;
    }
}

/* Where an option's value is kept that only the plan can judge; NULL where it
 * is something else. */
static const char **text_of(struct cli *cli, enum cli_option option)
{
    switch (option) {
    case OPT_AS_OF:
        return &cli->query.as_of;
    case OPT_OF:
        return &cli->query.of;
    case OPT_IN:
        return &cli->query.in;
    case OPT_FOLDER:
        return &cli->site;
    case OPT_RUN:
        return &cli->run;
    case OPT_SCENARIO:
        return &cli->scenario;
    case OPT_AGAINST:
        return &cli->against;
    case OPT_COMPANY:
        return &cli->starter.company;
    case OPT_PERIOD:
        return &cli->starter.period;
    case OPT_CURRENCY:
        return &cli->starter.currency;
    default:
        return NULL;
    }
}

/* What an option without a value switches on; NULL where cli->given is all
 * that the command looks at. */
static bool *flag_of(struct cli *cli, enum cli_option option)
{
    switch (option) {
    case OPT_ORIGINAL:
        return &cli->query.original;
    case OPT_CALENDAR:
        return &cli->query.calendar;
    case OPT_BOM:
        return &cli->query.bom;
    case OPT_LENIENT:
        return &cli->format.lenient;
    case OPT_DIFF:
        return &cli->format.diff;
    default:
        return NULL;
    }
}

/* The options whose values mean something to the command. */
static bool set_value(struct cli *cli, enum cli_option option,
                      const char *value)
{
    switch (option) {
    case OPT_FORMAT:
        cli->query.format = value;
        return is_choice(cli, option, value, cli->command->formats);
    case OPT_BY:
        cli->query.by = value;
        /* What derive takes besides grains, the plan knows. */
        return cli->command->run == cli_derive ||
               is_choice(cli, option, value, GP_CHOICE_GRAIN);
    case OPT_UNIT:
        cli->query.unit = value;
        return is_choice(cli, option, value, GP_CHOICE_UNIT);
    case OPT_OUTPUT:
        cli->output = strcmp(value, "-") == 0 ? NULL : value;
        return true;
    case OPT_KPI:
        return add_kpi(cli, value);
    case OPT_TEAM:
        return add_team(cli, value);
    case OPT_DEPTH:
        return set_number(cli, option, value, &cli->query.depth);
    case OPT_WIDTH:
        return set_number(cli, option, value, &cli->query.width);
    case OPT_LINES:
        return set_lines(cli, value);
    case OPT_WARN:
    case OPT_ERROR:
        return add_level(cli, option, value);
    default:
        return set_word(cli, option, value);
    }
}

bool cli_set(struct cli *cli, enum cli_option option, const char *value)
{
    const char **text = text_of(cli, option);
    bool *flag = flag_of(cli, option);
    if (option == OPT_ALLOW_OUTSIDE)
        cli->flags |= GP_ALLOW_OUTSIDE;
    if (flag != NULL)
        *flag = true;
    if (text != NULL)
        *text = value;
    return text != NULL || value == NULL || set_value(cli, option, value);
}

/* -o sales.xlsx: a file that is called like a format of the command is written
 * in it, so that no spreadsheet is asked to open a text. */
void cli_settle(struct cli *cli)
{
    struct cli_names formats = {.count = 0};
    const char *end = cli->output == NULL ? NULL : strrchr(cli->output, '.');
    if (end == NULL || cli->query.format != NULL)
        return;
    if (strcmp(end, ".md") == 0)
        end = ".markdown";
    cli_add_choice(&formats, cli->command->formats);
    for (size_t i = 0; i < formats.count; i++)
        if (strcmp(end + 1, formats.at[i]) == 0)
            cli->query.format = formats.at[i];
}

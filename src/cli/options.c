/*
 * The options, as rows of a table: `--by month`, `--by=month`, `-o FILE`,
 * `-oFILE`.  What a command does not use it refuses; `--` ends them.
 */
#include <string.h>

#include "cli/cli.h"

static const struct cli_option_row options[OPT_COUNT] = {
    [OPT_FORMAT] = {"format", 0, "FORMAT", "how it is written"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "the day to look from, 2026-07-31"},
    [OPT_ORIGINAL] = {"original", 0, NULL, "the plan before any amendment"},
    [OPT_BY] = {"by", 0, "GRAIN", "year, half, quarter, month, week, ..."},
    [OPT_OF] = {"of", 0, "SCOPE", "only this scope and those below"},
    [OPT_IN] = {"in", 0, "PERIOD", "only inside 2026-Q3, Jul, A..B"},
    [OPT_KPI] = {"kpi", 0, "NAME", "only this KPI; may be repeated"},
    [OPT_DEPTH] = {"depth", 0, "N", "only N levels of scopes down"},
    [OPT_CALENDAR] = {"calendar", 0, NULL,
                      "dates of reviews, actions and milestones"},
    [OPT_UNIT] = {"unit", 0, "UNIT", "show amounts in 1, k, M, 万 or 亿"},
    [OPT_BOM] = {"bom", 0, NULL, "begin CSV with a mark for Excel"},
    [OPT_COLOR] = {"color", 0, "WHEN", "auto, always or never"},
    [OPT_OUTPUT] = {"output", 'o', "FILE", "write to a file, whole or not"},
    [OPT_NO_PAGER] = {"no-pager", 0, NULL,
                      "no pager at a terminal ($PAGER, else less)"},
    [OPT_ALL] = {"all", 0, NULL, "every report, of every team and person"},
    [OPT_FOLDER] = {"dir", 'd', "FOLDER", "where --all writes its pages"},
    [OPT_WARN] = {"warn", 'W', "SLUG", "such findings are warnings"},
    [OPT_ERROR] = {"error", 'E', "SLUG", "such findings are errors"},
    [OPT_FAIL_LEVEL] = {"fail-level", 0, "LEVEL",
                        "what exits 1: error, warning or note"},
    [OPT_ALLOW_OUTSIDE] = {"allow-outside", 0, NULL,
                           "includes may leave the plan's folder"},
    [OPT_SCENARIO] = {"scenario", 0, "NAME", "under this scenario of the plan"},
    [OPT_RUN] = {"run", 0, "PATTERN",
                 "only tests called so: a part, or with * and ?"},
    [OPT_LANG] = {"lang", 0, "LANG", "findings and headings in en or zh"},
    [OPT_CHECK] = {"check", 0, NULL, "list files that are laid out otherwise"},
    [OPT_DIFF] = {"diff", 0, NULL, "show what would change"},
    [OPT_WRITE] = {"write", 'w', NULL, "write the files in place"},
    [OPT_KEYWORDS] = {"keywords", 0, "LANG", "spell words in en or zh"},
    [OPT_LINES] = {"lines", 0, "A:B", "only statements in these lines"},
    [OPT_LENIENT] = {"lenient", 0, NULL, "what is no plan comes as it is"},
    [OPT_AGAINST] = {"against", 0, "REVISION", "as git knows it: main, HEAD~1"},
    [OPT_EXIT_CODE] = {"exit-code", 0, NULL, "exit 1 where anything changed"},
    [OPT_GIT] = {"git", 0, NULL, "for git's external diff"},
    [OPT_COMPANY] = {"company", 0, "NAME", "what it is called"},
    [OPT_TEAM] = {"team", 0, "NAMES", "\"East: Ann, Ben\"; may be repeated"},
    [OPT_PERIOD] = {"period", 0, "PERIOD", "2026, 2026-Q3, 2026-04-01..."},
    [OPT_CURRENCY] = {"currency", 0, "CODE", "of all money, such as EUR"},
    [OPT_PLAN_LANG] = {"lang", 0, "LANG", "words and comments in en or zh"},
    [OPT_CI] = {"ci", 0, "SERVER", "also a file for github or gitlab; none"},
    [OPT_SET_UP_GIT] = {"git", 0, NULL, "teach git to show plans by meaning"},
    [OPT_YES] = {"yes", 'y', NULL, "ask nothing, take the defaults"},
    [OPT_MAN] = {"man", 0, NULL, NULL},
    [OPT_COMPLETE] = {"complete", 0, NULL, NULL},
    [OPT_HELP] = {"help", 'h', NULL, "this help"},
};

const struct cli_option_row *cli_option_row(const struct cli_command *command,
                                            int option)
{
    const struct cli_option_row *row = &options[option];
    bool shown = (command->uses & CLI_BIT(option)) != 0 && row->help != NULL;
    return shown ? row : NULL;
}

static bool uses(const struct cli_command *command, int option)
{
    return (command->uses & CLI_BIT(option)) != 0;
}

void cli_list_options(struct gp_output *output,
                      const struct cli_command *command)
{
    enum { HELP_AT = 24 };
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct cli_option_row *o = cli_option_row(command, i);
        if (o == NULL)
            continue;
        char letter[] = {'-', o->letter, ',', ' ', '\0'};
        size_t width = 8 + strlen(o->name);
        cli_write(output, "  ");
        cli_write(output, o->letter != 0 ? letter : "    ");
        cli_write(output, "--");
        cli_write(output, o->name);
        if (o->value != NULL) {
            cli_write(output, " ");
            cli_write(output, o->value);
            width += 1 + strlen(o->value);
        }
        do
            cli_write(output, " ");
        while (++width <= HELP_AT + 2);
        cli_write(output, o->help);
        cli_write(output, "\n");
    }
}

bool cli_refuse(const struct cli *cli, uint64_t bits, const char *why)
{
    for (int i = 0; i < OPT_COUNT; i++) {
        if ((cli->given & bits & CLI_BIT(i)) == 0)
            continue;
        cli_misuse(cli, "--", options[i].name, " ", why, NULL);
        return true;
    }
    return false;
}

/* ---- values ------------------------------------------------------------- */

/* The place of a word among some, or -1 with a message. */
static int one_of(const struct cli *cli, int option, const char *word,
                  const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    const char *name = options[option].name;
    const char *guess = gp_closest(word, words, count);
    if (guess != NULL) {
        cli_misuse(cli, "--", name, " cannot be '", word, "'; did you mean '",
                   guess, "'?", NULL);
        return -1;
    }
    char list[256] = "";
    for (size_t i = 0; i < count; i++) {
        if (strlen(list) + strlen(words[i]) + 3 > sizeof list)
            break;
        strcat(list, i == 0 ? "" : ", ");
        strcat(list, words[i]);
    }
    cli_misuse(cli, "--", name, " cannot be '", word, "': it is one of ", list,
               NULL);
    return -1;
}

static bool is_choice(const struct cli *cli, int option, const char *word,
                      enum gp_choice choice)
{
    enum { MOST = 32 };
    const char *words[MOST];
    size_t count = 0;
    while (count < MOST && gp_choice(choice, count) != NULL) {
        words[count] = gp_choice(choice, count);
        count++;
    }
    return one_of(cli, option, word, words, count) >= 0;
}

static bool set_depth(struct cli *cli, const char *value)
{
    int depth = 0;
    const char *c = value;
    for (; *c >= '0' && *c <= '9' && depth < 100000; c++)
        depth = depth * 10 + (*c - '0');
    cli->query.depth = depth;
    if (*c == '\0' && c != value)
        return true;
    cli_misuse(cli, "--depth cannot be '", value, "': it is a number", NULL);
    return false;
}

static bool read_line(const char **at, unsigned *out)
{
    const char *start = *at;
    *out = 0;
    for (; **at >= '0' && **at <= '9' && *out < 100000000; ++*at)
        *out = *out * 10 + (unsigned)(**at - '0');
    return *at > start && *out > 0;
}

/* "12:20", or one line. */
static bool set_lines(struct cli *cli, const char *value)
{
    struct gp_format *f = &cli->format;
    const char *at = value;
    bool good = read_line(&at, &f->first_line);
    f->last_line = f->first_line;
    if (good && *at == ':') {
        at++;
        good = read_line(&at, &f->last_line);
    }
    if (good && *at == '\0' && f->last_line >= f->first_line)
        return true;
    cli_misuse(cli, "--lines cannot be '", value,
               "': write the first and the last line, as in 12:20", NULL);
    return false;
}

static bool add_level(struct cli *cli, const char *slug, enum gp_level level)
{
    enum { SLUGS = 256 };
    const char *slugs[SLUGS];
    size_t count = 0;
    while (count < SLUGS && gp_choice(GP_CHOICE_SLUG, count) != NULL) {
        slugs[count] = gp_choice(GP_CHOICE_SLUG, count);
        if (strcmp(slugs[count++], slug) != 0)
            continue;
        if (cli->level_count == CLI_MAX_REPEATS)
            break;
        cli->levels[cli->level_count].slug = slug;
        cli->levels[cli->level_count++].level = level;
        return true;
    }
    const char *guess = gp_closest(slug, slugs, count);
    if (guess != NULL)
        cli_misuse(cli, "no finding is called '", slug, "'; did you mean '",
                   guess, "'?", NULL);
    else
        cli_misuse(cli, "no finding is called '", slug, "'", NULL);
    return false;
}

static bool add_team(struct cli *cli, const char *names)
{
    if (cli->starter.team_count == CLI_MAX_REPEATS) {
        cli_misuse(cli, "--team is given too often", NULL);
        return false;
    }
    cli->teams[cli->starter.team_count++] = names;
    return true;
}

static bool add_kpi(struct cli *cli, const char *name)
{
    if (cli->query.kpi_count == CLI_MAX_REPEATS) {
        cli_misuse(cli, "--kpi is given too often", NULL);
        return false;
    }
    cli->kpis[cli->query.kpi_count++] = name;
    return true;
}

/* The options that take one of a few words. */
static bool set_word(struct cli *cli, int option, const char *value)
{
    static const char *const colors[] = {"auto", "always", "never"};
    static const char *const levels[] = {"note", "warning", "error"};
    static const char *const langs[] = {"en", "zh"};
    static const char *const servers[] = {"github", "gitlab", "none"};
    int at;
    switch (option) {
    case OPT_COLOR:
        at = one_of(cli, option, value, colors, 3);
        cli->color = (enum cli_color)at;
        return at >= 0;
    case OPT_FAIL_LEVEL:
        at = one_of(cli, option, value, levels, 3);
        cli->fail_level = (enum gp_level)(at + GP_LEVEL_NOTE);
        return at >= 0;
    case OPT_KEYWORDS:
        at = one_of(cli, option, value, langs, 2);
        cli->format.keywords = value;
        return at >= 0;
    case OPT_CI:
        cli->ci = value;
        return one_of(cli, option, value, servers, 3) >= 0;
    default:
        at = one_of(cli, option, value, langs, 2);
        cli->query.chinese = at == 1;
        cli->starter.chinese = at == 1;
        return at >= 0;
    }
}

static bool set(struct cli *cli, int option, const char *value)
{
    struct gp_query *q = &cli->query;
    switch ((enum cli_option)option) {
    case OPT_FORMAT:
        q->format = value;
        return is_choice(cli, option, value, cli->command->formats);
    case OPT_AS_OF:
        q->as_of = value;
        return true;
    case OPT_ORIGINAL:
        q->original = true;
        return true;
    case OPT_BY:
        q->by = value;
        /* What derive takes besides grains, the plan knows. */
        return cli->command->run == cli_derive ||
               is_choice(cli, option, value, GP_CHOICE_GRAIN);
    case OPT_OF:
        q->of = value;
        return true;
    case OPT_IN:
        q->in = value;
        return true;
    case OPT_KPI:
        return add_kpi(cli, value);
    case OPT_DEPTH:
        return set_depth(cli, value);
    case OPT_UNIT:
        q->unit = value;
        return is_choice(cli, option, value, GP_CHOICE_UNIT);
    case OPT_CALENDAR:
        q->calendar = true;
        return true;
    case OPT_BOM:
        q->bom = true;
        return true;
    case OPT_OUTPUT:
        cli->output = strcmp(value, "-") == 0 ? NULL : value;
        return true;
    case OPT_FOLDER:
        cli->site = value;
        return true;
    case OPT_WARN:
        return add_level(cli, value, GP_LEVEL_WARNING);
    case OPT_ERROR:
        return add_level(cli, value, GP_LEVEL_ERROR);
    case OPT_ALLOW_OUTSIDE:
        cli->flags |= GP_ALLOW_OUTSIDE;
        return true;
    case OPT_RUN:
        cli->run = value;
        return true;
    case OPT_SCENARIO:
        cli->scenario = value;
        return true;
    case OPT_COLOR:
    case OPT_FAIL_LEVEL:
    case OPT_LANG:
    case OPT_PLAN_LANG:
    case OPT_CI:
    case OPT_KEYWORDS:
        return set_word(cli, option, value);
    case OPT_LINES:
        return set_lines(cli, value);
    case OPT_LENIENT:
        cli->format.lenient = true;
        return true;
    case OPT_DIFF:
        cli->format.diff = true;
        return true;
    case OPT_AGAINST:
        cli->against = value;
        return true;
    case OPT_COMPANY:
        cli->starter.company = value;
        return true;
    case OPT_TEAM:
        return add_team(cli, value);
    case OPT_PERIOD:
        cli->starter.period = value;
        return true;
    case OPT_CURRENCY:
        cli->starter.currency = value;
        return true;
    case OPT_SET_UP_GIT:
    case OPT_YES:
    case OPT_MAN:
    case OPT_COMPLETE:
    case OPT_ALL:
    case OPT_NO_PAGER:
    case OPT_CHECK:
    case OPT_EXIT_CODE:
    case OPT_GIT:
    case OPT_WRITE:
    case OPT_HELP:
    case OPT_COUNT:
        break;
    }
    return true;
}

/* ---- the words of the command line -------------------------------------- */

const char *cli_begun(const char *word, const char *const *names, size_t count)
{
    const char *found = NULL;
    size_t length = strlen(word);
    for (size_t i = 0; i < count; i++) {
        if (length < 2 || strncmp(names[i], word, length) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = names[i];
    }
    return found;
}

static int find_long(const struct cli *cli, const char *name, size_t length)
{
    const char *names[OPT_COUNT];
    char word[64];
    size_t count = 0;
    int others = -1; /* another command's */
    for (int i = 0; i < OPT_COUNT; i++) {
        bool same = strlen(options[i].name) == length &&
                    memcmp(options[i].name, name, length) == 0;
        if (same && uses(cli->command, i))
            return i;
        if (same)
            others = i;
        else if (cli_option_row(cli->command, i) != NULL)
            names[count++] = options[i].name;
    }
    if (others >= 0)
        return others;
    length = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, name, length);
    word[length] = '\0';
    const char *guess = cli_begun(word, names, count);
    if (guess == NULL)
        guess = gp_closest(word, names, count);
    if (guess != NULL)
        cli_misuse(cli, "no option '--", word, "'; did you mean '--", guess,
                   "'?", NULL);
    else
        cli_misuse(cli, "no option '--", word, "'", NULL);
    return -1;
}

static int find_short(const struct cli *cli, char letter)
{
    char word[] = {'-', letter, '\0'};
    for (int i = 0; i < OPT_COUNT; i++)
        if (options[i].letter == letter)
            return i;
    cli_misuse(cli, "no option '", word, "'", NULL);
    return -1;
}

/* The option of a word, with its value; the next word may be that.  -1, with
 * a message, where something is wrong. */
static int read_option(const struct cli *cli, char **words, int count,
                       int *used, const char **value)
{
    const char *word = words[0];
    bool is_long = word[1] == '-';
    const char *equals = is_long ? strchr(word, '=') : NULL;
    int option;
    *used = 1;
    *value = NULL;
    if (is_long)
        option = find_long(cli, word + 2,
                           equals != NULL ? (size_t)(equals - word - 2)
                                          : strlen(word + 2));
    else
        option = find_short(cli, word[1]);
    if (option < 0)
        return -1;
    const char *name = options[option].name;
    bool takes = options[option].value != NULL;
    if (!uses(cli->command, option)) {
        cli_misuse(cli, cli->command->name, " has no option --", name, NULL);
        return -1;
    }
    if (equals != NULL)
        *value = equals + 1;
    else if (!is_long && word[2] != '\0')
        *value = word + 2;
    if (!takes && *value != NULL) {
        cli_misuse(cli, "--", name, " takes no value", NULL);
        return -1;
    }
    if (takes && *value == NULL) {
        if (count < 2) {
            cli_misuse(cli, "--", name,
                       " needs a value: ", options[option].value, NULL);
            return -1;
        }
        *value = words[1];
        *used = 2;
    }
    return option;
}

bool cli_parse(struct cli *cli, int count, char **words)
{
    int at = 0;
    gp_query_init(&cli->query);
    cli->query.kpis = cli->kpis;
    cli->starter.teams = cli->teams;
    cli->fail_level = GP_LEVEL_ERROR;
    cli->words = words;
    while (at < count) {
        char *word = words[at];
        const char *value;
        int used;
        if (strcmp(word, "--") == 0) {
            while (++at < count)
                words[cli->word_count++] = words[at];
            break;
        }
        if (word[0] != '-' || word[1] == '\0') {
            words[cli->word_count++] = word;
            at++;
            continue;
        }
        int option = read_option(cli, words + at, count - at, &used, &value);
        if (option < 0 || !set(cli, option, value))
            return false;
        cli->given |= CLI_BIT(option);
        at += used;
    }
    return true;
}

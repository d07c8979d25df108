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
    [OPT_WIDTH] = {"width", 0, "N",
                   "lines of at most N columns; 0: as long as they are"},
    [OPT_BOM] = {"bom", 0, NULL, "begin CSV with a mark for Excel"},
    [OPT_COLOR] = {"color", 0, "WHEN", "auto, always or never"},
    [OPT_OUTPUT] = {"output", 'o', "FILE",
                    "write to a file, whole or not; its name says the format"},
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

const char *cli_option_name(int option)
{
    return options[option].name;
}

bool cli_refuse(const struct cli *cli, uint64_t bits, const char *sentence)
{
    for (int i = 0; i < OPT_COUNT; i++) {
        if ((cli->given & bits & CLI_BIT(i)) == 0)
            continue;
        cli_misuse(cli, sentence, options[i].name, NULL);
        return true;
    }
    return false;
}

/* ---- the words of the command line -------------------------------------- */

/* A word that is no option's name: what it may have been meant to be. */
static void tell_unknown(const struct cli *cli, const char *name, size_t length)
{
    struct cli_names names = {.count = 0};
    char word[64];
    length = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, name, length);
    word[length] = '\0';
    for (int i = 0; i < OPT_COUNT; i++)
        if (cli_option_row(cli->command, i) != NULL)
            cli_add_name(&names, options[i].name);
    cli_pick(cli, word, &names, NULL,
             CLI_SENTENCE("no option '--{0}'; did you mean '--{1}'?"),
             CLI_SENTENCE("no option '--{0}'"));
}

/* This command's, or else another's; -1 with a message. */
static int find_long(const struct cli *cli, const char *name, size_t length)
{
    int others = -1;
    for (int i = 0; i < OPT_COUNT; i++) {
        bool same = strlen(options[i].name) == length &&
                    memcmp(options[i].name, name, length) == 0;
        if (same && uses(cli->command, i))
            return i;
        if (same)
            others = i;
    }
    if (others < 0)
        tell_unknown(cli, name, length);
    return others;
}

static int find_short(const struct cli *cli, const char *word)
{
    for (int i = 0; i < OPT_COUNT; i++)
        if (options[i].letter == word[1])
            return i;
    cli_misuse(cli, "no option '{0}'", word, NULL);
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
        option = find_short(cli, word);
    if (option < 0)
        return -1;
    const char *name = options[option].name;
    bool takes = options[option].value != NULL;
    if (!uses(cli->command, option)) {
        cli_misuse(cli, "{0} has no option --{1}", cli->command->name, name,
                   NULL);
        return -1;
    }
    if (equals != NULL)
        *value = equals + 1;
    else if (!is_long && word[2] != '\0')
        *value = word + 2;
    if (!takes && *value != NULL) {
        cli_misuse(cli, "--{0} takes no value", name, NULL);
        return -1;
    }
    if (takes && *value == NULL) {
        /* Another option in its place was not meant as one. */
        if (count < 2 || strncmp(words[1], "--", 2) == 0) {
            cli_misuse(cli, "--{0} needs a value: {1}", name,
                       options[option].value, NULL);
            return -1;
        }
        *value = words[1];
        *used = 2;
    }
    return option;
}

bool cli_asks_chinese(int count, char **words)
{
    bool chinese = false;
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        const char *value = NULL;
        if (strncmp(words[i], "--lang=", 7) == 0)
            value = words[i] + 7;
        else if (strcmp(words[i], "--lang") == 0 && i + 1 < count)
            value = words[i + 1];
        if (value != NULL)
            chinese = strcmp(value, "zh") == 0;
    }
    return chinese;
}

bool cli_parse(struct cli *cli, int count, char **words)
{
    int at = 0;
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
        if (option < 0 || !cli_set(cli, (enum cli_option)option, value))
            return false;
        cli->given |= CLI_BIT(option);
        at += used;
    }
    cli_settle(cli);
    return true;
}

/*
 * What can stand where a shell's cursor is, for the scripts in
 * share/completion: `goalpost help --complete -- WORD...`, the words behind
 * `goalpost` up to the cursor, the last one as far as it is written.
 *
 * One candidate a line, behind a tab what it is.  `:files goal` asks the
 * shell for files of that ending, `:files` for any, `:folders` for folders.
 */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

struct completer {
    const struct cli_command *command;
    struct gp_session *session;
    struct gp_output *output;
    struct gp_plan *plan; /* asked for names; NULL: none is known */
    const char *partial;  /* what is written of the word */
    const char *before;   /* of each candidate: "--by=", or "" */
    char **words;         /* those that are no options */
    size_t word_count;
};

static void offer(const struct completer *c, const char *word,
                  const char *about)
{
    if (strncmp(word, c->partial, strlen(c->partial)) != 0 ||
        strpbrk(word, "\n\t") != NULL)
        return;
    cli_write_all(c->output, c->before, word, NULL);
    if (about != NULL && *about != '\0' && strpbrk(about, "\n\t") == NULL)
        cli_write_all(c->output, "\t", about, NULL);
    cli_write(c->output, "\n");
}

static void offer_list(const struct completer *c, const char *const *words)
{
    for (; *words != NULL; words++)
        offer(c, *words, NULL);
}

static void offer_choices(const struct completer *c, enum gp_choice choice)
{
    for (size_t i = 0; gp_choice(choice, i) != NULL; i++)
        offer(c, gp_choice(choice, i), NULL);
}

static void offer_files(const struct completer *c, const char *kind)
{
    cli_write_all(c->output, kind, "\n", NULL);
}

/* ---- names of the plan -------------------------------------------------- */

static bool ends_in_goal(const char *word)
{
    size_t n = strlen(word);
    return n > 5 && strcmp(word + n - 5, ".goal") == 0;
}

/* The plan that the line names; else plan.goal, or the only one here. */
static void find_plan(struct completer *c)
{
    const char *path = NULL;
    const char *const *paths;
    size_t count;
    for (size_t i = 0; i < c->word_count; i++)
        if (ends_in_goal(c->words[i]))
            path = c->words[i];
    if (path == NULL && access("plan.goal", R_OK) == 0)
        path = "plan.goal";
    if (path == NULL &&
        gp_session_find(c->session, "*.goal", false, &paths, &count) == GP_OK &&
        count == 1)
        path = paths[0];
    if (path == NULL ||
        gp_plan_open(c->session, path, GP_ALLOW_OUTSIDE, &c->plan) != GP_OK)
        c->plan = NULL;
}

static void offer_names(struct completer *c, enum gp_plan_names kind)
{
    const char *name, *shown;
    if (c->plan == NULL)
        find_plan(c);
    if (c->plan == NULL)
        return;
    for (size_t i = 0; (name = gp_plan_name(c->plan, kind, i, &shown)) != NULL;
         i++)
        offer(c, name, shown);
}

/* ---- options ------------------------------------------------------------ */

/* History is looked at by other things than plans are. */
static void offer_axes(struct completer *c)
{
    static const char *const axes[] = {"weekday", "week",   "month", "quarter",
                                       "half",    "person", "team",  "member",
                                       "abc",     NULL};
    if (c->command->run != cli_derive) {
        offer_choices(c, GP_CHOICE_GRAIN);
        return;
    }
    offer_list(c, axes);
    offer_names(c, GP_NAMES_DIMENSION);
}

static void offer_values(struct completer *c, int option)
{
    static const char *const colors[] = {"auto", "always", "never", NULL};
    static const char *const levels[] = {"error", "warning", "note", NULL};
    static const char *const langs[] = {"en", "zh", NULL};
    static const char *const servers[] = {"github", "gitlab", "none", NULL};
    static const char *const revisions[] = {"HEAD", "HEAD~1", "main", NULL};
    switch ((enum cli_option)option) {
    case OPT_FORMAT:
        offer_choices(c, c->command->formats);
        break;
    case OPT_BY:
        offer_axes(c);
        break;
    case OPT_UNIT:
        offer_choices(c, GP_CHOICE_UNIT);
        break;
    case OPT_WARN:
    case OPT_ERROR:
        offer_choices(c, GP_CHOICE_SLUG);
        break;
    case OPT_OF:
        offer_names(c, GP_NAMES_SCOPE);
        break;
    case OPT_IN:
        offer_names(c, GP_NAMES_PERIOD);
        break;
    case OPT_KPI:
        offer_names(c, GP_NAMES_KPI);
        break;
    case OPT_SCENARIO:
        offer_names(c, GP_NAMES_SCENARIO);
        break;
    case OPT_RUN:
        offer_names(c, GP_NAMES_TEST);
        break;
    case OPT_COLOR:
        offer_list(c, colors);
        break;
    case OPT_FAIL_LEVEL:
        offer_list(c, levels);
        break;
    case OPT_LANG:
    case OPT_PLAN_LANG:
    case OPT_KEYWORDS:
        offer_list(c, langs);
        break;
    case OPT_CI:
        offer_list(c, servers);
        break;
    case OPT_AGAINST:
        offer_list(c, revisions);
        break;
    case OPT_OUTPUT:
        offer_files(c, ":files");
        break;
    default: /* days, numbers, names of one's own */
        break;
    }
}

/* The option of a written word, or -1; *rest: behind its name. */
static int option_of(const struct completer *c, const char *word,
                     const char **rest)
{
    for (int i = 0; word[0] == '-' && i < OPT_COUNT; i++) {
        const struct cli_option_row *o = cli_option_row(c->command, i);
        if (o == NULL)
            continue;
        size_t n = strlen(o->name);
        if (word[1] == '-' && strncmp(word + 2, o->name, n) == 0 &&
            (word[2 + n] == '\0' || word[2 + n] == '=')) {
            *rest = word + 2 + n;
            return i;
        }
        if (word[1] == o->letter && o->letter != 0) {
            *rest = word + 2;
            return i;
        }
    }
    return -1;
}

static void offer_options(struct completer *c)
{
    char word[64] = "--";
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct cli_option_row *o = cli_option_row(c->command, i);
        if (o == NULL || strlen(o->name) + 3 > sizeof word)
            continue;
        strcpy(word + 2, o->name);
        offer(c, word, o->help);
    }
}

/* ---- words -------------------------------------------------------------- */

static void offer_commands(const struct completer *c)
{
    for (const struct cli_command *o = cli_commands(); o->name != NULL; o++)
        offer(c, o->name, o->summary);
}

static void offer_topics(struct completer *c)
{
    struct gp_word_info word;
    offer_commands(c);
    offer(c, "words", "all words of the language");
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        offer(c, word.english, word.help);
        offer(c, word.chinese, word.help);
    }
    offer_choices(c, GP_CHOICE_SLUG);
}

/* "sales of company/east in 2026-Q3" */
static void offer_cell(struct completer *c)
{
    const char *last = c->word_count > 0 ? c->words[c->word_count - 1] : NULL;
    if (last == NULL) {
        offer_names(c, GP_NAMES_KPI);
        offer_choices(c, GP_CHOICE_SLUG);
    } else if (strcmp(last, "of") == 0) {
        offer_names(c, GP_NAMES_SCOPE);
    } else if (strcmp(last, "in") == 0) {
        offer_names(c, GP_NAMES_PERIOD);
    } else {
        offer(c, "of", NULL);
        offer(c, "in", NULL);
        offer_files(c, ":files goal");
    }
}

static void offer_word(struct completer *c)
{
    const struct cli_command *command = c->command;
    if (command->run == cli_help)
        offer_topics(c);
    else if (command->run == cli_explain)
        offer_cell(c);
    else if (command->run == cli_report && c->word_count == 0)
        offer_choices(c, GP_CHOICE_REPORT);
    else if (command->run == cli_init)
        offer_files(c, ":folders");
    else if (command->run != cli_version)
        offer_files(c, ":files goal");
}

/* ---- the line ----------------------------------------------------------- */

/* The words of the line but the last; the option whose value the last one is,
 * or -1.  A shell may part `--by=month` at its equals sign. */
static int read_line(struct completer *c, char **words, size_t count,
                     bool *ended)
{
    int pending = -1;
    for (size_t i = 0; i < count; i++) {
        const char *rest = "";
        if (pending >= 0) {
            if (strcmp(words[i], "=") != 0)
                pending = -1;
        } else if (*ended || words[i][0] != '-' || words[i][1] == '\0') {
            c->words[c->word_count++] = words[i];
        } else if (strcmp(words[i], "--") == 0) {
            *ended = true;
        } else {
            int option = option_of(c, words[i], &rest);
            if (option >= 0 && *rest == '\0' &&
                cli_option_row(c->command, option)->value != NULL)
                pending = option;
        }
    }
    return pending;
}

static void complete_command(struct completer *c, char **words, size_t count)
{
    char before[128];
    bool ended = false;
    const char *rest;
    int option = read_line(c, words, count - 1, &ended);
    if (option >= 0) {
        if (strcmp(c->partial, "=") == 0)
            c->partial = "";
        offer_values(c, option);
        return;
    }
    option = ended ? -1 : option_of(c, c->partial, &rest);
    if (option >= 0 && *rest == '=') {
        size_t n = (size_t)(rest + 1 - c->partial);
        if (n < sizeof before) {
            memcpy(before, c->partial, n);
            before[n] = '\0';
            c->before = before;
            c->partial = rest + 1;
            offer_values(c, option);
        }
        return;
    }
    if (!ended && c->partial[0] == '-')
        offer_options(c);
    else
        offer_word(c);
}

static const struct cli_command *find_command(const char *name)
{
    const struct cli_command *c = cli_commands();
    while (c->name != NULL && strcmp(c->name, name) != 0)
        c++;
    return c->name != NULL ? c : NULL;
}

static void complete(struct gp_session *session, struct gp_output *output,
                     const void *what)
{
    const struct cli *cli = what;
    struct completer c = {
        .session = session, .output = output, .before = "", .partial = ""};
    char **words = cli->words;
    size_t count = (size_t)cli->word_count;
    if (count > 0)
        c.partial = words[count - 1];
    if (count <= 1) {
        offer_commands(&c);
        return;
    }
    c.command = find_command(words[0]);
    c.words = words; /* filled from its own beginning, never ahead of it */
    if (c.command != NULL)
        complete_command(&c, words + 1, count - 1);
}

int cli_complete(struct cli *cli)
{
    return cli_print(complete, cli);
}

/* goalpost diff: what changed in meaning. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static int worse(int a, int b)
{
    return a > b ? a : b;
}

struct differ {
    struct cli *cli;
    struct gp_session *session;
    struct gp_output *output;
    bool differs;
    size_t compared, written;    /* plans; reports so far */
    bool refused;                /* a workbook holds one */
    bool several;                /* plans without changes are left out */
    struct gp_output *unchanged; /* the first report, of several */
    bool broken, unread;         /* of several, one had errors, is nowhere */
};

/* The plan that is not there: one of the same period that says nothing. */
static enum gp_status open_nothing(struct differ *d, struct gp_plan *other,
                                   struct gp_plan **plan)
{
    struct gp_plan_summary s;
    char text[256];
    enum gp_status status = gp_plan_describe(other, &s);
    if (status != GP_OK)
        return status;
    int n = snprintf(text, sizeof text, "plan \"\" { period %s }\n", s.period);
    return gp_plan_open_text(d->session, "(nothing)", text, (size_t)n, 0, plan);
}

static enum gp_status copy(struct differ *d, struct gp_output *report)
{
    size_t length;
    const char *text = gp_output_text(report, &length);
    return text == NULL ? GP_OUT_OF_MEMORY
                        : gp_output_write(d->output, text, length);
}

/* Of several plans only those that changed are told of. */
static enum gp_status write_changed(struct differ *d, struct gp_plan *old,
                                    struct gp_plan *new)
{
    bool differs = false, xlsx = d->cli->query.format != NULL &&
                                 strcmp(d->cli->query.format, "xlsx") == 0;
    struct gp_output *report = gp_output_to_memory(d->session);
    if (report == NULL)
        return GP_OUT_OF_MEMORY;
    enum gp_status status =
        gp_plan_diff(old, new, &d->cli->query, report, &differs);
    d->compared += status == GP_OK;
    d->differs |= differs;
    if (status == GP_OK && differs && d->written > 0 && xlsx) {
        d->refused = true;
        status = GP_HAS_ERRORS;
    }
    if (status == GP_OK && differs) {
        if (d->written++ > 0)
            cli_write(d->output, "\n");
        status = copy(d, report);
    }
    if (status == GP_OK && d->unchanged == NULL)
        d->unchanged = report;
    else
        gp_output_cancel(report);
    return status;
}

/* One of both may be NULL. */
static enum gp_status write_plans(struct differ *d, struct gp_plan *old,
                                  struct gp_plan *new)
{
    enum gp_status status = GP_OK;
    if (old == NULL)
        status = open_nothing(d, new, &old);
    else if (new == NULL)
        status = open_nothing(d, old, &new);
    if (status != GP_OK)
        return status;
    if (!d->several)
        return gp_plan_diff(old, new, &d->cli->query, d->output, &d->differs);
    status = write_changed(d, old, new);
    if (status != GP_HAS_ERRORS || d->refused)
        return status;
    d->broken = true; /* the others can still be compared */
    return GP_OK;
}

/* That nothing has changed: to people in words, to programs as the report of
 * one plan, since an empty file is no table and no workbook. */
static enum gp_status write_nothing(struct differ *d)
{
    const char *format = d->cli->query.format;
    char count[24];
    if (d->compared == 0 || d->written > 0)
        return GP_OK;
    if (format != NULL && strcmp(format, "text") != 0 &&
        strcmp(format, "markdown") != 0)
        return copy(d, d->unchanged);
    snprintf(count, sizeof count, "%zu", d->compared);
    cli_write_sentence(d->session, d->output,
                       CLI_SENTENCE("Nothing has changed ({0} compared)."),
                       count);
    return GP_OK;
}

static enum gp_status open_plan(struct differ *d, const char *path,
                                struct gp_plan **plan)
{
    return gp_plan_open(d->session, path, d->cli->flags, plan);
}

/* A plan as it is, against what it was at a revision. */
static enum gp_status against_revision(struct differ *d, const char *path)
{
    struct gp_plan *old = NULL, *new = NULL;
    enum gp_status status =
        gp_plan_open_at(d->session, path, d->cli->against, d->cli->flags, &old);
    if (status != GP_OK)
        return status;
    if (cli_exists(path) || old == NULL)
        status = open_plan(d, path, &new);
    if (status == GP_CANNOT_READ && d->several) {
        d->unread = true;
        cli_fail(d->session);
        return GP_OK;
    }
    return status == GP_OK ? write_plans(d, old, new) : status;
}

static enum gp_status against_scenario(struct differ *d, const char *path)
{
    struct gp_plan *old = NULL, *new = NULL;
    enum gp_status status = open_plan(d, path, &old);
    if (status == GP_OK)
        status = open_plan(d, path, &new);
    if (status == GP_OK)
        status = gp_plan_set_scenario(new, d->cli->scenario);
    return status == GP_OK ? write_plans(d, old, new) : status;
}

static enum gp_status two_files(struct differ *d, const char *a, const char *b)
{
    struct gp_plan *old = NULL, *new = NULL;
    enum gp_status status = GP_OK;
    if (a != NULL)
        status = open_plan(d, a, &old);
    if (status == GP_OK && b != NULL)
        status = open_plan(d, b, &new);
    return status == GP_OK ? write_plans(d, old, new) : status;
}

/* ---- folders ------------------------------------------------------------ */

struct folder {
    const char *const *paths;
    size_t count, at, skip; /* skip: of each path, to what both share */
};

static enum gp_status open_folder(struct differ *d, const char *path,
                                  struct folder *f)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    f->at = 0;
    /* In "." nothing stands before the names. */
    f->skip = strcmp(path, ".") == 0 ? 0 : n + 1;
    return gp_session_find(d->session, path, false, &f->paths, &f->count);
}

static const char *next_of(const struct folder *f)
{
    return f->at < f->count ? f->paths[f->at] + f->skip : NULL;
}

/* Plans of the same place in both folders; both lists are sorted. */
static enum gp_status two_folders(struct differ *d, const char *a,
                                  const char *b)
{
    struct folder old, new;
    enum gp_status status = open_folder(d, a, &old);
    if (status == GP_OK)
        status = open_folder(d, b, &new);
    while (status == GP_OK &&
           (next_of(&old) != NULL || next_of(&new) != NULL)) {
        const char *x = next_of(&old), *y = next_of(&new);
        int order = x == NULL ? 1 : y == NULL ? -1 : strcmp(x, y);
        status = two_files(d, order <= 0 ? old.paths[old.at] : NULL,
                           order >= 0 ? new.paths[new.at] : NULL);
        old.at += order <= 0;
        new.at += order >= 0;
    }
    return status;
}

static bool is_folder(const char *path)
{
    char inside[4096];
    int n = snprintf(inside, sizeof inside, "%s/.", path);
    return n > 0 && (size_t)n < sizeof inside && cli_exists(inside);
}

/* ---- for git ------------------------------------------------------------ */

/* git's external diff: path, old file, hex, mode, new file, hex, mode.  What
 * is no plan of its own, or cannot be read as one, is compared by lines. */
static enum gp_status for_git(struct differ *d)
{
    char **w = d->cli->words;
    const char *name = d->cli->word_count > 7 ? w[7] : w[0];
    d->written = 0;
    return gp_session_diff_for_git(d->session, w[0], w[1], name, w[4],
                                   &d->cli->query, d->output);
}

/* ---- the command -------------------------------------------------------- */

/* False, with a message, where the words are not what is asked for. */
static bool check_words(struct cli *cli)
{
    int n = cli->word_count;
    if (cli->given & CLI_BIT(OPT_GIT)) {
        if (n == 7 || n == 9)
            return true;
        cli_misuse(cli, "--git is for git, which gives seven words or nine",
                   NULL);
    } else if (cli->against != NULL && cli->scenario != NULL) {
        cli_misuse(cli, "--against and --scenario: one at a time", NULL);
    } else if (cli->against != NULL) {
        if (n >= 1)
            return true;
        cli_misuse(cli, "diff what against {0}? name plans or folders",
                   cli->against, NULL);
    } else if (cli->scenario != NULL) {
        if (n == 1)
            return true;
        cli_misuse(cli, "diff --scenario takes one plan", NULL);
    } else {
        if (n == 2)
            return true;
        cli_misuse(cli,
                   "diff takes two plans or folders, or --against REVISION "
                   "and plans",
                   NULL);
    }
    return false;
}

static bool is_pattern(const char *path)
{
    return strpbrk(path, "*?[") != NULL && !cli_exists(path);
}

/* The plans that a word means, those that are gone among them. */
static enum gp_status word_against(struct differ *d, const char *word)
{
    const char *const *paths;
    size_t count = 0;
    enum gp_status status = gp_session_find_against(
        d->session, word, d->cli->against, &paths, &count);
    if (status == GP_CANNOT_READ && d->several) {
        d->unread = true;
        cli_fail(d->session);
        return GP_OK;
    }
    d->several = d->several || count > 1;
    for (size_t k = 0; status == GP_OK && k < count; k++)
        status = against_revision(d, paths[k]);
    return status;
}

static enum gp_status run(struct differ *d)
{
    struct cli *cli = d->cli;
    enum gp_status status = GP_OK;
    if (cli->given & CLI_BIT(OPT_GIT))
        return for_git(d);
    if (cli->scenario != NULL)
        return against_scenario(d, cli->words[0]);
    d->several = cli->word_count > 1 || is_folder(cli->words[0]) ||
                 is_pattern(cli->words[0]);
    if (cli->against == NULL) {
        d->several = is_folder(cli->words[0]) && is_folder(cli->words[1]);
        status = d->several ? two_folders(d, cli->words[0], cli->words[1])
                            : two_files(d, cli->words[0], cli->words[1]);
    }
    for (int i = 0;
         cli->against != NULL && status == GP_OK && i < cli->word_count; i++)
        status = word_against(d, cli->words[i]);
    return status == GP_OK ? write_nothing(d) : status;
}

int cli_diff(struct cli *cli)
{
    struct differ d = {.cli = cli};
    if (!check_words(cli) || !cli_prepare(cli))
        return CLI_FAILED;
    d.session = cli_session(cli);
    if (d.session == NULL)
        return CLI_FAILED;
    d.output = cli_output(cli, d.session);
    enum gp_status status = d.output == NULL ? GP_OUT_OF_MEMORY : run(&d);
    int result = cli_finish(cli, d.session, status, d.output);
    if (d.refused) {
        cli_say(cli,
                "a workbook holds the changes of one plan: name one, or "
                "choose another format",
                NULL);
        result = CLI_FAILED;
    }
    /* Findings of sound plans are for `check` to tell. */
    if (status == GP_OK && result == CLI_FOUND)
        result = d.broken ? CLI_FOUND : CLI_FINE;
    if (d.unread)
        result = CLI_FAILED;
    if (d.differs && (cli->given & CLI_BIT(OPT_EXIT_CODE)))
        result = worse(result, CLI_FOUND);
    gp_session_free(d.session);
    return result;
}

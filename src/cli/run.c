/* What the commands share: sessions, plans, outputs, exit statuses. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

struct gp_session *cli_session(const struct cli *cli)
{
    struct gp_session *session = gp_session_new();
    if (session != NULL) {
        gp_session_set_language(session, cli->query.chinese ? "zh" : "en");
        gp_session_set_fail_level(session, cli->fail_level);
    }
    for (size_t i = 0; session != NULL && i < cli->level_count; i++) {
        if (gp_session_set_level(session, cli->levels[i].slug,
                                 cli->levels[i].level) == GP_OK)
            continue;
        cli_fail(session);
        gp_session_free(session);
        return NULL;
    }
    if (session == NULL)
        cli_fail(NULL);
    return session;
}

struct gp_output *cli_output(struct cli *cli, struct gp_session *session)
{
    if (cli->output != NULL)
        return gp_output_to_file(session, cli->output);
    return gp_output_to_fd(session, cli_pager_start(cli));
}

void cli_write(struct gp_output *output, const char *text)
{
    gp_output_write(output, text, strlen(text));
}

void cli_write_sentence(struct gp_session *session, struct gp_output *output,
                        const char *sentence, const char *word)
{
    const char *const words[] = {word, NULL};
    const char *text = gp_session_phrase(session, sentence, words);
    cli_write_all(output, text != NULL ? text : sentence, "\n", NULL);
}

void cli_write_all(struct gp_output *output, ...)
{
    va_list ap;
    const char *text;
    va_start(ap, output);
    while ((text = va_arg(ap, const char *)) != NULL)
        cli_write(output, text);
    va_end(ap);
}

bool cli_colors(const struct cli *cli, int fd)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (cli->color != CLI_COLOR_AUTO)
        return cli->color == CLI_COLOR_ALWAYS;
    if (fd == STDOUT_FILENO && cli->output != NULL)
        return false;
    return (no == NULL || *no == '\0') &&
           (term == NULL || strcmp(term, "dumb") != 0) && isatty(fd);
}

/* The terminal's width, where the output is one. */
static int width_of(const struct cli *cli)
{
    struct winsize size;
    if (cli->output != NULL || !isatty(STDOUT_FILENO) ||
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

bool cli_prepare(struct cli *cli)
{
    const char *format = cli->query.format != NULL ? cli->query.format : "text";
    bool csv = strcmp(format, "csv") == 0;
    bool text = strcmp(format, "text") == 0;
    bool sheets = strcmp(format, "xlsx") == 0;
    if (!csv && cli_refuse(cli, CLI_BIT(OPT_BOM), "--{0} is for --format csv"))
        return false;
    if (!text &&
        cli_refuse(cli, CLI_BIT(OPT_WIDTH), "--{0} is for --format text"))
        return false;
    bool plain = csv || strcmp(format, "json") == 0;
    if ((plain || strcmp(format, "ics") == 0) &&
        cli_refuse(cli, CLI_BIT(OPT_UNIT),
                   "--{0} is for formats that people read"))
        return false;
    if (sheets && cli->output == NULL && isatty(STDOUT_FILENO)) {
        cli_misuse(cli, "xlsx is not for a terminal: add -o FILE.xlsx", NULL);
        return false;
    }
    cli->query.color = cli_colors(cli, STDOUT_FILENO);
    if ((cli->given & CLI_BIT(OPT_WIDTH)) == 0)
        cli->query.width = text ? width_of(cli) : 0;
    return true;
}

bool cli_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

int cli_open(const struct cli *cli, struct gp_session *session,
             const char *path, struct gp_plan **plan)
{
    if (gp_plan_open(session, path, cli->flags, plan) != GP_OK)
        return cli_fail(session);
    if (cli->scenario != NULL &&
        gp_plan_set_scenario(*plan, cli->scenario) != GP_OK) {
        gp_plan_free(*plan);
        *plan = NULL;
        return cli_fail(session);
    }
    return CLI_FINE;
}

int cli_ask(struct cli *cli, const char *path, cli_question *question,
            const char *name)
{
    struct gp_plan *plan;
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    int result = cli_open(cli, session, path, &plan);
    if (result == CLI_FINE) {
        struct gp_output *output = cli_output(cli, session);
        enum gp_status status = GP_OUT_OF_MEMORY;
        if (output != NULL)
            status = question(plan, name, &cli->query, output);
        result = cli_finish(cli, session, status, output);
    }
    gp_session_free(session);
    return result;
}

int cli_exit_status(const struct cli *cli, const struct gp_session *session)
{
    for (int level = GP_LEVEL_ERROR; level >= (int)cli->fail_level; level--)
        if (gp_session_count(session, (enum gp_level)level) != 0)
            return CLI_FOUND;
    return CLI_FINE;
}

/* Notes alone are advice: `check` gives it, other commands do their work.
 * Standard error may be closed: then nobody wants to know. */
void cli_show_findings(const struct cli *cli, struct gp_session *session)
{
    if (gp_session_count(session, GP_LEVEL_ERROR) == 0 &&
        gp_session_count(session, GP_LEVEL_WARNING) == 0 &&
        cli->fail_level > GP_LEVEL_NOTE)
        return;
    struct gp_output *errors = gp_output_to_fd(session, STDERR_FILENO);
    if (errors == NULL)
        return;
    gp_session_write_findings(session, "text", cli_colors(cli, STDERR_FILENO),
                              errors);
    gp_output_close(errors);
}

int cli_finish(struct cli *cli, struct gp_session *session,
               enum gp_status status, struct gp_output *output)
{
    int result = CLI_FINE;
    if (status == GP_OK) {
        status = gp_output_close(output);
        /* Who has read enough leaves the pager. */
        if (cli_pager_end(cli) && status == GP_CANNOT_WRITE)
            status = GP_OK;
        if (status != GP_OK)
            result = cli_fail(session);
    } else {
        gp_output_cancel(output);
        cli_pager_end(cli);
        if (status != GP_HAS_ERRORS)
            result = cli_fail(session);
    }
    cli_show_findings(cli, session);
    if (result != CLI_FINE)
        return result;
    return status == GP_HAS_ERRORS ? CLI_FOUND : cli_exit_status(cli, session);
}

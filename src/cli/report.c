/* goalpost report: a report by its name. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static bool is_report(const struct cli *cli, const char *name)
{
    struct cli_names names = {.count = 0};
    cli_add_choice(&names, GP_CHOICE_REPORT);
    return cli_pick(cli, name, &names, NULL,
                    CLI_SENTENCE("no report '{0}'; did you mean '{1}'?"),
                    CLI_SENTENCE("no report '{0}': there are {1}")) >= 0;
}

/* ---- all of them --------------------------------------------------------- */

/* A bar on standard error, where that is a terminal. */
struct bar {
    bool shown;
    size_t percent; /* that stands there */
};

static void move_bar(void *context, size_t done, size_t total)
{
    enum { WIDTH = 30 };
    struct bar *bar = context;
    size_t percent = total == 0 ? 100 : done * 100 / total;
    char line[WIDTH * 3 + 64];
    if (!bar->shown || percent == bar->percent)
        return;
    bar->percent = percent;
    int n = snprintf(line, sizeof line, "\r");
    for (size_t i = 0; i < WIDTH; i++)
        n += snprintf(line + n, sizeof line - (size_t)n, "%s",
                      i * 100 < percent * WIDTH ? "█" : "░");
    snprintf(line + n, sizeof line - (size_t)n, " %zu/%zu%s", done, total,
             done == total ? "\r\x1b[K" : "");
    cli_put(line);
}

static bool can_publish(struct cli *cli)
{
    const char *format = cli->query.format;
    if (cli_refuse(cli,
                   CLI_BIT(OPT_OUTPUT) | CLI_BIT(OPT_OF) | CLI_BIT(OPT_BY) |
                       CLI_BIT(OPT_DEPTH) | CLI_BIT(OPT_BOM),
                   "--{0} is of no use with --all"))
        return false;
    if ((format == NULL || strcmp(format, "text") != 0) &&
        cli_refuse(cli, CLI_BIT(OPT_WIDTH), "--{0} is for --format text"))
        return false;
    if (cli->site == NULL)
        cli_misuse(cli, "--all writes into a folder: -d FOLDER", NULL);
    else if (cli->word_count != 1)
        cli_misuse(cli, "report --all takes one plan", NULL);
    else if (format != NULL && strcmp(format, "html") != 0 &&
             strcmp(format, "markdown") != 0 && strcmp(format, "text") != 0)
        cli_misuse(cli, "--all writes html, markdown or text, not {0}", format,
                   NULL);
    else
        return true;
    return false;
}

static int publish(struct cli *cli)
{
    struct gp_plan *plan;
    struct bar bar = {isatty(STDERR_FILENO) != 0, 1000};
    if (!can_publish(cli))
        return CLI_FAILED;
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    int result = cli_open(cli, session, cli->words[0], &plan);
    if (result == CLI_FINE) {
        enum gp_status status =
            gp_plan_publish(plan, cli->site, &cli->query, move_bar, &bar);
        result = cli_finish(cli, session, status, NULL);
    }
    gp_session_free(session);
    return result;
}

int cli_report(struct cli *cli)
{
    if (cli->given & CLI_BIT(OPT_ALL))
        return publish(cli);
    if (cli_refuse(cli, CLI_BIT(OPT_FOLDER), "--{0} goes with --all"))
        return CLI_FAILED;
    if (cli->word_count > 0 && !is_report(cli, cli->words[0]))
        return CLI_FAILED;
    if (cli->word_count != 2)
        return cli_misuse(cli, "report takes a name and one plan", NULL);
    if (!cli_prepare(cli))
        return CLI_FAILED;
    return cli_ask(cli, cli->words[1], gp_plan_report, cli->words[0]);
}

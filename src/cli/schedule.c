/* goalpost schedule: targets by scope and period, or the calendar. */

#include "cli/cli.h"

int cli_schedule(struct cli *cli)
{
    struct gp_plan *plan;
    if (cli->word_count != 1)
        return cli_misuse(cli, "schedule takes one plan", NULL);
    if (cli->query.calendar &&
        cli_refuse(cli,
                   CLI_BIT(OPT_BY) | CLI_BIT(OPT_DEPTH) | CLI_BIT(OPT_UNIT),
                   "is of no use with --calendar"))
        return CLI_FAILED;
    if (!cli_prepare(cli))
        return CLI_FAILED;
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    int result = cli_open(cli, session, cli->words[0], &plan);
    if (result == CLI_FINE) {
        struct gp_output *output = cli_output(cli, session);
        enum gp_status status =
            output == NULL ? GP_OUT_OF_MEMORY
                           : gp_plan_schedule(plan, &cli->query, output);
        result = cli_finish(cli, session, status, output);
    }
    gp_session_free(session);
    return result;
}

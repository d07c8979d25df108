/* goalpost schedule: targets by scope and period, or the calendar. */

#include "cli/cli.h"

static enum gp_status schedule(struct gp_plan *plan, const char *name,
                               const struct gp_query *query,
                               struct gp_output *output)
{
    (void)name;
    return gp_plan_schedule(plan, query, output);
}

int cli_schedule(struct cli *cli)
{
    if (cli->word_count != 1)
        return cli_misuse(cli, "schedule takes one plan", NULL);
    if (cli->query.calendar &&
        cli_refuse(cli,
                   CLI_BIT(OPT_BY) | CLI_BIT(OPT_DEPTH) | CLI_BIT(OPT_UNIT),
                   "--{0} is of no use with --calendar"))
        return CLI_FAILED;
    if (!cli_prepare(cli))
        return CLI_FAILED;
    return cli_ask(cli, cli->words[0], schedule, NULL);
}

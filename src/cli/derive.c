/* goalpost derive: weights from history, as text of a plan. */

#include "cli/cli.h"

static enum gp_status derive(struct gp_plan *plan, const char *name,
                             const struct gp_query *query,
                             struct gp_output *output)
{
    (void)name;
    return gp_plan_derive(plan, query, output);
}

int cli_derive(struct cli *cli)
{
    if (cli->word_count != 1)
        return cli_misuse(cli, "derive takes one plan", NULL);
    return cli_ask(cli, cli->words[0], derive, NULL);
}

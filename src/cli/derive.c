/* goalpost derive: weights from history, as text of a plan. */

#include "cli/cli.h"

int cli_derive(struct cli *cli)
{
    struct gp_plan *plan;
    if (cli->word_count != 1)
        return cli_misuse(cli, "derive takes one plan", NULL);
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    int result = cli_open(cli, session, cli->words[0], &plan);
    if (result == CLI_FINE) {
        struct gp_output *output = cli_output(cli, session);
        enum gp_status status = output == NULL
                                    ? GP_OUT_OF_MEMORY
                                    : gp_plan_derive(plan, &cli->query, output);
        result = cli_finish(cli, session, status, output);
    }
    gp_session_free(session);
    return result;
}

/* goalpost check: every finding of some plans, and a line about each. */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* All plans that can be read are checked, whatever becomes of the others;
 * false where there is nothing to show for it. */
static bool check_all(struct cli *cli, struct gp_session *session,
                      struct gp_plan **plans, int *result)
{
    for (int i = 0; i < cli->word_count; i++) {
        plans[i] = NULL;
        if (cli_open(cli, session, cli->words[i], &plans[i]) != CLI_FINE) {
            *result = CLI_FAILED;
            continue;
        }
        enum gp_status status = gp_plan_follow(plans[i], cli->query.as_of);
        if (status != GP_OK)
            *result = cli_fail(session);
        if (status == GP_BAD_VALUE || status == GP_OUT_OF_MEMORY)
            return false;
        if (cli->scenario == NULL &&
            gp_plan_check_scenarios(plans[i], cli->query.as_of) != GP_OK)
            *result = cli_fail(session);
    }
    return true;
}

static bool has_findings(struct gp_plan *plan)
{
    return gp_plan_count(plan, GP_LEVEL_ERROR) != 0 ||
           gp_plan_count(plan, GP_LEVEL_WARNING) != 0 ||
           gp_plan_count(plan, GP_LEVEL_NOTE) != 0;
}

static int write_all(struct cli *cli, struct gp_session *session,
                     struct gp_plan **plans)
{
    const char *format = cli->query.format != NULL ? cli->query.format : "text";
    struct gp_output *output = cli_output(cli, session);
    if (output == NULL)
        return cli_fail(session);
    enum gp_status status = gp_session_write_findings(
        session, format, cli_colors(cli, STDOUT_FILENO), output);
    for (int i = 0; status == GP_OK && i < cli->word_count; i++) {
        /* Of one plan with findings their own last line says all. */
        bool told =
            cli->word_count == 1 && plans[i] != NULL && has_findings(plans[i]);
        if (plans[i] != NULL && strcmp(format, "text") == 0 && !told)
            status = gp_plan_write_summary(plans[i], output);
    }
    if (status != GP_OK) {
        gp_output_cancel(output);
        return cli_fail(session);
    }
    if (gp_output_close(output) != GP_OK)
        return cli_fail(session);
    return CLI_FINE;
}

int cli_check(struct cli *cli)
{
    if (cli->word_count == 0)
        return cli_misuse(cli,
                          "check what? name a plan, or - for standard "
                          "input",
                          NULL);
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    struct gp_plan *plans[CLI_MAX_REPEATS];
    int result = CLI_FINE;
    if (cli->word_count > CLI_MAX_REPEATS) {
        result = cli_misuse(cli, "too many plans at once", NULL);
    } else if (check_all(cli, session, plans, &result)) {
        int written = write_all(cli, session, plans);
        result = result == CLI_FINE ? written : result;
    }
    if (result == CLI_FINE)
        result = cli_exit_status(cli, session);
    gp_session_free(session);
    return result;
}

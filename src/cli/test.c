/* goalpost test: the plans' own tests. */
#include <unistd.h>

#include "cli/cli.h"

/* All plans that can be read are tested, whatever becomes of the others; gives
 * how many can. */
static int open_all(struct cli *cli, struct gp_session *session, bool *all)
{
    int opened = 0;
    for (int i = 0; i < cli->word_count; i++) {
        const char *const *paths;
        size_t count;
        struct gp_plan *plan;
        if (gp_session_find(session, cli->words[i], false, &paths, &count) !=
            GP_OK) {
            cli_fail(session);
            *all = false;
        }
        for (size_t k = 0; k < count; k++) {
            bool good = cli_open(cli, session, paths[k], &plan) == CLI_FINE;
            opened += good;
            *all &= good;
        }
    }
    return opened;
}

static int tell_nothing(const struct cli *cli)
{
    if (cli->run != NULL)
        cli_say(cli, "no test is called '{0}'", cli->run, NULL);
    else
        cli_say(cli, "there is no test", NULL);
    return CLI_FOUND;
}

static int run(struct cli *cli, struct gp_session *session)
{
    struct gp_test_query query = {cli->query.format, cli->run,
                                  cli_colors(cli, STDOUT_FILENO)};
    struct gp_test_counts counts = {0, 0};
    struct gp_output *output = cli_output(cli, session);
    enum gp_status status =
        output == NULL ? GP_OUT_OF_MEMORY
                       : gp_session_test(session, &query, output, &counts);
    bool broken = status == GP_HAS_ERRORS;
    int result = cli_finish(cli, session, broken ? GP_OK : status, output);
    if (result == CLI_FAILED || broken)
        return CLI_FAILED;
    if (counts.passed + counts.failed == 0)
        return tell_nothing(cli);
    return counts.failed != 0 ? CLI_FOUND : result;
}

int cli_test(struct cli *cli)
{
    if (cli->word_count == 0)
        return cli_misuse(cli, "test what? name a plan", NULL);
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    bool all = true;
    int opened = open_all(cli, session, &all);
    int result = opened > 0 ? run(cli, session) : CLI_FAILED;
    gp_session_free(session);
    return all ? result : CLI_FAILED;
}

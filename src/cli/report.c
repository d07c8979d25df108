/* goalpost report: a report by its name. */
#include <string.h>

#include "cli/cli.h"

static bool is_report(struct cli *cli, const char *name)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t count = 0;
    for (; count < MOST && gp_choice(GP_CHOICE_REPORT, count); count++) {
        names[count] = gp_choice(GP_CHOICE_REPORT, count);
        if (strcmp(names[count], name) == 0)
            return true;
    }
    const char *guess = gp_closest(name, names, count);
    if (guess != NULL) {
        cli_misuse(cli, "no report '", name, "'; did you mean '", guess, "'?",
                   NULL);
        return false;
    }
    char list[512] = "";
    for (size_t i = 0; i < count; i++) {
        if (strlen(list) + strlen(names[i]) + 3 > sizeof list)
            break;
        strcat(list, i == 0 ? "" : ", ");
        strcat(list, names[i]);
    }
    cli_misuse(cli, "no report '", name, "': there are ", list, NULL);
    return false;
}

int cli_report(struct cli *cli)
{
    struct gp_plan *plan;
    if (cli->word_count > 0 && !is_report(cli, cli->words[0]))
        return CLI_FAILED;
    if (cli->word_count != 2)
        return cli_misuse(cli, "report takes a name and one plan", NULL);
    if (!cli_prepare(cli))
        return CLI_FAILED;
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    int result = cli_open(cli, session, cli->words[1], &plan);
    if (result == CLI_FINE) {
        struct gp_output *output = cli_output(cli, session);
        enum gp_status status = GP_OUT_OF_MEMORY;
        if (output != NULL)
            status = gp_plan_report(plan, cli->words[0], &cli->query, output);
        result = cli_finish(cli, session, status, output);
    }
    gp_session_free(session);
    return result;
}

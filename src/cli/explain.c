/* goalpost explain: a cell of a plan, or a finding's page. */
#include <string.h>

#include "cli/cli.h"

enum { MAX_CELL = 4096 };

static int explain_slug(struct cli *cli, const char *slug)
{
    const uint64_t mute = CLI_BIT(OPT_FORMAT) | CLI_BIT(OPT_WARN) |
                          CLI_BIT(OPT_ERROR) | CLI_BIT(OPT_FAIL_LEVEL) |
                          CLI_BIT(OPT_ALLOW_OUTSIDE) | CLI_BIT(OPT_SCENARIO) |
                          CLI_BIT(OPT_AS_OF);
    if (strchr(slug, ' ') != NULL)
        return cli_misuse(cli, "explain '{0}' of which plan?", slug, NULL);
    if (cli_refuse(cli, mute, "--{0} is of no use for a finding's page"))
        return CLI_FAILED;
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    struct gp_output *output = cli_output(cli, session);
    enum gp_status status = output == NULL
                                ? GP_OUT_OF_MEMORY
                                : gp_session_write_page(session, slug, output);
    int result = cli_finish(cli, session, status, output);
    gp_session_free(session);
    return result;
}

/* The cell's words, up to the plan; false where they are too many. */
static bool join(const struct cli *cli, char *cell)
{
    size_t length = 0;
    for (int i = 0; i + 1 < cli->word_count; i++) {
        size_t n = strlen(cli->words[i]);
        if (length + n + 2 > MAX_CELL)
            return false;
        if (i != 0)
            cell[length++] = ' ';
        memcpy(cell + length, cli->words[i], n);
        length += n;
    }
    cell[length] = '\0';
    return true;
}

int cli_explain(struct cli *cli)
{
    char cell[MAX_CELL];
    if (cli->word_count == 0)
        return cli_misuse(cli,
                          "explain what? a cell and its plan, or a "
                          "finding",
                          NULL);
    if (cli->word_count == 1)
        return explain_slug(cli, cli->words[0]);
    if (!join(cli, cell))
        return cli_misuse(cli, "that is too long for a cell", NULL);
    if (!cli_prepare(cli))
        return CLI_FAILED;
    return cli_ask(cli, cli->words[cli->word_count - 1], gp_plan_explain, cell);
}

/* goalpost fmt: the one layout of plans. */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static int worse(int a, int b)
{
    return a > b ? a : b;
}

/* A text that is no plan is left alone, and is a finding. */
static int failure(const struct gp_session *session, enum gp_status status)
{
    return status == GP_HAS_ERRORS ? CLI_FOUND : cli_fail(session);
}

/* In place; a file that is laid out already is not touched. */
static int write_file(const struct cli *cli, struct gp_session *session,
                      const char *path)
{
    bool changed;
    if (strcmp(path, "-") == 0)
        return cli_misuse(cli, "-w writes files; standard input is none", NULL);
    struct gp_output *output = gp_output_to_file(session, path);
    if (output == NULL)
        return cli_fail(session);
    enum gp_status status =
        gp_session_format(session, path, &cli->format, output, &changed);
    if (status != GP_OK || !changed) {
        gp_output_cancel(output);
        return status == GP_OK ? CLI_FINE : failure(session, status);
    }
    return gp_output_close(output) == GP_OK ? CLI_FINE : cli_fail(session);
}

/* To standard output: the text, what would change, or that it would. */
static int show_file(const struct cli *cli, struct gp_session *session,
                     const char *path)
{
    bool changed, check = (cli->given & CLI_BIT(OPT_CHECK)) != 0;
    struct gp_output *output = check && !cli->format.diff
                                   ? gp_output_to_memory(session)
                                   : gp_output_to_fd(session, STDOUT_FILENO);
    if (output == NULL)
        return cli_fail(session);
    enum gp_status status =
        gp_session_format(session, path, &cli->format, output, &changed);
    if (status != GP_OK) {
        gp_output_cancel(output);
        return failure(session, status);
    }
    if (gp_output_close(output) != GP_OK)
        return cli_fail(session);
    if (!check || !changed)
        return CLI_FINE;
    struct gp_output *list = gp_output_to_fd(
        session, cli->format.diff ? STDERR_FILENO : STDOUT_FILENO);
    if (list == NULL)
        return cli_fail(session);
    cli_write(list, strcmp(path, "-") == 0 ? "<stdin>" : path);
    cli_write(list, "\n");
    return gp_output_close(list) == GP_OK ? CLI_FOUND : cli_fail(session);
}

/* The file, or all of a folder or pattern. */
static int each_file(const struct cli *cli, struct gp_session *session,
                     const char *path,
                     int (*act)(const struct cli *, struct gp_session *,
                                const char *))
{
    const char *const *paths;
    size_t count;
    int result = CLI_FINE;
    if (gp_session_find(session, path, true, &paths, &count) != GP_OK)
        return cli_fail(session);
    for (size_t i = 0; i < count; i++)
        result = worse(result, act(cli, session, paths[i]));
    return result;
}

static int learn(const struct cli *cli, struct gp_session *session,
                 const char *path)
{
    (void)cli;
    gp_session_learn_names(session, path);
    return CLI_FINE;
}

/* Each file's names count for all: a plan is spread over several. */
static void learn_names(const struct cli *cli, struct gp_session *session)
{
    for (int i = 0; cli->format.keywords != NULL && i < cli->word_count; i++)
        if (strcmp(cli->words[i], "-") != 0)
            each_file(cli, session, cli->words[i], learn);
}

int cli_fmt(struct cli *cli)
{
    bool write = (cli->given & CLI_BIT(OPT_WRITE)) != 0;
    int result = CLI_FINE;
    if (cli->word_count == 0)
        return cli_misuse(cli, "fmt what? name files, or - for standard input",
                          NULL);
    if (write && cli_refuse(cli, CLI_BIT(OPT_CHECK) | CLI_BIT(OPT_DIFF),
                            "--{0} writes nothing, and -w does"))
        return CLI_FAILED;
    if (cli->format.first_line > 0 && cli->word_count > 1)
        return cli_misuse(cli, "--lines is for one file", NULL);
    struct gp_session *session = cli_session(cli);
    if (session == NULL)
        return CLI_FAILED;
    cli->format.color = cli_colors(cli, STDOUT_FILENO);
    learn_names(cli, session);
    for (int i = 0; i < cli->word_count; i++)
        result = worse(result, each_file(cli, session, cli->words[i],
                                         write ? write_file : show_file));
    cli_show_findings(cli, session);
    gp_session_free(session);
    return result;
}

/* goalpost help, version, and --help of every command. */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* Writes through an output, so that a closed pipe does not go unseen. */
static int print(void (*write)(struct gp_output *output, const void *what),
                 const void *what)
{
    int result = CLI_FAILED;
    struct gp_session *session = gp_session_new();
    struct gp_output *output =
        session == NULL ? NULL : gp_output_to_fd(session, STDOUT_FILENO);
    if (output == NULL) {
        cli_fail(session);
    } else {
        write(output, what);
        result =
            gp_output_close(output) == GP_OK ? CLI_FINE : cli_fail(session);
    }
    gp_session_free(session);
    return result;
}

static void write_all(struct gp_output *output, const void *what)
{
    enum { SUMMARY_AT = 12 };
    (void)what;
    cli_write(output, "Goalpost: goal plans as code.\n\n"
                      "usage: goalpost COMMAND [OPTION]... PLAN\n\n");
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        cli_write(output, "  ");
        cli_write(output, c->name);
        for (size_t i = strlen(c->name); i < SUMMARY_AT; i++)
            cli_write(output, " ");
        cli_write(output, c->summary);
        cli_write(output, "\n");
    }
    cli_write(output, "\ngoalpost COMMAND --help tells more, with examples.\n"
                      "A plan named - is read from standard input.\n"
                      "Exit status: 0 fine, 1 findings, 2 could not run.\n");
}

static void write_command(struct gp_output *output, const void *what)
{
    const struct cli_command *c = what;
    cli_write(output, "goalpost ");
    cli_write(output, c->name);
    cli_write(output, ": ");
    cli_write(output, c->summary);
    cli_write(output, "\n\nusage: goalpost ");
    cli_write(output, c->name);
    cli_write(output, " [OPTION]... ");
    cli_write(output, c->usage);
    cli_write(output, "\n\n");
    if (c->run == cli_report) {
        cli_write(output, "reports:");
        for (size_t i = 0; gp_choice(GP_CHOICE_REPORT, i) != NULL; i++) {
            cli_write(output, i == 0 ? " " : ", ");
            cli_write(output, gp_choice(GP_CHOICE_REPORT, i));
        }
        cli_write(output, "\n\n");
    }
    cli_list_options(output, c);
    if (c->uses & CLI_BIT(OPT_FORMAT)) {
        cli_write(output, "\nformats:");
        for (size_t i = 0; gp_choice(c->formats, i) != NULL; i++) {
            cli_write(output, i == 0 ? " " : ", ");
            cli_write(output, gp_choice(c->formats, i));
        }
        cli_write(output, "\n");
    }
    cli_write(output, "\nexamples:\n");
    cli_write(output, c->examples);
}

static void write_version(struct gp_output *output, const void *what)
{
    (void)what;
    cli_write(output, "goalpost ");
    cli_write(output, gp_version());
    cli_write(output, "\n");
}

int cli_help_command(const struct cli_command *command)
{
    return print(write_command, command);
}

int cli_help(struct cli *cli)
{
    if (cli->word_count == 0)
        return print(write_all, NULL);
    const struct cli_command *command = cli_find_command(cli->words[0]);
    return command == NULL ? CLI_FAILED : cli_help_command(command);
}

int cli_version(struct cli *cli)
{
    if (cli->word_count != 0)
        return cli_misuse(cli, "version takes nothing else", NULL);
    return print(write_version, NULL);
}

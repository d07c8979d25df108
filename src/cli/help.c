/* goalpost help, version, and --help of every command. */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* Writes through an output, so that a closed pipe does not go unseen. */
int cli_print(void (*write)(struct gp_session *session,
                            struct gp_output *output, const void *what),
              const void *what)
{
    int result = CLI_FAILED;
    struct gp_session *session = gp_session_new();
    struct gp_output *output =
        session == NULL ? NULL : gp_output_to_fd(session, STDOUT_FILENO);
    if (output == NULL) {
        cli_fail(session);
    } else {
        write(session, output, what);
        result =
            gp_output_close(output) == GP_OK ? CLI_FINE : cli_fail(session);
    }
    gp_session_free(session);
    return result;
}

static void write_all(struct gp_session *session, struct gp_output *output,
                      const void *what)
{
    enum { SUMMARY_AT = 12 };
    (void)session;
    (void)what;
    cli_write(output, "Goalpost: goal plans as code.\n\n"
                      "usage: goalpost COMMAND [OPTION]... PLAN\n\n");
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        cli_write_all(output, "  ", c->name, NULL);
        for (size_t i = strlen(c->name); i < SUMMARY_AT; i++)
            cli_write(output, " ");
        cli_write_all(output, c->summary, "\n", NULL);
    }
    cli_write(output,
              "\ngoalpost COMMAND --help tells more, with examples.\n"
              "goalpost help WORD tells what a word of a plan means, split or "
              "分解;\n"
              "goalpost help words lists them. goalpost explain SLUG tells of "
              "a finding.\n"
              "A plan named - is read from standard input.\n"
              "Exit status: 0 fine, 1 findings, 2 could not run.\n");
}

static void write_choices(struct gp_output *output, const char *title,
                          enum gp_choice choice)
{
    cli_write_all(output, title, ":", NULL);
    for (size_t i = 0; gp_choice(choice, i) != NULL; i++)
        cli_write_all(output, i == 0 ? " " : ", ", gp_choice(choice, i), NULL);
    cli_write(output, "\n");
}

static void write_command(struct gp_session *session, struct gp_output *output,
                          const void *what)
{
    const struct cli_command *c = what;
    struct gp_word_info word;
    (void)session;
    cli_write_all(output, "goalpost ", c->name, ": ", c->summary,
                  "\n\nusage: goalpost ", c->name, " [OPTION]... ", c->usage,
                  "\n\n", NULL);
    if (c->run == cli_report) {
        enum { HELP_AT = 16 };
        cli_write(output, "reports:\n");
        for (size_t i = 0; gp_choice(GP_CHOICE_REPORT, i) != NULL; i++) {
            const char *name = gp_choice(GP_CHOICE_REPORT, i);
            cli_write_all(output, "  ", name, NULL);
            for (size_t n = strlen(name); n < HELP_AT; n++)
                cli_write(output, " ");
            cli_write_all(output, gp_choice(GP_CHOICE_REPORT_HELP, i), "\n",
                          NULL);
        }
        cli_write(output, "\n");
    }
    cli_list_options(output, c);
    if (c->uses & CLI_BIT(OPT_FORMAT)) {
        cli_write(output, "\n");
        write_choices(output, "formats", c->formats);
    }
    cli_write_all(output, "\nexamples:\n", c->examples, NULL);
    if (gp_word_find(c->name, &word))
        cli_write_all(output, "\n", c->name,
                      " is a word of the language, too: goalpost help ",
                      word.chinese, "\n", NULL);
}

static void write_version(struct gp_session *session, struct gp_output *output,
                          const void *what)
{
    (void)session;
    (void)what;
    cli_write_all(output, "goalpost ", gp_version(), "\n", NULL);
}

int cli_help_command(const struct cli_command *command)
{
    return cli_print(write_command, command);
}

/* ---- what somebody asks about ------------------------------------------- */

static void write_word(struct gp_session *session, struct gp_output *output,
                       const void *what)
{
    cli_write_word(session, output, what);
}

static void write_page(struct gp_session *session, struct gp_output *output,
                       const void *what)
{
    gp_session_write_page(session, what, output);
}

static bool is_choice(enum gp_choice choice, const char *name)
{
    for (size_t i = 0; gp_choice(choice, i) != NULL; i++)
        if (strcmp(gp_choice(choice, i), name) == 0)
            return true;
    return false;
}

/* Says what of all that help knows is close. */
static int tell_unknown(const struct cli *cli, const char *name)
{
    struct cli_names names = {.count = 0};
    struct gp_word_info word;
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++)
        cli_add_name(&names, c->name);
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        cli_add_name(&names, word.english);
        cli_add_name(&names, word.chinese);
    }
    cli_add_choice(&names, GP_CHOICE_SLUG);
    cli_add_choice(&names, GP_CHOICE_REPORT);
    cli_pick(cli, name, &names, NULL,
             CLI_SENTENCE("there is no command, word or finding '{0}'; did you "
                          "mean '{1}'?"),
             CLI_SENTENCE("there is no command, word or finding '{0}'"));
    return CLI_FAILED;
}

static int help_about(const struct cli *cli, const char *name)
{
    struct gp_word_info word;
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return cli_help_command(c);
    if (gp_word_find(name, &word))
        return cli_print(write_word, &word);
    if (strcmp(name, "words") == 0)
        return cli_print(cli_write_words, NULL);
    if (is_choice(GP_CHOICE_SLUG, name))
        return cli_print(write_page, name);
    if (is_choice(GP_CHOICE_REPORT, name)) {
        cli_say(cli, "{0} is a report: goalpost report {0} PLAN", name, NULL);
        return cli_help_command(cli_find_command(cli, "report"));
    }
    return tell_unknown(cli, name);
}

int cli_help(struct cli *cli)
{
    if (cli->given & CLI_BIT(OPT_COMPLETE))
        return cli_complete(cli);
    if (cli->given & CLI_BIT(OPT_MAN))
        return cli_man(cli);
    if (cli->word_count == 0)
        return cli_print(write_all, NULL);
    if (cli->word_count > 1)
        return cli_misuse(cli, "help is about one thing at a time", NULL);
    return help_about(cli, cli->words[0]);
}

int cli_version(struct cli *cli)
{
    if (cli->word_count != 0)
        return cli_misuse(cli, "version takes nothing else", NULL);
    return cli_print(write_version, NULL);
}

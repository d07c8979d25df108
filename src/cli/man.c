/*
 * Pages of the manual as roff (man macros), out of the tables that --help,
 * scanner and formatter use: `goalpost help --man PAGE`.  Pages: goalpost(1),
 * one a command, goalpost-plan(5).  Without a page, the list of them.
 */
#include <string.h>

#include "cli/cli.h"

/* Of this version; a page has no clock either. */
#define MAN_DATE "2026-11-22"

/* Text of ours or a plan's, with what roff would take for itself escaped. */
static void put(struct gp_output *output, const char *text)
{
    bool line_start = true;
    for (; *text != '\0'; text++) {
        const char one[] = {*text, '\0'};
        if (line_start && (*text == '.' || *text == '\''))
            cli_write(output, "\\&");
        line_start = *text == '\n';
        if (*text == '\\')
            cli_write(output, "\\e");
        else if (*text == '-')
            cli_write(output, "\\-");
        else if (*text == '`')
            cli_write(output, "\\(ga");
        else if (*text == '\'')
            cli_write(output, "\\(aq");
        else
            cli_write(output, one);
    }
}

static void head(struct gp_output *output, const char *page,
                 const char *section, const char *summary)
{
    cli_write(output, ".TH ");
    for (const char *c = page; *c != '\0'; c++) {
        const char one[] = {
            *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c, '\0'};
        cli_write(output, one);
    }
    cli_write_all(output, " ", section, " " MAN_DATE " \"Goalpost ",
                  gp_version(), "\" \"Goalpost\"\n.SH NAME\n", NULL);
    put(output, page);
    cli_write(output, " \\- ");
    put(output, summary);
    cli_write(output, "\n");
}

static void section(struct gp_output *output, const char *title)
{
    cli_write_all(output, ".SH ", title, "\n", NULL);
}

/* A tagged paragraph's tag, in bold, with what stands behind it. */
static void tag(struct gp_output *output, const char *bold, const char *behind)
{
    cli_write(output, ".TP\n\\fB");
    put(output, bold);
    cli_write(output, "\\fR");
    put(output, behind);
    cli_write(output, "\n");
}

/* On lines of a length that people can edit and diff. */
static void sentence(struct gp_output *output, const char *text)
{
    enum { WIDTH = 72, LONGEST = 200 };
    size_t column = 0;
    while (*text != '\0') {
        char word[LONGEST];
        size_t n = strcspn(text, " ");
        size_t kept = n < sizeof word - 1 ? n : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        if (column > 0) {
            bool full = column + kept > WIDTH;
            cli_write(output, full ? "\n" : " ");
            column = full ? 0 : column + 1;
        }
        put(output, word);
        column += kept;
        text += kept;
        text += *text == ' ';
    }
    cli_write(output, "\n");
}

static void verbatim(struct gp_output *output, const char *text)
{
    cli_write(output, ".nf\n");
    put(output, text);
    cli_write(output, ".fi\n");
}

static void choices(struct gp_output *output, enum gp_choice choice)
{
    for (size_t i = 0; gp_choice(choice, i) != NULL; i++) {
        cli_write(output, i == 0 ? "" : ",\n");
        put(output, gp_choice(choice, i));
    }
    cli_write(output, ".\n");
}

static void see_also(struct gp_output *output, const char *but)
{
    section(output, "SEE ALSO");
    if (strcmp(but, "goalpost") != 0)
        cli_write(output, ".BR goalpost (1),\n");
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++) {
        if (strcmp(c->name, but) == 0)
            continue;
        cli_write_all(output, ".BR goalpost\\-", c->name, " (1),\n", NULL);
    }
    cli_write(output, ".BR goalpost\\-plan (5)\n");
}

static void exit_status(struct gp_output *output)
{
    section(output, "EXIT STATUS");
    tag(output, "0", "");
    sentence(output, "Nothing at or above the threshold.");
    tag(output, "1", "");
    sentence(output, "Findings, differences or failed tests.");
    tag(output, "2", "");
    sentence(output, "It could not run: usage, a file that cannot be read.");
}

/* ---- goalpost(1) -------------------------------------------------------- */

static void write_overview(struct gp_output *output)
{
    head(output, "goalpost", "1", "goal plans as code");
    section(output, "SYNOPSIS");
    cli_write(output, ".B goalpost\n.I COMMAND\n[\\fIOPTION\\fR]...\n"
                      ".I PLAN\n");
    section(output, "DESCRIPTION");
    sentence(output,
             "A plan says who must reach what by when, one fact a line. "
             "Goalpost divides it down to every person, week and day with "
             "every sum exact, proves that it is consistent, and compares it "
             "with what happened. The language is told in");
    cli_write(output, ".BR goalpost\\-plan (5).\n.PP\n");
    sentence(output, "A plan named - is read from standard input. No command "
                     "asks the clock: --as-of is the only today.");
    section(output, "COMMANDS");
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++) {
        tag(output, c->name, "");
        put(output, c->summary);
        cli_write_all(output, ": see\n.BR goalpost\\-", c->name, " (1).\n",
                      NULL);
    }
    exit_status(output);
    section(output, "FINDINGS");
    sentence(output, "Each finding has a name, which goalpost explain tells "
                     "more of:");
    choices(output, GP_CHOICE_SLUG);
    see_also(output, "goalpost");
}

/* ---- goalpost-COMMAND(1) ------------------------------------------------ */

static void write_options(struct gp_output *output,
                          const struct cli_command *command)
{
    section(output, "OPTIONS");
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct cli_option_row *o = cli_option_row(command, i);
        if (o == NULL)
            continue;
        cli_write(output, ".TP\n");
        if (o->letter != 0) {
            const char letter[] = {o->letter, '\0'};
            cli_write_all(output, "\\fB\\-", letter, "\\fR, ", NULL);
        }
        cli_write(output, "\\fB\\-\\-");
        put(output, o->name);
        cli_write(output, "\\fR");
        if (o->value != NULL)
            cli_write_all(output, " \\fI", o->value, "\\fR", NULL);
        cli_write(output, "\n");
        sentence(output, o->help);
    }
}

static void write_command(struct gp_output *output,
                          const struct cli_command *command)
{
    char page[64] = "goalpost-";
    strncat(page, command->name, sizeof page - strlen(page) - 1);
    head(output, page, "1", command->summary);
    section(output, "SYNOPSIS");
    cli_write_all(output, ".B goalpost ", command->name,
                  "\n[\\fIOPTION\\fR]...\n", NULL);
    sentence(output, command->usage);
    write_options(output, command);
    if (command->run == cli_report) {
        section(output, "REPORTS");
        choices(output, GP_CHOICE_REPORT);
    }
    if (command->uses & CLI_BIT(OPT_FORMAT)) {
        section(output, "FORMATS");
        choices(output, command->formats);
    }
    section(output, "EXAMPLES");
    verbatim(output, command->examples);
    exit_status(output);
    see_also(output, command->name);
}

/* ---- goalpost-plan(5) --------------------------------------------------- */

static void write_essentials(struct gp_output *output)
{
    static const char *const rows[][2] = {
        {"names", "Letters, digits and _ of any script, a letter first. Any "
                  "other name, and a word of the language, stands in quotes. "
                  "A text in quotes behind a name is what is shown."},
        {"numbers", "1200, 50_000, 0.5; 5000万, 1.5亿, 800k, 50M; 15%. "
                    "Arithmetic is exact: + - * / and parentheses."},
        {"days, periods", "2026-07-15; 2026, 2026-H1, 2026-Q3, 2026-07, "
                          "2026-W08; Q3, Jul where the plan has only one; "
                          "2026-02-17..2026-02-23."},
        {"paths", "A scope is named by its name or its path, "
                  "company/east/hua."},
        {"drafts", "? stands for a value that is not decided yet."},
        {"parts", "The parts of a split make the whole: amounts, shares, and "
                  "rest for what the others leave."},
    };
    section(output, "DESCRIPTION");
    sentence(output,
             "A plan is a text, by custom a file *.goal, in UTF-8. A "
             "statement ends with its line; { opens a block, } closes it; "
             "inside, a comma or the end of a line separates items. A line "
             "that ends in a comma or an operator goes on in the next. # "
             "starts a comment. The order of statements does not matter. "
             "Every word has an English and a Chinese spelling, and "
             "full-width marks and digits mean their ASCII twins.");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tag(output, rows[i][0], "");
        sentence(output, rows[i][1]);
    }
}

static void write_words(struct gp_output *output)
{
    struct gp_word_info word;
    const char *group = "";
    section(output, "WORDS");
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        if (strcmp(group, word.group) != 0) {
            cli_write(output, ".SS ");
            sentence(output, word.group);
            sentence(output, word.where);
        }
        group = word.group;
        cli_write(output, ".TP\n\\fB");
        put(output, word.english);
        cli_write(output, "\\fR, \\fB");
        put(output, word.chinese);
        cli_write(output, "\\fR\n");
        sentence(output, word.help);
    }
}

static void write_examples(struct gp_session *session, struct gp_output *output)
{
    struct gp_starter starter;
    struct gp_output *kept = gp_output_to_memory(session);
    gp_starter_default(false, &starter);
    if (kept == NULL)
        return;
    section(output, "EXAMPLE");
    sentence(output, "What goalpost init writes, a plan of two teams:");
    cli_write(output, ".PP\n");
    if (gp_session_write_starter(session, &starter, GP_STARTER_PLAN,
                                 "plan.goal", kept) == GP_OK)
        verbatim(output, gp_output_text(kept, NULL));
    gp_output_cancel(kept);
}

static void write_language(struct gp_session *session, struct gp_output *output)
{
    head(output, "goalpost-plan", "5", "the language of goal plans");
    write_essentials(output);
    write_words(output);
    write_examples(session, output);
    see_also(output, "plan");
}

/* ---- which page --------------------------------------------------------- */

static void write_names(struct gp_output *output)
{
    cli_write(output, "goalpost.1\n");
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++)
        cli_write_all(output, "goalpost-", c->name, ".1\n", NULL);
    cli_write(output, "goalpost-plan.5\n");
}

static void write_page(struct gp_session *session, struct gp_output *output,
                       const void *what)
{
    const struct cli *cli = what;
    const char *page = cli->word_count > 0 ? cli->words[0] : NULL;
    if (page == NULL)
        write_names(output);
    else if (strcmp(page, "goalpost.1") == 0)
        write_overview(output);
    else if (strcmp(page, "goalpost-plan.5") == 0)
        write_language(session, output);
    for (const struct cli_command *c = cli_commands();
         page != NULL && c->name != NULL; c++) {
        size_t n = strlen(c->name);
        if (strncmp(page, "goalpost-", 9) == 0 &&
            strncmp(page + 9, c->name, n) == 0 &&
            strcmp(page + 9 + n, ".1") == 0)
            write_command(output, c);
    }
}

static bool is_page(const char *page)
{
    size_t n = strlen(page);
    if (strcmp(page, "goalpost.1") == 0 || strcmp(page, "goalpost-plan.5") == 0)
        return true;
    if (n < 12 || strncmp(page, "goalpost-", 9) != 0 ||
        strcmp(page + n - 2, ".1") != 0)
        return false;
    for (const struct cli_command *c = cli_commands(); c->name != NULL; c++)
        if (strlen(c->name) == n - 11 &&
            strncmp(c->name, page + 9, n - 11) == 0)
            return true;
    return false;
}

int cli_man(struct cli *cli)
{
    if (cli->word_count > 1)
        return cli_misuse(cli, "--man is about one page at a time", NULL);
    if (cli->word_count == 1 && !is_page(cli->words[0]))
        return cli_misuse(cli, "there is no page '{0}'", cli->words[0], NULL);
    return cli_print(write_page, cli);
}

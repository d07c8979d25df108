/* The options of all commands: options.c reads them, values.c sets them. */
#ifndef GP_CLI_OPTIONS_H
#define GP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct cli;
struct cli_command;
struct gp_output;

/* The options; a command's `uses` has a bit for each that it takes. */
enum cli_option {
    OPT_FORMAT,
    OPT_AS_OF,
    OPT_ORIGINAL,
    OPT_BY,
    OPT_OF,
    OPT_IN,
    OPT_KPI,
    OPT_DEPTH,
    OPT_CALENDAR,
    OPT_UNIT,
    OPT_WIDTH,
    OPT_BOM,
    OPT_COLOR,
    OPT_OUTPUT,
    OPT_NO_PAGER,
    OPT_ALL,
    OPT_FOLDER,
    OPT_WARN,
    OPT_ERROR,
    OPT_FAIL_LEVEL,
    OPT_ALLOW_OUTSIDE,
    OPT_SCENARIO,
    OPT_RUN,
    OPT_LANG,
    OPT_CHECK,
    OPT_DIFF,
    OPT_WRITE,
    OPT_KEYWORDS,
    OPT_LINES,
    OPT_LENIENT,
    OPT_AGAINST,
    OPT_EXIT_CODE,
    OPT_GIT,
    OPT_COMPANY,
    OPT_TEAM,
    OPT_PERIOD,
    OPT_CURRENCY,
    OPT_PLAN_LANG, /* --lang of init */
    OPT_CI,
    OPT_SET_UP_GIT, /* --git of init */
    OPT_YES,
    OPT_MAN,      /* hidden: pages of the manual */
    OPT_COMPLETE, /* hidden: what a shell can put here */
    OPT_HELP,
    OPT_COUNT
};
#define CLI_BIT(option) (UINT64_C(1) << (option))

struct cli_option_row {
    const char *name;
    char letter;
    const char *value; /* what its value is called; NULL: it has none */
    const char *help;  /* NULL: it is not for people */
};
/* An option that a command takes and shows; NULL otherwise. */
const struct cli_option_row *cli_option_row(const struct cli_command *command,
                                            int option);
const char *cli_option_name(int option);
/* The lines of a command's options, for its help. */
void cli_list_options(struct gp_output *output,
                      const struct cli_command *command);

/* The language that words of the command line ask for, wherever it stands:
 * what is wrong with the others is told in it. */
bool cli_asks_chinese(int count, char **words);
/* False, with a message, where something is wrong.  `words` is argv behind
 * the command's name; it is rearranged. */
bool cli_parse(struct cli *cli, int count, char **words);
/* What an option says; false, with a message, where it cannot say that. */
bool cli_set(struct cli *cli, enum cli_option option, const char *value);
/* What the options together say that none says alone. */
void cli_settle(struct cli *cli);
/* Whether one of the options was written, where none is of use; says so by
 * a sentence with a place for its name: "--{0} goes with --all". */
bool cli_refuse(const struct cli *cli, uint64_t options, const char *sentence);

#endif

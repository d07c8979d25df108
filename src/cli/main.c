/* The table of commands.  A new one is a row here and a file of its own. */
#include <signal.h>
#include <string.h>

#include "cli/cli.h"

#define FINDINGS \
    (CLI_BIT(OPT_COLOR) | CLI_BIT(OPT_WARN) | CLI_BIT(OPT_ERROR) | \
     CLI_BIT(OPT_FAIL_LEVEL) | CLI_BIT(OPT_ALLOW_OUTSIDE) | \
     CLI_BIT(OPT_SCENARIO) | CLI_BIT(OPT_LANG) | CLI_BIT(OPT_HELP))
#define WRITES (CLI_BIT(OPT_FORMAT) | CLI_BIT(OPT_OUTPUT))
#define CELLS \
    (CLI_BIT(OPT_BY) | CLI_BIT(OPT_OF) | CLI_BIT(OPT_IN) | CLI_BIT(OPT_KPI) | \
     CLI_BIT(OPT_DEPTH))
#define LOOKS \
    (CLI_BIT(OPT_UNIT) | CLI_BIT(OPT_WIDTH) | CLI_BIT(OPT_BOM) | \
     CLI_BIT(OPT_NO_PAGER))

static const struct cli_command commands[] = {
    {"check", "find what is wrong with plans", "PLAN...",
     "  goalpost check plan.goal\n"
     "      every finding of the plan and its actuals, and a summary;\n"
     "      of a folder, all plans below it; with --against main only what\n"
     "      this branch has brought in\n"
     "  goalpost check --as-of 2026-07-31 --fail-level warning plan.goal\n"
     "      also its rules and duties on that day; warnings exit 1\n",
     FINDINGS | WRITES | CLI_BIT(OPT_AS_OF) | CLI_BIT(OPT_AGAINST),
     GP_CHOICE_FINDINGS_FORMAT, cli_check},
    {"schedule", "list targets by scope and period", "PLAN",
     "  goalpost schedule --by quarter plan.goal\n"
     "      every target, a table a KPI\n"
     "  goalpost schedule --by week --of east --in Q3 --format csv \\\n"
     "      -o east.csv plan.goal\n"
     "      the weeks of a quarter of one team, for a spreadsheet\n"
     "  goalpost schedule --calendar --in 2026-03 plan.goal\n"
     "      reviews, actions and milestones of a month, by date\n",
     FINDINGS | WRITES | CELLS | LOOKS | CLI_BIT(OPT_CALENDAR) |
         CLI_BIT(OPT_AS_OF) | CLI_BIT(OPT_ORIGINAL),
     GP_CHOICE_FORMAT, cli_schedule},
    {"report", "make a report from plan, actuals and records",
     "NAME PLAN | --all -d FOLDER PLAN",
     "  goalpost report follow-up --as-of 2026-07-31 plan.goal\n"
     "      targets against what happened, month by month\n"
     "  goalpost report team --of east --in 2026-07 --lang zh plan.goal\n"
     "      the people of a team in one month, with Chinese headings\n"
     "  goalpost report --all -d site plan.goal\n"
     "      pages of everything, to be published: site/index.html\n",
     FINDINGS | WRITES | CELLS | LOOKS | CLI_BIT(OPT_AS_OF) | CLI_BIT(OPT_ALL) |
         CLI_BIT(OPT_FOLDER),
     GP_CHOICE_FORMAT, cli_report},
    {"explain", "show how a number came about, or what a finding means",
     "CELL PLAN | SLUG",
     "  goalpost explain sales of company/east in 2026-Q3 plan.goal\n"
     "      step by step, down to the lines that said so\n"
     "  goalpost explain split-sum\n"
     "      what the finding means, and how to mend it\n",
     FINDINGS | WRITES | CLI_BIT(OPT_AS_OF) | CLI_BIT(OPT_NO_PAGER),
     GP_CHOICE_EXPLAIN_FORMAT, cli_explain},
    {"diff", "show what changed in meaning",
     "OLD NEW | --against REVISION PLAN...",
     "  goalpost diff --against main plan.goal\n"
     "      what this branch changes: targets and why, people, rules\n"
     "  goalpost diff --by quarter --format markdown old.goal new.goal\n"
     "      two files (or folders), each quarter, for a merge request\n",
     FINDINGS | WRITES | CELLS | LOOKS | CLI_BIT(OPT_AGAINST) |
         CLI_BIT(OPT_EXIT_CODE) | CLI_BIT(OPT_GIT),
     GP_CHOICE_FORMAT, cli_diff},
    {"fmt", "lay plans out in the one way, comments kept", "FILE...",
     "  goalpost fmt plan.goal\n"
     "      the plan as it should look; -w writes it in place\n"
     "  goalpost fmt --check plan.goal teams/*.goal\n"
     "      for CI: lists the files that would change, and exits 1\n",
     CLI_BIT(OPT_CHECK) | CLI_BIT(OPT_DIFF) | CLI_BIT(OPT_WRITE) |
         CLI_BIT(OPT_KEYWORDS) | CLI_BIT(OPT_LINES) | CLI_BIT(OPT_LENIENT) |
         CLI_BIT(OPT_COLOR) | CLI_BIT(OPT_LANG) | CLI_BIT(OPT_HELP),
     GP_CHOICE_FORMAT, cli_fmt},
    {"test", "run the plans' own tests", "PLAN...",
     "  goalpost test plan.goal\n"
     "      every test of the plan; exits 1 where one fails, or there is none\n"
     "  goalpost test --run 'Q3*' --format junit -o tests.xml plan.goal\n"
     "      some of them, for a build server\n",
     FINDINGS | WRITES | CLI_BIT(OPT_RUN), GP_CHOICE_TEST_FORMAT, cli_test},
    {"derive", "make weights out of history, as text of a plan", "PLAN",
     "  goalpost derive --kpi sales --in 2023..2025 --by month plan.goal\n"
     "      weights sales_by_month { Jan 8.1%, ... }, to be put into a plan\n"
     "  goalpost derive --kpi sales --of east --in 2025 --by abc plan.goal\n"
     "      the persons in tiers: A up to 80%, B up to 95%, C the rest;\n"
     "      --by abc:product does it with the members of a dimension\n",
     FINDINGS | WRITES | CLI_BIT(OPT_KPI) | CLI_BIT(OPT_OF) | CLI_BIT(OPT_IN) |
         CLI_BIT(OPT_BY),
     GP_CHOICE_DERIVE_FORMAT, cli_derive},
    {"init", "begin a plan, and what stands beside it", "[FOLDER]",
     "  goalpost init --company Acme --team 'East: Ann, Ben' --team South "
     "acme\n"
     "      acme/plan.goal, its figures, a file for the build server\n"
     "  goalpost init --git\n"
     "      in a repository: git diff, log and show speak of targets\n",
     CLI_BIT(OPT_COMPANY) | CLI_BIT(OPT_TEAM) | CLI_BIT(OPT_PERIOD) |
         CLI_BIT(OPT_CURRENCY) | CLI_BIT(OPT_PLAN_LANG) | CLI_BIT(OPT_CI) |
         CLI_BIT(OPT_SET_UP_GIT) | CLI_BIT(OPT_YES) | CLI_BIT(OPT_HELP),
     GP_CHOICE_FORMAT, cli_init},
    {"version", "print the version", "",
     "  goalpost version\n"
     "      such as: goalpost " GOALPOST_VERSION "\n"
     "  goalpost --version\n"
     "      the same\n",
     CLI_BIT(OPT_HELP), GP_CHOICE_FORMAT, cli_version},
    {"help", "tell about a command, a word of the language, a finding",
     "[COMMAND | WORD | SLUG | words]",
     "  goalpost help check\n"
     "      a command: its options, worked examples\n"
     "  goalpost help split\n"
     "      a word of the language, 分解 as well: what it means, an example;\n"
     "      goalpost help words lists them all\n",
     CLI_BIT(OPT_MAN) | CLI_BIT(OPT_COMPLETE) | CLI_BIT(OPT_HELP),
     GP_CHOICE_FORMAT, cli_help},
    {.name = NULL},
};

const struct cli_command *cli_commands(void)
{
    return commands;
}

const struct cli_command *cli_find_command(const struct cli *cli,
                                           const char *name)
{
    struct cli_names names = {.count = 0};
    for (const struct cli_command *c = commands; c->name != NULL; c++)
        cli_add_name(&names, c->name);
    int at = cli_pick(cli, name, &names, NULL,
                      CLI_SENTENCE("no command '{0}'; did you mean '{1}'?"),
                      CLI_SENTENCE("no command '{0}'"));
    return at < 0 ? NULL : &commands[at];
}

int main(int argc, char **argv)
{
    static struct cli cli;
    const char *name = argc > 1 ? argv[1] : NULL;
    /* A closed pipe is a failed write like any other. */
    signal(SIGPIPE, SIG_IGN);
    gp_query_init(&cli.query);
    cli.query.chinese = cli_asks_chinese(argc, argv);
    if (name != NULL &&
        (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0))
        name = "help";
    if (name != NULL && strcmp(name, "--version") == 0)
        name = "version";
    if (name == NULL)
        return cli_misuse(&cli, "which command?", NULL);
    if (name[0] == '-')
        return cli_misuse(&cli, "the command comes before {0}", name, NULL);
    cli.command = cli_find_command(&cli, name);
    if (cli.command == NULL || !cli_parse(&cli, argc - 2, argv + 2))
        return CLI_FAILED;
    if (cli.given & CLI_BIT(OPT_HELP))
        return cli_help_command(cli.command);
    return cli.command->run(&cli);
}

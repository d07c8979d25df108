/* The few questions of goalpost init, asked on a terminal only. */
#include <stdio.h>
#include <string.h>

#include "cli/init.h"

enum { MAX_ANSWER = 512, MAX_ANSWERS = 40 };

/* Answers live as long as the program. */
static const char *read_answer(const char *question, const char *otherwise)
{
    static char answers[MAX_ANSWERS][MAX_ANSWER];
    static size_t used;
    if (used == MAX_ANSWERS)
        return otherwise;
    char *answer = answers[used++];
    printf("%s [%s]: ", question, otherwise);
    fflush(stdout);
    if (fgets(answer, MAX_ANSWER, stdin) == NULL) {
        printf("\n");
        return NULL;
    }
    answer[strcspn(answer, "\r\n")] = '\0';
    return answer[strspn(answer, " \t")] == '\0' ? otherwise : answer;
}

/* One of a few words, asked again until it is. */
static const char *read_choice(const char *question, const char *const *choices)
{
    for (;;) {
        const char *answer = read_answer(question, choices[0]);
        if (answer == NULL)
            return NULL;
        for (size_t i = 0; choices[i] != NULL; i++)
            if (strcmp(answer, choices[i]) == 0)
                return choices[i];
        printf("%s", "  one of:");
        for (size_t i = 0; choices[i] != NULL; i++)
            printf(" %s", choices[i]);
        printf("\n");
    }
}

/* A team a line, until an empty one. */
static bool ask_teams(struct cli *cli, const struct gp_starter *otherwise,
                      bool chinese)
{
    struct gp_starter *s = &cli->starter;
    const char *first = chinese ? "团队，可带人员" : "A team, with its people";
    const char *more =
        chinese ? "下一个团队，空行结束" : "Next team, an empty line ends";
    const char *answer = read_answer(first, otherwise->teams[0]);
    if (answer == NULL)
        return false;
    if (answer == otherwise->teams[0])
        return true; /* the default is all of its teams */
    while (s->team_count < MAX_ANSWERS / 2) {
        cli->teams[s->team_count++] = answer;
        answer = read_answer(more, "-");
        if (answer == NULL)
            return false;
        if (strcmp(answer, "-") == 0)
            return true;
    }
    return true;
}

static bool ask_text(const char **field, const char *question,
                     const char *otherwise)
{
    if (*field != NULL)
        return true;
    *field = read_answer(question, otherwise);
    return *field != NULL;
}

static bool ask(struct cli *cli)
{
    static const char *const langs[] = {"en", "zh", NULL};
    static const char *const servers[] = {"github", "gitlab", "none", NULL};
    struct gp_starter *s = &cli->starter, otherwise;
    if ((cli->given & CLI_BIT(OPT_PLAN_LANG)) == 0) {
        const char *lang = read_choice("Language of the plan, en or zh", langs);
        if (lang == NULL)
            return false;
        s->chinese = strcmp(lang, "zh") == 0;
    }
    bool zh = s->chinese;
    gp_starter_default(zh, &otherwise);
    if (!ask_text(&s->company, zh ? "公司" : "Company", otherwise.company))
        return false;
    if (s->team_count == 0 && !ask_teams(cli, &otherwise, zh))
        return false;
    if (!ask_text(&s->period, zh ? "期间" : "Period", otherwise.period) ||
        !ask_text(&s->currency, zh ? "币种" : "Currency", otherwise.currency))
        return false;
    if (cli->ci == NULL)
        cli->ci = read_choice(zh ? "代码托管" : "Build server", servers);
    return cli->ci != NULL;
}

bool cli_init_ask(struct cli *cli)
{
    if (ask(cli))
        return true;
    cli_say(cli, "nothing was written", NULL);
    return false;
}

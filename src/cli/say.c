/* What the command says on standard error, in the language of --lang. */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* Standard error is not gathered: nothing is lost when all else fails. */
void cli_put(const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t n = write(STDERR_FILENO, text, left);
        if (n <= 0)
            return;
        text += n;
        left -= (size_t)n;
    }
}

/* In a session of its own: most is said before there is another. */
static void put_sentence(const struct cli *cli, const char *sentence,
                         const char *const *words)
{
    struct gp_session *session = gp_session_new();
    const char *text = NULL;
    if (session != NULL) {
        gp_session_set_language(session, cli->query.chinese ? "zh" : "en");
        text = gp_session_phrase(session, sentence, words);
    }
    cli_put(text != NULL ? text : sentence);
    cli_put("\n");
    gp_session_free(session);
}

static void put_all(const struct cli *cli, const char *sentence, va_list ap)
{
    enum { MOST = 8 };
    const char *words[MOST + 1] = {NULL};
    for (size_t i = 0; i < MOST; i++)
        if ((words[i] = va_arg(ap, const char *)) == NULL)
            break;
    cli_put("goalpost: ");
    put_sentence(cli, sentence, words);
}

void cli_say(const struct cli *cli, const char *sentence, ...)
{
    va_list ap;
    va_start(ap, sentence);
    put_all(cli, sentence, ap);
    va_end(ap);
}

int cli_misuse(const struct cli *cli, const char *sentence, ...)
{
    const struct cli_command *command = cli->command;
    const char *const words[] = {command != NULL ? command->name : NULL, NULL};
    va_list ap;
    va_start(ap, sentence);
    put_all(cli, sentence, ap);
    va_end(ap);
    put_sentence(cli,
                 command != NULL ? CLI_SENTENCE("see goalpost {0} --help")
                                 : CLI_SENTENCE("see goalpost help"),
                 words);
    return CLI_FAILED;
}

int cli_fail(const struct gp_session *session)
{
    cli_put("goalpost: ");
    cli_put(session != NULL ? gp_session_error(session) : "out of memory");
    cli_put("\n");
    return CLI_FAILED;
}

/* ---- names --------------------------------------------------------------- */

void cli_add_name(struct cli_names *names, const char *name)
{
    if (names->count < sizeof names->at / sizeof names->at[0])
        names->at[names->count++] = name;
}

void cli_add_choice(struct cli_names *names, enum gp_choice choice)
{
    for (size_t i = 0; gp_choice(choice, i) != NULL; i++)
        cli_add_name(names, gp_choice(choice, i));
}

/* The one name that begins with a word, or NULL. */
static const char *find_begun(const char *word, const struct cli_names *names)
{
    const char *found = NULL;
    size_t length = strlen(word);
    for (size_t i = 0; i < names->count; i++) {
        if (length < 2 || strncmp(names->at[i], word, length) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = names->at[i];
    }
    return found;
}

static void list(const struct cli_names *names, char *out, size_t room)
{
    size_t length = 0;
    for (size_t i = 0; i < names->count; i++) {
        size_t n = strlen(names->at[i]);
        if (length + n + 3 > room)
            break;
        if (i > 0) {
            memcpy(out + length, ", ", 2);
            length += 2;
        }
        memcpy(out + length, names->at[i], n);
        length += n;
    }
    out[length] = '\0';
}

int cli_pick(const struct cli *cli, const char *word,
             const struct cli_names *names, const char *what, const char *close,
             const char *far)
{
    char all[1024];
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->at[i], word) == 0)
            return (int)i;
    const char *guess = find_begun(word, names);
    if (guess == NULL)
        guess = gp_closest(word, names->at, names->count);
    list(names, all, sizeof all);
    cli_misuse(cli, guess != NULL ? close : far, word,
               guess != NULL ? guess : all, what, NULL);
    return -1;
}

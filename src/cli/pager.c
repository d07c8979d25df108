/*
 * A pager for what is read at a terminal, as git has it: $GOALPOST_PAGER,
 * $PAGER, else less, which goes away by itself where all fits on a screen.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

/* Whether a folder of $PATH has less. */
static bool has_less(void)
{
    static const char name[] = "/less";
    const char *path = getenv("PATH");
    char file[1024];
    while (path != NULL && *path != '\0') {
        size_t n = strcspn(path, ":");
        if (n > 0 && n + sizeof name <= sizeof file) {
            memcpy(file, path, n);
            memcpy(file + n, name, sizeof name);
            if (access(file, X_OK) == 0)
                return true;
        }
        path += n + (path[n] == ':');
    }
    return false;
}

/* NULL: nothing pages. */
static const char *pager_name(void)
{
    const char *term = getenv("TERM"), *name = getenv("GOALPOST_PAGER");
    if (term == NULL || strcmp(term, "dumb") == 0)
        return NULL;
    if (name == NULL)
        name = getenv("PAGER");
    if (name == NULL)
        name = has_less() ? "less" : "";
    return *name == '\0' || strcmp(name, "cat") == 0 ? NULL : name;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

/* In the child, which becomes the pager. */
static void become(const char *name, int in)
{
    if (dup2(in, STDIN_FILENO) < 0)
        _exit(127);
    signal(SIGPIPE, SIG_DFL);
    setenv("LESS", "FRX", 0);
    if (!is_set("LC_ALL") && !is_set("LC_CTYPE") && !is_set("LANG"))
        setenv("LESSCHARSET", "utf-8", 0);
    execl("/bin/sh", "sh", "-c", name, (char *)NULL);
    _exit(127);
}

static bool is_for_people(const struct cli *cli)
{
    const char *format = cli->query.format;
    return cli->output == NULL &&
           (cli->command->uses & CLI_BIT(OPT_NO_PAGER)) != 0 &&
           (cli->given & CLI_BIT(OPT_NO_PAGER)) == 0 &&
           (format == NULL || strcmp(format, "text") == 0 ||
            strcmp(format, "markdown") == 0);
}

int cli_pager_start(struct cli *cli)
{
    const char *name = pager_name();
    int ends[2];
    if (!is_for_people(cli) || name == NULL || !isatty(STDOUT_FILENO) ||
        pipe2(ends, O_CLOEXEC) != 0) /* git, which stays, must not hold it */
        return STDOUT_FILENO;
    pid_t child = fork();
    if (child == 0)
        become(name, ends[0]);
    close(ends[0]);
    if (child < 0) {
        close(ends[1]);
        return STDOUT_FILENO;
    }
    cli->pager = child;
    cli->pager_fd = ends[1];
    return ends[1];
}

bool cli_pager_end(struct cli *cli)
{
    if (cli->pager == 0)
        return false;
    /* Ctrl-C is the pager's now. */
    void (*before)(int) = signal(SIGINT, SIG_IGN);
    close(cli->pager_fd);
    while (waitpid((pid_t)cli->pager, NULL, 0) < 0 && errno == EINTR)
        continue;
    signal(SIGINT, before);
    cli->pager = 0;
    return true;
}

/*
 * goalpost init: a plan to begin with, and what stands beside it.  Nothing is
 * overwritten: either all files are new, or none is written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/init.h"

enum { MAX_PATH = 4096, MAX_FILES = 4, MAX_FOLDERS = 64 };

struct init_file {
    char path[MAX_PATH]; /* where it is written */
    char plan[MAX_PATH]; /* the plan, as seen from the file's build server */
    enum gp_starter_file what;
};

struct init {
    struct cli *cli;
    struct gp_session *session;
    const char *folder;
    struct init_file files[MAX_FILES];
    size_t file_count, written;
    char *folders[MAX_FOLDERS]; /* made on the way */
    size_t folder_count;
};

/* ---- where the files go ------------------------------------------------- */

/* The part of a path that is there already. */
static void find_ancestor(const char *path, char *out)
{
    strcpy(out, path);
    while (!cli_exists(out)) {
        char *slash = strrchr(out, '/');
        if (slash == NULL) {
            strcpy(out, ".");
            return;
        }
        if (slash == out) { /* the root is always there */
            out[1] = '\0';
            return;
        }
        *slash = '\0';
    }
}

static bool join(char *out, const char *a, const char *b, const char *c)
{
    int n = snprintf(out, MAX_PATH, "%s%s%s", a, b, c);
    return n >= 0 && n < MAX_PATH;
}

static bool add_file(struct init *in, enum gp_starter_file what,
                     const char *folder, const char *name, const char *prefix)
{
    struct init_file *f = &in->files[in->file_count++];
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    f->what = what;
    if (strcmp(folder, ".") == 0)
        folder = slash = "";
    char head[MAX_PATH];
    return join(head, folder, slash, name) && join(f->path, head, "", "") &&
           join(f->plan, prefix, "plan.goal", "");
}

/* A build server looks for its file at the top of the repository, and calls
 * the plan from there. */
static bool add_server(struct init *in, enum gp_starter_file what,
                       const char *name)
{
    char ancestor[MAX_PATH], top[MAX_PATH], prefix[MAX_PATH], rest[MAX_PATH];
    const char *up, *way;
    find_ancestor(in->folder, ancestor);
    if (gp_session_git_place(in->session, ancestor, &up, &way) != GP_OK)
        return add_file(in, what, in->folder, name, "");
    const char *behind = in->folder;
    if (strcmp(ancestor, ".") != 0)
        behind += strlen(ancestor);
    behind += strspn(behind, "/");
    if (strcmp(behind, ".") == 0)
        behind = "";
    return join(top, ancestor, *up == '\0' ? "" : "/", up) &&
           join(rest, behind, *behind == '\0' ? "" : "/", "") &&
           join(prefix, way, rest, "") &&
           add_file(in, what,
                    *up != '\0' && strcmp(ancestor, ".") == 0 ? up : top, name,
                    prefix);
}

static bool choose_files(struct init *in)
{
    const char *ci = in->cli->ci != NULL ? in->cli->ci : "github";
    bool good = add_file(in, GP_STARTER_PLAN, in->folder, "plan.goal", "") &&
                add_file(in, GP_STARTER_ACTUALS, in->folder, "actuals.csv", "");
    if (good && strcmp(ci, "github") == 0)
        good =
            add_server(in, GP_STARTER_GITHUB, ".github/workflows/goalpost.yml");
    if (good && strcmp(ci, "gitlab") == 0)
        good = add_server(in, GP_STARTER_GITLAB, ".gitlab-ci.yml");
    if (!good)
        cli_say(in->cli, "{0}: the path is too long", in->folder, NULL);
    return good;
}

/* Says which of the files are there already. */
static bool are_new(const struct init *in)
{
    bool good = true, server = false;
    for (size_t i = 0; i < in->file_count; i++) {
        if (!cli_exists(in->files[i].path))
            continue;
        cli_say(in->cli, "{0} is there already", in->files[i].path, NULL);
        good = false;
        server = in->files[i].what >= GP_STARTER_GITHUB;
    }
    if (!good)
        cli_say(in->cli,
                server ? CLI_SENTENCE("nothing was written; init overwrites no "
                                      "file (--ci none: none for the build "
                                      "server)")
                       : CLI_SENTENCE("nothing was written; init overwrites no "
                                      "file"),
                NULL);
    return good;
}

/* ---- writing ------------------------------------------------------------ */

/* Makes the folders that lead to a file. */
static bool make_folders(struct init *in, const char *path)
{
    char folder[MAX_PATH];
    strcpy(folder, path);
    for (char *c = folder + 1; *c != '\0'; c++) {
        if (*c != '/' || c[-1] == '/')
            continue;
        *c = '\0';
        if (!cli_exists(folder)) {
            if (in->folder_count == MAX_FOLDERS || mkdir(folder, 0777) != 0) {
                cli_say(in->cli, "{0}: {1}", folder,
                        gp_session_phrase(in->session, strerror(errno), NULL),
                        NULL);
                return false;
            }
            in->folders[in->folder_count++] = strdup(folder);
        }
        *c = '/';
    }
    return true;
}

static void take_back(struct init *in)
{
    while (in->written > 0)
        unlink(in->files[--in->written].path);
    for (size_t i = in->folder_count; i > 0; i--)
        if (in->folders[i - 1] != NULL)
            rmdir(in->folders[i - 1]);
}

/* Made before anything is written, since it may turn out to be no plan. */
static const char *make_text(struct init *in, const struct init_file *f,
                             size_t *length)
{
    struct gp_output *kept = gp_output_to_memory(in->session);
    if (kept == NULL)
        return NULL;
    enum gp_status status = gp_session_write_starter(
        in->session, &in->cli->starter, f->what, f->plan, kept);
    if (status == GP_OK)
        return gp_output_text(kept, length);
    if (status == GP_HAS_ERRORS) {
        cli_say(in->cli, "these names make no sound plan:", NULL);
        cli_show_findings(in->cli, in->session);
    } else {
        cli_fail(in->session);
    }
    return NULL;
}

static bool write_file(struct init *in, const struct init_file *f,
                       const char *text, size_t length)
{
    if (!make_folders(in, f->path))
        return false;
    struct gp_output *out = gp_output_to_file(in->session, f->path);
    if (out == NULL || gp_output_write(out, text, length) != GP_OK ||
        gp_output_close(out) != GP_OK) {
        cli_fail(in->session);
        return false;
    }
    in->written++;
    return true;
}

static bool write_files(struct init *in)
{
    const char *texts[MAX_FILES];
    size_t lengths[MAX_FILES];
    for (size_t i = 0; i < in->file_count; i++) {
        texts[i] = make_text(in, &in->files[i], &lengths[i]);
        if (texts[i] == NULL)
            return false;
    }
    for (size_t i = 0; i < in->file_count; i++)
        if (!write_file(in, &in->files[i], texts[i], lengths[i])) {
            take_back(in);
            return false;
        }
    return true;
}

/* ---- git ---------------------------------------------------------------- */

static bool set_up_git(struct init *in, struct gp_output *output)
{
    const char *attributes;
    if (gp_session_git_set_up(in->session, in->folder, &attributes) != GP_OK) {
        cli_fail(in->session);
        return false;
    }
    cli_write_sentence(
        in->session, output,
        attributes != NULL
            ? CLI_SENTENCE("wrote .gitattributes of the repository")
            : CLI_SENTENCE(".gitattributes speaks of plans already"),
        NULL);
    cli_write_sentence(in->session, output,
                       CLI_SENTENCE("git diff, git log -p and git show know "
                                    "plans here; each clone runs goalpost init "
                                    "--git"),
                       NULL);
    return true;
}

/* Asked before anything is written. */
static bool is_in_repository(struct init *in)
{
    char ancestor[MAX_PATH];
    const char *up, *way;
    find_ancestor(in->folder, ancestor);
    if (gp_session_git_place(in->session, ancestor, &up, &way) == GP_OK)
        return true;
    cli_fail(in->session);
    return false;
}

/* ---- the command -------------------------------------------------------- */

/* A path as a shell takes it. */
static void write_path(struct gp_output *output, const char *path)
{
    if (strpbrk(path, " '\"$`\\&|;()<>*?[]{}#~!") == NULL) {
        cli_write(output, path);
        return;
    }
    cli_write(output, "'");
    for (; *path != '\0'; path++) {
        const char one[] = {*path, '\0'};
        cli_write(output, *path == '\'' ? "'\\''" : one);
    }
    cli_write(output, "'");
}

static void tell_next(const struct init *in, struct gp_output *output)
{
    static const char *const commands[] = {"  goalpost check ",
                                           "  goalpost schedule ",
                                           "  goalpost report follow-up "};
    cli_write(output, "\n");
    cli_write_sentence(in->session, output, CLI_SENTENCE("next:"), NULL);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        cli_write(output, commands[i]);
        write_path(output, in->files[0].path);
        cli_write(output, "\n");
    }
}

static int run(struct init *in, bool plan, bool git)
{
    if (git && !is_in_repository(in))
        return CLI_FAILED;
    if (plan && (!choose_files(in) || !are_new(in) || !write_files(in)))
        return CLI_FAILED;
    struct gp_output *output = gp_output_to_fd(in->session, STDOUT_FILENO);
    if (output == NULL)
        return cli_fail(in->session);
    for (size_t i = 0; i < in->file_count; i++)
        cli_write_sentence(in->session, output, CLI_SENTENCE("wrote {0}"),
                           in->files[i].path);
    bool good = !git || set_up_git(in, output);
    if (plan)
        tell_next(in, output);
    if (gp_output_close(output) != GP_OK)
        return cli_fail(in->session);
    return good ? CLI_FINE : CLI_FAILED;
}

/* A folder's name becomes part of a build server's script: one line. */
static bool is_folder_name(const char *folder)
{
    for (const char *c = folder; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return false;
    return *folder != '\0' && strlen(folder) < MAX_PATH / 2;
}

int cli_init(struct cli *cli)
{
    const uint64_t of_plan = CLI_BIT(OPT_COMPANY) | CLI_BIT(OPT_TEAM) |
                             CLI_BIT(OPT_PERIOD) | CLI_BIT(OPT_CURRENCY) |
                             CLI_BIT(OPT_PLAN_LANG) | CLI_BIT(OPT_CI) |
                             CLI_BIT(OPT_YES);
    static struct init in;
    bool git = (cli->given & CLI_BIT(OPT_SET_UP_GIT)) != 0;
    bool plan = !git || cli->word_count > 0 || (cli->given & of_plan) != 0;
    in.cli = cli;
    in.folder = cli->word_count > 0 ? cli->words[0] : ".";
    if (cli->word_count > 1)
        return cli_misuse(cli, "init takes one folder", NULL);
    if (!is_folder_name(in.folder))
        return cli_misuse(cli, "that cannot be a folder", NULL);
    if (plan && (cli->given & CLI_BIT(OPT_YES)) == 0 && isatty(STDIN_FILENO) &&
        isatty(STDOUT_FILENO) && !cli_init_ask(cli))
        return CLI_FAILED;
    in.session = cli_session(cli);
    if (in.session == NULL)
        return CLI_FAILED;
    int result = run(&in, plan, git);
    for (size_t i = 0; i < in.folder_count; i++)
        free(in.folders[i]);
    gp_session_free(in.session);
    return result;
}

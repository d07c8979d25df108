/*
 * The command: a table of commands, one file each, over the public headers
 * alone.
 */
#ifndef GP_CLI_CLI_H
#define GP_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/options.h"
#include "goalpost/goalpost.h"

/* Never a count. */
enum cli_exit {
    CLI_FINE,  /* nothing at or above the threshold */
    CLI_FOUND, /* findings */
    CLI_FAILED /* could not run: usage, a file, a failed write */
};

/* How often an option that may be repeated may be. */
enum { CLI_MAX_REPEATS = 256 };

enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };

struct cli {
    const struct cli_command *command;
    uint64_t given; /* bits of the options that were written */
    struct gp_query query;
    const char *kpis[CLI_MAX_REPEATS];
    struct {
        const char *slug;
        enum gp_level level;
    } levels[CLI_MAX_REPEATS];
    size_t level_count;
    const char *output;   /* NULL: standard output */
    const char *site;     /* the folder of --all, or NULL */
    long pager;           /* the process that shows the output, or 0 */
    int pager_fd;         /* the end of it that is ours */
    const char *scenario; /* NULL: the plan itself */
    const char *against;  /* a revision, or NULL */
    struct gp_format format;
    const char *run; /* which tests; NULL: all */
    struct gp_starter starter;
    const char *teams[CLI_MAX_REPEATS];
    const char *ci; /* "github", "gitlab", "none"; NULL: not said */
    enum cli_color color;
    enum gp_level fail_level;
    unsigned flags;
    char **words; /* what is no option */
    int word_count;
};

struct cli_command {
    const char *name;
    const char *summary;  /* a line of `goalpost help` */
    const char *usage;    /* "PLAN..." */
    const char *examples; /* two, worked */
    uint64_t uses;
    enum gp_choice formats;
    int (*run)(struct cli *cli);
};

/* ---- main.c -------------------------------------------------------------- */

const struct cli_command *cli_commands(void); /* ended by a NULL name */
/* NULL, with a message that says so, where there is none. */
const struct cli_command *cli_find_command(const struct cli *cli,
                                           const char *name);

/* ---- say.c --------------------------------------------------------------- */

/* Sentences of the command are written in English and said in the language of
 * --lang, with their places {0}, {1}... filled by texts up to NULL; `make po`
 * finds them.  This marks one that is chosen before it is said. */
#define CLI_SENTENCE(text) text

/* "goalpost: " and the sentence, on standard error. */
void cli_say(const struct cli *cli, const char *sentence, ...)
    __attribute__((sentinel));
/* The same, with a pointer to the help; gives CLI_FAILED. */
int cli_misuse(const struct cli *cli, const char *sentence, ...)
    __attribute__((sentinel));
/* Just the text, on standard error. */
void cli_put(const char *text);
/* Says what the session's last failure was; gives CLI_FAILED. */
int cli_fail(const struct gp_session *session);

/* Names that a word can be. */
struct cli_names {
    const char *at[1024];
    size_t count;
};
void cli_add_name(struct cli_names *names, const char *name);
void cli_add_choice(struct cli_names *names, enum gp_choice choice);
/* Which of the names a word is.  -1 where it is none, which is said: by
 * `close` where it is close to one, else by `far`.  Their places: the word,
 * the one that is close or the list of all, `what`. */
int cli_pick(const struct cli *cli, const char *word,
             const struct cli_names *names, const char *what, const char *close,
             const char *far);

/* ---- run.c --------------------------------------------------------------- */

/* A session with the severities of the options; NULL, said, on failure. */
struct gp_session *cli_session(const struct cli *cli);
/* Standard output (at a terminal behind a pager), or the file of -o. */
struct gp_output *cli_output(struct cli *cli, struct gp_session *session);
/* What depends on the terminal and on the format; false, with a message,
 * where an option is of no use for the format. */
bool cli_prepare(struct cli *cli);
/* Whether a descriptor gets colours. */
bool cli_colors(const struct cli *cli, int fd);
/* The one plan of a command's words; CLI_FINE or CLI_FAILED. */
int cli_open(const struct cli *cli, struct gp_session *session,
             const char *path, struct gp_plan **plan);
/* What is asked of one plan, by a name or a cell where it takes one. */
typedef enum gp_status cli_question(struct gp_plan *plan, const char *name,
                                    const struct gp_query *query,
                                    struct gp_output *output);
/* Opens a plan, asks it, writes the answer; gives the exit status. */
int cli_ask(struct cli *cli, const char *path, cli_question *question,
            const char *name);
/* Whether something is there, be it a link that leads nowhere. */
bool cli_exists(const char *path);
/* Ends what a command wrote to `output`: closes it or, after a failure,
 * takes it back; shows the findings on standard error; gives the exit
 * status. */
int cli_finish(struct cli *cli, struct gp_session *session,
               enum gp_status status, struct gp_output *output);
/* The findings, on standard error. */
void cli_show_findings(const struct cli *cli, struct gp_session *session);
/* By the findings of the session. */
int cli_exit_status(const struct cli *cli, const struct gp_session *session);
void cli_write(struct gp_output *output, const char *text);
/* A sentence (say.c) in the session's language, and a line end. */
void cli_write_sentence(struct gp_session *session, struct gp_output *output,
                        const char *sentence, const char *word);
/* The texts, up to NULL. */
void cli_write_all(struct gp_output *output, ...) __attribute__((sentinel));

/* ---- pager.c ------------------------------------------------------------- */

/* Where the output goes: to a pager, where somebody reads it at a terminal. */
int cli_pager_start(struct cli *cli);
/* Waits until it has been read; false where there is no pager. */
bool cli_pager_end(struct cli *cli);

/* ---- the commands -------------------------------------------------------- */

int cli_check(struct cli *cli);
int cli_schedule(struct cli *cli);
int cli_report(struct cli *cli);
int cli_explain(struct cli *cli);
int cli_diff(struct cli *cli);
int cli_fmt(struct cli *cli);
int cli_derive(struct cli *cli);
int cli_test(struct cli *cli);
int cli_init(struct cli *cli);
int cli_version(struct cli *cli);
int cli_help(struct cli *cli);
int cli_help_command(const struct cli_command *command);

/* ---- what help is made of ------------------------------------------------ */

/* What takes place where `output` is open; gives the exit status. */
int cli_print(void (*write)(struct gp_session *session,
                            struct gp_output *output, const void *what),
              const void *what);
/* A word of the language: what it means, where it stands, an example. */
void cli_write_word(struct gp_session *session, struct gp_output *output,
                    const struct gp_word_info *word);
/* All words, by groups. */
void cli_write_words(struct gp_session *session, struct gp_output *output,
                     const void *what);
/* A page of the manual, as roff; CLI_FAILED, said, where there is none. */
int cli_man(struct cli *cli);
/* What can stand where a shell's cursor is: complete.c. */
int cli_complete(struct cli *cli);

#endif

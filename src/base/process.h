/* Another program, talked to through pipes: git, and nothing else so far. */
#ifndef GP_BASE_PROCESS_H
#define GP_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"

struct gp_process {
    pid_t pid;   /* 0: none runs */
    int in, out; /* its standard input (-1: nothing) and output */
};

/* Starts argv[0], looked for in PATH, with what it says on standard error
 * thrown away and texts in English.  `asked`: we write to it, too.  0 or an
 * errno (ENOENT: there is no such program). */
int gp_process_start(struct gp_process *process, const char *const *argv,
                     bool asked);
/* Closes the pipes and waits; its exit status, or -1 where it was killed. */
int gp_process_end(struct gp_process *process);
/* Runs a program to its end and gathers what it writes.  Its exit status, or
 * -1 where it could not run (*error says why). */
int gp_process_run(const char *const *argv, struct gp_buf *output, int *error);

#endif

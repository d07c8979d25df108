/* See process.h. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"

extern char **environ;

/* The environment, with LC_ALL=C in the place of any other.  The caller frees
 * nothing: it lies on `room`. */
static void set_english(char **room, size_t count)
{
    static char english[] = "LC_ALL=C";
    size_t n = 0;
    for (char **e = environ; *e != NULL && n + 2 < count; e++)
        if (strncmp(*e, "LC_ALL=", 7) != 0)
            room[n++] = *e;
    room[n++] = english;
    room[n] = NULL;
}

static void close_pair(int *pair)
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

int gp_process_start(struct gp_process *process, const char *const *argv,
                     bool asked)
{
    enum { MOST = 1024 };
    char *env[MOST];
    int in[2] = {-1, -1}, out[2] = {-1, -1}, error;
    posix_spawn_file_actions_t actions;
    *process = (struct gp_process){.in = -1, .out = -1};
    if (pipe2(out, O_CLOEXEC) != 0)
        return errno;
    if (asked && pipe2(in, O_CLOEXEC) != 0) {
        error = errno;
        close_pair(out);
        return error;
    }
    set_english(env, MOST);
    posix_spawn_file_actions_init(&actions);
    if (asked)
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                         O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    /* execvp's arguments are not const for historical reasons alone. */
    error = posix_spawnp(&process->pid, argv[0], &actions, NULL,
                         (char *const *)(uintptr_t)argv, env);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        process->pid = 0;
        close_pair(in);
        close_pair(out);
        return error;
    }
    close(out[1]);
    process->out = out[0];
    if (asked) {
        close(in[0]);
        process->in = in[1];
    }
    return 0;
}

int gp_process_end(struct gp_process *process)
{
    int status = 0;
    if (process->pid == 0)
        return -1;
    if (process->in >= 0)
        close(process->in);
    close(process->out);
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    *process = (struct gp_process){.in = -1, .out = -1};
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void read_all(const struct gp_process *process, struct gp_buf *output)
{
    enum { PIECE = 1 << 16 };
    for (;;) {
        char *at = gp_buf_room(output, PIECE);
        ssize_t n = read(process->out, at, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        output->count += (size_t)n;
    }
}

int gp_process_run(const char *const *argv, struct gp_buf *output, int *error)
{
    struct gp_process process;
    struct gp_heap *heap = output->heap;
    jmp_buf *const outer = heap->oom;
    jmp_buf oom;
    *error = gp_process_start(&process, argv, false);
    if (*error != 0)
        return -1;
    if (setjmp(oom) != 0) {
        gp_process_end(&process);
        heap->oom = outer;
        gp_out_of_memory(heap);
    }
    heap->oom = &oom;
    read_all(&process, output);
    heap->oom = outer;
    return gp_process_end(&process);
}

/* See out.h. */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_AT = 1 << 16, MAX_TRIES = 100 };

void gp_out_init_fd(struct gp_out *out, struct gp_heap *heap, int fd)
{
    *out = (struct gp_out){.fd = fd};
    gp_buf_init(&out->buf, heap);
}

void gp_out_init_memory(struct gp_out *out, struct gp_heap *heap)
{
    gp_out_init_fd(out, heap, -1);
}

void gp_out_init_file(struct gp_out *out, struct gp_heap *heap,
                      const char *path)
{
    gp_out_init_fd(out, heap, -1);
    out->path = path;
    struct stat st;
    bool there = stat(path, &st) == 0;
    /* A device or a pipe cannot be replaced: write it as it is. */
    if (there && !S_ISREG(st.st_mode)) {
        out->fd = open(path, O_WRONLY | O_CLOEXEC);
        if (out->fd < 0)
            out->error = errno;
        return;
    }
    size_t length = strlen(path) + 16;
    out->temp = gp_alloc(heap, length);
    for (int i = 0; out->fd < 0 && i < MAX_TRIES; i++) {
        snprintf(out->temp, length, "%s.tmp%d", path, i);
        out->fd =
            open(out->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (out->fd < 0 && errno != EEXIST)
            break;
    }
    if (out->fd < 0 || (there && fchmod(out->fd, st.st_mode & 07777) != 0))
        out->error = errno;
}

static void write_all(struct gp_out *out)
{
    const char *at = out->buf.at;
    size_t left = out->buf.count;
    while (left > 0 && out->error == 0) {
        ssize_t n = write(out->fd, at, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            out->error = errno;
            break;
        }
        at += n;
        left -= (size_t)n;
    }
    out->buf.count = 0;
}

void gp_out_flush_some(struct gp_out *out)
{
    if (out->buf.count >= FLUSH_AT && (out->fd >= 0 || out->error != 0))
        write_all(out);
}

void gp_out_add(struct gp_out *out, const char *bytes, size_t length)
{
    gp_buf_add(&out->buf, bytes, length);
    gp_out_flush_some(out);
}

void gp_out_puts(struct gp_out *out, const char *text)
{
    gp_out_add(out, text, strlen(text));
}

int gp_out_close(struct gp_out *out)
{
    if (out->fd >= 0 || out->error != 0)
        write_all(out);
    if (out->path != NULL && out->fd >= 0 && close(out->fd) != 0 &&
        out->error == 0)
        out->error = errno;
    if (out->temp != NULL && out->fd >= 0) {
        if (out->error == 0 && rename(out->temp, out->path) != 0)
            out->error = errno;
        if (out->error != 0)
            unlink(out->temp);
    }
    gp_free(out->buf.heap, out->temp);
    out->temp = NULL;
    out->fd = -1;
    gp_buf_fini(&out->buf);
    return out->error;
}

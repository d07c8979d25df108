/*
 * Where output goes: standard output, or a file that appears whole or not at
 * all (written beside its name and renamed).  A failed write is remembered
 * and told once, at the end.
 */
#ifndef GP_BASE_OUT_H
#define GP_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct gp_out {
    struct gp_buf buf;
    int fd;           /* -1: keep everything in `buf` */
    int error;        /* errno of the first failure, or 0 */
    const char *path; /* NULL: `fd` is not ours */
    char *temp;       /* the name it is written under */
};

/* Writes to a descriptor that stays the caller's. */
void gp_out_init_fd(struct gp_out *out, struct gp_heap *heap, int fd);
/* Keeps everything in out->buf. */
void gp_out_init_memory(struct gp_out *out, struct gp_heap *heap);
/* Writes PATH.tmpN; gp_out_close renames it.  `path` is kept. */
void gp_out_init_file(struct gp_out *out, struct gp_heap *heap,
                      const char *path);
/* Flushes, renames or (after an error) removes; returns an errno or 0. */
int gp_out_close(struct gp_out *out);

void gp_out_add(struct gp_out *out, const char *bytes, size_t length);
void gp_out_puts(struct gp_out *out, const char *text);
/* Hands the buffer on when it is large; call between records. */
void gp_out_flush_some(struct gp_out *out);

#endif

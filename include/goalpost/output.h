/**
 * @file output.h
 * Where schedules, reports and findings go: a descriptor, a file that
 * appears whole or not at all, or memory.
 *
 * Writes are gathered; what goes wrong is remembered and told once, by
 * gp_output_close().  A program that writes to pipes ignores SIGPIPE first.
 */
#ifndef GOALPOST_OUTPUT_H
#define GOALPOST_OUTPUT_H

#include "goalpost/session.h"

/**
 * An output to an open descriptor, which stays the caller's.
 * @return the output, for gp_output_close(); NULL when memory runs out.
 */
struct gp_output *gp_output_to_fd(struct gp_session *session, int fd);

/**
 * An output to a file: written under another name in the same folder, and
 * renamed by gp_output_close() when all went well.  A device or a pipe is
 * written as it is.
 * @param path  is copied
 * @return the output, for gp_output_close() or gp_output_cancel(); NULL when
 * memory runs out.  That the file cannot be made is told by
 * gp_output_close().
 */
struct gp_output *gp_output_to_file(struct gp_session *session,
                                    const char *path);

/**
 * An output that is kept; read it with gp_output_text() before closing.
 * @return the output, for gp_output_close(); NULL when memory runs out.
 */
struct gp_output *gp_output_to_memory(struct gp_session *session);

/**
 * What an output of gp_output_to_memory() holds so far.
 * @param length  receives its bytes; may be NULL
 * @return the text with a NUL behind it, the output's own, valid until it is
 * next written to; NULL when memory runs out.
 */
const char *gp_output_text(struct gp_output *output, size_t *length);

/**
 * Writes a text of the caller's own.
 * @return GP_OK or GP_OUT_OF_MEMORY.
 */
enum gp_status gp_output_write(struct gp_output *output, const char *text,
                               size_t length);

/**
 * Writes what is left and frees the output.  NULL is nothing.
 * @return GP_OK; GP_CANNOT_WRITE where any write failed: then a file is as
 * it was before.
 */
enum gp_status gp_output_close(struct gp_output *output);

/**
 * Frees the output without writing what is left; a file is as it was
 * before.  NULL is nothing.
 */
void gp_output_cancel(struct gp_output *output);

#endif

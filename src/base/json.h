/*
 * A writer of JSON (RFC 8259): keeps track of commas and indents by two
 * spaces, so that callers only say what is there.
 */
#ifndef GP_BASE_JSON_H
#define GP_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/out.h"

struct gp_json {
    struct gp_out *out;
    int depth;
    bool first;    /* nothing in the innermost object or array yet */
    int flat_from; /* depth from which nothing is broken over lines */
};

/* Objects and arrays deeper than `flat_from` stay on one line. */
void gp_json_init(struct gp_json *json, struct gp_out *out, int flat_from);
/* Each takes the key inside an object, NULL inside an array. */
void gp_json_open(struct gp_json *json, const char *key, char bracket);
void gp_json_close(struct gp_json *json, char bracket);
void gp_json_string(struct gp_json *json, const char *key, const char *text);
void gp_json_int(struct gp_json *json, const char *key, int64_t value);
void gp_json_bool(struct gp_json *json, const char *key, bool value);
void gp_json_null(struct gp_json *json, const char *key);
/* A number whose digits are ready: a plain decimal. */
void gp_json_raw(struct gp_json *json, const char *key, const char *digits);
/* The last line end. */
void gp_json_end(struct gp_json *json);

#endif

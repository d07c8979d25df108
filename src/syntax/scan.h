/* The scanner that flex makes of grammar/goalpost.l. */
#ifndef GP_SYNTAX_SCAN_H
#define GP_SYNTAX_SCAN_H

#include <stddef.h>

#include "base/heap.h"

struct yy_buffer_state;

int gp_scan_lex_init_extra(struct gp_heap *heap, void **scanner);
struct yy_buffer_state *gp_scan__scan_buffer(char *base, size_t size,
                                             void *scanner);
int gp_scan_lex(void *scanner);
int gp_scan_get_leng(void *scanner);
int gp_scan_lex_destroy(void *scanner);

#endif

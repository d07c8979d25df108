/* What holds of every text that was parsed. */
#ifndef GP_TEST_PARSED_H
#define GP_TEST_PARSED_H

#include "syntax/ast.h"

/* The tokens with their blanks, laid end to end, are the text, and the nodes
 * lie within them; else what does not hold. */
const char *parsed_wrong(const struct gp_ast *ast, size_t length);

#endif

/* What goalpost init asks on a terminal. */
#ifndef GP_CLI_INIT_H
#define GP_CLI_INIT_H

#include <stdbool.h>

#include "cli/cli.h"

/* Asks for what no option said; an empty answer takes the default.  False,
 * with a message, where the questions were left. */
bool cli_init_ask(struct cli *cli);

#endif

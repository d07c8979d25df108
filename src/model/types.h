/* Numbers that stand for nothing, for all of the model. */
#ifndef GP_MODEL_TYPES_H
#define GP_MODEL_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#define GP_NONE UINT32_MAX
#define GP_NO_AMOUNT INT64_MIN

#endif

/*
 * What a fuzz target defines.  With libFuzzer (make fuzz) inputs are made
 * up; elsewhere tests/support/replay.c reads them from files.
 */
#ifndef GP_FUZZ_H
#define GP_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#endif

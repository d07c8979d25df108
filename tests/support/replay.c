/*
 * Takes the names of files, gives each to the fuzz target, and prints
 * `done FILE` behind it, so that tests/run-all sees where it stopped.
 */
#include "support/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* An exact copy on the heap: reading past its end is then seen. */
static uint8_t *read_whole(const char *name, size_t *count)
{
    FILE *f = fopen(name, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(name);
        exit(2);
    }
    long end = ftell(f);
    rewind(f);
    *count = end < 0 ? 0 : (size_t)end;
    uint8_t *bytes = malloc(*count);
    if ((bytes == NULL && *count != 0) ||
        fread(bytes, 1, *count, f) != *count) {
        perror(name);
        exit(2);
    }
    fclose(f);
    return bytes;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t count;
        uint8_t *bytes = read_whole(argv[i], &count);
        LLVMFuzzerTestOneInput(bytes, count);
        free(bytes);
        printf("done %s\n", argv[i]);
        fflush(stdout);
    }
    return 0;
}

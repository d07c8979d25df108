/*
 * Any bytes through the CSV reader.  What must hold: it ends; lines never go
 * back; fields are UTF-8 without NUL and of bounded length; a bad row has a
 * reason; and the size of the window changes nothing.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "actuals/csv.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * 0x100000001b3ULL;
    return (hash ^ length) * 0x100000001b3ULL;
}

/* Reads all; a number that stands for everything that was read. */
static uint64_t drain(const struct gp_reader_options *options,
                      const uint8_t *data, size_t size, size_t window)
{
    struct gp_heap heap;
    int error;
    gp_heap_init(&heap);
    void *reader = gp_csv_open_memory(&heap, options, (const char *)data, size,
                                      window, &error);
    require(reader != NULL && error == 0);
    uint64_t hash = 0xcbf29ce484222325ULL;
    uint32_t line = 0;
    struct gp_data_row row;
    const char *why = NULL;
    for (size_t rows = 0;; rows++) {
        enum gp_read read = gp_csv_next(reader, &row, &why);
        require(row.line >= line && rows <= size);
        if (read == GP_READ_END)
            break;
        line = row.line;
        hash = mix(hash, &line, sizeof line);
        if (read == GP_READ_BAD) {
            hash = mix(hash, why, strlen(why));
            why = NULL;
            continue;
        }
        require(row.count >= 1 && row.count <= GP_CSV_MAX_FIELDS);
        for (size_t i = 0; i < row.count; i++) {
            const struct gp_field *f = &row.fields[i];
            require(f->length <= GP_CSV_MAX_FIELD);
            require(gp_utf8_check(f->at, f->length) == f->length);
            hash = mix(hash, f->at, f->length);
        }
    }
    gp_csv_close(reader);
    gp_heap_fini(&heap);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct gp_reader_options all[] = {
        {.delimiter = 0}, {.delimiter = '\t'}, {.encoding = "GB18030"}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        uint64_t whole = drain(&all[i], data, size, GP_CSV_WINDOW);
        require(drain(&all[i], data, size, 1) == whole);
        require(drain(&all[i], data, size, 13) == whole);
    }
    return 0;
}

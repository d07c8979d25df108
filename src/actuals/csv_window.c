/*
 * The bytes of a CSV file (or of memory), through iconv where the file says
 * so, as a window that the rows are parsed in: see csv.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "actuals/csv_own.h"

enum { MIN_ROOM = 8, RAW_ROOM = 1 << 16 };

static size_t read_raw(struct gp_csv *csv, char *to, size_t room)
{
    if (csv->fd < 0) {
        size_t n = csv->byte_count < room ? csv->byte_count : room;
        if (n != 0)
            memcpy(to, csv->bytes, n);
        csv->bytes += n;
        csv->byte_count -= n;
        return n;
    }
    for (;;) {
        ssize_t n = read(csv->fd, to, room);
        if (n >= 0)
            return (size_t)n;
        if (errno != EINTR) {
            csv->error = errno;
            return 0;
        }
    }
}

/* Converts what it can; a byte that cannot be converted becomes 0xff, which
 * the check for UTF-8 then finds in its row. */
static void convert(struct gp_csv *csv)
{
    if (!csv->raw_end && csv->raw_count < RAW_ROOM / 2) {
        size_t n =
            read_raw(csv, csv->raw + csv->raw_count, RAW_ROOM - csv->raw_count);
        csv->raw_count += n;
        csv->raw_end = n == 0;
    }
    char *from = csv->raw, *to = csv->text + csv->end;
    size_t left = csv->raw_count, room = csv->room - csv->end;
    while (left > 0 &&
           iconv(csv->iconv, &from, &left, &to, &room) == (size_t)-1) {
        if (errno == E2BIG || room == 0 || (errno == EINVAL && !csv->raw_end))
            break;
        *to++ = '\xff';
        room--;
        from++;
        left--;
    }
    if (left != 0)
        memmove(csv->raw, from, left);
    csv->raw_count = left;
    csv->end = csv->room - room;
    csv->at_end = csv->raw_end && left == 0;
}

void gp_csv_fill(struct gp_csv *csv)
{
    if (csv->start != 0) {
        memmove(csv->text, csv->text + csv->start, csv->end - csv->start);
        csv->end -= csv->start;
        csv->start = 0;
    }
    while (csv->room - csv->end < MIN_ROOM) {
        csv->room *= 2;
        csv->text = gp_realloc(csv->heap, csv->text, csv->room + GP_CSV_GUARD);
    }
    /* A pipe gives little at a time: go on until the window is full, or the
     * row would be parsed again for every piece. */
    while (!csv->at_end && csv->room - csv->end >= MIN_ROOM) {
        if (csv->iconv != GP_NO_ICONV) {
            convert(csv);
            continue;
        }
        size_t n = read_raw(csv, csv->text + csv->end, csv->room - csv->end);
        csv->end += n;
        csv->at_end = n == 0;
    }
    memset(csv->text + csv->end, 0, GP_CSV_GUARD);
}

static bool is_utf8(const char *encoding)
{
    return encoding == NULL || strcasecmp(encoding, "utf-8") == 0 ||
           strcasecmp(encoding, "utf8") == 0;
}

/* Takes `fd` over: it is closed where the opening fails. */
static struct gp_csv *start(struct gp_heap *heap,
                            const struct gp_reader_options *options, int fd,
                            size_t window, const char *bytes, size_t length,
                            int *error)
{
    struct gp_csv *csv = gp_calloc(heap, 1, sizeof *csv);
    csv->heap = heap;
    csv->fd = fd;
    csv->bytes = bytes;
    csv->byte_count = length;
    csv->iconv = GP_NO_ICONV;
    csv->line = 1;
    csv->delimiter = options->delimiter != '\0' ? options->delimiter : ',';
    bool can_delimit = strchr("\"\n\r", csv->delimiter) == NULL &&
                       (unsigned char)csv->delimiter < 0x80;
    *error = can_delimit ? 0 : EINVAL;
    if (*error == 0 && !is_utf8(options->encoding)) {
        csv->iconv = iconv_open("UTF-8", options->encoding);
        if (csv->iconv == GP_NO_ICONV)
            *error = errno;
        else
            csv->raw = gp_alloc(heap, RAW_ROOM);
    }
    if (*error == 0) {
        csv->room = window < MIN_ROOM ? MIN_ROOM : window;
        csv->text = gp_alloc(heap, csv->room + GP_CSV_GUARD);
        gp_csv_fill(csv);
        *error = csv->error; /* a folder, say */
    }
    if (*error != 0) {
        gp_csv_close(csv);
        return NULL;
    }
    if (csv->end >= 3 && memcmp(csv->text, "\xef\xbb\xbf", 3) == 0)
        csv->start = 3;
    return csv;
}

void *gp_csv_open(struct gp_heap *heap, const struct gp_reader_options *options,
                  int *error)
{
    if (options->bytes != NULL)
        return start(heap, options, -1, GP_CSV_WINDOW, options->bytes,
                     options->length, error);
    int fd = open(options->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *error = errno;
        return NULL;
    }
    return start(heap, options, fd, GP_CSV_WINDOW, NULL, 0, error);
}

void *gp_csv_open_memory(struct gp_heap *heap,
                         const struct gp_reader_options *options,
                         const char *bytes, size_t length, size_t window,
                         int *error)
{
    return start(heap, options, -1, window, bytes, length, error);
}

void gp_csv_close(void *reader)
{
    struct gp_csv *csv = reader;
    if (csv == NULL)
        return;
    if (csv->fd >= 0)
        close(csv->fd);
    if (csv->iconv != GP_NO_ICONV)
        iconv_close(csv->iconv);
    gp_vec_fini(csv->heap, &csv->fields);
    gp_vec_fini(csv->heap, &csv->doubled);
    gp_free(csv->heap, csv->raw);
    gp_free(csv->heap, csv->text);
    gp_free(csv->heap, csv);
}

/*
 * Rows of CSV: see csv.h.  Takes the bytes of a window (csv_window.c); gives
 * rows of fields that point into it.  What the fields mean is left to the
 * caller.
 *
 * A row is parsed only when it lies in the window whole: where it does not,
 * the window is filled up and the row is parsed again from its start.  So
 * the parser keeps no state between bytes, and since the window doubles, no
 * byte is looked at more than a few times.
 */
#include <endian.h>
#include <string.h>

#include "actuals/csv_own.h"
#include "base/utf8.h"
#include "text/catalogue.h"

/* One try at the row at text[start]. */
struct scan {
    char *at;
    uint64_t seen;     /* all bytes or'ed: was there a non-ASCII one? */
    uint32_t lines;    /* line ends passed */
    const char *bad;   /* the first thing wrong with the row */
    uint32_t bad_line; /* lines from the row's first to the one to blame */
    bool quoted;       /* there was a quoted field */
};

static const uint64_t ones = 0x0101010101010101ULL;
static const uint64_t high_bits = 0x8080808080808080ULL;

static const char why_nul[] = GP_WORD("the row holds a NUL byte");
static const char why_long_row[] = GP_WORD("the row is longer than 8 MiB");

enum stop { STOP_DELIMITER, STOP_LINE, STOP_MORE, STOP_LOST };

static bool is_space(const struct gp_csv *csv, char c)
{
    return (c == ' ' || c == '\t') && c != csv->delimiter;
}

/* The next `needle`, CR, LF, NUL or another byte below 14 (which the caller
 * passes over), eight bytes at a time. */
static char *find(char *p, char needle, uint64_t *seen)
{
    const uint64_t needles = ones * (unsigned char)needle;
    for (;; p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        w = le64toh(w);
        uint64_t x = w ^ needles;
        *seen |= w;
        /* The high bit of each byte that is low or the needle; borrows make
         * false ones only above a true one. */
        uint64_t hits =
            (((w - ones * 14) & ~w) | ((x - ones) & ~x)) & high_bits;
        if (hits != 0)
            return p + __builtin_ctzll(hits) / 8;
    }
}

static void note_bad(struct scan *s, const char *why)
{
    if (s->bad == NULL)
        s->bad = why;
}

/* The row ends here for good: reading goes on at `p` (inside a line, so that
 * what is left of it is skipped). */
static enum stop lose(struct scan *s, char *p, const char *why)
{
    s->bad = why;
    s->at = p;
    return STOP_LOST;
}

/* `p` is at the guard: more must come, unless the row is too long as it is;
 * a last field is let come to its end, so that the verdict does not depend
 * on where the window ends. */
static enum stop want_more(const struct gp_csv *csv, struct scan *s, char *p)
{
    if (csv->end - csv->start > GP_CSV_MAX_ROW + 2 * GP_CSV_MAX_FIELD)
        return lose(s, p, why_long_row);
    return STOP_MORE;
}

/* `p` is behind a field, at a delimiter, a line end or the end of all. */
static enum stop end_field(const struct gp_csv *csv, struct scan *s, char *p)
{
    char *end = csv->text + csv->end;
    if (csv->fields.count > GP_CSV_MAX_FIELDS)
        return lose(s, p, GP_WORD("the row has more than 16384 fields"));
    if ((size_t)(p - csv->text) - csv->start > GP_CSV_MAX_ROW)
        return lose(s, p, why_long_row);
    if (*p == '\r' && p + 1 == end && !csv->at_end)
        return want_more(csv, s, p);
    s->at = p == end ? p : p[0] == '\r' && p[1] == '\n' ? p + 2 : p + 1;
    if (*p == csv->delimiter)
        return STOP_DELIMITER;
    s->lines += p != end;
    return STOP_LINE;
}

/* Up to what ends an unquoted field. */
static char *skip_plain(const struct gp_csv *csv, struct scan *s, char *p)
{
    const char *end = csv->text + csv->end;
    for (;; p++) {
        p = find(p, csv->delimiter, &s->seen);
        if (*p == csv->delimiter || *p == '\n' || *p == '\r' || p == end)
            return p;
        if (*p == '\0')
            note_bad(s, why_nul);
    }
}

static enum stop parse_plain(struct gp_csv *csv, struct scan *s, char *first)
{
    char *p = skip_plain(csv, s, first), *last = p;
    if ((size_t)(p - first) > GP_CSV_MAX_FIELD)
        return lose(s, p, GP_WORD("a field is longer than 1 MiB"));
    if (p == csv->text + csv->end && !csv->at_end)
        return want_more(csv, s, p);
    while (last > first && is_space(csv, last[-1]))
        last--;
    struct gp_field field = {first, (size_t)(last - first)};
    gp_vec_push(csv->heap, &csv->fields, field);
    return end_field(csv, s, p);
}

/* From behind the opening quote to the closing one (or the guard). */
static char *skip_quoted(const struct gp_csv *csv, struct scan *s, char *p,
                         bool *doubled)
{
    const char *end = csv->text + csv->end;
    for (;;) {
        p = find(p, '"', &s->seen);
        if (p == end)
            return p;
        if (*p == '"') {
            if (p[1] != '"')
                return p;
            *doubled = true;
            p++;
        } else if (*p == '\0') {
            note_bad(s, why_nul);
        } else if (*p == '\n' || (*p == '\r' && p[1] != '\n')) {
            s->lines++;
        }
        p++;
    }
}

/* A quote that does not close would swallow the rest of the file: only its
 * own line is given up. */
static enum stop lose_quote(struct scan *s, char *open, uint32_t lines,
                            const char *why)
{
    s->lines = s->bad_line = lines;
    return lose(s, open, why);
}

static enum stop parse_quoted(struct gp_csv *csv, struct scan *s, char *open)
{
    uint32_t lines = s->lines;
    bool doubled = false;
    char *end = csv->text + csv->end;
    char *close = skip_quoted(csv, s, open + 1, &doubled);
    s->quoted = true;
    if (close - open - 1 > GP_CSV_MAX_FIELD)
        return lose_quote(
            s, open, lines,
            GP_WORD("the quote that opens here does not close within 1 MiB"));
    if (close + 1 >= end && !csv->at_end)
        return want_more(csv, s, close);
    if (close == end)
        return lose_quote(s, open, lines,
                          GP_WORD("the quote that opens here never closes"));
    if (doubled)
        gp_vec_push(csv->heap, &csv->doubled, csv->fields.count);
    struct gp_field field = {open + 1, (size_t)(close - open - 1)};
    gp_vec_push(csv->heap, &csv->fields, field);
    char *p = close + 1;
    while (is_space(csv, *p))
        p++;
    if (*p != csv->delimiter && *p != '\n' && *p != '\r' && p != end) {
        note_bad(s, GP_WORD("there is text behind a closing quote"));
        p = skip_plain(csv, s, p);
    }
    if (p == end && !csv->at_end)
        return want_more(csv, s, p);
    return end_field(csv, s, p);
}

static enum stop parse_row(struct gp_csv *csv, struct scan *s)
{
    enum stop stop;
    csv->fields.count = csv->doubled.count = 0;
    do {
        char *p = s->at;
        while (is_space(csv, *p))
            p++;
        stop = *p == '"' ? parse_quoted(csv, s, p) : parse_plain(csv, s, p);
    } while (stop == STOP_DELIMITER);
    return stop;
}

/* Doubled quotes become single, in the window: the row is parsed no more. */
static void undouble(struct gp_csv *csv)
{
    for (size_t i = 0; i < csv->doubled.count; i++) {
        struct gp_field *f = &csv->fields.at[csv->doubled.at[i]];
        char *from = csv->text + (f->at - csv->text), *to = from;
        for (const char *end = from + f->length; from < end; from++) {
            *to++ = *from;
            if (*from == '"')
                from++;
        }
        f->length = (size_t)(to - f->at);
    }
}

/* Goes behind the next line end; what it passes is not kept. */
static void skip_line(struct gp_csv *csv)
{
    csv->skip_line = false;
    for (;;) {
        char *p = csv->text + csv->start, *end = csv->text + csv->end;
        while (p < end && *p != '\n' && *p != '\r')
            p++;
        csv->start = (size_t)(p - csv->text);
        bool cut = p == end || (*p == '\r' && p + 1 == end);
        if (cut && !csv->at_end) {
            gp_csv_fill(csv);
            continue;
        }
        if (p < end) {
            csv->start += p[0] == '\r' && p[1] == '\n' ? 2 : 1;
            csv->line++;
        }
        return;
    }
}

const char gp_csv_not_utf8[] =
    GP_WORD("the row holds bytes that are not UTF-8");

/* What the row at `s` comes to, now that it is whole. */
static const char *judge(struct gp_csv *csv, const struct scan *s)
{
    const char *row = csv->text + csv->start;
    size_t length = (size_t)(s->at - row);
    if (s->bad != NULL)
        return s->bad;
    if ((s->seen & high_bits) != 0 && gp_utf8_check(row, length) != length)
        return csv->iconv == GP_NO_ICONV
                   ? gp_csv_not_utf8
                   : GP_WORD(
                         "the row holds bytes that its encoding does not have");
    return NULL;
}

/* The end; a read that failed is said first, once, in place of the row that
 * it cut. */
static enum gp_read finish(struct gp_csv *csv, struct gp_data_row *row,
                           const char **why)
{
    *row = (struct gp_data_row){.line = csv->line};
    if (csv->error == 0)
        return GP_READ_END;
    csv->error = 0;
    *why = "reading the file failed here";
    return GP_READ_BAD;
}

enum gp_read gp_csv_next(void *reader, struct gp_data_row *row,
                         const char **why)
{
    struct gp_csv *csv = reader;
    for (;;) {
        if (csv->skip_line)
            skip_line(csv);
        if (csv->start == csv->end && csv->at_end)
            return finish(csv, row, why);
        struct scan s = {.at = csv->text + csv->start};
        enum stop stop = parse_row(csv, &s);
        if (stop == STOP_MORE) {
            gp_csv_fill(csv);
            continue;
        }
        const char *bad = judge(csv, &s);
        /* A read that failed may have cut the row, if no line end shows
         * that it is whole. */
        bool cut = csv->error != 0 && stop == STOP_LINE &&
                   s.at == csv->text + csv->end && s.at[-1] != '\n' &&
                   s.at[-1] != '\r';
        *row = (struct gp_data_row){.line = csv->line + s.bad_line};
        csv->start = (size_t)(s.at - csv->text);
        csv->skip_line = stop == STOP_LOST;
        if (cut)
            continue;
        csv->line += s.lines;
        if (bad != NULL) {
            *why = bad;
            return GP_READ_BAD;
        }
        if (csv->fields.count == 1 && csv->fields.at[0].length == 0 &&
            !s.quoted)
            continue; /* an empty line */
        undouble(csv);
        row->fields = csv->fields.at;
        row->count = csv->fields.count;
        return GP_READ_ROW;
    }
}

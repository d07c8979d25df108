/*
 * The CSV reader.  Each case is read through windows of many sizes, so that
 * every byte falls on a refill once; what is read must never depend on it.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "actuals/csv.h"
#include "base/buf.h"

/* The whole file in one line each row: "1:a|b", "2!reason"; all in `buf`. */
static void drain(void *reader, struct gp_buf *buf)
{
    struct gp_data_row row;
    const char *why = NULL;
    for (;;) {
        enum gp_read read = gp_csv_next(reader, &row, &why);
        if (read == GP_READ_END)
            break;
        gp_buf_int(buf, row.line);
        gp_buf_putc(buf, read == GP_READ_BAD ? '!' : ':');
        if (read == GP_READ_BAD)
            gp_buf_puts(buf, why);
        for (size_t i = 0; i < row.count; i++) {
            if (i != 0)
                gp_buf_putc(buf, '|');
            gp_buf_add(buf, row.fields[i].at, row.fields[i].length);
        }
        gp_buf_putc(buf, '\n');
    }
    assert_int_equal(gp_csv_next(reader, &row, &why), GP_READ_END);
}

static void expect_bytes(const char *bytes, size_t length, char delimiter,
                         const char *encoding, const char *expected)
{
    struct gp_reader_options options = {.encoding = encoding,
                                        .delimiter = delimiter};
    for (size_t window = 1; window < 80; window++) {
        struct gp_heap heap;
        struct gp_buf buf;
        int error = -1;
        gp_heap_init(&heap);
        gp_buf_init(&buf, &heap);
        void *reader =
            gp_csv_open_memory(&heap, &options, bytes, length, window, &error);
        assert_non_null(reader);
        assert_int_equal(error, 0);
        drain(reader, &buf);
        assert_string_equal(gp_buf_cstr(&buf), expected);
        gp_csv_close(reader);
        gp_heap_fini(&heap);
    }
}

static void expect(const char *text, const char *expected)
{
    expect_bytes(text, strlen(text), 0, NULL, expected);
}

static void test_plain_rows(void **state)
{
    (void)state;
    expect("", "");
    expect("a", "1:a\n");
    expect("a\n", "1:a\n");
    expect("date,owner,value\n2026-01-05,hua,1200\n",
           "1:date|owner|value\n2:2026-01-05|hua|1200\n");
    expect("a,b", "1:a|b\n");
    expect("a,\n,b\n,\n,", "1:a|\n2:|b\n3:|\n4:|\n");
    expect("a long field of many bytes, more than a window holds,and 2\n",
           "1:a long field of many bytes|more than a window holds|and 2\n");
}

static void test_line_ends(void **state)
{
    (void)state;
    expect("a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n");
    expect("a,b\rc,d\r", "1:a|b\n2:c|d\n");
    expect("a,b\rc,d", "1:a|b\n2:c|d\n");
    expect("a\r\nb\nc\rd", "1:a\n2:b\n3:c\n4:d\n");
    expect("a,\r\n,b\r\n", "1:a|\n2:|b\n");
}

static void test_empty_lines(void **state)
{
    (void)state;
    expect("\n\n\na\n\n\nb\n\n", "4:a\n7:b\n");
    expect("\r\n\r\na\r\n\r\nb", "3:a\n5:b\n");
    expect("\r\ra\r", "3:a\n");
    expect("a\n  \t \nb\n   ", "1:a\n3:b\n");
    expect("a\n\"\"\nb\n", "1:a\n2:\n3:b\n"); /* one empty field, meant */
    expect("a\n,,\n", "1:a\n2:||\n");
}

static void test_bom(void **state)
{
    (void)state;
    expect("\xef\xbb\xbf"
           "a,b\n",
           "1:a|b\n");
    expect("\xef\xbb\xbf", "");
    expect("\xef\xbb\xbf\"a\",b\n", "1:a|b\n");
    expect("a\n\xef\xbb\xbf"
           "b\n",
           "1:a\n2:\xef\xbb\xbf"
           "b\n");
}

static void test_quotes(void **state)
{
    (void)state;
    expect("\"a\",\"b\"\n", "1:a|b\n");
    expect("\"a,b\",c\n", "1:a,b|c\n");
    expect("\"\",\"\"\n", "1:|\n");
    expect("\"say \"\"hi\"\"\",c\n", "1:say \"hi\"|c\n");
    expect("\"\"\"\"\n", "1:\"\n");
    expect("\"\"\"\"\"\",\"\"\"x\"\"\"", "1:\"\"|\"x\"\n");
    expect("a,\"\"\"b\"", "1:a|\"b\n");
    expect("\"a\"", "1:a\n");
    expect("5\" pipe,b\"\"\n", "1:5\" pipe|b\"\"\n"); /* not at the start */
    expect("\"a\"\r\n\"b\"\r\"c\"\n", "1:a\n2:b\n3:c\n");
    expect("\" a \",b\n", "1: a |b\n"); /* spaces inside quotes stay */
}

static void test_embedded_line_ends(void **state)
{
    (void)state;
    expect("x,\"a\nb\",y\nz\n", "1:x|a\nb|y\n3:z\n");
    expect("\"a\r\nb\"\r\nz\r\n", "1:a\r\nb\n3:z\n");
    expect("\"a\rb\"\rz\r", "1:a\rb\n3:z\n");
    expect("\"\n\n\r\n\n\"\nz", "1:\n\n\r\n\n\n6:z\n");
    expect("\"a\r\",b\nz", "1:a\r|b\n3:z\n");
}

static void test_spaces_trimmed(void **state)
{
    (void)state;
    expect("  a , b\t,\tc d \n", "1:a|b|c d\n");
    expect(" , ,x\n", "1:||x\n");
    expect("  \"a b\"  , \"c\" \n", "1:a b|c\n");
    expect(" \"a\"", "1:a\n");
    expect("\"a\"  ", "1:a\n");
}

static void test_delimiters(void **state)
{
    (void)state;
    expect_bytes("a;b,c\n", 6, ';', NULL, "1:a|b,c\n");
    expect_bytes("a\t b\t\n\t\n", 8, '\t', NULL, "1:a|b|\n2:|\n");
    expect_bytes("\"a|\"|b", 6, '|', NULL, "1:a||b\n");
    expect_bytes("a b", 3, ' ', NULL, "1:a|b\n");
}

static void test_utf8(void **state)
{
    (void)state;
    expect("日期,负责人\n2026-01-05,华\n", "1:日期|负责人\n2:2026-01-05|华\n");
    expect("a\nb,\xff\nc\n",
           "1:a\n2!the row holds bytes that are not UTF-8\n3:c\n");
    expect("\"\xe5\x8d\"\nc", /* cut off */
           "1!the row holds bytes that are not UTF-8\n2:c\n");
    expect("\xc0\x80\n\xed\xa0\x80\n", /* overlong, surrogate */
           "1!the row holds bytes that are not UTF-8\n"
           "2!the row holds bytes that are not UTF-8\n");
    expect("\xe5\x8d", "1!the row holds bytes that are not UTF-8\n");
}

static void test_encoding(void **state)
{
    (void)state;
    /* 华东,1 / 华 */
    static const char gb[] = "\xbb\xaa\xb6\xab,1\n\"\xbb\xaa\"\n";
    expect_bytes(gb, sizeof gb - 1, 0, "GB18030", "1:华东|1\n2:华\n");
    /* four bytes: U+20000 */
    expect_bytes("\x95\x32\x82\x36,x", 6, 0, "GB18030", "1:𠀀|x\n");
    static const char bad[] = "a\n\xff,b\nc\n\xbb";
    expect_bytes(bad, sizeof bad - 1, 0, "GB18030",
                 "1:a\n"
                 "2!the row holds bytes that its encoding does not have\n"
                 "3:c\n"
                 "4!the row holds bytes that its encoding does not have\n");
    expect_bytes("\xff\xfe"
                 "a\0,\0\x4e\x53\n\0",
                 10, 0, "UTF-16", "1:a|\xe5\x8d\x8e\n");
    expect_bytes("a,华\n", 6, 0, "utf-8", "1:a|华\n");
}

static void test_unclosed_quote(void **state)
{
    (void)state;
    expect("a,\"b", "1!the quote that opens here never closes\n");
    expect("a\nb,\"c\nd\ne,f\n",
           "1:a\n2!the quote that opens here never closes\n3:d\n4:e|f\n");
    /* A field before it spans lines: the line of the quote itself. */
    expect("\"a\nb\",\"c\nd\n",
           "2!the quote that opens here never closes\n3:d\n");
    expect("\"", "1!the quote that opens here never closes\n");
    expect("x,\"\"\"", "1!the quote that opens here never closes\n");
    expect("\"a\r\nb\r\n", "1!the quote that opens here never closes\n2:b\n");
}

static void test_text_behind_quote(void **state)
{
    (void)state;
    expect("\"a\"b,c\nd\n", "1!there is text behind a closing quote\n2:d\n");
    expect("\"a\nb\" \"c\"\nd\n",
           "1!there is text behind a closing quote\n3:d\n");
    expect("\"a\" b", "1!there is text behind a closing quote\n");
    expect("\"a\"b,\"c\nd\"\ne\n", /* the rest of the row is still a row */
           "1!there is text behind a closing quote\n3:e\n");
}

static void test_nul_bytes(void **state)
{
    (void)state;
    expect_bytes("a\0b\nc\n", 6, 0, NULL, "1!the row holds a NUL byte\n2:c\n");
    expect_bytes("\"a\0\"\nc\n", 7, 0, NULL,
                 "1!the row holds a NUL byte\n2:c\n");
    expect_bytes("\0", 1, 0, NULL, "1!the row holds a NUL byte\n");
    expect_bytes("a,\0", 3, 0, NULL, "1!the row holds a NUL byte\n");
    expect_bytes("\"a\"\0\nb", 6, 0, NULL,
                 "1!there is text behind a closing quote\n2:b\n");
}

/* `head`, then `count` times `piece`, then `tail`, in a normal window. */
static void expect_long(const char *head, const char *piece, size_t count,
                        const char *tail, const char *expected)
{
    struct gp_heap heap;
    struct gp_buf bytes, got;
    struct gp_reader_options options = {0};
    int error;
    gp_heap_init(&heap);
    gp_buf_init(&bytes, &heap);
    gp_buf_init(&got, &heap);
    gp_buf_puts(&bytes, head);
    for (size_t i = 0; i < count; i++)
        gp_buf_puts(&bytes, piece);
    gp_buf_puts(&bytes, tail);
    void *reader = gp_csv_open_memory(&heap, &options, bytes.at, bytes.count,
                                      GP_CSV_WINDOW, &error);
    drain(reader, &got);
    assert_string_equal(gp_buf_cstr(&got), expected);
    gp_csv_close(reader);
    gp_heap_fini(&heap);
}

static void test_limits(void **state)
{
    (void)state;
    size_t field = GP_CSV_MAX_FIELD;
    expect_long("a\nb,", "x", field + 1, ",c\nd\n",
                "1:a\n2!a field is longer than 1 MiB\n3:d\n");
    expect_long("a\nb,", "x", 9 * field, "\rd\n",
                "1:a\n2!a field is longer than 1 MiB\n3:d\n");
    expect_long("a\n\"b", "x", field + 1, "\"\nd\n",
                "1:a\n2!the quote that opens here does not close within "
                "1 MiB\n3:d\n");
    expect_long("", "a,", GP_CSV_MAX_FIELDS, "b\nc\n",
                "1!the row has more than 16384 fields\n2:c\n");
    struct gp_buf piece;
    struct gp_heap heap;
    gp_heap_init(&heap);
    gp_buf_init(&piece, &heap);
    gp_buf_fill(&piece, 'x', 1 << 16);
    gp_buf_putc(&piece, ',');
    expect_long("a\n", gp_buf_cstr(&piece), 200, "\nd",
                "1:a\n2!the row is longer than 8 MiB\n3:d\n");
    gp_heap_fini(&heap);
}

/* The largest field and row that are allowed come back whole. */
static void test_within_limits(void **state)
{
    (void)state;
    struct gp_heap heap;
    struct gp_buf bytes;
    struct gp_reader_options options = {0};
    struct gp_data_row row;
    const char *why;
    int error;
    gp_heap_init(&heap);
    gp_buf_init(&bytes, &heap);
    gp_buf_fill(&bytes, 'x', GP_CSV_MAX_FIELD);
    gp_buf_puts(&bytes, "\n");
    for (int i = 0; i < GP_CSV_MAX_FIELDS - 1; i++)
        gp_buf_puts(&bytes, "12,");
    gp_buf_puts(&bytes, "34\n");
    void *reader =
        gp_csv_open_memory(&heap, &options, bytes.at, bytes.count, 100, &error);
    assert_int_equal(gp_csv_next(reader, &row, &why), GP_READ_ROW);
    assert_int_equal(row.count, 1);
    assert_int_equal(row.fields[0].length, GP_CSV_MAX_FIELD);
    assert_memory_equal(row.fields[0].at, bytes.at, GP_CSV_MAX_FIELD);
    assert_int_equal(gp_csv_next(reader, &row, &why), GP_READ_ROW);
    assert_int_equal(row.count, GP_CSV_MAX_FIELDS);
    assert_memory_equal(row.fields[GP_CSV_MAX_FIELDS - 1].at, "34", 2);
    assert_int_equal(gp_csv_next(reader, &row, &why), GP_READ_END);
    gp_csv_close(reader);
    gp_heap_fini(&heap);
}

static void test_file(void **state)
{
    (void)state;
    char path[] = "/tmp/goalpost-csv-XXXXXX";
    int fd = mkstemp(path), error = -1;
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    for (int i = 0; i < 30000; i++) /* several windows */
        fprintf(file, "%d,华东,\"%d\"\r\n", i, i * 7);
    fclose(file);

    struct gp_heap heap;
    gp_heap_init(&heap);
    const struct gp_reader_kind *csv = gp_reader_find("csv");
    assert_non_null(csv);
    struct gp_reader_options options = {.path = path};
    void *reader = csv->open(&heap, &options, &error);
    assert_non_null(reader);
    struct gp_data_row row;
    const char *why;
    for (int i = 0; i < 30000; i++) {
        char expected[64];
        assert_int_equal(csv->next(reader, &row, &why), GP_READ_ROW);
        assert_int_equal(row.line, i + 1);
        assert_int_equal(row.count, 3);
        int n = snprintf(expected, sizeof expected, "%d", i * 7);
        assert_int_equal(row.fields[2].length, n);
        assert_memory_equal(row.fields[2].at, expected, (size_t)n);
        assert_int_equal(row.fields[1].length, strlen("华东"));
    }
    assert_int_equal(csv->next(reader, &row, &why), GP_READ_END);
    csv->close(reader);
    unlink(path);
    gp_heap_fini(&heap);
}

static void test_open_errors(void **state)
{
    (void)state;
    struct gp_heap heap;
    int error = 0;
    gp_heap_init(&heap);
    struct gp_reader_options options = {.path = "/nonexistent/x.csv"};
    assert_null(gp_csv_open(&heap, &options, &error));
    assert_int_equal(error, ENOENT);
    options.path = "/";
    assert_null(gp_csv_open(&heap, &options, &error));
    assert_int_equal(error, EISDIR);
    options.path = "/dev/null";
    options.encoding = "no such encoding";
    assert_null(gp_csv_open(&heap, &options, &error));
    assert_int_equal(error, EINVAL);
    options.encoding = NULL;
    options.delimiter = '"';
    assert_null(gp_csv_open(&heap, &options, &error));
    assert_int_equal(error, EINVAL);
    assert_null(gp_reader_find("oracle"));
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_rows),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_empty_lines),
        cmocka_unit_test(test_bom),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_embedded_line_ends),
        cmocka_unit_test(test_spaces_trimmed),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_unclosed_quote),
        cmocka_unit_test(test_text_behind_quote),
        cmocka_unit_test(test_nul_bytes),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_within_limits),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_open_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

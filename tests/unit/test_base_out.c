/* Output: descriptors, files that appear whole, a full disk. */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"

static struct gp_heap heap;
static char folder[] = "/tmp/gp-test-out-XXXXXX";
static char path[64], temp[80];

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/report.md", folder);
    snprintf(temp, sizeof temp, "%s.tmp0", path);
    return 0;
}

static int end(void **state)
{
    (void)state;
    unlink(path);
    unlink(temp);
    gp_heap_fini(&heap);
    return rmdir(folder);
}

static void assert_content(const char *text)
{
    char *at;
    size_t length;
    assert_int_equal(gp_file_read(&heap, path, &at, &length), 0);
    assert_int_equal(length, strlen(text));
    assert_string_equal(at, text);
}

static void test_file_appears_whole(void **state)
{
    struct gp_out out;
    (void)state;
    gp_out_init_file(&out, &heap, path);
    gp_out_puts(&out, "one\n");
    gp_out_add(&out, "twoXX", 3);
    assert_false(gp_file_exists(path));
    assert_true(gp_file_exists(temp));
    assert_int_equal(gp_out_close(&out), 0);
    assert_false(gp_file_exists(temp));
    assert_content("one\ntwo");
    gp_out_init_file(&out, &heap, path);
    gp_out_puts(&out, "new");
    assert_content("one\ntwo");
    assert_int_equal(gp_out_close(&out), 0);
    assert_content("new");
}

/* A left-over of a run that was killed is in nobody's way. */
static void test_stale_temp(void **state)
{
    struct gp_out out;
    (void)state;
    close(open(temp, O_CREAT | O_WRONLY, 0600));
    gp_out_init_file(&out, &heap, path);
    gp_out_puts(&out, "x");
    assert_int_equal(gp_out_close(&out), 0);
    assert_content("x");
    assert_true(gp_file_exists(temp));
}

static void test_no_folder(void **state)
{
    struct gp_out out;
    (void)state;
    gp_out_init_file(&out, &heap, "/nonexistent-folder/x");
    gp_out_puts(&out, "x");
    assert_int_equal(gp_out_close(&out), ENOENT);
}

static void test_full_disk(void **state)
{
    struct gp_out out;
    int fd = open("/dev/full", O_WRONLY);
    (void)state;
    assert_true(fd >= 0);
    gp_out_init_fd(&out, &heap, fd);
    gp_out_puts(&out, "x");
    assert_int_equal(out.error, 0);
    assert_int_equal(gp_out_close(&out), ENOSPC);
    assert_int_equal(close(fd), 0);
    gp_out_init_file(&out, &heap, "/dev/full");
    /* More than the buffer: the error is remembered, not repeated. */
    for (int i = 0; i < 100000; i++)
        gp_out_puts(&out, "0123456789");
    assert_int_equal(out.error, ENOSPC);
    assert_int_equal(gp_out_close(&out), ENOSPC);
    assert_int_equal(access("/dev/full", F_OK), 0);
}

static void test_pipe(void **state)
{
    struct gp_out out;
    int ends[2];
    char got[8] = "";
    (void)state;
    assert_int_equal(pipe(ends), 0);
    gp_out_init_fd(&out, &heap, ends[1]);
    gp_out_puts(&out, "abc");
    assert_int_equal(gp_out_close(&out), 0);
    assert_int_equal(read(ends[0], got, sizeof got), 3);
    assert_string_equal(got, "abc");
    close(ends[0]);
    assert_int_equal(close(ends[1]), 0); /* still the caller's */
}

static void test_memory(void **state)
{
    struct gp_out out;
    (void)state;
    gp_out_init_memory(&out, &heap);
    for (int i = 0; i < 20000; i++)
        gp_out_puts(&out, "0123456789");
    assert_int_equal(out.buf.count, 200000);
    assert_int_equal(gp_out_close(&out), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_file_appears_whole),
        TEST(test_stale_temp),
        TEST(test_no_folder),
        TEST(test_full_disk),
        TEST(test_pipe),
        TEST(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

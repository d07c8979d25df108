/*
 * A heap for each test of a program: the set-up and the tear-down that cmocka
 * is given.
 */
#ifndef GP_TEST_HEAP_H
#define GP_TEST_HEAP_H

#include "base/heap.h"
#include "support/test.h"

static struct gp_heap heap;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_heap_fini(&heap);
    return 0;
}

#endif

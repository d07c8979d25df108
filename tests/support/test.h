/*
 * What a unit program includes: cmocka, with the headers it wants first.
 * Unit programs run from the root of the source tree.
 */
#ifndef GP_TEST_H
#define GP_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif

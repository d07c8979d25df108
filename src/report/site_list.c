/*
 * See site_list.h.  The list is a text of a file name a line.  Whoever may
 * write into the folder may have changed it: no line leads to anything but
 * what a page of ours is called.
 */
#include "report/site_list.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/out.h"
#include "report/report.h"

static const char head[] =
    "# Pages that goalpost has written here; it removes those it no longer "
    "makes.\n";

void gp_site_list_init(struct gp_site_list *list, struct gp_arena *arena,
                       const char *folder, const char *ending)
{
    *list = (struct gp_site_list){
        .arena = arena, .folder = folder, .ending = ending};
    gp_intern_init(&list->made, arena->heap);
    gp_intern_init(&list->kept, arena->heap);
}

void gp_site_list_fini(struct gp_site_list *list)
{
    gp_intern_fini(&list->made);
    gp_intern_fini(&list->kept);
}

void gp_site_list_add(struct gp_site_list *list, const char *file)
{
    gp_intern_cstr(&list->made, file);
}

static bool ends_in(const char *text, size_t length, const char *ending)
{
    size_t n = strlen(ending);
    return length > n && memcmp(text + length - n, ending, n) == 0;
}

/* REPORT.html, index.html, or REPORT/SCOPE.html. */
static bool is_page(struct gp_site_list *list, const char *file, size_t length)
{
    static const char *const endings[] = {".html", ".md", ".txt"};
    const char *slash = memchr(file, '/', length);
    size_t stem = 0;
    if (memchr(file, '\0', length) != NULL)
        return false; /* what is removed would end there */
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_in(file, length, endings[i]))
            stem = length - strlen(endings[i]);
    if (stem == 0)
        return false;
    size_t first = slash != NULL ? (size_t)(slash - file) : stem;
    const char *name = gp_arena_strndup(list->arena, file, first);
    if (slash == NULL && strcmp(name, "index") == 0)
        return true;
    return gp_report_kind_find(name) != NULL &&
           (slash == NULL ||
            memchr(slash + 1, '/', length - first - 1) == NULL);
}

static const char *in_folder(struct gp_site_list *list, const char *file)
{
    return gp_arena_join(list->arena, list->folder, "/", file, NULL);
}

/* A page of an earlier run: it stays where it was written again, or is none of
 * this run's. */
static int pass_old(struct gp_site_list *list, const char *file, size_t length,
                    const char **path)
{
    if (!is_page(list, file, length) ||
        gp_intern_find(&list->made, file, length) != GP_NO_SYM)
        return 0;
    if (!ends_in(file, length, list->ending)) {
        gp_intern(&list->kept, file, length);
        return 0;
    }
    const char *name = gp_arena_strndup(list->arena, file, length);
    *path = in_folder(list, name);
    int error = gp_file_remove(*path);
    if (error == 0 && strchr(name, '/') != NULL)
        gp_file_remove_folder(gp_file_folder(list->arena, *path));
    return error;
}

static int pass_all(struct gp_site_list *list, const char **path)
{
    char *text;
    size_t length;
    *path = in_folder(list, GP_SITE_LIST);
    int error = gp_file_read(list->arena->heap, *path, &text, &length);
    if (error != 0)
        return error == ENOENT ? 0 : error;
    for (size_t at = 0; at < length && error == 0;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t n = end != NULL ? (size_t)(end - text) - at : length - at;
        error = pass_old(list, text + at, n, path);
        at += n + 1;
    }
    gp_free(list->arena->heap, text);
    return error;
}

static void write_names(struct gp_out *out, const struct gp_intern *names)
{
    for (size_t i = 0; i < names->names.count; i++) {
        gp_out_puts(out, names->names.at[i].text);
        gp_out_puts(out, "\n");
    }
}

int gp_site_list_end(struct gp_site_list *list, const char **path)
{
    struct gp_out out;
    int error = pass_all(list, path);
    if (error != 0)
        return error;
    *path = in_folder(list, GP_SITE_LIST);
    gp_out_init_file(&out, list->arena->heap, *path);
    gp_out_puts(&out, head);
    write_names(&out, &list->kept);
    write_names(&out, &list->made);
    return gp_out_close(&out);
}

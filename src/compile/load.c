/* Pass 1: the plan's files, and their statements in the plan's order. */
#include <errno.h>
#include <string.h>

#include "base/vec.h"
#include "compile/pass.h"

/* Includes in includes. */
enum { MAX_DEPTH = 50 };

static void add_statements(struct gp_pass *p, uint32_t file, struct gp_ref in,
                           bool nested, int depth);

static const struct gp_files *files_of(const struct gp_pass *p)
{
    return p->options->files != NULL ? p->options->files : &gp_files_disk;
}

static char *real_path(const struct gp_pass *p, const char *path)
{
    return files_of(p)->real(files_of(p), p->arena, path);
}

/* Parses a text that the sources take over.  `path` is where its includes
 * are seen from, `shown` what findings call it. */
static uint32_t add_text(struct gp_pass *p, struct gp_file file,
                         const char *shown, char *text, size_t length)
{
    uint32_t source = gp_sources_add(p->findings->sources, shown, text, length);
    gp_ast_parse(&file.ast, p->findings, p->names, source);
    p->model->uses_wan |= file.ast.tokens.writes_wan;
    gp_vec_push(p->heap, &p->out->files, file);
    return (uint32_t)p->out->files.count - 1;
}

/* Reads and parses one file; GP_NONE (and *error) where it cannot be read. */
static uint32_t add_file(struct gp_pass *p, const char *path, const char *real,
                         int *error)
{
    char *text;
    size_t length;
    const struct gp_files *files = files_of(p);
    *error = files->read(files, p->heap, path, &text, &length);
    if (*error != 0)
        return GP_NONE;
    if (strcmp(path, "-") == 0)
        p->findings->sources->input_is_plan = true;
    struct gp_file file = {.path = path, .real = real};
    return add_text(p, file, files->shown(files, p->arena, path), text, length);
}

/* The first file where its text was handed over. */
static uint32_t add_given(struct gp_pass *p, const char *shown, int *error)
{
    size_t length = p->options->text_length;
    if (length >= GP_MAX_FILE) {
        *error = EFBIG;
        return GP_NONE;
    }
    char *text = gp_alloc(p->heap, length + 2); /* as gp_file_read does */
    memcpy(text, p->options->text, length);
    text[length] = text[length + 1] = '\0';
    return add_text(p, (struct gp_file){.path = "-"}, shown, text, length);
}

static bool is_inside(const char *folder, const char *real)
{
    size_t n = strlen(folder);
    return strncmp(folder, real, n) == 0 &&
           (real[n] == '/' || real[n] == '\0' ||
            (n > 0 && folder[n - 1] == '/'));
}

/* One file of an include; what is wrong is said at the include. */
static void include_file(struct gp_pass *p, struct gp_ref at, const char *path,
                         bool nested, int depth)
{
    int error = 0;
    struct gp_finding *f;
    struct gp_span span = gp_ref_span(p, at);
    const char *real = real_path(p, path);
    bool before = p->incomplete;
    p->incomplete = true; /* until the file has been read */
    /* Outside comes first: whether a file is there is nobody's business. */
    const char *folder = real_path(p, gp_file_folder(p->arena, path));
    enum gp_file_kind kind = files_of(p)->kind(files_of(p), path);
    if (!p->options->allow_outside &&
        (folder == NULL ? path[0] == '/' || strstr(path, "..") != NULL
                        : !is_inside(p->root_folder, folder))) {
        f = gp_find(p->findings, GP_TEXT_INCLUDE_OUTSIDE, span, path, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_OUTSIDE, NULL);
        return;
    }
    if (real == NULL || kind == GP_FILE_FOLDER) {
        f = gp_find(p->findings, GP_TEXT_INCLUDE_NOT_FOUND, span, path, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_INCLUDE, NULL);
        return;
    }
    if (!p->options->allow_outside && !is_inside(p->root_folder, real)) {
        f = gp_find(p->findings, GP_TEXT_INCLUDE_OUTSIDE, span, path, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_OUTSIDE, NULL);
        return;
    }
    if (kind != GP_FILE_REGULAR) {
        /* Of the first file a pipe is fine; an include could never end. */
        gp_find(p->findings, GP_TEXT_INCLUDE_UNREADABLE, span, path,
                gp_word(p->findings, "it is no regular file"), NULL);
        return;
    }
    for (size_t i = 0; i < p->out->files.count; i++)
        if (p->out->files.at[i].real != NULL &&
            strcmp(p->out->files.at[i].real, real) == 0) {
            p->incomplete = before;
            return; /* a file counts once */
        }
    uint32_t file = add_file(p, gp_arena_strdup(p->arena, path), real, &error);
    if (file == GP_NONE) {
        gp_find(p->findings, GP_TEXT_INCLUDE_UNREADABLE, span, path,
                gp_translate_error(p->findings->lang, error), NULL);
        return;
    }
    struct gp_ref in = {file, p->out->files.at[file].ast.file};
    p->incomplete = before;
    add_statements(p, file, in, nested, depth + 1);
}

static void include(struct gp_pass *p, struct gp_ref at, bool nested, int depth)
{
    uint32_t first = (uint32_t)p->stmts.count;
    const char *name = gp_ref_string(p, gp_ref_child(p, at));
    char *folder = gp_file_folder(p->arena, p->out->files.at[at.file].path);
    char *path = gp_file_join(p->arena, folder, name);
    if (depth >= MAX_DEPTH) {
        gp_find(p->findings, GP_TEXT_TOO_DEEP, gp_ref_span(p, at), "50", NULL);
    } else if (gp_file_is_pattern(path)) {
        struct gp_paths paths = {0};
        files_of(p)->match(files_of(p), p->arena, path, &paths);
        if (paths.count == 0) {
            p->incomplete = true;
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_INCLUDE_NO_MATCH,
                        gp_ref_span(p, at), path, NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_INCLUDE, NULL);
        }
        for (size_t i = 0; i < paths.count; i++)
            include_file(p, at, paths.at[i], nested, depth);
        gp_vec_fini(p->heap, &paths);
    } else {
        include_file(p, at, path, nested, depth);
    }
    struct gp_included inc = {at, first, (uint32_t)p->stmts.count - first};
    gp_vec_push(p->heap, &p->included, inc);
}

/* Includes inside a team's block bring what belongs below that team. */
static void include_below(struct gp_pass *p, struct gp_ref team, int depth)
{
    struct gp_ref block = gp_ref_part(p, team, GP_N_BLOCK);
    if (!gp_ref_is(block))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) == GP_N_TEAM)
            include_below(p, i, depth);
        else if (gp_ref_kind(p, i) == GP_N_INCLUDE)
            include(p, i, true, depth);
    }
}

static void add_statements(struct gp_pass *p, uint32_t file, struct gp_ref in,
                           bool nested, int depth)
{
    for (struct gp_ref i = gp_ref_child(p, in); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        enum gp_node_kind kind = gp_ref_kind(p, i);
        if (kind == GP_N_INCLUDE) {
            include(p, i, nested, depth);
            continue;
        }
        struct gp_stmt s = {{file, i.node}, nested};
        gp_vec_push(p->heap, &p->stmts, s);
        if (kind == GP_N_TEAM)
            include_below(p, i, depth);
    }
}

int gp_pass_load(struct gp_pass *p, const char *path)
{
    int error = 0;
    bool given = p->options->text != NULL;
    bool nameless = given || strcmp(path, "-") == 0;
    const char *real = nameless ? NULL : real_path(p, path);
    uint32_t file =
        given ? add_given(p, path, &error) : add_file(p, path, real, &error);
    if (file == GP_NONE)
        return error;
    const char *folder = gp_file_folder(p->arena, real != NULL ? real : "./");
    if (real == NULL)
        folder = real_path(p, ".");
    p->root_folder = folder != NULL ? folder : "/";
    p->model->folder = nameless ? "." : gp_file_folder(p->arena, path);
    struct gp_ref in = {file, p->out->files.at[file].ast.file};
    add_statements(p, file, in, false, 0);
    return 0;
}

/* See site.h. */
#include "report/site.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "report/owners.h"
#include "report/site_list.h"
#include "report/target.h"

/* One page of a scope (GP_NONE: the whole plan). */
struct page {
    size_t kind;
    const char *file, *link; /* as seen from the folder; NULL: no such page */
};

/* The pages of one scope, which is a row of the index. */
struct entry {
    uint32_t scope;
    struct page *pages;
    size_t count;
};

struct work {
    struct gp_site *site;
    struct gp_track *track;
    struct gp_selection *sel;
    struct gp_arena arena;
    const char *ending;     /* ".html" */
    struct gp_intern names; /* of files, in small letters */
    struct entry *entries;
    size_t count, done, total;
    bool *made; /* by report: its folder */
    struct gp_site_list list;
};

/* ---- names --------------------------------------------------------------- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static void add_hex(struct gp_buf *buf, char lead, const char *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        gp_buf_putc(buf, lead);
        gp_buf_putc(buf, "0123456789ABCDEF"[(unsigned char)at[i] >> 4]);
        gp_buf_putc(buf, "0123456789ABCDEF"[at[i] & 15]);
    }
}

/* `/` becomes a dot; what is no letter, digit, `_` or `-` is spelled out.
 * Names that get too long are cut, and numbered. */
void gp_site_name(struct gp_buf *buf, const char *path, uint32_t scope)
{
    enum { LONGEST = 180 };
    size_t start = buf->count, length = strlen(path);
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t n = (size_t)gp_utf8_char(path + i, length - i, &code);
        if (n == 0)
            n = 1;
        if (buf->count - start > LONGEST) {
            gp_buf_puts(buf, "~~");
            gp_buf_int(buf, scope);
            return;
        }
        if (path[i] == '/')
            gp_buf_putc(buf, '.');
        else if (n > 1 ? gp_utf8_width(path + i, n) > 0 : is_plain(path[i]))
            gp_buf_add(buf, path + i, n);
        else
            add_hex(buf, '~', path + i, n);
        i += n;
    }
}

/* A path as a link: what is not ASCII is percent-encoded. */
static const char *link_of(struct work *w, const char *file)
{
    struct gp_buf buf;
    gp_buf_init(&buf, w->arena.heap);
    for (; *file != '\0'; file++) {
        if ((unsigned char)*file < 0x80)
            gp_buf_putc(&buf, *file);
        else
            add_hex(&buf, '%', file, 1);
    }
    return gp_arena_keep(&w->arena, &buf);
}

static const char *name_of(struct work *w, uint32_t scope)
{
    struct gp_buf buf;
    gp_buf_init(&buf, w->arena.heap);
    gp_site_name(&buf, gp_scope_text(&w->arena, w->sel->model, scope), scope);
    const char *text = gp_arena_strdup(&w->arena, gp_buf_cstr(&buf));
    /* Some file systems do not tell capitals apart. */
    for (size_t i = 0; i < buf.count; i++)
        if (buf.at[i] >= 'A' && buf.at[i] <= 'Z')
            buf.at[i] = (char)(buf.at[i] - 'A' + 'a');
    size_t before = w->names.names.count;
    gp_intern(&w->names, buf.at, buf.count);
    if (w->names.names.count == before) {
        buf.count = 0;
        gp_buf_puts(&buf, "~~");
        gp_buf_int(&buf, scope);
        text = gp_arena_join(&w->arena, text, gp_buf_cstr(&buf), NULL);
    }
    gp_buf_fini(&buf);
    return text;
}

/* ---- which pages --------------------------------------------------------- */

static size_t kind_count(void)
{
    size_t kinds = 0;
    while (gp_report_kind_name(kinds) != NULL)
        kinds++;
    return kinds;
}

static void add_entry(struct work *w, uint32_t scope)
{
    const struct gp_model *m = w->sel->model;
    struct entry *e = &w->entries[w->count++];
    size_t kinds = kind_count();
    *e = (struct entry){.scope = scope};
    e->pages = gp_arena_calloc(&w->arena, kinds, sizeof *e->pages);
    bool person =
        scope != GP_NONE && m->scopes.at[scope].kind == GP_SCOPE_PERSON;
    const char *name = scope == GP_NONE ? NULL : name_of(w, scope);
    for (size_t k = 0; k < kinds; k++) {
        const char *kind = gp_report_kind_name(k);
        if (person && !gp_report_kind_is_personal(k))
            continue;
        struct page *p = &e->pages[e->count++];
        p->kind = k;
        p->file = name == NULL ? gp_arena_join(&w->arena, kind, w->ending, NULL)
                               : gp_arena_join(&w->arena, kind, "/", name,
                                               w->ending, NULL);
        p->link = link_of(w, p->file);
    }
    w->total += e->count;
}

/* The whole, and below it every team and person. */
static void add_entries(struct work *w)
{
    const struct gp_model *m = w->sel->model;
    w->entries =
        gp_arena_calloc(&w->arena, m->scopes.count + 1, sizeof *w->entries);
    w->made = gp_arena_calloc(&w->arena, kind_count(), sizeof *w->made);
    add_entry(w, GP_NONE);
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t scope = m->scope_order[i];
        enum gp_scope_kind kind = m->scopes.at[scope].kind;
        if (scope != m->root &&
            (kind == GP_SCOPE_TEAM || kind == GP_SCOPE_PERSON))
            add_entry(w, scope);
    }
}

/* ---- writing ------------------------------------------------------------- */

static const char *fail(struct work *w, int error, const char *path)
{
    w->site->error = error;
    return error == 0 ? NULL : gp_arena_strdup(&w->sel->arena, path);
}

static const char *make_folder(struct work *w, const char *path)
{
    return fail(w, gp_file_make_folder(w->arena.heap, path), path);
}

static const char *full_path(struct work *w, const char *file)
{
    return gp_arena_join(&w->arena, w->site->folder, "/", file, NULL);
}

/* What was gathered becomes a file, whole or not at all. */
static const char *save(struct work *w, const struct gp_out *page,
                        const char *path)
{
    struct gp_out out;
    gp_out_init_file(&out, w->arena.heap, path);
    gp_out_add(&out, page->buf.at, page->buf.count);
    return fail(w, gp_out_close(&out), path);
}

static const char *save_page(struct work *w, uint32_t scope,
                             const struct page *p, const struct gp_out *page)
{
    const char *failed = NULL;
    if (scope != GP_NONE && !w->made[p->kind])
        failed = make_folder(w, full_path(w, gp_report_kind_name(p->kind)));
    if (scope != GP_NONE)
        w->made[p->kind] = true;
    gp_site_list_add(&w->list, p->file);
    return failed != NULL ? failed : save(w, page, full_path(w, p->file));
}

static const char *write_page(struct work *w, uint32_t scope, struct page *p)
{
    struct gp_out page;
    bool empty = false;
    const struct gp_report_kind *kind =
        gp_report_kind_find(gp_report_kind_name(p->kind));
    struct gp_report_look look = {
        .format = w->site->format,
        .looks = w->site->looks,
        .chinese = w->site->chinese,
        .home = gp_arena_join(&w->arena, scope == GP_NONE ? "" : "../", "index",
                              w->ending, NULL),
        .empty = &empty,
    };
    struct gp_selection *sel = w->sel, before = *sel;
    sel->of = scope;
    sel->words.of =
        scope == GP_NONE ? NULL : gp_scope_text(&w->arena, sel->model, scope);
    gp_out_init_memory(&page, w->arena.heap);
    const char *why = gp_report_make(kind, w->track, sel, &look, &page);
    sel->by = before.by; /* a report may have looked at other periods */
    sel->periods = before.periods;
    sel->period_count = before.period_count;
    const char *failed = NULL;
    if (why == NULL && !empty)
        failed = save_page(w, scope, p, &page);
    else
        p->file = NULL;
    gp_out_close(&page);
    return failed;
}

static const char *title_of(struct work *w, const struct page *p)
{
    const struct gp_report_kind *kind =
        gp_report_kind_find(gp_report_kind_name(p->kind));
    return gp_heading(kind->title, w->site->chinese);
}

/* Plain text has no links: the file itself. */
static struct gp_cell link_cell(struct work *w, const struct page *p)
{
    bool plain = strcmp(w->site->format, "text") == 0;
    struct gp_cell cell = gp_cell_text(plain ? p->file : title_of(w, p));
    cell.link = p->link;
    return cell;
}

static void add_links(struct work *w, struct gp_report *r,
                      const struct entry *e, struct gp_table *t)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct page *p = &e->pages[i];
        if (p->file == NULL)
            continue;
        struct gp_cell *cells = gp_table_row(r, t);
        cells[0] = link_cell(w, p);
        if (!w->site->chinese)
            cells[1] = gp_cell_text(gp_report_kind_help(p->kind));
    }
}

/* The page of a report, or NULL. */
static const struct page *page_of(const struct entry *e, size_t kind)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->pages[i].kind == kind && e->pages[i].file != NULL)
            return &e->pages[i];
    return NULL;
}

static const char *scope_title(struct work *w, uint32_t scope)
{
    const struct gp_scope *s = &w->sel->model->scopes.at[scope];
    struct gp_buf buf;
    gp_buf_init(&buf, w->arena.heap);
    for (int i = 1; i < s->depth; i++)
        gp_buf_puts(&buf, "\u00a0\u00a0");
    gp_buf_puts(&buf, s->title);
    return gp_arena_keep(&w->arena, &buf);
}

/* A row for each team and person: its pages side by side, a column for each
 * report that any of them has. */
static void add_scopes(struct work *w, struct gp_report *r)
{
    bool zh = w->site->chinese;
    struct gp_table *t = gp_report_table(
        r, "scopes", zh ? "按团队和人员" : "By team and person");
    gp_table_column(r, t, "scope", zh ? "范围" : "scope", GP_LEFT);
    size_t shown[64], count = 0;
    for (size_t k = 0; gp_report_kind_name(k) != NULL && count < 64; k++) {
        if (!w->made[k])
            continue;
        struct page p = {.kind = k};
        gp_table_column(r, t, gp_report_kind_name(k), title_of(w, &p), GP_LEFT);
        shown[count++] = k;
    }
    for (size_t i = 1; i < w->count; i++) {
        struct gp_cell *cells = gp_table_row(r, t);
        cells[0] = gp_cell_text(scope_title(w, w->entries[i].scope));
        for (size_t k = 0; k < count; k++) {
            const struct page *p = page_of(&w->entries[i], shown[k]);
            if (p == NULL)
                continue;
            cells[k + 1] = link_cell(w, p);
        }
    }
}

static const char *write_index(struct work *w)
{
    bool zh = w->site->chinese;
    const char *plan = w->sel->model->title;
    struct gp_report *r = gp_report_new(&w->arena, "index",
                                        plan != NULL && *plan != '\0' ? plan
                                        : zh                          ? "报表"
                                             : "Reports",
                                        NULL);
    r->subtitle = gp_arena_join(&w->arena, zh ? "截至 " : "as of ",
                                gp_date_text(&w->arena, w->track->as_of), NULL);
    struct gp_table *t =
        gp_report_table(r, "reports", zh ? "全部报表" : "All reports");
    gp_table_column(r, t, "report", zh ? "报表" : "report", GP_LEFT);
    if (!zh)
        gp_table_column(r, t, "shows", "shows", GP_LEFT);
    add_links(w, r, &w->entries[0], t);
    if (w->count > 1)
        add_scopes(w, r);
    struct gp_out page;
    gp_out_init_memory(&page, w->arena.heap);
    gp_report_render(r, w->site->format, w->site->looks, &page);
    const char *file = gp_arena_join(&w->arena, "index", w->ending, NULL);
    const char *failed = save(w, &page, full_path(w, file));
    gp_site_list_add(&w->list, file);
    gp_out_close(&page);
    return failed;
}

/* Pages of an earlier run that nothing leads to any more. */
static const char *remove_old(struct work *w)
{
    const char *path;
    int error = gp_site_list_end(&w->list, &path);
    return fail(w, error, path);
}

const char *gp_site_write(struct gp_site *site, struct gp_track *track,
                          struct gp_selection *sel)
{
    struct work w = {.site = site, .track = track, .sel = sel};
    gp_arena_init(&w.arena, sel->heap);
    gp_intern_init(&w.names, sel->heap);
    w.ending = strcmp(site->format, "html") == 0       ? ".html"
               : strcmp(site->format, "markdown") == 0 ? ".md"
                                                       : ".txt";
    gp_site_list_init(&w.list, &w.arena, site->folder, w.ending);
    add_entries(&w);
    const char *failed = make_folder(&w, site->folder);
    for (size_t i = 0; i < w.count && failed == NULL; i++) {
        struct entry *e = &w.entries[i];
        for (size_t k = 0; k < e->count && failed == NULL; k++) {
            failed = write_page(&w, e->scope, &e->pages[k]);
            if (site->progress != NULL)
                site->progress(site->context, ++w.done, w.total);
        }
    }
    if (failed == NULL)
        failed = write_index(&w);
    if (failed == NULL)
        failed = remove_old(&w);
    gp_site_list_fini(&w.list);
    gp_intern_fini(&w.names);
    gp_arena_fini(&w.arena);
    return failed;
}

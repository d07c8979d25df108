/*
 * The decomposition as a tree, from left to right: a box a scope with its
 * target and its share of the whole, and how far it is where it is followed
 * up.  What would be too much is left to the deeper tables, and said.
 */
#include "report/svg.h"

enum {
    BOX = 44,
    GAP = 10,
    ACROSS = 30,
    MOST_BOXES = 48,
    MOST_DEPTH = 5,
    MOST_BOX = 340,
    INDENT = 16
};

struct node {
    const struct gp_point *point;
    size_t parent;
    int depth, top, bottom; /* y, in pixels, of the boxes at its leaves */
    bool has_child;
};

struct tree {
    struct gp_svg *svg;
    const struct gp_figure *figure;
    struct node nodes[MOST_BOXES];
    size_t count;
    int deepest, box;
    bool stacked; /* a box below the other, indented by their depth */
};

/* The most levels whose boxes all fit. */
static int depth_that_fits(const struct gp_figure *f)
{
    int depth = 0;
    for (int d = 1; d < MOST_DEPTH; d++) {
        size_t count = 0;
        bool any = false;
        for (size_t i = 0; i < f->point_count; i++) {
            count += f->points[i].depth <= d;
            any |= f->points[i].depth == d;
        }
        if (count > MOST_BOXES && d > 1)
            break;
        if (any)
            depth = d;
    }
    return depth;
}

static void take(struct tree *t, int depth)
{
    const struct gp_figure *f = t->figure;
    size_t path[MOST_DEPTH] = {0};
    for (size_t i = 0; i < f->point_count && t->count < MOST_BOXES; i++) {
        const struct gp_point *p = &f->points[i];
        if (p->depth > depth || p->depth < 0)
            continue;
        struct node *n = &t->nodes[t->count];
        *n = (struct node){.point = p, .depth = p->depth};
        n->parent = p->depth == 0 ? t->count : path[p->depth - 1];
        if (p->depth != 0)
            t->nodes[n->parent].has_child = true;
        for (int d = p->depth; d < MOST_DEPTH; d++)
            path[d] = t->count;
        if (p->depth > t->deepest)
            t->deepest = p->depth;
        t->count++;
    }
}

/* Leaves one below the other, whole trees in the middle of theirs. */
static int place(struct tree *t)
{
    int y = 0;
    for (size_t i = 0; i < t->count; i++) {
        struct node *n = &t->nodes[i];
        n->top = y;
        n->bottom = y;
        if (!n->has_child || t->stacked)
            y += BOX + GAP;
    }
    for (size_t i = t->stacked ? 0 : t->count; i > 1; i--) {
        struct node *n = &t->nodes[i - 1], *up = &t->nodes[n->parent];
        if (up != n && n->bottom > up->bottom)
            up->bottom = n->bottom;
    }
    return y - GAP;
}

static int middle(const struct node *n)
{
    return GP_PX(n->top + n->bottom + BOX) / 2;
}

static int left(const struct tree *t, const struct node *n)
{
    return n->depth * (t->stacked ? GP_PX(INDENT) : t->box + GP_PX(ACROSS));
}

static int width(const struct tree *t, const struct node *n)
{
    return t->stacked ? GP_PX(t->svg->width) - left(t, n) : t->box;
}

static void draw_branch(struct tree *t, const struct node *n)
{
    const struct node *up = &t->nodes[n->parent];
    if (up == n)
        return;
    if (t->stacked) {
        gp_markup(t->svg->buf, "<path class=\"branch\" d=\"M%p %pV%pH%p\"/>\n",
                  left(t, up) + GP_PX(INDENT / 2), middle(up) + GP_PX(BOX) / 2,
                  middle(n), left(t, n));
        return;
    }
    int x = left(t, up) + t->box, bend = x + GP_PX(ACROSS) / 2;
    gp_markup(t->svg->buf,
              "<path class=\"branch\" d=\"M%p %pC%p %p %p %p %p %p\"/>\n", x,
              middle(up), bend, middle(up), bend, middle(n), left(t, n),
              middle(n));
}

static void draw_progress(struct tree *t, const struct node *n, int x, int y)
{
    struct gp_rat v;
    const struct gp_cell *cell =
        gp_figure_value(t->figure, n->point, GP_SERIES_ATTAINMENT);
    if (!gp_cell_number(cell, &v))
        return;
    int length = gp_svg_part(v, gp_rat_int(1), width(t, n) - GP_PX(20));
    gp_markup(t->svg->buf,
              "<rect class=\"track\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"4\" rx=\"2\"/>"
              "<rect class=\"bar%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"4\" rx=\"2\"/>\n",
              x + GP_PX(10), y + GP_PX(BOX - 8), width(t, n) - GP_PX(20),
              gp_svg_status(n->point->status), x + GP_PX(10),
              y + GP_PX(BOX - 8), length);
}

static void draw_node(struct tree *t, const struct node *n)
{
    struct gp_svg *svg = t->svg;
    const struct gp_cell *target =
        gp_figure_value(t->figure, n->point, GP_SERIES_TARGET);
    const struct gp_cell *share =
        gp_figure_value(t->figure, n->point, GP_SERIES_SHARE);
    const struct gp_cell *reached =
        gp_figure_value(t->figure, n->point, GP_SERIES_ATTAINMENT);
    bool follows = reached != NULL && reached->kind != GP_CELL_NONE;
    int x = left(t, n), y = middle(n) - GP_PX(BOX) / 2;
    int first = y + GP_PX(follows ? 15 : 18);
    int second = y + GP_PX(follows ? 30 : 35);
    int room = width(t, n) - GP_PX(20), right = x + width(t, n) - GP_PX(10);
    gp_buf_puts(svg->buf, "<g>");
    gp_svg_tip(svg, t->figure, n->point);
    gp_markup(svg->buf,
              "<rect class=\"box%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"%i\" rx=\"6\"/></g>\n",
              n->depth == 0 ? " root" : "", x, y, width(t, n), BOX);
    int used = 0;
    if (follows)
        used = gp_svg_value(
                   svg,
                   n->point->status == GP_STATUS_GOOD  ? "small num ink-good"
                   : n->point->status == GP_STATUS_BAD ? "small num ink-bad"
                                                       : "small soft num",
                   12, right, first, GP_END, reached) +
               GP_PX(6);
    gp_svg_label(svg, "small strong", 12, x + GP_PX(10), first, GP_START,
                 room - used, n->point->label);
    used = gp_svg_value(svg, "small num", 12, x + GP_PX(10), second, GP_START,
                        target);
    if (share != NULL && share->kind != GP_CELL_NONE && n->depth != 0 &&
        used + GP_PX(48) < room)
        gp_svg_value(svg, "small soft num", 12, right, second, GP_END, share);
    draw_progress(t, n, x, y);
}

int gp_svg_tree(struct gp_svg *svg, const struct gp_figure *f)
{
    struct tree t = {.svg = svg, .figure = f, .stacked = gp_svg_is_narrow(svg)};
    take(&t, depth_that_fits(f));
    int height = place(&t);
    t.box = (GP_PX(svg->width) - t.deepest * GP_PX(ACROSS)) / (t.deepest + 1);
    if (t.box > GP_PX(MOST_BOX))
        t.box = GP_PX(MOST_BOX);
    for (size_t i = 0; i < t.count; i++)
        draw_branch(&t, &t.nodes[i]);
    for (size_t i = 0; i < t.count; i++)
        draw_node(&t, &t.nodes[i]);
    if (t.count < f->point_count) {
        gp_svg_more(svg, 0, GP_PX(height + 20), f->point_count - t.count);
        height += 26;
    }
    return height + 2;
}

/*
 * What each token is to the layout, from the tree.  Here stands which parts
 * of a statement begin a column.
 */
#include "fmt/fmt_own.h"

#include "parser.h"

static const struct gp_node *node(const struct gp_fmt *f, gp_id id)
{
    return &f->ast->nodes[id];
}

static int kind_at(const struct gp_fmt *f, uint32_t token)
{
    return gp_token_kind(&f->ast->tokens.at[token]);
}

static void mark(struct gp_fmt *f, uint32_t token, int flag)
{
    f->roles[token].flags |= (uint16_t)flag;
}

/* The node's first token begins a column of the lines like `owner`'s. */
static void begin_cell(struct gp_fmt *f, gp_id owner, uint32_t token)
{
    f->roles[token].cell_of = node(f, owner)->at.first + 1;
}

static void begin_cell_at(struct gp_fmt *f, gp_id owner, gp_id part)
{
    if (part != 0)
        begin_cell(f, owner, node(f, part)->at.first);
}

/* The first token of a kind from `first` up to `last`; `last` itself where
 * there is none. */
static uint32_t find(const struct gp_fmt *f, uint32_t first, uint32_t last,
                     int kind)
{
    while (first < last && kind_at(f, first) != kind)
        first++;
    return first;
}

/* ---- blocks ------------------------------------------------------------- */

static void mark_separators(struct gp_fmt *f, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (kind_at(f, i) == GP_TOK_COMMA)
            mark(f, i, GP_ROLE_SEPARATOR);
}

static void mark_start(struct gp_fmt *f, gp_id id)
{
    struct gp_role *role = &f->roles[node(f, id)->at.first];
    role->flags |= GP_ROLE_STARTS;
    role->group = node(f, id)->kind;
}

/* A list of numbers is an item each. */
static void mark_numbers(struct gp_fmt *f, gp_id list)
{
    struct gp_extent at = node(f, list)->at;
    for (uint32_t i = at.first; i <= at.last; i++) {
        if (kind_at(f, i) != GP_TOK_NUMBER)
            continue;
        f->roles[i].flags |= GP_ROLE_STARTS;
        f->roles[i].group = GP_N_ITEM;
    }
    mark_separators(f, at.first, at.last);
}

static void mark_block(struct gp_fmt *f, gp_id id)
{
    struct gp_extent at = node(f, id)->at;
    uint32_t behind = at.first + 1;
    mark(f, at.first, GP_ROLE_OPENS);
    mark(f, at.last, GP_ROLE_CLOSES);
    f->roles[at.first].mate = at.last;
    f->roles[at.last].mate = at.first;
    for (gp_id c = node(f, id)->child; c != 0; c = node(f, c)->next) {
        if (node(f, c)->kind == GP_N_NUMBERS)
            mark_numbers(f, c);
        else
            mark_start(f, c);
        mark_separators(f, behind, node(f, c)->at.first);
        behind = node(f, c)->at.last + 1;
    }
    mark_separators(f, behind, at.last);
}

/* ---- what stands together without a blank ------------------------------- */

static void tighten(struct gp_fmt *f, uint32_t first, uint32_t last, int kind)
{
    for (uint32_t i = first; i <= last; i++)
        if (kind_at(f, i) == kind)
            mark(f, i, GP_ROLE_TIGHT_BEFORE | GP_ROLE_TIGHT_AFTER);
}

static void tighten_opening(struct gp_fmt *f, gp_id id, int kind)
{
    struct gp_extent at = node(f, id)->at;
    uint32_t open = find(f, at.first, at.last, kind);
    if (kind_at(f, open) == kind)
        mark(f, open, GP_ROLE_TIGHT_BEFORE);
}

/* -10%..+30% */
static void tighten_signs(struct gp_fmt *f, uint32_t first, uint32_t last)
{
    int before = 0;
    for (uint32_t i = first; i <= last; i++) {
        int kind = kind_at(f, i);
        if (kind == GP_TOK_PLUS &&
            (before == GP_TOK_DOTDOT || before == GP_TOK_BAND))
            mark(f, i, GP_ROLE_TIGHT_AFTER);
        before = kind == GP_TOK_SPACE ? before : kind;
    }
}

static void mark_marks(struct gp_fmt *f, gp_id id, gp_id parent)
{
    struct gp_extent at = node(f, id)->at;
    switch (node(f, id)->kind) {
    case GP_N_SCOPE:
        tighten(f, at.first, at.last, GP_TOK_SLASH);
        tighten(f, at.first, at.last, GP_TOK_EQ);
        tighten_opening(f, id, GP_TOK_LBRACKET);
        break;
    case GP_N_INDEX:
        tighten(f, at.first, at.last, GP_TOK_EQ);
        tighten_opening(f, id, GP_TOK_LBRACKET);
        break;
    case GP_N_CALL:
    case GP_N_OVER:
        tighten_opening(f, id, GP_TOK_LPAREN);
        break;
    case GP_N_LABEL: /* split-sum */
        if (node(f, parent)->kind != GP_N_ALLOW &&
            node(f, parent)->kind != GP_N_EXPECT_FINDING)
            break;
        tighten(f, at.first, at.last, GP_TOK_MINUS);
        for (uint32_t i = at.first; i <= at.last; i++)
            mark(f, i, GP_ROLE_NAME);
        break;
    case GP_N_BASELINE:
        tighten_signs(f, at.first, at.last);
        break;
    case GP_N_UNARY:
        if (node(f, id)->op == GP_OP_NEG)
            mark(f, at.first, GP_ROLE_TIGHT_AFTER);
        break;
    default:
        break;
    }
}

/* ---- names -------------------------------------------------------------- */

static bool names_child(enum gp_node_kind parent, bool first)
{
    switch (parent) {
    case GP_N_SCOPE:
    case GP_N_NARROW:
    case GP_N_LABEL:
    case GP_N_SUBJECT:
    case GP_N_ITEM:
    case GP_N_BINARY:
    case GP_N_UNARY:
    case GP_N_INDEX:
    case GP_N_IS_MISSING:
    case GP_N_VALUE:
    case GP_N_LET:
        return true;
    case GP_N_GIVEN:
    case GP_N_UNDER:
    case GP_N_EXPECT_RULE:
    case GP_N_FOR:
        return first;
    case GP_N_EXPECT: /* behind the measure */
    case GP_N_LEARN:  /* behind `from` */
        return !first;
    default:
        return parent > GP_N_FILE && parent < GP_N_BROKEN && first;
    }
}

/* met, missed, ahead, behind, which a test compares a status with, are words;
 * every other name there is one of the plan's. */
static void mark_status(struct gp_fmt *f, gp_id expect)
{
    gp_id measure = node(f, expect)->child;
    if (measure == 0 || gp_word_of(node(f, measure)->sym) != GP_W_STATUS)
        return;
    for (gp_id c = measure; c != 0; c = node(f, c)->next) {
        gp_id value = node(f, c)->child;
        if (node(f, c)->kind == GP_N_VALUE && value != 0)
            mark(f, node(f, value)->at.first, GP_ROLE_WORD);
    }
}

static bool is_word_at(const struct gp_fmt *f, uint32_t token,
                       enum gp_word word)
{
    const struct gp_token *t = &f->ast->tokens.at[token];
    return t->is_word && gp_word_of(t->what) == word;
}

/* Whose duty it is, where a review moves to, that approvals are needed: not
 * along what is divided, who is moved, what is left a workday. */
static void mark_facts(struct gp_fmt *f, gp_id attrs)
{
    for (gp_id a = node(f, attrs)->child; a != 0; a = node(f, a)->next) {
        uint32_t at = node(f, a)->at.first;
        if (is_word_at(f, at, GP_W_BY) || is_word_at(f, at, GP_W_MOVE) ||
            is_word_at(f, at, GP_W_REQUIRED))
            mark(f, at, GP_ROLE_OTHER);
    }
}

/* A duty's state is behind all else. */
static void mark_duty(struct gp_fmt *f, gp_id duty)
{
    uint32_t last = node(f, duty)->at.last;
    if (is_word_at(f, last, GP_W_OPEN))
        mark(f, last, GP_ROLE_OTHER);
}

/* "as of", two words for one. */
static void mark_as_of(struct gp_fmt *f, struct gp_extent at)
{
    for (uint32_t i = at.first; i <= at.last; i++)
        if (is_word_at(f, i, GP_W_AS) || is_word_at(f, i, GP_W_OF))
            mark(f, i, GP_ROLE_OTHER);
}

/* Words that mean another thing here than by themselves. */
static void mark_senses(struct gp_fmt *f, gp_id id)
{
    gp_id first = node(f, id)->child;
    switch (node(f, id)->kind) {
    case GP_N_WITHIN: /* how close, not how long */
        mark(f, node(f, id)->at.first, GP_ROLE_OTHER);
        break;
    case GP_N_FOR: /* 3 workdays in a row, not whom it is about */
        if (first != 0 && node(f, first)->kind == GP_N_NUMBER)
            mark(f, node(f, id)->at.first, GP_ROLE_OTHER);
        break;
    case GP_N_ATTRS:
    case GP_N_THEN:
        mark_facts(f, id);
        break;
    case GP_N_EXPECT_DUTY:
        mark_duty(f, id);
        break;
    case GP_N_AS_OF: /* as of a day */
        if (is_word_at(f, node(f, id)->at.first, GP_W_AS))
            mark_as_of(f, node(f, id)->at);
        break;
    case GP_N_REWARD: /* on a KPI */
        first = node(f, gp_ast_part(f->ast, id, GP_N_SUBJECT))->child;
        if (first != 0)
            mark(f, node(f, first)->at.first, GP_ROLE_WORD);
        break;
    case GP_N_EXPECT:
        mark_status(f, id);
        break;
    default:
        break;
    }
}

/* ---- columns ------------------------------------------------------------ */

/* Behind a name: its title, what comes after the title, and each word of the
 * language that says something more. */
static void mark_header(struct gp_fmt *f, gp_id owner, gp_id attrs)
{
    bool behind_title = true;
    for (gp_id a = node(f, attrs)->child; a != 0; a = node(f, a)->next) {
        const struct gp_node *n = node(f, a);
        if (n->kind == GP_N_STRING && a == node(f, attrs)->child) {
            begin_cell_at(f, owner, a);
            continue;
        }
        if (behind_title)
            begin_cell_at(f, owner, a);
        behind_title = false;
    }
}

static void mark_title_columns(struct gp_fmt *f, gp_id id, bool each_text)
{
    gp_id attrs = gp_ast_part(f->ast, id, GP_N_ATTRS);
    if (attrs == 0)
        return;
    mark_header(f, id, attrs);
    for (gp_id a = node(f, attrs)->child; each_text && a != 0;
         a = node(f, a)->next)
        if (node(f, a)->kind == GP_N_STRING)
            begin_cell_at(f, id, a);
}

static int count_children(const struct gp_fmt *f, gp_id id)
{
    int count = 0;
    for (gp_id c = node(f, id)->child; c != 0; c = node(f, c)->next)
        count++;
    return count;
}

/* Every cell of a table is a column; above the rows' labels the first row has
 * nothing, unless it names the axis there. */
static void mark_table(struct gp_fmt *f, gp_id table)
{
    gp_id block = gp_ast_part(f->ast, table, GP_N_BLOCK), head;
    int most = 0;
    if (block == 0)
        return;
    head = node(f, block)->child;
    for (gp_id row = head; row != 0; row = node(f, row)->next) {
        int count = count_children(f, row);
        most = count > most ? count : most;
        for (gp_id c = node(f, row)->child; c != 0; c = node(f, c)->next) {
            uint32_t first = node(f, c)->at.first;
            while (first > node(f, row)->at.first &&
                   kind_at(f, first - 1) == GP_TOK_LPAREN)
                first--;
            if (first > node(f, row)->at.first)
                begin_cell(f, row, first);
        }
    }
    if (head != 0 && count_children(f, head) < most)
        mark(f, node(f, head)->at.first, GP_ROLE_INDENT);
}

/* "stage leads   10% of calls": what a fact is about is a column, too. */
static void mark_third(struct gp_fmt *f, gp_id statement)
{
    gp_id block = gp_ast_part(f->ast, statement, GP_N_BLOCK);
    for (gp_id i = block == 0 ? 0 : node(f, block)->child; i != 0;
         i = node(f, i)->next) {
        gp_id second = node(f, node(f, i)->child)->next;
        if (node(f, i)->kind == GP_N_ATTRS && second != 0)
            begin_cell_at(f, i, node(f, second)->next);
    }
}

static void mark_columns(struct gp_fmt *f, gp_id id, gp_id parent)
{
    gp_id first = node(f, id)->child;
    gp_id second = first == 0 ? 0 : node(f, first)->next;
    switch (node(f, id)->kind) {
    case GP_N_KPI:
    case GP_N_TEAM:
    case GP_N_PERSON:
        mark_title_columns(f, id, false);
        break;
    case GP_N_REVIEW:
        mark_title_columns(f, id, true);
        break;
    case GP_N_MEMBER:
        begin_cell_at(f, id, second);
        break;
    case GP_N_LET:
        begin_cell(f, id,
                   find(f, node(f, first)->at.last, node(f, second)->at.first,
                        GP_TOK_EQ));
        break;
    case GP_N_TARGET:
        begin_cell_at(f, id, gp_ast_part(f->ast, id, GP_N_VALUE));
        break;
    case GP_N_SPLIT:
        begin_cell_at(f, id, gp_ast_part(f->ast, id, GP_N_OPTION));
        begin_cell_at(f, id, gp_ast_part(f->ast, id, GP_N_BLOCK));
        break;
    case GP_N_WEIGHTS:
        begin_cell_at(f, id, gp_ast_part(f->ast, id, GP_N_BLOCK));
        break;
    case GP_N_TABLE:
        mark_table(f, id);
        break;
    case GP_N_FUNNEL:
        mark_third(f, id);
        break;
    case GP_N_ITEM:
        begin_cell_at(f, id, second);
        break;
    case GP_N_RESERVE:
        begin_cell_at(f, id, first);
        break;
    case GP_N_ATTRS:
        if (node(f, parent)->kind == GP_N_BLOCK)
            begin_cell_at(f, id, second);
        break;
    default:
        break;
    }
}

/* ---- the walk ----------------------------------------------------------- */

static void walk(struct gp_fmt *f, gp_id id, gp_id parent)
{
    enum gp_node_kind kind = (enum gp_node_kind)node(f, id)->kind;
    if (kind == GP_N_FILE)
        for (gp_id c = node(f, id)->child; c != 0; c = node(f, c)->next)
            mark_start(f, c);
    if (kind == GP_N_BLOCK)
        mark_block(f, id);
    mark_marks(f, id, parent);
    mark_senses(f, id);
    mark_columns(f, id, parent);
    for (gp_id c = node(f, id)->child; c != 0; c = node(f, c)->next) {
        if (node(f, c)->kind == GP_N_NAME &&
            names_child(kind, c == node(f, id)->child))
            mark(f, node(f, c)->at.first, GP_ROLE_NAME);
        walk(f, c, id);
    }
}

void gp_fmt_roles(struct gp_fmt *f)
{
    walk(f, f->ast->file, f->ast->file);
}

/* ---- words that are names as well --------------------------------------- */

static void note_names(const struct gp_ast *ast, gp_id id, bool *names)
{
    const struct gp_node *n = &ast->nodes[id];
    bool declares = (n->kind > GP_N_FILE && n->kind < GP_N_BROKEN &&
                     n->kind != GP_N_SPLIT && n->kind != GP_N_TARGET &&
                     n->kind != GP_N_CARRY) ||
                    n->kind == GP_N_MEMBER;
    gp_id first = n->child;
    if (declares && first != 0 && ast->nodes[first].kind == GP_N_NAME) {
        enum gp_word word = gp_word_of(ast->nodes[first].sym);
        if (word != GP_WORD_COUNT)
            names[word] = true;
    }
    for (gp_id c = first; c != 0; c = ast->nodes[c].next)
        note_names(ast, c, names);
}

void gp_fmt_names(const struct gp_ast *ast, bool *names)
{
    note_names(ast, ast->file, names);
}

/*
 * Token kinds to a tree: one builder call an action, nothing looked up.
 *
 * A statement ends with its line (EOL); in a block, a comma or a line end
 * separates items.  The feed (syntax/feed.c) gives one EOL for many, none
 * after what goes on, and one before the end of the file; after an error it
 * skips to where an item or a statement can end, so that good siblings live.
 *
 * Two parsers are made of this: with LAC, which knows just what could have
 * stood where the error is, and one without, which is a good deal faster and
 * gives up at the first error.
 */
%code requires {
#include "syntax/build.h"
#include "syntax/feed.h"
}

%define api.pure full
%define api.prefix {gp_parse_}
%define api.token.prefix {GP_TOK_}
%define api.token.raw
%define api.location.type {struct gp_extent}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {struct gp_feed *feed}

%union {
    gp_id node;
    struct gp_chain chain;
    int op;
}

%code {
#define YYMAXDEPTH GP_MAX_PARSE_DEPTH
#define AST (feed->ast)
#define NODE(kind, at, chain) gp_ast_new(AST, GP_N_##kind, (at), (chain))
#define LEAF(kind, at) gp_ast_leaf(AST, GP_N_##kind, (at))
#define ADD(chain, id) gp_chain_add(AST, (chain), (id))
#define JOIN(a, b) gp_chain_join(AST, (a), (b))
#define ONE(id) gp_chain_of(id)
#define NIL gp_chain_of(0)
#define BIN(op, at, a, b) gp_ast_op(AST, GP_N_BINARY, (op), (at), (a), (b))
#define YYLLOC_DEFAULT(cur, rhs, n) \
    do { \
        if (n) { \
            (cur).first = YYRHSLOC(rhs, 1).first; \
            (cur).last = YYRHSLOC(rhs, n).last; \
        } else { \
            (cur).first = (cur).last = YYRHSLOC(rhs, 0).last; \
        } \
    } while (0)
static int yylex(YYSTYPE *value, struct gp_extent *at, struct gp_feed *feed)
{
    (void)value;
    return gp_feed_next(feed, at);
}

/* Only for a stack that is full: the driver says so. */
static void yyerror(struct gp_extent *at, struct gp_feed *feed,
                    const char *message)
{
    (void)at, (void)feed, (void)message;
}
}

/* Words with a token of their own: keywords.def. */
%token PLAN "plan" KPI "kpi" TEAM "team" PERSON "person"
%token DIMENSION "dimension" TARGET "target" SPLIT "split" WEIGHTS "weights"
%token ACTION "action" SCORECARD "scorecard" REWARD "reward"
%token LET "let" INCLUDE "include" ACTUALS "actuals" REVIEW "review"
%token RULE "rule" RECORD "record" CARRY "carry" MISSING "missing"
%token CHECK "check" TEST "test" SCENARIO "scenario"
%token TABLE "table" AMEND "amend"
%token FUNNEL "funnel"
%token ALLOW "allow"
%token BASELINE "baseline" BAND "band"
%token OF "of" IN "in" BY "by" REST "rest" RESERVE "reserve"
%token PARTIAL "partial" OVERASSIGN "overassign" OVERLAY "overlay"
%token SUM "sum" AVG "avg" MIN "min" MAX "max" COUNT "count"
%token EACH "each" EVERY "every" WHEN "when" THEN "then" FOR "for"
%token AND "and" OR "or" NOT "not" IS "is" OVER "over" UNTIL "until"
%token GIVEN "given" EXPECT "expect" FINDING "finding"
%token MOVE "move" CAPACITY "capacity"

/* Literals and marks. */
%token NAME "a name" STRING "a text in quotes" NUMBER "a number"
%token SHARE "a percentage" DATE "a date" PERIOD "a period" TIME "a time"
%token WEEKS "a week pattern" HOLE "?"
/* All numbers of a block that holds nothing else: the feed sees them. */
%token NUMBERS "numbers"
%token EOL "end of line" YYEOF 0 "end of file"
%token LBRACE "{" RBRACE "}" LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]"
%token COMMA "," LIST_COMMA "a list" COLON ":" DOTDOT ".."
%token EQ "=" NE "!=" LT "<" LE "<=" GT ">" GE ">="
%token PLUS "+" MINUS "-" STAR "*" SLASH "/"

/* Never given to the parser: kinds of the token table only. */
%token SPACE COMMENT BAD BAD_NUMBER BAD_STRING

%precedence LABEL
%left OR
%left AND
%precedence NOT
%nonassoc EQ NE LT LE GT GE IS
%left PLUS MINUS
%left STAR SLASH
%precedence UMINUS
%precedence LPAREN

%type <node> action scorecard reward
%type <chain> opt_subject opt_each
%type <node> statement plan kpi team person dimension target split weights
%type <node> baseline band_end
%type <chain> opt_band
%type <node> let include actuals review rule record carry missing allow
%type <node> funnel
%type <node> attr_block team_block dim_block dim_item target_block item_block
%type <node> rule_block rule_item item of_scope in_period scope narrow_item
%type <node> name word any_word text label point period literal atom range
%type <node> expr primary value_part narrow attr_item split_item_value axis
%type <node> member_item target_item split_option subject slug then_part
%type <node> labelled aggregate folded table table_block table_row table_cell
%type <node> move capacity
%type <node> amend amend_block amend_item
%type <chain> table_rows table_cells amend_items
%type <chain> statements atoms header_atoms attr_items team_items dim_items
%type <chain> fact_atoms
%type <chain> target_items items rule_items path narrow_items args
%type <chain> opt_of opt_in opt_value opt_attr_block opt_def opt_target_block
%type <chain> split_options opt_items opt_text split_subject opt_for
%type <chain> opt_by opt_until opt_overlay opt_dim_block opt_team_block
%type <node> look check test scenario check_item test_item scenario_item
%type <node> expected fires on_scope
%type <chain> check_block check_items test_block test_items
%type <chain> scenario_block scenario_items opt_within asked
%type <chain> opt_for_who opt_on
%type <op> relop relation

%%

/* ---------------------------------------------------------------- file */

file:
  statements  { AST->file = NODE(FILE, @$, $1); }
;

statements:
  %empty                         { $$ = NIL; }
| statements statement EOL       { $$ = ADD($1, $2); }
| statements error EOL           { $$ = $1; yyerrok; }
;

statement:
  action | scorecard | reward
| plan | kpi | team | person | dimension | target | split | weights | let
| include | actuals | review | rule | record | carry | missing | allow
| check | test | scenario
| table | amend
| funnel
| move | capacity
| baseline
;

/* ----------------------------------------------- what a block is made of */

/* A broken item is cut out behind the items before it, `items error`: so
 * these are kept. */
sep:
  COMMA       { yyerrok; }
| LIST_COMMA  { yyerrok; }
| EOL         { yyerrok; }
;

/* Between what may hold lists, such as persons and flat facts: the feed tells
 * a comma before a literal from others. */
member_sep:
  COMMA  { yyerrok; }
| EOL    { yyerrok; }
;

/* Flat facts: a word and what it says.  Which words there are and what they
 * take is data (compile/attrs.h), so that adding one leaves this alone. */
attr_block:
  LBRACE attr_items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE attr_items member_sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE RBRACE             { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE sep RBRACE         { $$ = NODE(BLOCK, @$, NIL); }
;

attr_items:
  attr_item                        { $$ = ONE($1); }
| attr_items member_sep attr_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| attr_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

attr_item:
  fact_atoms  { $$ = NODE(ATTRS, @$, $1); }
| atoms COLON atoms
    { $$ = NODE(ATTRS, @$, JOIN(ADD($1, LEAF(COLON, @2)), $3)); }
;

/* "ramp 0%, 25%, 50%": a comma before a literal is one of a list. */
fact_atoms:
  atoms
| fact_atoms LIST_COMMA atoms
    { $$ = JOIN(ADD($1, LEAF(COMMA, @2)), $3); }
;

opt_attr_block:
  %empty      { $$ = NIL; }
| attr_block  { $$ = ONE($1); }
;

/* The same behind a statement's first words, where commas are lists. */
header_atoms:
  %empty                    { $$ = NIL; }
| header_atoms atom         { $$ = ADD($1, $2); }
| header_atoms LIST_COMMA literal
    { $$ = ADD(ADD($1, LEAF(COMMA, @2)), $3); }
;

atoms:
  atom        { $$ = ONE($1); }
| atoms atom  { $$ = ADD($1, $2); }
;

atom:
  any_word | text | literal | range
| LT  { $$ = LEAF(NAME, @1); }
;

literal:
  NUMBER        { $$ = LEAF(NUMBER, @1); }
| SHARE         { $$ = LEAF(SHARE, @1); }
| DATE          { $$ = LEAF(DATE, @1); }
| PERIOD        { $$ = LEAF(PERIOD, @1); }
| TIME          { $$ = LEAF(TIME, @1); }
| WEEKS         { $$ = LEAF(WEEKS, @1); }
| HOLE          { $$ = LEAF(HOLE, @1); }
| MINUS NUMBER  { $$ = gp_ast_op(AST, GP_N_UNARY, GP_OP_NEG, @$,
                                 LEAF(NUMBER, @2), 0); }
;

range:
  any_word DOTDOT any_word  { $$ = NODE(RANGE, @$, ADD(ONE($1), $3)); }
| literal DOTDOT literal    { $$ = NODE(RANGE, @$, ADD(ONE($1), $3)); }
| any_word DOTDOT literal   { $$ = NODE(RANGE, @$, ADD(ONE($1), $3)); }
| literal DOTDOT any_word   { $$ = NODE(RANGE, @$, ADD(ONE($1), $3)); }
;

text:
  STRING  { $$ = LEAF(STRING, @1); }
;

opt_text:
  %empty  { $$ = NIL; }
| text    { $$ = ONE($1); }
;

word:
  NAME  { $$ = LEAF(NAME, @1); }
;

name:
  word
| STRING  { $$ = LEAF(NAME, @1); }
;

/* Any word at all, where nothing but words can stand. */
any_word:
  word
| keyword  { $$ = LEAF(NAME, @1); }
;

keyword:
  ACTION | SCORECARD | REWARD
| PLAN | KPI | TEAM | PERSON | DIMENSION | TARGET | SPLIT | WEIGHTS | LET
| INCLUDE | ACTUALS | REVIEW | RULE | RECORD | CARRY | MISSING | ALLOW
| CHECK | TEST | SCENARIO | GIVEN | EXPECT | FINDING
| TABLE | AMEND
| OF | IN | BY | REST | RESERVE | PARTIAL | OVERASSIGN | OVERLAY
| SUM | AVG | MIN | MAX | COUNT | EACH | EVERY | WHEN | THEN | FOR
| AND | OR | NOT | IS | OVER | UNTIL | MOVE | CAPACITY
| FUNNEL
| BASELINE | BAND
;

/* ------------------------------------------------------- plan, KPIs, scopes */

plan:
  PLAN name opt_attr_block  { $$ = NODE(PLAN, @$, JOIN(ONE($2), $3)); }
;

kpi:
  KPI name header_atoms opt_def opt_attr_block
    { $$ = NODE(KPI, @$, JOIN(JOIN(ADD(ONE($2), NODE(ATTRS, @3, $3)), $4),
                              $5)); }
;

opt_def:
  %empty   { $$ = NIL; }
| EQ expr  { $$ = ONE(gp_ast_op(AST, GP_N_VALUE, GP_OP_EQ, @$, $2, 0)); }
;

team:
  TEAM name header_atoms opt_team_block
    { $$ = NODE(TEAM, @$, JOIN(ADD(ONE($2), NODE(ATTRS, @3, $3)), $4)); }
;

opt_team_block:
  %empty      { $$ = NIL; }
| team_block  { $$ = ONE($1); }
;

person:
  PERSON name header_atoms opt_attr_block
    { $$ = NODE(PERSON, @$, JOIN(ADD(ONE($2), NODE(ATTRS, @3, $3)), $4)); }
;

team_block:
  LBRACE team_items RBRACE             { $$ = NODE(BLOCK, @$, $2); }
| LBRACE team_items member_sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE RBRACE                        { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE member_sep RBRACE             { $$ = NODE(BLOCK, @$, NIL); }
;

team_items:
  member_item                 { $$ = ONE($1); }
| team_items member_sep member_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| team_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

member_item:
  team | person | include
| word atoms      { $$ = NODE(ATTRS, @$, JOIN(ONE($1), $2)); }
| UNTIL atoms
    { $$ = NODE(ATTRS, @$, JOIN(ONE(LEAF(NAME, @1)), $2)); }
| CAPACITY atoms
    { $$ = NODE(ATTRS, @$, JOIN(ONE(LEAF(NAME, @1)), $2)); }
;

/* "move xing to south from 2026-07-01" */
move:
  MOVE scope word scope word DATE
    { $$ = NODE(MOVE, @$,
                ADD(ADD(ADD(ADD(ONE($2), $3), $4), $5), LEAF(DATE, @6))); }
;

capacity:
  CAPACITY atoms  { $$ = NODE(CAPACITY, @$, ONE(NODE(ATTRS, @2, $2))); }
;

dimension:
  DIMENSION name opt_text dim_block
    { $$ = NODE(DIMENSION, @$, ADD(JOIN(ONE($2), $3), $4)); }
;

dim_block:
  LBRACE dim_items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE dim_items sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
;

dim_items:
  dim_item                { $$ = ONE($1); }
| dim_items sep dim_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| dim_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

dim_item:
  name opt_text opt_dim_block
    { $$ = NODE(MEMBER, @$, JOIN(JOIN(ONE($1), $2), $3)); }
;

opt_dim_block:
  %empty     { $$ = NIL; }
| dim_block  { $$ = ONE($1); }
;

/* -------------------------------------------------------- targets, splits */

target:
  TARGET name of_scope opt_in opt_value opt_overlay opt_target_block
    { $$ = NODE(TARGET, @$,
                JOIN(JOIN(JOIN(JOIN(ADD(ONE($2), $3), $4), $5), $6), $7)); }
;

of_scope:
  OF scope  { $$ = NODE(OF, @$, ONE($2)); }
;

opt_of:
  %empty    { $$ = NIL; }
| of_scope  { $$ = ONE($1); }
;

in_period:
  IN period  { $$ = NODE(IN, @$, ONE($2)); }
;

opt_in:
  %empty     { $$ = NIL; }
| in_period  { $$ = ONE($1); }
;

opt_value:
  %empty      { $$ = NIL; }
| value_part  { $$ = ONE($1); }
;

value_part:
  relop expr  { $$ = gp_ast_op(AST, GP_N_VALUE, $1, @$, $2, 0); }
| relop SUM   { $$ = gp_ast_op(AST, GP_N_VALUE, $1, @$, LEAF(OPTION, @2),
                               0); }
;

relop:
  EQ  { $$ = GP_OP_EQ; }
| GE  { $$ = GP_OP_GE; }
| LE  { $$ = GP_OP_LE; }
;

opt_overlay:
  %empty   { $$ = NIL; }
| OVERLAY  { $$ = ONE(LEAF(OPTION, @1)); }
;

opt_target_block:
  %empty        { $$ = NIL; }
| target_block  { $$ = ONE($1); }
;

target_block:
  LBRACE target_items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE target_items sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE RBRACE             { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE sep RBRACE         { $$ = NODE(BLOCK, @$, NIL); }
;

target_items:
  target_item                   { $$ = ONE($1); }
| target_items sep target_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| target_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

target_item:
  split
| word atoms  { $$ = NODE(ATTRS, @$, JOIN(ONE($1), $2)); }
;

scope:
  path         { $$ = NODE(SCOPE, @$, $1); }
| path narrow  { $$ = NODE(SCOPE, @$, ADD($1, $2)); }
;

path:
  name             { $$ = ONE($1); }
| path SLASH name  { $$ = ADD($1, $3); }
;

narrow:
  LBRACKET narrow_items RBRACKET  { $$ = NODE(NARROW, @$, $2); }
;

narrow_items:
  narrow_item                     { $$ = ONE($1); }
| narrow_items COMMA narrow_item  { $$ = ADD($1, $3); }
;

narrow_item:
  name
| name EQ name  { $$ = BIN(GP_OP_EQ, @$, $1, $3); }
;

period:
  point
| point DOTDOT point  { $$ = NODE(RANGE, @$, ADD(ONE($1), $3)); }
;

point:
  word
| NUMBER  { $$ = LEAF(NUMBER, @1); }
| PERIOD  { $$ = LEAF(PERIOD, @1); }
| DATE    { $$ = LEAF(DATE, @1); }
| TIME    { $$ = LEAF(TIME, @1); }
;

split:
  SPLIT split_subject opt_of opt_in BY axis split_options opt_items
    { $$ = NODE(SPLIT, @$,
                JOIN(JOIN(ADD(JOIN(JOIN($2, $3), $4), $6), $7), $8)); }
;

/* A KPI, or in a target's block a period. */
split_subject:
  %empty  { $$ = NIL; }
| name    { $$ = ONE(NODE(SUBJECT, @$, ONE($1))); }
| PERIOD  { $$ = ONE(NODE(SUBJECT, @$, ONE(LEAF(PERIOD, @1)))); }
| NUMBER  { $$ = ONE(NODE(SUBJECT, @$, ONE(LEAF(NUMBER, @1)))); }
;

axis:
  name    { $$ = NODE(BY, @$, ONE($1)); }
| TEAM    { $$ = NODE(BY, @$, ONE(LEAF(NAME, @1))); }
| PERSON  { $$ = NODE(BY, @$, ONE(LEAF(NAME, @1))); }
;

split_options:
  %empty                       { $$ = NIL; }
| split_options split_option   { $$ = ADD($1, $2); }
;

split_option:
  WEIGHTS           { $$ = LEAF(OPTION, @1); }
| word              { $$ = LEAF(OPTION, @1); }
| PARTIAL           { $$ = LEAF(OPTION, @1); }
| OVERASSIGN SHARE  { $$ = NODE(OPTION, @$, ADD(ONE(LEAF(NAME, @1)),
                                                LEAF(SHARE, @2))); }
;

opt_items:
  %empty      { $$ = NIL; }
| item_block  { $$ = ONE($1); }
;

item_block:
  LBRACE items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE items sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE NUMBERS RBRACE    { $$ = NODE(BLOCK, @$, ONE(LEAF(NUMBERS, @2))); }
| LBRACE RBRACE             { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE sep RBRACE         { $$ = NODE(BLOCK, @$, NIL); }
;

items:
  item            { $$ = ONE($1); }
| items sep item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

/* "east 40%", "40%", "east rest", "rest", "east 40% = 2000万", and a bare
 * name, which lowering knows for a member or a constant. */
item:
  split_item_value  { $$ = NODE(ITEM, @$, ONE($1)); }
| label labelled    { $$ = NODE(ITEM, @$, ADD(ONE($1), $2)); }
| label REST        { $$ = NODE(ITEM, @$, ADD(ONE($1), LEAF(REST, @2))); }
| RESERVE split_item_value opt_text
    { $$ = NODE(RESERVE, @$, JOIN(ONE($2), $3)); }
;

split_item_value:
  expr
| REST  { $$ = LEAF(REST, @1); }
;

/* An expression that starts with no sign: "a - 5" is a subtraction, never
 * the label a with the value -5. */
labelled:
  primary
| labelled PLUS expr   { $$ = BIN(GP_OP_ADD, @$, $1, $3); }
| labelled MINUS expr  { $$ = BIN(GP_OP_SUB, @$, $1, $3); }
| labelled STAR expr   { $$ = BIN(GP_OP_MUL, @$, $1, $3); }
| labelled SLASH expr  { $$ = BIN(GP_OP_DIV, @$, $1, $3); }
| labelled EQ expr     { $$ = BIN(GP_OP_EQ, @$, $1, $3); }
;

label:
  word %prec LABEL    { $$ = NODE(LABEL, @$, ONE($1)); }
| STRING              { $$ = NODE(LABEL, @$, ONE(LEAF(NAME, @1))); }
| PERIOD              { $$ = NODE(LABEL, @$, ONE(LEAF(PERIOD, @1))); }
| DATE                { $$ = NODE(LABEL, @$, ONE(LEAF(DATE, @1))); }
| point DOTDOT point
    { $$ = NODE(LABEL, @$, ONE(NODE(RANGE, @$, ADD(ONE($1), $3)))); }
;

/* ---------------------------------------------------------------- tables */

table:
  TABLE name opt_of opt_in BY axis COMMA axis table_block
    { $$ = NODE(TABLE, @$,
                ADD(ADD(ADD(JOIN(JOIN(ONE($2), $3), $4), $6), $8), $9)); }
;

table_block:
  LBRACE table_rows RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE table_rows sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE RBRACE                 { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE sep RBRACE             { $$ = NODE(BLOCK, @$, NIL); }
;

table_rows:
  table_row                 { $$ = ONE($1); }
| table_rows sep table_row  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| table_rows error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

/* The columns, or a row's label and its cells: lowering knows the axes. */
table_row:
  table_cells  { $$ = NODE(ROW, @$, $1); }
;

table_cells:
  table_cell              { $$ = ONE($1); }
| table_cells table_cell  { $$ = ADD($1, $2); }
;

/* A blank parts cells, so arithmetic stands in parentheses. */
table_cell:
  scope
| NUMBER  { $$ = LEAF(NUMBER, @1); }
| SHARE   { $$ = LEAF(SHARE, @1); }
| DATE    { $$ = LEAF(DATE, @1); }
| PERIOD  { $$ = LEAF(PERIOD, @1); }
| HOLE    { $$ = LEAF(HOLE, @1); }
| MINUS   { $$ = LEAF(DASH, @1); }
| keyword { $$ = LEAF(NAME, @1); }
| LPAREN expr RPAREN  { $$ = $2; }
;

/* ------------------------------------------------------------ amendments */

amend:
  AMEND DATE text header_atoms amend_block
    { $$ = NODE(AMEND, @$,
                ADD(ADD(ADD(ONE(LEAF(DATE, @2)), $3), NODE(ATTRS, @4, $4)),
                    $5)); }
;

amend_block:
  LBRACE amend_items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE amend_items sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
| LBRACE RBRACE                  { $$ = NODE(BLOCK, @$, NIL); }
| LBRACE sep RBRACE              { $$ = NODE(BLOCK, @$, NIL); }
;

amend_items:
  amend_item                  { $$ = ONE($1); }
| amend_items sep amend_item  { $$ = ADD($1, $3); }
| error              { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| amend_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

amend_item:
  target | split | table
| word atoms  { $$ = NODE(ATTRS, @$, JOIN(ONE($1), $2)); }
;

weights:
  WEIGHTS name item_block  { $$ = NODE(WEIGHTS, @$, ADD(ONE($2), $3)); }
| WEIGHTS name word name of_scope in_period BY axis
    { $$ = NODE(WEIGHTS, @$,
                ADD(ONE($2), NODE(LEARN, @$, ADD(ADD(ADD(ADD(
                    ONE($3), $4), $5), $6), $8)))); }
;

/* ------------------------------------------------------------ small ones */

let:
  LET name EQ expr  { $$ = NODE(LET, @$, ADD(ONE($2), $4)); }
;

include:
  INCLUDE text  { $$ = NODE(INCLUDE, @$, ONE($2)); }
;

actuals:
  ACTUALS header_atoms opt_attr_block
    { $$ = NODE(ACTUALS, @$, JOIN(ONE(NODE(ATTRS, @2, $2)), $3)); }
;

review:
  REVIEW name header_atoms opt_attr_block
    { $$ = NODE(REVIEW, @$, JOIN(ADD(ONE($2), NODE(ATTRS, @3, $3)), $4)); }
;

carry:
  CARRY name header_atoms opt_attr_block
    { $$ = NODE(CARRY, @$, JOIN(ADD(ONE($2), NODE(ATTRS, @3, $3)), $4)); }
;

missing:
  MISSING header_atoms
    { $$ = NODE(MISSING, @$, ONE(NODE(ATTRS, @2, $2))); }
;

record:
  RECORD DATE text subject attr_block
    { $$ = NODE(RECORD, @$, ADD(ADD(ADD(ONE(LEAF(DATE, @2)), $3), $4), $5)); }
;

/* "= 4200万 band -10%..+30%", "from actuals" */
baseline:
  BASELINE name of_scope opt_in EQ expr opt_band
    { $$ = NODE(BASELINE, @$,
                JOIN(JOIN(ADD(ONE($2), $3), $4),
                     JOIN(ONE(gp_ast_op(AST, GP_N_VALUE, GP_OP_EQ, @6, $6, 0)),
                          $7))); }
| BASELINE name of_scope opt_in word ACTUALS opt_band
    { $$ = NODE(BASELINE, @$,
                JOIN(JOIN(ADD(ONE($2), $3), $4),
                     JOIN(ONE(NODE(ATTRS, @5, ONE($5))), $7))); }
;

opt_band:
  %empty  { $$ = NIL; }
| BAND band_end DOTDOT band_end
    { $$ = ONE(NODE(RANGE, @$, ADD(ONE($2), $4))); }
;

band_end:
  expr
| PLUS expr  { $$ = $2; }
;

/* "for company in 2026-Q3", "for sales of hua in 2026-07" */
subject:
  FOR scope opt_of opt_in
    { $$ = NODE(SUBJECT, @$, JOIN(JOIN(ONE($2), $3), $4)); }
;

action:
  ACTION text opt_subject attr_block
    { $$ = NODE(ACTION, @$, ADD(JOIN(ONE($2), $3), $4)); }
;

opt_subject:
  %empty   { $$ = NIL; }
| subject  { $$ = ONE($1); }
;

/* "scorecard rep for person of east { sales 50% cap 120% }" */
scorecard:
  SCORECARD name opt_text opt_each attr_block
    { $$ = NODE(SCORECARD, @$, ADD(JOIN(JOIN(ONE($2), $3), $4), $5)); }
;

/* "reward commission for person on sales { from 80%: 1% }" */
reward:
  REWARD name opt_text opt_each word name attr_block
    { $$ = NODE(REWARD, @$,
                ADD(ADD(JOIN(JOIN(ONE($2), $3), $4),
                        NODE(SUBJECT, @6, ADD(ONE($5), $6))), $7)); }
;

opt_each:
  %empty               { $$ = NIL; }
| FOR any_word opt_of
    { $$ = ONE(NODE(EACH, @$, JOIN(ONE($2), $3))); }
;

/* "funnel new_business "New business" of east by quarter { ... }" */
funnel:
  FUNNEL name opt_text opt_of opt_by attr_block
    { $$ = NODE(FUNNEL, @$,
                ADD(JOIN(JOIN(JOIN(ONE($2), $3), $4), $5), $6)); }
;

opt_by:
  %empty   { $$ = NIL; }
| BY axis  { $$ = ONE($2); }
;

allow:
  ALLOW slug opt_of opt_text opt_until
    { $$ = NODE(ALLOW, @$, JOIN(JOIN(JOIN(ONE($2), $3), $4), $5)); }
;

/* A slug may hold words and hyphens: only its bytes count. */
slug:
  any_word             { $$ = NODE(LABEL, @$, NIL); }
| slug MINUS any_word  { $$ = NODE(LABEL, @$, NIL); }
;

opt_until:
  %empty      { $$ = NIL; }
| UNTIL DATE  { $$ = ONE(NODE(UNTIL, @$, ONE(LEAF(DATE, @2)))); }
;

/* ----------------------------------------------------------------- rules */

rule:
  RULE name opt_text rule_block
    { $$ = NODE(RULE, @$, ADD(JOIN(ONE($2), $3), $4)); }
;

rule_block:
  LBRACE rule_items RBRACE      { $$ = NODE(BLOCK, @$, $2); }
| LBRACE rule_items sep RBRACE  { $$ = NODE(BLOCK, @$, $2); }
;

rule_items:
  rule_item                 { $$ = ONE($1); }
| rule_items sep rule_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| rule_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

/* Whom a rule or check looks at, and how often. */
look:
  EACH any_word opt_of   { $$ = NODE(EACH, @$, JOIN(ONE($2), $3)); }
| FOR scope              { $$ = NODE(EACH, @$, ONE(NODE(OF, @$, ONE($2)))); }
| EVERY any_word         { $$ = NODE(EVERY, @$, ONE($2)); }
;

rule_item:
  look
| WHEN expr opt_for      { $$ = NODE(WHEN, @$, JOIN(ONE($2), $3)); }
| then_part
;

then_part:
  THEN atoms  { $$ = NODE(THEN, @$, $2); }
;

opt_for:
  %empty           { $$ = NIL; }
| FOR NUMBER word  { $$ = ONE(NODE(FOR, @$, ADD(ONE(LEAF(NUMBER, @2)), $3))); }
;

/* ------------------------------------------- checks, tests and scenarios */

check:
  CHECK name check_block  { $$ = NODE(CHECK, @$, JOIN(ONE($2), $3)); }
;

check_block:
  LBRACE check_items RBRACE      { $$ = ONE(NODE(BLOCK, @$, $2)); }
| LBRACE check_items sep RBRACE  { $$ = ONE(NODE(BLOCK, @$, $2)); }
;

check_items:
  check_item                  { $$ = ONE($1); }
| check_items sep check_item  { $$ = ADD($1, $3); }
| error              { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| check_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

check_item:
  look
| EXPECT expr opt_within  { $$ = NODE(EXPECT, @$, JOIN(ONE($2), $3)); }
;

/* "within 5%": how close is close enough. */
opt_within:
  %empty      { $$ = NIL; }
| word SHARE  { $$ = ONE(NODE(WITHIN, @$, ADD(ONE($1), LEAF(SHARE, @2)))); }
;

test:
  TEST name test_block  { $$ = NODE(TEST, @$, JOIN(ONE($2), $3)); }
;

test_block:
  LBRACE test_items RBRACE      { $$ = ONE(NODE(BLOCK, @$, $2)); }
| LBRACE test_items sep RBRACE  { $$ = ONE(NODE(BLOCK, @$, $2)); }
| LBRACE RBRACE                 { $$ = ONE(NODE(BLOCK, @$, NIL)); }
| LBRACE sep RBRACE             { $$ = ONE(NODE(BLOCK, @$, NIL)); }
;

test_items:
  test_item                 { $$ = ONE($1); }
| test_items sep test_item  { $$ = ADD($1, $3); }
| error             { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| test_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

test_item:
  word OF DATE   { $$ = NODE(AS_OF, @$, ADD(ONE($1), LEAF(DATE, @3))); }
| word DATE      { $$ = NODE(AS_OF, @$, ADD(ONE($1), LEAF(DATE, @2))); }
| SCENARIO name  { $$ = NODE(UNDER, @$, ONE($2)); }
| GIVEN ACTUALS  { $$ = NODE(GIVEN, @$, ONE(LEAF(OPTION, @2))); }
| GIVEN name of_scope opt_in EQ expr
    { $$ = NODE(GIVEN, @$,
                ADD(JOIN(ADD(ONE($2), $3), $4),
                    gp_ast_op(AST, GP_N_VALUE, GP_OP_EQ, @6, $6, 0))); }
| GIVEN name of_scope opt_in IS MISSING
    { $$ = NODE(GIVEN, @$, ADD(JOIN(ADD(ONE($2), $3), $4),
                               LEAF(IS_MISSING, @6))); }
| EXPECT expected  { $$ = $2; AST->nodes[$2].at = @$; }
;

expected:
  word name asked    { $$ = NODE(EXPECT, @$, JOIN(ADD(ONE($1), $2), $3)); }
| TARGET name asked  { $$ = NODE(EXPECT, @$, JOIN(ADD(ONE(LEAF(NAME, @1)),
                                                      $2), $3)); }
| RULE name fires opt_on opt_in
    { $$ = NODE(EXPECT_RULE, @$, JOIN(JOIN(ADD(ONE($2), $3), $4), $5)); }
| word text opt_for_who opt_in word
    { $$ = NODE(EXPECT_DUTY, @$,
                JOIN(JOIN(ADD(ADD(ONE($1), $2), $5), $3), $4)); }
| FINDING            { $$ = NODE(EXPECT_FINDING, @$, NIL); }
| FINDING slug       { $$ = NODE(EXPECT_FINDING, @$, ONE($2)); }
| NOT FINDING slug   { $$ = NODE(EXPECT_FINDING, @$, ADD(ONE($3),
                                                         LEAF(OPTION, @1))); }
| NOT FINDING        { $$ = NODE(EXPECT_FINDING, @$, ONE(LEAF(OPTION, @1))); }
;

/* "of company in Q3 >= 80% within 1%", "of hua in Jul is missing" */
asked:
  of_scope opt_in relation expr opt_within
    { $$ = JOIN(ADD(JOIN(ONE($1), $2),
                    gp_ast_op(AST, GP_N_VALUE, $3, @4, $4, 0)), $5); }
| of_scope opt_in IS MISSING
    { $$ = ADD(JOIN(ONE($1), $2), LEAF(IS_MISSING, @4)); }
;

relation:
  relop
| LT  { $$ = GP_OP_LT; }
| GT  { $$ = GP_OP_GT; }
| NE  { $$ = GP_OP_NE; }
;

/* "fires", "does not fire", "not" */
fires:
  word           { $$ = NODE(FIRES, @$, ONE($1)); }
| word NOT word  { $$ = NODE(FIRES, @$, ADD(ADD(ONE($1), $3),
                                            LEAF(OPTION, @2))); }
| NOT word       { $$ = NODE(FIRES, @$, ADD(ONE($2), LEAF(OPTION, @1))); }
;

on_scope:
  FOR scope  { $$ = NODE(OF, @$, ONE($2)); }
;

opt_on:
  %empty    { $$ = NIL; }
| on_scope  { $$ = ONE($1); }
;

opt_for_who:
  %empty    { $$ = NIL; }
| FOR name  { $$ = ONE(NODE(FOR, @$, ONE($2))); }
;

scenario:
  SCENARIO name opt_text scenario_block
    { $$ = NODE(SCENARIO, @$, JOIN(JOIN(ONE($2), $3), $4)); }
;

scenario_block:
  LBRACE scenario_items RBRACE      { $$ = ONE(NODE(BLOCK, @$, $2)); }
| LBRACE scenario_items sep RBRACE  { $$ = ONE(NODE(BLOCK, @$, $2)); }
;

scenario_items:
  scenario_item                     { $$ = ONE($1); }
| scenario_items sep scenario_item  { $$ = ADD($1, $3); }
| error                 { $$ = ONE(NODE(BROKEN, @$, NIL)); }
| scenario_items error  { $$ = ADD($1, NODE(BROKEN, @2, NIL)); }
;

scenario_item:
  let | target
;

/* ----------------------------------------------------------- expressions */

expr:
  primary
| expr PLUS expr   { $$ = BIN(GP_OP_ADD, @$, $1, $3); }
| expr MINUS expr  { $$ = BIN(GP_OP_SUB, @$, $1, $3); }
| expr STAR expr   { $$ = BIN(GP_OP_MUL, @$, $1, $3); }
| expr SLASH expr  { $$ = BIN(GP_OP_DIV, @$, $1, $3); }
| expr EQ expr     { $$ = BIN(GP_OP_EQ, @$, $1, $3); }
| expr NE expr     { $$ = BIN(GP_OP_NE, @$, $1, $3); }
| expr LT expr     { $$ = BIN(GP_OP_LT, @$, $1, $3); }
| expr LE expr     { $$ = BIN(GP_OP_LE, @$, $1, $3); }
| expr GT expr     { $$ = BIN(GP_OP_GT, @$, $1, $3); }
| expr GE expr     { $$ = BIN(GP_OP_GE, @$, $1, $3); }
| expr AND expr    { $$ = BIN(GP_OP_AND, @$, $1, $3); }
| expr OR expr     { $$ = BIN(GP_OP_OR, @$, $1, $3); }
| NOT expr         { $$ = gp_ast_op(AST, GP_N_UNARY, GP_OP_NOT, @$, $2, 0); }
| MINUS expr %prec UMINUS
    { $$ = gp_ast_op(AST, GP_N_UNARY, GP_OP_NEG, @$, $2, 0); }
| expr IS MISSING  { $$ = NODE(IS_MISSING, @$, ONE($1)); }
;

primary:
  NUMBER  { $$ = LEAF(NUMBER, @1); }
| SHARE   { $$ = LEAF(SHARE, @1); }
| HOLE    { $$ = LEAF(HOLE, @1); }
| word %prec LABEL
| word narrow
    { $$ = NODE(INDEX, @$, ADD(ONE($1), $2)); }
| word LPAREN args RPAREN
    { $$ = NODE(CALL, @$, JOIN(ONE($1), $3)); }
| TARGET LPAREN args RPAREN
    { $$ = NODE(CALL, @$, JOIN(ONE(LEAF(NAME, @1)), $3)); }
| aggregate LPAREN args RPAREN
    { $$ = NODE(CALL, @$, JOIN(ONE($1), $3)); }
| aggregate LPAREN args RPAREN OVER any_word
    { $$ = NODE(OVER, @$, ADD(JOIN(ONE($1), $3), $6)); }
| aggregate folded OVER any_word
    { $$ = NODE(OVER, @$, ADD(ADD(ONE($1), $2), $4)); }
| LPAREN expr RPAREN  { $$ = $2; }
;

args:
  expr                  { $$ = ONE($1); }
| args COMMA expr       { $$ = ADD($1, $3); }
| args LIST_COMMA expr  { $$ = ADD($1, $3); }
;

aggregate:
  SUM    { $$ = LEAF(NAME, @1); }
| AVG    { $$ = LEAF(NAME, @1); }
| MIN    { $$ = LEAF(NAME, @1); }
| MAX    { $$ = LEAF(NAME, @1); }
| COUNT  { $$ = LEAF(NAME, @1); }
;

folded:
  word
| word LPAREN args RPAREN    { $$ = NODE(CALL, @$, JOIN(ONE($1), $3)); }
| TARGET LPAREN args RPAREN
    { $$ = NODE(CALL, @$, JOIN(ONE(LEAF(NAME, @1)), $3)); }
;

%%

enum { MAX_EXPECTED = 5 };

static int yyreport_syntax_error(const yypcontext_t *context,
                                 struct gp_feed *feed)
{
    if (feed->gives_up)
        return 2; /* which ends the parse */
    yysymbol_kind_t kinds[MAX_EXPECTED];
    const char *names[MAX_EXPECTED];
    int count = yypcontext_expected_tokens(context, kinds, MAX_EXPECTED);
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (kinds[i] != YYSYMBOL_LIST_COMMA && /* said by the comma */
            kinds[i] != YYSYMBOL_NUMBERS)      /* and by the number */
            names[kept++] = yysymbol_name(kinds[i]);
    gp_feed_report(feed, names, kept);
    gp_feed_skip(feed);
    return 0;
}

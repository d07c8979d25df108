# Goalpost: goal plans as code.
#
#   make run      on a fresh machine: gets what is missing, builds, shows a plan
#   make          builds build/goalpost and build/libgoalpost.a
#   make check    everything that must hold before a commit
#   make help     the other targets
#
# One Makefile serves every kind of build.  VARIANT names the kind; each has
# its own folder, so that they never mix:
#
#   (none)     build/            gcc -O2
#   clang      build/clang/      clang -O2
#   asan       build/asan/       clang, address and undefined-behaviour checks
#   fuzz       build/fuzz/       clang, the same checks, libFuzzer's counters
#   coverage   build/coverage/   gcc --coverage
#
# V=1 shows the commands as they run.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)          # JOBS=1 for one thing at a time
endif
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:                   # `make clean build` means: first the one
endif

# ---- what a person may want to set ---------------------------------------

VARIANT  ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
FILTER   ?=
FUZZ_SECONDS ?= 20
BISON    ?= bison
FLEX     ?= flex
PKG_CONFIG ?= pkg-config

# The plan that `make run` shows, a cell that it explains, the day it looks at it,
# and the month it follows up.
RUN_PLAN  ?= examples/annual/plan.goal
RUN_CELL  ?= sales of xing in Q1
RUN_AS_OF ?= 2026-07-31
RUN_IN    ?= Jul

# Libraries, by their pkg-config names.
PACKAGES      := libutf8proc
# Only their headers: the program loads them when it needs them.
LOADED        := xlsxwriter
TEST_PACKAGES := cmocka

# ---- the variants --------------------------------------------------------

OPTIMIZE := -O2 -g
EXTRA_CFLAGS  ?=
EXTRA_LDFLAGS ?=
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
            -fno-omit-frame-pointer

ifeq ($(origin CC),default)
  CC := gcc
  ifneq ($(filter clang asan fuzz,$(VARIANT)),)
    CC := clang
  endif
endif

ifeq ($(VARIANT),asan)
  OPTIMIZE := -O1 -g $(SANITIZE)
else ifeq ($(VARIANT),fuzz)
  OPTIMIZE := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
else ifeq ($(VARIANT),coverage)
  OPTIMIZE := -O0 -g --coverage
else ifneq ($(filter-out clang,$(VARIANT)),)
  $(error VARIANT is one of: clang asan fuzz coverage)
endif

B   := build$(if $(VARIANT),/$(VARIANT))
GEN := build/gen

# ---- flags ---------------------------------------------------------------

packages_cflags = $(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)
packages_libs   = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)
LIBS      := $(call packages_libs,$(PACKAGES)) -ldl
FOUND     := $(shell $(PKG_CONFIG) --exists $(PACKAGES) $(LOADED) 2>/dev/null && \
               echo yes)
TEST_LIBS := $(call packages_libs,$(TEST_PACKAGES))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Werror
# flex and bison write as they like; the actions are still ours.
GENERATED_WARNINGS := -Wall -Wextra -Werror -Wno-sign-compare \
            -Wno-unused-function -Wno-unused-parameter \
            -Wno-unused-but-set-variable -Wno-unused-variable

INCLUDES := -Iinclude -Isrc -I$(GEN)
BASE_CFLAGS := -std=c11 -D_GNU_SOURCE $(OPTIMIZE) -MMD -MP $(INCLUDES) \
            $(call packages_cflags,$(PACKAGES) $(LOADED)) $(EXTRA_CFLAGS)
TEST_CFLAGS := -Itests -Wno-missing-prototypes
LDFLAGS  := $(OPTIMIZE) $(EXTRA_LDFLAGS)

# ---- files ---------------------------------------------------------------

GRAMMAR   := $(wildcard grammar/goalpost.y)
GEN_C     := $(if $(GRAMMAR),$(addprefix $(GEN)/,\
               parser.c sound_parser.c lexer.c))
GEN_H     := $(if $(GRAMMAR),$(GEN)/parser.h $(GEN)/lexer.h)

ALL_SRC   := $(sort $(wildcard src/*/*.c src/*/*/*.c))
CLI_SRC   := $(filter src/cli/%,$(ALL_SRC))
LIB_SRC   := $(filter-out src/cli/%,$(ALL_SRC))
PUBLIC_H  := $(sort $(wildcard include/goalpost/*.h))
SUPPORT_SRC := $(filter-out tests/support/replay.c,\
               $(sort $(wildcard tests/support/*.c)))
UNIT_SRC  := $(sort $(wildcard tests/unit/test_*.c tests/invariant/test_*.c))
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))

objects    = $(patsubst %.c,$(B)/obj/%.o,$(1))
PAGES     := $(sort $(filter-out %/README.md,$(wildcard docs/findings/*.md docs/findings/zh/*.md)))
GEN_OBJ   := $(patsubst $(GEN)/%.c,$(B)/obj/gen/%.o,$(GEN_C) $(GEN)/pages.c \
             $(GEN)/catalogue_zh.c)
LIB_OBJ   := $(GEN_OBJ) $(call objects,$(LIB_SRC))
CLI_OBJ   := $(call objects,$(CLI_SRC))
SUPPORT_OBJ := $(call objects,$(SUPPORT_SRC))

LIB       := $(B)/libgoalpost.a
SUPPORT   := $(if $(SUPPORT_OBJ),$(B)/libsupport.a)
GOALPOST  := $(if $(CLI_SRC),$(B)/goalpost)
UNIT      := $(UNIT_SRC:%.c=$(B)/%)
FUZZ      := $(FUZZ_SRC:%.c=$(B)/%)
BENCH     := $(BENCH_SRC:%.c=$(B)/%)

VERSION := $(or $(shell cat $(PUBLIC_H) /dev/null | sed -n \
  's/^.define \(GOALPOST\|GP\)_VERSION  *"\(.*\)".*/\2/p'),0.1.0)

# Q hides a command, say names the step instead.  V=1 turns that around.
ifeq ($(V),1)
  Q :=
  say = @:
else
  Q := @
  say = @printf '  %-8s %s\n' $(1) $(2)
endif

# ---- building ------------------------------------------------------------

.PHONY: all build tests fuzzers benches FORCE
FORCE:

ifeq ($(FOUND),)
all build tests fuzzers benches:
	@echo 'Goalpost needs $(PACKAGES) $(LOADED) (found by $(PKG_CONFIG)): make setup' >&2
	@false
else
all: build tests        ## The program, the library and every test program
build: $(LIB) $(GOALPOST)       ## The program and the library (the default)
tests: build $(UNIT) $(FUZZ) $(BENCH) locale
fuzzers: $(FUZZ)
benches: $(BENCH)
endif

# These two change when, and only when, the flags or the list of files do.
define keep_text
@mkdir -p $(@D)
@printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@
endef
FLAGS := $(CC) $(BASE_CFLAGS) $(WARNINGS) / $(GENERATED_WARNINGS) / \
         $(TEST_CFLAGS) / $(LDFLAGS) $(LIBS) $(TEST_LIBS)
$(B)/flags: FORCE
	$(call keep_text,$(FLAGS))
$(B)/objects: FORCE
	$(call keep_text,$(LIB_OBJ) $(CLI_OBJ) $(SUPPORT_OBJ))

# The parser and the scanner.  Whatever is compiled waits for the headers
# (order-only); once compiled, its .d file says whether it depends on them.
$(GEN)/parser%c $(GEN)/parser%h: grammar/goalpost.y
	@mkdir -p $(@D)
	$(call say,BISON,$<)
	$(Q)$(BISON) -Wcounterexamples -Werror --color=no \
	  --header=$(GEN)/parser.h -o $(GEN)/parser.c $<

$(GEN)/sound_parser.c: grammar/goalpost.y
	@mkdir -p $(@D)
	$(call say,BISON,$@)
	$(Q)$(BISON) -Werror --color=no -Fparse.lac=none \
	  -Fapi.prefix='{gp_sound_}' -o $@ $<

$(GEN)/lexer%c $(GEN)/lexer%h: grammar/goalpost.l
	@mkdir -p $(@D)
	$(call say,FLEX,$<)
	$(Q)$(FLEX) -Cfe --header-file=$(GEN)/lexer.h -o $(GEN)/lexer.c $<

# The pages of `goalpost explain SLUG`; the list notices one that goes.
$(GEN)/pages: FORCE
	$(call keep_text,$(PAGES))
$(GEN)/pages.c: $(PAGES) $(GEN)/pages tools/embed-pages
	$(call say,PAGES,docs/findings)
	$(Q)tools/embed-pages $(PAGES) >$@

# The languages of findings besides English.
$(GEN)/catalogue_%.c: po/%.po tools/embed-catalogue
	@mkdir -p $(@D)
	$(call say,PO,$<)
	$(Q)tools/embed-catalogue $< >$@

$(GEN_OBJ): $(B)/obj/gen/%.o: $(GEN)/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(BASE_CFLAGS) $(GENERATED_WARNINGS) -c -o $@ $<

$(B)/obj/src/%.o: src/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(BASE_CFLAGS) $(WARNINGS) -c -o $@ $<

$(B)/obj/tests/%.o: tests/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(BASE_CFLAGS) $(call packages_cflags,$(TEST_PACKAGES)) \
	  $(WARNINGS) $(TEST_CFLAGS) -c -o $@ $<

$(LIB): $(LIB_OBJ) $(B)/objects
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(LIB_OBJ)

$(B)/libsupport.a: $(SUPPORT_OBJ) $(B)/objects
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(SUPPORT_OBJ)

$(B)/goalpost: $(CLI_OBJ) $(LIB) $(B)/objects
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(CLI_OBJ) $(LIB) $(LIBS)

# A test program is one file; a fuzz target has libFuzzer's main in its own
# variant, and a main that replays files in all the others.
link_test = $(Q)mkdir -p $(@D) && $(CC) $(LDFLAGS) $(1) -o $@ \
            $(filter %.o,$^) $(SUPPORT) $(LIB) $(LIBS)

$(UNIT): $(B)/%: $(B)/obj/%.o $(SUPPORT) $(LIB)
	$(call say,LINK,$@)
	$(call link_test) $(TEST_LIBS)

$(BENCH): $(B)/%: $(B)/obj/%.o $(SUPPORT) $(LIB)
	$(call say,LINK,$@)
	$(call link_test)

# tests/bench/floor: the same grammar with nothing behind it.
$(GEN)/floor_parser%c $(GEN)/floor_parser%h: grammar/goalpost.y tools/bench-floor
	@mkdir -p $(@D)
	$(call say,BISON,$@)
	$(Q)tools/bench-floor $< >$(GEN)/floor_parser.y
	$(Q)$(BISON) -Werror --color=no --header=$(GEN)/floor_parser.h \
	  -o $(GEN)/floor_parser.c $(GEN)/floor_parser.y
$(B)/obj/gen/floor_parser.o: $(GEN)/floor_parser.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(BASE_CFLAGS) $(GENERATED_WARNINGS) -c -o $@ $<
$(B)/obj/tests/bench/floor.o: | $(GEN)/floor_parser.h
$(B)/tests/bench/floor: $(B)/obj/gen/floor_parser.o

ifeq ($(VARIANT),fuzz)
  FUZZ_MAIN :=
  FUZZ_LINK := -fsanitize=fuzzer
else
  FUZZ_MAIN := $(B)/obj/tests/support/replay.o
endif
$(FUZZ): $(B)/%: $(B)/obj/%.o $(FUZZ_MAIN) $(SUPPORT) $(LIB)
	$(call say,LINK,$@)
	$(call link_test,$(FUZZ_LINK))

# A locale with a decimal comma, where this machine can make one: the tests
# set LOCPATH to it.
.PHONY: locale
locale: $(if $(wildcard /usr/share/i18n/locales/de_DE),build/locale/de_DE.UTF-8)
build/locale/de_DE.UTF-8:
	@mkdir -p $(@D)
	$(call say,LOCALE,$(@F))
	$(Q)localedef -i de_DE -f UTF-8 ./$@

.SECONDARY:
-include $(wildcard $(addprefix $(B)/obj/,$(addsuffix .d,\
   src/*/* src/*/*/* gen/* tests/*/*)))

# ---- running and testing -------------------------------------------------
# Targets that may have to install something first call make again, so that
# what has just been installed is found.

.PHONY: run show setup check check-ui quick asan clang valgrind fuzz coverage
.PHONY: bench layers lint format accept po docs site

run:            ## Install what is missing, build, and show the example plan
	@tools/setup run
	@$(MAKE) build
	@$(MAKE) show

# No pager: this is to be looked at as a whole.
define step
@echo '$$ goalpost $(1)'
@GOALPOST_PAGER=cat $(B)/goalpost $(1)
@echo
endef
show:
	$(call step,check $(RUN_PLAN))
	$(call step,schedule --by quarter --kpi sales $(RUN_PLAN))
	$(call step,explain "$(RUN_CELL)" $(RUN_PLAN))
	$(call step,report follow-up --kpi sales --in $(RUN_IN) --as-of $(RUN_AS_OF) $(RUN_PLAN))
	@echo 'The program is $(B)/goalpost; make install puts it into $(PREFIX)/bin.'
	@echo 'The tutorial, from an empty folder to a plan in CI: docs/TUTORIAL.md'

setup:          ## Install what building and testing need (apt-get)
	@tools/setup run test

check:          ## All tests, also under sanitizers; last line: the counts
	@tools/setup run test
	@$(MAKE) tests
	@$(MAKE) VARIANT=asan tests
	@tests/run-all --build build --sanitized build/asan

quick:          ## The tests that take seconds, of the plain build
	@tools/setup run test
	@$(MAKE) tests
	@tests/run-all --build $(B) --only unit,golden,regress,manual,fuzz,layers

check-ui:       ## What people look at, in Chromium and LibreOffice (FILTER=pages)
	@tools/setup run ui
	@$(MAKE) build
	@tests/ui/run --build $(B) $(FILTER)

asan:           ## All tests, built with clang's sanitizers only
	@tools/setup run test
	@$(MAKE) VARIANT=asan tests
	@tests/run-all --build build/asan

clang:          ## Build everything with clang (warnings are errors)
	@tools/setup run test
	@$(MAKE) VARIANT=clang tests

valgrind:       ## Unit tests and golden cases under valgrind
	@tools/setup run test
	@$(MAKE) tests
	@tests/run-all --build $(B) --only unit,golden,regress \
	  --wrap 'valgrind -q --leak-check=full --error-exitcode=99'

fuzz:           ## Fuzz each target for FUZZ_SECONDS (20); finds go to build/fuzz
	@tools/setup run test
	@$(MAKE) VARIANT=fuzz fuzzers
	@tests/run-fuzz --build build/fuzz --seconds $(FUZZ_SECONDS) $(FILTER)

coverage:       ## Line coverage of the tests, in build/coverage/index.html
	@tools/setup run test coverage
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) VARIANT=coverage tests
	@tests/run-all --build build/coverage
	@gcovr -r . --object-directory build/coverage/obj -f src -f grammar \
	  --html-details build/coverage/index.html --print-summary \
	  build/coverage/obj | tail -3

bench:          ## Time and memory of large plans (FILTER=floor,memory,...)
	@tools/setup run test
	@$(MAKE) build benches
	@tools/bench --build $(B) $(FILTER)

layers:         ## No room includes what src/LAYERS does not allow it
	@tools/layers

# Off: matters of taste, and what clang-tidy 14 gets wrong (va_list, the size
# of a pointer in an array of pointers).
TIDY := clang-analyzer-*,bugprone-*,performance-*,misc-redundant-expression
TIDY := $(TIDY),-bugprone-easily-swappable-parameters
TIDY := $(TIDY),-bugprone-assignment-in-if-condition
TIDY := $(TIDY),-bugprone-narrowing-conversions
TIDY := $(TIDY),-bugprone-implicit-widening-of-multiplication-result
TIDY := $(TIDY),-bugprone-macro-parentheses
TIDY := $(TIDY),-bugprone-sizeof-expression,-performance-no-int-to-ptr
TIDY := $(TIDY),-clang-analyzer-valist.Uninitialized
TIDY := $(TIDY),-clang-analyzer-security.insecureAPI.*
lint: $(GEN_H)  ## clang-tidy over src
	@tools/setup dev
	@printf '%s\n' $(ALL_SRC) | grep -F -e '$(FILTER)' | \
	  xargs -r -P $(JOBS) -n 4 sh -c 'clang-tidy --quiet \
	  --checks="-*,$(TIDY)" --warnings-as-errors="*" "$$@" -- \
	  -std=c11 -D_GNU_SOURCE $(INCLUDES)' lint

format:         ## Lay out the C files of src, include and tests (clang-format)
	@tools/setup dev
	@find src include tests -name '*.[ch]' -print0 | \
	  xargs -0r clang-format -i

# What is to be translated: the texts of tables, and words marked in the code.
po:             ## Bring po/*.po up to date with the sentences of the program
	@tools/setup dev
	@mkdir -p $(B)
	@{ sed -n '/^%token/{s/"[^" ]*"//g;p}' grammar/goalpost.y | grep -o '"[^"]*"' | \
	   sed 's/.*/GP_WORD(&)/'; \
	   sed -n '/^KEYWORD(/s/^[^,]*, \("[^"]*"\),.*/GP_WORD(\1)/p; /connections/q' \
	     src/syntax/keywords.def; } >$(B)/tokens.c
	@xgettext --language=C --from-code=UTF-8 --no-location --no-wrap \
	  --keyword=GP_SUMMARY:3 --keyword=GP_SUMMARY_OF:4 \
	  --keyword=GP_PHRASE:2 --keyword=GP_SLUG:4 \
	  --keyword=GP_WORD:1 --keyword=gp_word:2 --keyword=gp_translate:2 \
	  --keyword=gp_phrase:3 --keyword=gp_cursor_expected:3 \
	  --keyword=gp_diff_word:2 --keyword=gp_api_fail:3 \
	  --keyword=cli_say:2 --keyword=cli_misuse:2 --keyword=cli_refuse:3 \
	  --keyword=CLI_SENTENCE:1 \
	  -o $(B)/goalpost.pot src/text/*.def $(B)/tokens.c $(LIB_SRC) $(CLI_SRC)
	@sed -i '/^.POT-Creation-Date/d; /^#, c-format/d' $(B)/goalpost.pot
	@for po in po/*.po; do \
	  msgmerge --quiet --no-wrap --update --backup=none --sort-output --no-fuzzy-matching \
	    $$po $(B)/goalpost.pot && msgfmt --check-format --check-domain --statistics -o /dev/null $$po; \
	done

docs: build     ## Make anew what is made: keywords, grammar, findings, pictures
	@tools/make-docs

site: docs      ## All pages as a site with a search, in build/site
	@tools/setup site
	@tools/make-site build/site

accept: build   ## Write the golden cases' .out files (FILTER=part of a name)
	@tests/run-golden --goalpost $(B)/goalpost --accept $(FILTER)

# ---- giving it to others -------------------------------------------------

.PHONY: man install uninstall dist clean help

# The manual's pages are written by the program, out of its own tables.
MANDIR := $(B)/man
man: $(MANDIR)/made     ## The manual's pages, in build/man
$(MANDIR)/made: $(GOALPOST)
	@mkdir -p $(@D)
	$(call say,MAN,$(@D))
	$(Q)rm -f $(@D)/*
	$(Q)for page in $$($(GOALPOST) help --man); do \
	  $(GOALPOST) help --man $$page >$(@D)/$$page || exit 1; \
	done
	@touch $@

ROOT    := $(DESTDIR)$(PREFIX)
BIN     := $(ROOT)/bin
LIBDIR  := $(ROOT)/lib
INCDIR  := $(ROOT)/include/goalpost
MAN     := $(ROOT)/share/man
DOCDIR  := $(ROOT)/share/doc/goalpost
BASHDIR := $(ROOT)/share/bash-completion/completions
ZSHDIR  := $(ROOT)/share/zsh/site-functions
FISHDIR := $(ROOT)/share/fish/vendor_completions.d
DOCS    := $(filter-out %.out,$(wildcard README.md LICENSE docs/*.md \
             docs/findings/*.md docs/pictures/*.svg examples/*/* examples/*/*/*))
DOCS    := $(filter-out $(patsubst %/,%,$(dir $(DOCS))),$(DOCS))

# The library is a static one, so whoever links it links what it needs.
define PC_FILE
prefix=$(PREFIX)
includedir=$${prefix}/include
libdir=$${prefix}/lib

Name: goalpost
Description: Goal plans as code
Version: $(VERSION)
Requires: $(PACKAGES)
Cflags: -I$${includedir}
Libs: -L$${libdir} -lgoalpost -ldl
endef
export PC_FILE

install: build man      ## Install program, library, headers, manual, completion
	@install -d $(BIN) $(LIBDIR)/pkgconfig $(INCDIR) $(MAN)/man1 $(MAN)/man5 \
	  $(BASHDIR) $(ZSHDIR) $(FISHDIR)
	install -m 755 $(GOALPOST) $(BIN)/goalpost
	install -m 644 $(LIB) $(LIBDIR)/libgoalpost.a
	install -m 644 $(PUBLIC_H) $(INCDIR)
	@printf '%s\n' "$$PC_FILE" >$(LIBDIR)/pkgconfig/goalpost.pc
	install -m 644 $(MANDIR)/*.1 $(MAN)/man1
	install -m 644 $(MANDIR)/*.5 $(MAN)/man5
	install -m 644 share/completion/goalpost.bash $(BASHDIR)/goalpost
	install -m 644 share/completion/goalpost.zsh $(ZSHDIR)/_goalpost
	install -m 644 share/completion/goalpost.fish $(FISHDIR)/goalpost.fish
	@for file in $(DOCS); do \
	  install -D -m 644 "$$file" "$(DOCDIR)/$$file" || exit 1; \
	done

uninstall:      ## Remove what install put there (PREFIX, DESTDIR)
	rm -f $(BIN)/goalpost $(LIBDIR)/libgoalpost.a \
	  $(LIBDIR)/pkgconfig/goalpost.pc
	rm -f $(MAN)/man1/goalpost.1 $(MAN)/man1/goalpost-*.1 \
	  $(MAN)/man5/goalpost-plan.5
	rm -f $(BASHDIR)/goalpost $(ZSHDIR)/_goalpost $(FISHDIR)/goalpost.fish
	rm -rf $(INCDIR) $(DOCDIR)

dist:           ## A source archive of the last commit, in build/
	@mkdir -p build
	git archive --prefix=goalpost-$(VERSION)/ \
	  -o build/goalpost-$(VERSION).tar.gz HEAD

clean:          ## Remove everything that was built
	rm -rf build

help:           ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' \
	  $(firstword $(MAKEFILE_LIST))

/* What a build server does with a plan, on every push: GitHub and GitLab. */
#include <string.h>

#include "start/start.h"

/* The path for a shell, in single quotes; ${...} and %...% mean nothing
 * there, but GitHub's own ${{ would. */
static void add_path(struct gp_buf *out, const char *path)
{
    gp_buf_putc(out, '\'');
    for (; *path != '\0'; path++) {
        if (*path == '\'')
            gp_buf_puts(out, "'\\'");
        gp_buf_putc(out, *path);
        if (*path == '$' && path[1] == '{' && path[2] == '{')
            gp_buf_puts(out, "''"); /* splits the mark, not the word */
    }
    gp_buf_putc(out, '\'');
}

/* Lines with the path in the place of %. */
static void add(struct gp_buf *out, const char *text, const char *path)
{
    for (; *text != '\0'; text++) {
        if (*text == '%')
            add_path(out, path);
        else
            gp_buf_putc(out, *text);
    }
}

static void comment(struct gp_buf *out, bool chinese, const char *indent,
                    const char *en, const char *zh)
{
    gp_buf_puts(out, indent);
    gp_buf_puts(out, "# ");
    gp_buf_puts(out, chinese ? zh : en);
    gp_buf_putc(out, '\n');
}

void gp_start_github(const char *path, bool chinese, struct gp_buf *out)
{
    comment(out, chinese, "", "The plan is proved on every push.",
            "每次推送都检查计划。");
    add(out,
        "name: goals\n"
        "on: [push, pull_request]\n"
        "jobs:\n"
        "  goals:\n"
        "    runs-on: ubuntu-latest\n"
        "    env:\n",
        path);
    comment(out, chinese, "      ",
            "Where Goalpost comes from: a repository of its source.",
            "Goalpost 的来源：它的源码仓库。");
    add(out,
        "      GOALPOST_SOURCE: ${{ vars.GOALPOST_SOURCE }}\n"
        "      BASE: ${{ github.base_ref }}\n"
        "    steps:\n"
        "      - uses: actions/checkout@v4\n"
        "        with:\n"
        "          fetch-depth: 0\n"
        "      - name: Install Goalpost\n"
        "        run: |\n"
        "          sudo apt-get update\n"
        "          sudo apt-get install -y build-essential bison flex "
        "pkg-config libutf8proc-dev\n"
        "          git clone --depth 1 \"$GOALPOST_SOURCE\" /tmp/goalpost\n"
        "          make -C /tmp/goalpost build\n"
        "          sudo make -C /tmp/goalpost install\n"
        "      - name: Layout\n"
        "        run: |\n"
        "          goalpost fmt --check --diff %\n"
        "      - name: Plan\n"
        "        run: |\n"
        "          goalpost check --fail-level warning --format github %\n"
        "      - name: Tests\n"
        "        run: |\n"
        "          goalpost test %\n",
        path);
    comment(out, chinese, "      ",
            "What a pull request changes, on its summary page.",
            "合并请求改变了什么，写到摘要页。");
    add(out,
        "      - name: Changes\n"
        "        if: github.event_name == 'pull_request'\n"
        "        run: |\n"
        "          goalpost diff --against \"origin/$BASE\" "
        "--format markdown % >>\"$GITHUB_STEP_SUMMARY\"\n",
        path);
}

void gp_start_gitlab(const char *path, bool chinese, struct gp_buf *out)
{
    comment(out, chinese, "", "The plan is proved on every push.",
            "每次推送都检查计划。");
    comment(out, chinese, "",
            "GOALPOST_SOURCE, a variable of the project: a repository of "
            "Goalpost's source.",
            "项目变量 GOALPOST_SOURCE：Goalpost 的源码仓库。");
    add(out,
        "goals:\n"
        "  image: debian:12\n"
        "  variables:\n"
        "    GIT_DEPTH: \"0\"\n"
        "  before_script:\n"
        "    - apt-get update\n"
        "    - apt-get install -y git build-essential bison flex pkg-config "
        "libutf8proc-dev\n"
        "    - git clone --depth 1 \"$GOALPOST_SOURCE\" /tmp/goalpost\n"
        "    - make -C /tmp/goalpost build\n"
        "    - make -C /tmp/goalpost install\n"
        "  script:\n"
        "    - |\n"
        "      goalpost fmt --check --diff %\n"
        "    - |\n"
        "      goalpost check --fail-level warning --format gitlab -o "
        "quality.json % ||\n"
        "        goalpost check --fail-level warning %\n"
        "    - |\n"
        "      goalpost test --format junit -o tests.xml % || goalpost test "
        "%\n",
        path);
    comment(out, chinese, "    ", "What a merge request changes.",
            "合并请求改变了什么。");
    add(out,
        "    - |\n"
        "      if [ -n \"$CI_MERGE_REQUEST_DIFF_BASE_SHA\" ]; then\n"
        "        goalpost diff --against \"$CI_MERGE_REQUEST_DIFF_BASE_SHA\" "
        "--format markdown % | tee goals.md\n"
        "      fi\n"
        "  artifacts:\n"
        "    when: always\n"
        "    paths: [goals.md]\n"
        "    reports:\n"
        "      codequality: quality.json\n"
        "      junit: tests.xml\n",
        path);
}

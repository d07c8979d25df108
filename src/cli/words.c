/* goalpost help WORD: a word of the language, and the list of them. */
#include <string.h>

#include "cli/cli.h"

/* Each line of a text behind two blanks. */
static void write_indented(struct gp_output *output, const char *text)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        n += text[n] == '\n';
        cli_write(output, "  ");
        gp_output_write(output, text, n);
        text += n;
    }
}

/* The example in the other spelling, by the formatter. */
static void write_chinese(struct gp_session *session, struct gp_output *output,
                          const char *example)
{
    struct gp_format format = {.keywords = "zh"};
    struct gp_output *kept = gp_output_to_memory(session);
    bool changed;
    if (kept == NULL)
        return;
    if (gp_session_format_text(session, "example", example, strlen(example),
                               &format, kept, &changed) == GP_OK) {
        const char *text = gp_output_text(kept, NULL);
        cli_write(output, "\nin Chinese:\n");
        write_indented(output, text != NULL ? text : "");
    }
    gp_output_cancel(kept);
}

void cli_write_word(struct gp_session *session, struct gp_output *output,
                    const struct gp_word_info *word)
{
    cli_write_all(output, word->english, ", ", word->chinese, ": ", word->help,
                  "\n\nit stands ", word->where, "\n", NULL);
    if (word->example == NULL)
        return;
    cli_write(output, "\nexample:\n");
    write_indented(output, word->example);
    write_chinese(session, output, word->example);
}

/* Blanks up to a column; wide characters count two. */
static void pad(struct gp_output *output, const char *text, size_t to)
{
    size_t width = 0;
    for (const char *c = text; *c != '\0'; c++)
        if (((unsigned char)*c & 0xc0) != 0x80)
            width += (unsigned char)*c < 0x80 ? 1 : 2;
    cli_write(output, text);
    do
        cli_write(output, " ");
    while (++width < to);
}

void cli_write_words(struct gp_session *session, struct gp_output *output,
                     const void *what)
{
    enum { ENGLISH = 14, CHINESE = 12 };
    struct gp_word_info word;
    const char *group = "";
    (void)session;
    (void)what;
    cli_write(output, "The words of the language; goalpost help WORD tells "
                      "more of one.\n");
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        if (strcmp(group, word.group) != 0)
            cli_write_all(output, "\n", word.group, ": ", word.where, "\n",
                          NULL);
        group = word.group;
        cli_write(output, "  ");
        pad(output, word.english, ENGLISH);
        pad(output, word.chinese, CHINESE);
        cli_write_all(output, word.help, "\n", NULL);
    }
}

/*
 * A report for a terminal: sentences, key figures, pictures and tables, with
 * colour by status only.  Nothing is cut: what is wider than the terminal
 * goes on below.
 */
#include "report/render.h"
#include "report/text_figure.h"
#include "report/text_line.h"
#include "report/text_table.h"

void gp_render_text(const struct gp_report *report,
                    const struct gp_render_options *options, struct gp_out *out)
{
    gp_text_sentence(&out->buf, report->title, options);
    if (report->subtitle != NULL)
        gp_text_sentence(&out->buf, report->subtitle, options);
    gp_text_cards(report, options, out);
    gp_text_figures(report, false, options, out);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next) {
        gp_buf_putc(&out->buf, '\n');
        gp_text_table(t, options, out);
    }
    gp_text_figures(report, true, options, out);
    if (report->note_count != 0)
        gp_buf_putc(&out->buf, '\n');
    for (size_t i = 0; i < report->note_count; i++)
        gp_text_sentence(&out->buf, report->notes[i], options);
}

/* The findings one a line, as an editor's quickfix list wants them. */
#include "text/print_own.h"

void gp_print_short(const struct gp_printing *printing, struct gp_out *out)
{
    struct gp_findings *findings = printing->findings;
    bool color = printing->color;
    struct gp_listing listing = {0};
    gp_findings_sort(findings);
    for (size_t i = 0; i < findings->list.count; i++) {
        if (!gp_print_lists(&listing, findings->list.at[i]))
            continue;
        gp_print_head(findings, findings->list.at[i], GP_EN, color, &out->buf);
        gp_buf_putc(&out->buf, '\n');
        gp_out_flush_some(out);
    }
    gp_print_rest(findings, &listing, GP_EN, color, &out->buf);
}

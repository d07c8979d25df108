/*
 * The events of a report as a calendar (RFC 5545): days are VEVENTs that last
 * whole days and take nobody's time, to-dos are VTODOs.  There is no clock:
 * DTSTAMP is a day of the event's own.
 */
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "report/event.h"
#include "report/render.h"

/* Octets of a line, without its end. */
enum { MOST_OCTETS = 75 };

struct ics {
    struct gp_out *out;
    struct gp_buf line; /* the content line at hand */
    const char *language;
};

/* Ends the line at hand: folded where it is too long, never inside of a
 * character.  A line that goes on begins with a blank, which counts. */
static void end_line(struct ics *i)
{
    const char *at = i->line.at;
    size_t left = i->line.count, room = MOST_OCTETS;
    while (left > room) {
        size_t n = room;
        while (n > 1 && ((unsigned char)at[n] & 0xc0) == 0x80)
            n--;
        gp_buf_add(&i->out->buf, at, n);
        gp_buf_puts(&i->out->buf, "\r\n ");
        at += n;
        left -= n;
        room = MOST_OCTETS - 1;
    }
    gp_buf_add(&i->out->buf, at, left);
    gp_buf_puts(&i->out->buf, "\r\n");
    i->line.count = 0;
}

static void put(struct ics *i, const char *line)
{
    gp_buf_puts(&i->line, line);
    end_line(i);
}

/* What a value must not hold: controls, and bytes that are no characters.
 * They are left out of a calendar, which has no way to write them. */
static void add_text(struct gp_buf *buf, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        int n = gp_utf8_char(text + i, length - i, &code);
        if (n == 0) {
            gp_buf_puts(buf, "\xef\xbf\xbd"); /* U+FFFD */
            i++;
            continue;
        }
        if (code == '\n')
            gp_buf_puts(buf, "\\n");
        else if (code == '\\' || code == ';' || code == ',') {
            gp_buf_putc(buf, '\\');
            gp_buf_putc(buf, (char)code);
        } else if ((code >= 0x20 && code != 0x7f) || code == '\t')
            gp_buf_add(buf, text + i, (size_t)n);
        i += (size_t)n;
    }
}

/* NAME;LANGUAGE=zh:text */
static void put_text(struct ics *i, const char *name, const char *text)
{
    gp_buf_puts(&i->line, name);
    gp_buf_puts(&i->line, ";LANGUAGE=");
    gp_buf_puts(&i->line, i->language);
    gp_buf_putc(&i->line, ':');
    add_text(&i->line, text);
    end_line(i);
}

static void add_day(struct gp_buf *buf, gp_date date)
{
    struct gp_ymd d = gp_date_split(date);
    gp_buf_int0(buf, d.year, 4);
    gp_buf_int0(buf, d.month, 2);
    gp_buf_int0(buf, d.day, 2);
}

static void put_day(struct ics *i, const char *name, gp_date date)
{
    gp_buf_puts(&i->line, name);
    gp_buf_puts(&i->line, ";VALUE=DATE:");
    add_day(&i->line, date);
    end_line(i);
}

/* The beginning of a day, where the standard asks for a moment. */
static void put_moment(struct ics *i, const char *name, gp_date date)
{
    gp_buf_puts(&i->line, name);
    gp_buf_putc(&i->line, ':');
    add_day(&i->line, date);
    gp_buf_puts(&i->line, "T000000Z");
    end_line(i);
}

/* A UUID of version 8, whose digits are the maker's own; `again` tells apart
 * what has the same words. */
static void put_uid(struct ics *i, gp_u128 id, uint32_t again)
{
    static const gp_u128 ours =
        (gp_u128)0xffffffffffff0fff << 64 | (gp_u128)0x3fffffffffffffff;
    id += again;
    id = (id & ours) | (gp_u128)0x8000 << 64 | (gp_u128)0x8 << 60;
    gp_buf_puts(&i->line, "UID:");
    for (int n = 0; n < 32; n++) {
        if (n == 8 || n == 12 || n == 16 || n == 20)
            gp_buf_putc(&i->line, '-');
        gp_buf_putc(&i->line,
                    "0123456789abcdef"[(int)(id >> (124 - 4 * n)) & 15]);
    }
    end_line(i);
}

static void put_alarm(struct ics *i, const struct gp_event *e)
{
    put(i, "BEGIN:VALARM");
    put(i, "ACTION:DISPLAY");
    put_text(i, "DESCRIPTION", e->what);
    put(i,
        e->kind == GP_EVENT_TASK ? "TRIGGER;RELATED=END:-P1D" : "TRIGGER:-P1D");
    put(i, "END:VALARM");
}

static void put_status(struct ics *i, const struct gp_event *e)
{
    switch (e->state) {
    case GP_EVENT_OPEN:
        put(i, "STATUS:NEEDS-ACTION");
        break;
    case GP_EVENT_RUNNING:
        put(i, "STATUS:IN-PROCESS");
        break;
    case GP_EVENT_DONE:
        put(i, "STATUS:COMPLETED");
        put(i, "PERCENT-COMPLETE:100");
        if (e->done != GP_NO_DATE)
            put_moment(i, "COMPLETED", e->done);
        break;
    }
}

static void put_event(struct ics *i, const struct gp_event *e, uint32_t again)
{
    bool todo = e->kind == GP_EVENT_TASK;
    put(i, todo ? "BEGIN:VTODO" : "BEGIN:VEVENT");
    put_uid(i, e->id, again);
    put_moment(i, "DTSTAMP", e->last != GP_NO_DATE ? e->last : e->made);
    put(i, "SEQUENCE:0");
    if (todo && e->last != GP_NO_DATE)
        put_day(i, "DUE", e->last);
    if (!todo) {
        put_day(i, "DTSTART", e->first);
        put_day(i, "DTEND", (e->last < e->first ? e->first : e->last) + 1);
    }
    put_text(i, "SUMMARY", e->what);
    if (e->notes != NULL)
        put_text(i, "DESCRIPTION", e->notes);
    put_text(i, "CATEGORIES", e->category);
    if (todo)
        put_status(i, e);
    else
        put(i, "TRANSP:TRANSPARENT");
    if (e->last != GP_NO_DATE && e->state != GP_EVENT_DONE)
        put_alarm(i, e);
    put(i, todo ? "END:VTODO" : "END:VEVENT");
}

void gp_render_ics(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out)
{
    struct ics i = {.out = out, .language = options->chinese ? "zh" : "en"};
    struct gp_map seen;
    gp_buf_init(&i.line, out->buf.heap);
    gp_map_init(&seen, out->buf.heap);
    put(&i, "BEGIN:VCALENDAR");
    put(&i, "VERSION:2.0");
    gp_buf_puts(&i.line, "PRODID:-//Goalpost//Goalpost//");
    put(&i, options->chinese ? "ZH" : "EN");
    put(&i, "CALSCALE:GREGORIAN");
    put_text(&i, "NAME", report->title);
    gp_buf_puts(&i.line, "X-WR-CALNAME:"); /* before NAME there was this */
    add_text(&i.line, report->title);
    end_line(&i);
    for (const struct gp_event *e = report->events; e != NULL; e = e->next) {
        uint32_t *times = gp_map_at(&seen, (uint64_t)e->id);
        *times = *times == GP_MAP_NONE ? 0 : *times + 1;
        put_event(&i, e, *times);
        gp_out_flush_some(out);
    }
    put(&i, "END:VCALENDAR");
    gp_map_fini(&seen);
    gp_buf_fini(&i.line);
}

const char *gp_refuse_ics(const struct gp_report *report)
{
    if (report->dated)
        return NULL;
    return GP_WORD("a calendar (ics) is made of what has days: schedule "
                   "--calendar, report duties, report actions, report agenda");
}

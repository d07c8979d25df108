/* What a track remembers between questions; for src/track/ alone. */
#ifndef GP_TRACK_MEMORY_H
#define GP_TRACK_MEMORY_H

#include "track/carry.h"

/* The attainments of the siblings that were ranked last. */
struct gp_rank_memory {
    bool set;
    uint32_t kpi, parent, dimension;
    struct gp_period period;
    GP_VEC(struct gp_rat) sorted;
};

/* The container that was carried over last. */
struct gp_carry_memory {
    bool set;
    const struct gp_carry *carry;
    uint32_t scope;
    struct gp_span_days container;
    GP_VEC(struct gp_carry_part) parts;
    bool tell;                          /* how they came about, too: */
    GP_VEC(struct gp_carry_move) moves; /* ... of the container */
    GP_VEC(struct gp_carry_move) told;  /* ... of the cell asked for */
};

#endif

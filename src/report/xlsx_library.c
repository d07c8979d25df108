/* Loads libxlsxwriter: see xlsx.h. */
#include <dlfcn.h>

#include "report/xlsx.h"

bool gp_xlsx_load(struct gp_xlsx_calls *calls)
{
    *calls = (struct gp_xlsx_calls){0};
    calls->library = dlopen(GP_XLSX_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (calls->library == NULL)
        return false;
#define GP_XLSX_CALL(name) \
    *(void **)&calls->name = dlsym(calls->library, #name); \
    if (calls->name == NULL) { \
        gp_xlsx_unload(calls); \
        return false; \
    }
    GP_XLSX_CALLS(GP_XLSX_CALL)
#undef GP_XLSX_CALL
    return true;
}

void gp_xlsx_unload(struct gp_xlsx_calls *calls)
{
    dlclose(calls->library);
    calls->library = NULL;
}

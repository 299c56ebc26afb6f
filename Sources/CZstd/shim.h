#ifndef INFERMON_CZSTD_SHIM_H
#define INFERMON_CZSTD_SHIM_H
#include <zstd.h>
#endif

#ifndef INFERMON_CZLIB_SHIM_H
#define INFERMON_CZLIB_SHIM_H
#include <zlib.h>
#endif

#ifndef INFERMON_CSQLITE_SHIM_H
#define INFERMON_CSQLITE_SHIM_H
#include <sqlite3.h>
#endif

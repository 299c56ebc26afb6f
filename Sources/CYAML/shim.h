#ifndef INFERMON_CYAML_SHIM_H
#define INFERMON_CYAML_SHIM_H
#include <yaml.h>
#endif

#ifndef INFERMON_CPOSIX_H
#define INFERMON_CPOSIX_H
#include "CPosixTerminal.h"
#endif

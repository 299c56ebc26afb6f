#ifndef INFERMON_CPOSIX_H
#define INFERMON_CPOSIX_H
#include "CPosixFiles.h"
#include "CPosixTerminal.h"
#endif

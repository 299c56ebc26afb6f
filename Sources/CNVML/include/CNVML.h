#ifndef INFERMON_CNVML_H
#define INFERMON_CNVML_H
#endif

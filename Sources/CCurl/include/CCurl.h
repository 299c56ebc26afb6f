#ifndef INFERMON_CCURL_H
#define INFERMON_CCURL_H
#endif

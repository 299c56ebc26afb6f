#ifndef FAKENVMLOLD_H
#define FAKENVMLOLD_H

/* The fake library without what NVML gained after driver branch 319: no _v2 names, no energy, no event reasons. */

#endif

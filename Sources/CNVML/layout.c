#include "CNVML.h"

#include <stddef.h>

/* Sizes and offsets on x86-64 as the official bindings have them; a mismatch would read garbage without an error. */

_Static_assert(sizeof(nvml_utilization_t) == 8, "nvmlUtilization_t");

_Static_assert(sizeof(nvml_memory_t) == 24, "nvmlMemory_t");
_Static_assert(offsetof(nvml_memory_t, total) == 0, "nvmlMemory_t.total");
_Static_assert(offsetof(nvml_memory_t, free) == 8, "nvmlMemory_t.free");
_Static_assert(offsetof(nvml_memory_t, used) == 16, "nvmlMemory_t.used");

_Static_assert(sizeof(nvml_memory_v2_t) == 40, "nvmlMemory_v2_t");
_Static_assert(offsetof(nvml_memory_v2_t, version) == 0, "nvmlMemory_v2_t.version");
_Static_assert(offsetof(nvml_memory_v2_t, total) == 8, "nvmlMemory_v2_t.total");
_Static_assert(offsetof(nvml_memory_v2_t, reserved) == 16, "nvmlMemory_v2_t.reserved");
_Static_assert(offsetof(nvml_memory_v2_t, free) == 24, "nvmlMemory_v2_t.free");
_Static_assert(offsetof(nvml_memory_v2_t, used) == 32, "nvmlMemory_v2_t.used");
_Static_assert((sizeof(nvml_memory_v2_t) | 2u << 24) == NVML_MEMORY_V2_VERSION, "nvmlMemory_v2_t's version word");

_Static_assert(sizeof(nvml_event_data_t) == 32, "nvmlEventData_t");
_Static_assert(offsetof(nvml_event_data_t, type) == 8, "nvmlEventData_t.eventType");
_Static_assert(offsetof(nvml_event_data_t, data) == 16, "nvmlEventData_t.eventData");
_Static_assert(offsetof(nvml_event_data_t, gpu_instance) == 24, "nvmlEventData_t.gpuInstanceId");
_Static_assert(offsetof(nvml_event_data_t, compute_instance) == 28, "nvmlEventData_t.computeInstanceId");

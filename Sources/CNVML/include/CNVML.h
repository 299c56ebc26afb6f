#ifndef INFERMON_CNVML_H
#define INFERMON_CNVML_H

/*
 * The part of NVML's binary interface that infermon calls, written from NVIDIA's NVML API Reference.
 *
 * The library is never linked: it is opened at run time, so each function is a pointer type here. The name in front of a type is the
 * symbol's; the number behind it is the first driver branch that has it. Sizes and offsets are checked in layout.c.
 */

#include <spawn.h>
#include <stdint.h>

/* nvmlReturn_t */
enum {
    NVML_SUCCESS = 0,
    NVML_ERROR_UNINITIALIZED = 1,
    NVML_ERROR_INVALID_ARGUMENT = 2,
    NVML_ERROR_NOT_SUPPORTED = 3,
    NVML_ERROR_NO_PERMISSION = 4,
    NVML_ERROR_NOT_FOUND = 6,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_INSUFFICIENT_POWER = 8,
    NVML_ERROR_DRIVER_NOT_LOADED = 9,
    NVML_ERROR_TIMEOUT = 10,
    NVML_ERROR_IRQ_ISSUE = 11,
    NVML_ERROR_LIBRARY_NOT_FOUND = 12,
    NVML_ERROR_FUNCTION_NOT_FOUND = 13,
    NVML_ERROR_CORRUPTED_INFOROM = 14,
    NVML_ERROR_GPU_IS_LOST = 15,
    NVML_ERROR_RESET_REQUIRED = 16,
    NVML_ERROR_OPERATING_SYSTEM = 17,
    NVML_ERROR_LIB_RM_VERSION_MISMATCH = 18,
    NVML_ERROR_IN_USE = 19,
    NVML_ERROR_MEMORY = 20,
    NVML_ERROR_NO_DATA = 21,
    NVML_ERROR_INSUFFICIENT_RESOURCES = 23,
    NVML_ERROR_ARGUMENT_VERSION_MISMATCH = 25,
    NVML_ERROR_DEPRECATED = 26,
    NVML_ERROR_NOT_READY = 27,
    NVML_ERROR_GPU_NOT_FOUND = 28,
    NVML_ERROR_INVALID_STATE = 29,
    NVML_ERROR_UNKNOWN = 999,
};

/* nvmlTemperatureSensors_t, nvmlTemperatureThresholds_t, nvmlClockType_t, event types */
enum {
    NVML_TEMPERATURE_GPU = 0,
    NVML_TEMPERATURE_THRESHOLD_SLOWDOWN = 1,
    NVML_CLOCK_SM = 1,
};
#define NVML_EVENT_TYPE_XID_CRITICAL_ERROR 0x8ULL

#define NVML_NAME_SIZE 96
#define NVML_UUID_SIZE 96
#define NVML_VERSION_SIZE 80

/* Opaque to every caller. */
typedef struct nvml_device *nvml_device_t;
typedef struct nvml_event_set *nvml_event_set_t;

/* nvmlUtilization_t */
typedef struct {
    uint32_t gpu;
    uint32_t memory;
} nvml_utilization_t;

/* nvmlMemory_t; what the driver reserves is part of used */
typedef struct {
    uint64_t total;
    uint64_t free;
    uint64_t used;
} nvml_memory_t;

/* nvmlMemory_v2_t; the caller sets version */
typedef struct {
    uint32_t version;
    uint64_t total;
    uint64_t reserved;
    uint64_t free;
    uint64_t used;
} nvml_memory_v2_t;

/* Size in the low bytes, version in the highest: NVML_STRUCT_VERSION of nvml.h. */
#define NVML_MEMORY_V2_VERSION 0x02000028u

/* nvmlEventData_t; data is the number of an Xid error */
typedef struct {
    nvml_device_t device;
    uint64_t type;
    uint64_t data;
    uint32_t gpu_instance;
    uint32_t compute_instance;
} nvml_event_data_t;

/* nvmlInit_v2 (319), nvmlInit, nvmlShutdown */
typedef int (*nvml_init_fn)(void);
/* nvmlSystemGetDriverVersion */
typedef int (*nvml_driver_version_fn)(char *version, unsigned int length);
/* nvmlDeviceGetCount_v2 (319), nvmlDeviceGetCount */
typedef int (*nvml_count_fn)(unsigned int *count);
/* nvmlDeviceGetHandleByIndex_v2 (319), nvmlDeviceGetHandleByIndex */
typedef int (*nvml_handle_fn)(unsigned int index, nvml_device_t *device);
/* nvmlDeviceGetUUID, nvmlDeviceGetName */
typedef int (*nvml_text_fn)(nvml_device_t device, char *text, unsigned int length);
/* nvmlDeviceGetUtilizationRates */
typedef int (*nvml_utilization_fn)(nvml_device_t device, nvml_utilization_t *rates);
/* nvmlDeviceGetMemoryInfo */
typedef int (*nvml_memory_fn)(nvml_device_t device, nvml_memory_t *memory);
/* nvmlDeviceGetMemoryInfo_v2 (510) */
typedef int (*nvml_memory_v2_fn)(nvml_device_t device, nvml_memory_v2_t *memory);
/* nvmlDeviceGetPowerUsage, nvmlDeviceGetEnforcedPowerLimit (both in milliwatts) */
typedef int (*nvml_number_fn)(nvml_device_t device, unsigned int *value);
/* nvmlDeviceGetTemperature, nvmlDeviceGetTemperatureThreshold, nvmlDeviceGetClockInfo: kind is the sensor, threshold or clock */
typedef int (*nvml_kind_fn)(nvml_device_t device, int kind, unsigned int *value);
/* nvmlDeviceGetCurrentClocksEventReasons (535), nvmlDeviceGetCurrentClocksThrottleReasons,
   nvmlDeviceGetTotalEnergyConsumption (Volta and newer, millijoules) */
typedef int (*nvml_long_fn)(nvml_device_t device, unsigned long long *value);
/* nvmlEventSetCreate */
typedef int (*nvml_event_create_fn)(nvml_event_set_t *set);
/* nvmlDeviceRegisterEvents */
typedef int (*nvml_event_register_fn)(nvml_device_t device, unsigned long long types, nvml_event_set_t set);
/* nvmlEventSetWait_v2 (450), nvmlEventSetWait */
typedef int (*nvml_event_wait_fn)(nvml_event_set_t set, nvml_event_data_t *data, unsigned int milliseconds);
/* nvmlEventSetFree */
typedef int (*nvml_event_free_fn)(nvml_event_set_t set);

/*
 * What Swift's view of the C library leaves out, for the process that NVML is called in.
 */

/* Asks the kernel to kill this process when the thread that started it ends: a hung driver call would outlive its parent. */
void infermon_die_with_parent(void);

/* pipe2 with close-on-exec at both ends. */
int infermon_pipe(int ends[2]);

/* posix_spawn_file_actions_addclosefrom_np: the child inherits no descriptor from first on. */
int infermon_close_from(posix_spawn_file_actions_t *actions, int first);

#endif

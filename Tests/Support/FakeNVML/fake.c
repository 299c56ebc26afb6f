#include "CNVML.h"
#include "FakeNVML.h"
#include "script.h"

#include <stdio.h>
#include <string.h>

struct nvml_device {
    int index;
};

static struct nvml_device devices[64];
static nvml_device_t registered[64];
static int registered_count;

static int answer(struct reply reply, unsigned long long usual, unsigned long long *value) {
    if (reply.code == NVML_SUCCESS) *value = reply.has_value ? reply.value : usual;
    return reply.code;
}

static int answer_number(struct reply reply, unsigned int usual, unsigned int *value) {
    if (reply.code == NVML_SUCCESS) *value = reply.has_value ? (unsigned int)reply.value : usual;
    return reply.code;
}

static int answer_text(struct reply reply, const char *usual, char *text, unsigned int length) {
    if (reply.code != NVML_SUCCESS) return reply.code;
    const char *source = reply.text ? reply.text : usual;
    /* Like the real one, which fills the buffer to its end and leaves the terminator to luck when the text is too long. */
    strncpy(text, source, length);
    return NVML_SUCCESS;
}

int nvmlInit(void) {
    script_load();
    return script_call("nvmlInit", -1).code;
}

int nvmlShutdown(void) {
    registered_count = 0;
    return script_call("nvmlShutdown", -1).code;
}

int nvmlSystemGetDriverVersion(char *version, unsigned int length) {
    return answer_text(script_call("nvmlSystemGetDriverVersion", -1), "550.54.15", version, length);
}

int nvmlDeviceGetCount(unsigned int *count) {
    return answer_number(script_call("nvmlDeviceGetCount", -1), script_gpus(), count);
}

int nvmlDeviceGetHandleByIndex(unsigned int index, nvml_device_t *device) {
    struct reply reply = script_call("nvmlDeviceGetHandleByIndex", (int)index);
    if (reply.code != NVML_SUCCESS) return reply.code;
    if (index >= script_gpus() || index >= 64) return NVML_ERROR_INVALID_ARGUMENT;
    /* A value swaps boards: the order changes when one is lost. */
    int board = reply.has_value ? (int)reply.value : (int)index;
    devices[board].index = board;
    *device = &devices[board];
    return NVML_SUCCESS;
}

int nvmlDeviceGetUUID(nvml_device_t device, char *text, unsigned int length) {
    char usual[NVML_UUID_SIZE];
    snprintf(usual, sizeof usual, "GPU-00000000-0000-0000-0000-%012d", device->index);
    return answer_text(script_call("nvmlDeviceGetUUID", device->index), usual, text, length);
}

int nvmlDeviceGetName(nvml_device_t device, char *text, unsigned int length) {
    return answer_text(script_call("nvmlDeviceGetName", device->index), "NVIDIA A100-SXM4-80GB", text, length);
}

int nvmlDeviceGetUtilizationRates(nvml_device_t device, nvml_utilization_t *rates) {
    rates->memory = 40;
    return answer_number(script_call("nvmlDeviceGetUtilizationRates", device->index), 83, &rates->gpu);
}

int nvmlDeviceGetMemoryInfo(nvml_device_t device, nvml_memory_t *memory) {
    unsigned long long used = 0;
    int code = answer(script_call("nvmlDeviceGetMemoryInfo", device->index), 71900000000ULL, &used);
    *memory = (nvml_memory_t){.total = 85899345920ULL, .free = 85899345920ULL - used, .used = used};
    return code;
}

int nvmlDeviceGetPowerUsage(nvml_device_t device, unsigned int *milliwatts) {
    return answer_number(script_call("nvmlDeviceGetPowerUsage", device->index), 352000, milliwatts);
}

int nvmlDeviceGetEnforcedPowerLimit(nvml_device_t device, unsigned int *milliwatts) {
    return answer_number(script_call("nvmlDeviceGetEnforcedPowerLimit", device->index), 400000, milliwatts);
}

int nvmlDeviceGetTemperature(nvml_device_t device, int sensor, unsigned int *celsius) {
    if (sensor != NVML_TEMPERATURE_GPU) return NVML_ERROR_INVALID_ARGUMENT;
    return answer_number(script_call("nvmlDeviceGetTemperature", device->index), 71, celsius);
}

int nvmlDeviceGetTemperatureThreshold(nvml_device_t device, int threshold, unsigned int *celsius) {
    if (threshold != NVML_TEMPERATURE_THRESHOLD_SLOWDOWN) return NVML_ERROR_INVALID_ARGUMENT;
    return answer_number(script_call("nvmlDeviceGetTemperatureThreshold", device->index), 89, celsius);
}

int nvmlDeviceGetClockInfo(nvml_device_t device, int clock, unsigned int *megahertz) {
    if (clock != NVML_CLOCK_SM) return NVML_ERROR_INVALID_ARGUMENT;
    return answer_number(script_call("nvmlDeviceGetClockInfo", device->index), 1410, megahertz);
}

int nvmlDeviceGetCurrentClocksThrottleReasons(nvml_device_t device, unsigned long long *reasons) {
    return answer(script_call("nvmlDeviceGetCurrentClocksThrottleReasons", device->index), 0x4, reasons);
}

int nvmlEventSetCreate(nvml_event_set_t *set) {
    static int storage;
    *set = (nvml_event_set_t)&storage;
    return script_call("nvmlEventSetCreate", -1).code;
}

int nvmlEventSetFree(nvml_event_set_t set) {
    (void)set;
    return NVML_SUCCESS;
}

int nvmlDeviceRegisterEvents(nvml_device_t device, unsigned long long types, nvml_event_set_t set) {
    (void)set;
    if (types != NVML_EVENT_TYPE_XID_CRITICAL_ERROR) return NVML_ERROR_INVALID_ARGUMENT;
    struct reply reply = script_call("nvmlDeviceRegisterEvents", device->index);
    if (reply.code == NVML_SUCCESS && registered_count < 64) registered[registered_count++] = device;
    return reply.code;
}

/* Delivers an event of a board that was registered when the script gives one for it, else says that none came. */
static int next_event(const char *function, nvml_event_data_t *data) {
    for (int index = 0; index < registered_count; index++) {
        struct reply reply = script_call(function, registered[index]->index);
        if (!reply.has_value) continue;
        *data = (nvml_event_data_t){registered[index], NVML_EVENT_TYPE_XID_CRITICAL_ERROR, reply.value, ~0u, ~0u};
        return NVML_SUCCESS;
    }
    return NVML_ERROR_TIMEOUT;
}

int nvmlEventSetWait(nvml_event_set_t set, nvml_event_data_t *data, unsigned int milliseconds) {
    (void)set;
    (void)milliseconds;
    return next_event("nvmlEventSetWait", data);
}

#ifndef FAKE_NVML_OLD

int nvmlInit_v2(void) {
    script_load();
    return script_call("nvmlInit_v2", -1).code;
}

int nvmlDeviceGetCount_v2(unsigned int *count) {
    return answer_number(script_call("nvmlDeviceGetCount_v2", -1), script_gpus(), count);
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvml_device_t *device) {
    return nvmlDeviceGetHandleByIndex(index, device);
}

int nvmlDeviceGetMemoryInfo_v2(nvml_device_t device, nvml_memory_v2_t *memory) {
    unsigned long long used = 0;
    struct reply reply = script_call("nvmlDeviceGetMemoryInfo_v2", device->index);
    if (memory->version != NVML_MEMORY_V2_VERSION) return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    int code = answer(reply, 71200000000ULL, &used);
    memory->total = 85899345920ULL;
    memory->reserved = 700000000ULL;
    memory->free = memory->total - memory->reserved - used;
    memory->used = used;
    return code;
}

int nvmlDeviceGetCurrentClocksEventReasons(nvml_device_t device, unsigned long long *reasons) {
    return answer(script_call("nvmlDeviceGetCurrentClocksEventReasons", device->index), 0x4, reasons);
}

int nvmlDeviceGetTotalEnergyConsumption(nvml_device_t device, unsigned long long *millijoules) {
    return answer(script_call("nvmlDeviceGetTotalEnergyConsumption", device->index), 123456789ULL, millijoules);
}

int nvmlEventSetWait_v2(nvml_event_set_t set, nvml_event_data_t *data, unsigned int milliseconds) {
    (void)set;
    (void)milliseconds;
    return next_event("nvmlEventSetWait_v2", data);
}

#endif

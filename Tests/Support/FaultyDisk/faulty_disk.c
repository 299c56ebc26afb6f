#include "FaultyDisk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct faulty_file {
    sqlite3_file base;
    /* SQLite keeps it as long as the file is open; NULL for a temporary file. */
    const char *name;
    sqlite3_file *real;
} faulty_file;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char prefix[1024];
    int kinds, after, times, code, is_short, failed;
} plan;

static sqlite3_vfs disk;
static sqlite3_vfs *real_disk;

#define REAL(file) (((faulty_file *)(file))->real)
#define PASS(file, call, ...) REAL(file)->pMethods->call(REAL(file), ##__VA_ARGS__)

/* The code to fail with, or 0; whether a failing write leaves half of it. */
static int fault(sqlite3_file *file, int kind, int *is_short) {
    int code = 0;
    pthread_mutex_lock(&lock);
    const char *name = ((faulty_file *)file)->name;
    if (plan.prefix[0] && name && strncmp(name, plan.prefix, strlen(plan.prefix)) == 0 && (plan.kinds & kind)) {
        if (plan.after > 0) {
            plan.after--;
        } else if (plan.times != 0) {
            if (plan.times > 0) plan.times--;
            plan.failed++;
            code = plan.code;
            if (is_short) *is_short = plan.is_short;
        }
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static int faulty_close(sqlite3_file *file) { return PASS(file, xClose); }
static int faulty_read(sqlite3_file *file, void *to, int count, sqlite3_int64 at) {
    return PASS(file, xRead, to, count, at);
}
static int faulty_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 at) {
    int is_short = 0;
    int code = fault(file, FAULTY_DISK_WRITE, &is_short);
    if (code && is_short) PASS(file, xWrite, from, count / 2, at);
    return code ? code : PASS(file, xWrite, from, count, at);
}
static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = fault(file, FAULTY_DISK_TRUNCATE, NULL);
    return code ? code : PASS(file, xTruncate, size);
}
static int faulty_sync(sqlite3_file *file, int flags) {
    int code = fault(file, FAULTY_DISK_SYNC, NULL);
    return code ? code : PASS(file, xSync, flags);
}
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) { return PASS(file, xFileSize, size); }
static int faulty_lock(sqlite3_file *file, int level) { return PASS(file, xLock, level); }
static int faulty_unlock(sqlite3_file *file, int level) { return PASS(file, xUnlock, level); }
static int faulty_reserved(sqlite3_file *file, int *out) { return PASS(file, xCheckReservedLock, out); }
static int faulty_control(sqlite3_file *file, int op, void *argument) { return PASS(file, xFileControl, op, argument); }
static int faulty_sector(sqlite3_file *file) { return PASS(file, xSectorSize); }
static int faulty_device(sqlite3_file *file) { return PASS(file, xDeviceCharacteristics); }
static int faulty_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    return PASS(file, xShmMap, page, size, extend, out);
}
static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return PASS(file, xShmLock, offset, count, flags);
}
static void faulty_shm_barrier(sqlite3_file *file) { PASS(file, xShmBarrier); }
static int faulty_shm_unmap(sqlite3_file *file, int remove) { return PASS(file, xShmUnmap, remove); }

/* Version 2: no memory-mapped reads, which would go past it. */
static const sqlite3_io_methods methods = {
    2, faulty_close, faulty_read, faulty_write, faulty_truncate, faulty_sync, faulty_size, faulty_lock, faulty_unlock,
    faulty_reserved, faulty_control, faulty_sector, faulty_device, faulty_shm_map, faulty_shm_lock, faulty_shm_barrier,
    faulty_shm_unmap, NULL, NULL,
};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    faulty_file *own = (faulty_file *)file;
    (void)vfs;
    own->real = (sqlite3_file *)(own + 1);
    own->name = name;
    int code = real_disk->xOpen(real_disk, name, own->real, flags, out);
    own->base.pMethods = own->real->pMethods ? &methods : NULL;
    return code;
}

int faulty_disk_install(void) {
    int code = SQLITE_OK;
    pthread_mutex_lock(&lock);
    if (!real_disk) {
        real_disk = sqlite3_vfs_find(NULL);
        disk = *real_disk;
        disk.zName = "faulty-disk";
        disk.szOsFile = (int)sizeof(faulty_file) + real_disk->szOsFile;
        disk.pNext = NULL;
        disk.xOpen = faulty_open;
        code = sqlite3_vfs_register(&disk, 1);
    }
    pthread_mutex_unlock(&lock);
    return code;
}

void faulty_disk_fail(const char *prefix, int kinds, int after, int times, int code, int is_short) {
    pthread_mutex_lock(&lock);
    strncpy(plan.prefix, prefix, sizeof plan.prefix - 1);
    plan.kinds = kinds;
    plan.after = after;
    plan.times = times;
    plan.code = code;
    plan.is_short = is_short;
    plan.failed = 0;
    pthread_mutex_unlock(&lock);
}

int faulty_disk_heal(void) {
    pthread_mutex_lock(&lock);
    int failed = plan.failed;
    plan.prefix[0] = 0;
    pthread_mutex_unlock(&lock);
    return failed;
}

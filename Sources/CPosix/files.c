#define _GNU_SOURCE
#include "CPosixFiles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static int64_t nanoseconds(struct statx_timestamp time) {
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int status(int directory, const char *path, int flags, infermon_file_status *out) {
    struct statx found;
    if (statx(directory, path, flags | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return errno;
    memset(out, 0, sizeof *out);
    out->device = makedev(found.stx_dev_major, found.stx_dev_minor);
    out->inode = found.stx_ino;
    out->birth_ns = (found.stx_mask & STATX_BTIME) ? nanoseconds(found.stx_btime) : 0;
    out->size = (int64_t)found.stx_size;
    out->modified_ns = nanoseconds(found.stx_mtime);
    out->changed_ns = nanoseconds(found.stx_ctime);
    out->links = found.stx_nlink;
    out->is_regular = S_ISREG(found.stx_mode);
    out->is_directory = S_ISDIR(found.stx_mode);
    out->is_symlink = S_ISLNK(found.stx_mode);
    return 0;
}

int infermon_status_of_path(const char *path, bool follow, infermon_file_status *out) {
    return status(AT_FDCWD, path, follow ? 0 : AT_SYMLINK_NOFOLLOW, out);
}

int infermon_status_of_descriptor(int descriptor, infermon_file_status *out) {
    return status(descriptor, "", AT_EMPTY_PATH, out);
}

int infermon_open_for_reading(const char *path) {
    int descriptor;
    do {
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor < 0 ? -errno : descriptor;
}

int64_t infermon_read_at(int descriptor, void *buffer, int64_t count, int64_t offset) {
    ssize_t got;
    do {
        got = pread(descriptor, buffer, (size_t)count, (off_t)offset);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

int64_t infermon_last_newline(const void *block, int64_t count) {
    const char *found = count > 0 ? memrchr(block, '\n', (size_t)count) : NULL;
    return found ? found - (const char *)block : -1;
}

void infermon_close(int descriptor) {
    close(descriptor);
}

int infermon_inotify_create(void) {
    int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int infermon_inotify_watch(int descriptor, const char *directory) {
    uint32_t mask = IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF |
                    IN_MOVE_SELF | IN_ONLYDIR;
    int watch = inotify_add_watch(descriptor, directory, mask);
    return watch < 0 ? -errno : watch;
}

void infermon_inotify_forget(int descriptor, int watch) {
    inotify_rm_watch(descriptor, watch);
}

int infermon_inotify_drain(int descriptor) {
    _Alignas(struct inotify_event) char buffer[65536];
    int flags = 0;
    for (;;) {
        ssize_t got = read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return flags;
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event = (const struct inotify_event *)(buffer + at);
            if (event->mask & IN_Q_OVERFLOW) flags |= INFERMON_INOTIFY_OVERFLOW;
            if (event->mask & (IN_MODIFY | IN_ATTRIB)) flags |= INFERMON_INOTIFY_WRITTEN;
            if (event->mask & ~(uint32_t)(IN_MODIFY | IN_Q_OVERFLOW)) flags |= INFERMON_INOTIFY_NAMES;
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
}

infermon_directory *infermon_directory_open(const char *path, int *error) {
    DIR *directory = opendir(path);
    *error = directory ? 0 : errno;
    return (infermon_directory *)directory;
}

const char *infermon_directory_next(infermon_directory *directory, uint64_t *inode) {
    struct dirent *entry = readdir((DIR *)directory);
    if (!entry) return NULL;
    *inode = entry->d_ino;
    return entry->d_name;
}

void infermon_directory_close(infermon_directory *directory) {
    closedir((DIR *)directory);
}

int infermon_lock_file(const char *path, int64_t owner) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -errno;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        int error = errno;
        close(descriptor);
        return -error;
    }
    char text[32];
    int length = snprintf(text, sizeof text, "%lld\n", (long long)owner);
    // The number only serves the message of a second instance: the lock holds without it, on a full disk too.
    if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text, (size_t)length, 0) < 0) (void)ftruncate(descriptor, 0);
    return descriptor;
}

int64_t infermon_lock_owner(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return 0;
    char text[32] = {0};
    ssize_t got = read(descriptor, text, sizeof text - 1);
    close(descriptor);
    return got > 0 ? strtoll(text, NULL, 10) : 0;
}

int infermon_make_private_directory(const char *path) {
    char copy[4096];
    if (strlen(path) >= sizeof copy) return ENAMETOOLONG;
    strcpy(copy, path);
    for (char *at = copy + 1; *at; at++) {
        if (*at != '/') continue;
        *at = 0;
        if (mkdir(copy, 0755) != 0 && errno != EEXIST) return errno;
        *at = '/';
    }
    if (mkdir(copy, 0700) != 0 && errno != EEXIST) return errno;
    return 0;
}

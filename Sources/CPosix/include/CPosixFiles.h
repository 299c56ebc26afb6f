#ifndef INFERMON_CPOSIX_FILES_H
#define INFERMON_CPOSIX_FILES_H

#include <stdbool.h>
#include <stdint.h>

/// What the file system says about one file.
typedef struct infermon_file_status {
    uint64_t device;
    uint64_t inode;
    /// Nanoseconds since 1970; 0 where the file system does not keep it.
    int64_t birth_ns;
    int64_t size;
    int64_t modified_ns;
    int64_t changed_ns;
    uint32_t links;
    bool is_regular;
    bool is_directory;
    bool is_symlink;
} infermon_file_status;

/// Describes the file behind a path, following symbolic links unless told otherwise. Returns 0 or an errno.
int infermon_status_of_path(const char *path, bool follow, infermon_file_status *out);

/// Describes an open file. Returns 0 or an errno.
int infermon_status_of_descriptor(int descriptor, infermon_file_status *out);

/// Opens a file for reading without ever waiting (a FIFO) or becoming its terminal. Returns a descriptor or -errno.
int infermon_open_for_reading(const char *path);

/// Reads at an offset, again after EINTR. Returns the number of bytes, 0 at the end, or -errno.
int64_t infermon_read_at(int descriptor, void *buffer, int64_t count, int64_t offset);

/// The index of the last newline of a block; -1 without one.
int64_t infermon_last_newline(const void *block, int64_t count);

/// Closes a descriptor.
void infermon_close(int descriptor);

/// Creates an inotify descriptor that never blocks. Returns it or -errno.
int infermon_inotify_create(void);

/// Watches a directory. Returns the watch or -errno; the same directory gives the same watch.
int infermon_inotify_watch(int descriptor, const char *directory);

/// Ends a watch.
void infermon_inotify_forget(int descriptor, int watch);

enum {
    /// Something was written or its attributes changed.
    INFERMON_INOTIFY_WRITTEN = 1,
    /// A name appeared, went or moved, or a watch ended.
    INFERMON_INOTIFY_NAMES = 2,
    /// The queue overflowed: everything may have changed.
    INFERMON_INOTIFY_OVERFLOW = 4,
};

/// Takes all waiting events. Returns the flags above.
int infermon_inotify_drain(int descriptor);

/// A directory being listed.
typedef struct infermon_directory infermon_directory;

/// Opens a directory. Returns it, or NULL with the errno in `error`.
infermon_directory *infermon_directory_open(const char *path, int *error);

/// The next name, valid until the next call; NULL at the end.
const char *infermon_directory_next(infermon_directory *directory, uint64_t *inode);

/// Ends the listing.
void infermon_directory_close(infermon_directory *directory);

/// Creates or opens a lock file of mode 0600 and takes its lock. Returns a descriptor that holds the lock, -EWOULDBLOCK when
/// another process holds it, or another -errno. The lock goes with the process, however that ends.
int infermon_lock_file(const char *path, int64_t owner);

/// The process id that the holder of a lock file wrote into it; 0 when there is none.
int64_t infermon_lock_owner(const char *path);

/// Makes a directory and its parents, the last with mode 0700. Returns 0 or an errno.
int infermon_make_private_directory(const char *path);

#endif

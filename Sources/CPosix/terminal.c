#define _GNU_SOURCE
#include "CPosixTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

int im_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void im_eventfd_post(int descriptor) {
    int saved = errno;
    uint64_t one = 1;
    /* A full counter is readable already, so a failed write loses nothing. */
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
    errno = saved;
}

void im_eventfd_drain(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}

uint32_t im_wait_readable(const int *descriptors, int count, int timeout_ms) {
    struct pollfd polled[16];
    if (count > 16) count = 16;
    for (int i = 0; i < count; i++) polled[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    if (poll(polled, (nfds_t)count, timeout_ms) <= 0) return 0;
    uint32_t ready = 0;
    for (int i = 0; i < count; i++)
        if (polled[i].revents) ready |= 1u << i;
    return ready;
}

bool im_wait_writable(int descriptor, int timeout_ms) {
    struct pollfd polled = {.fd = descriptor, .events = POLLOUT};
    return poll(&polled, 1, timeout_ms) > 0 && (polled.revents & POLLOUT);
}

bool im_is_hung_up(int descriptor) {
    struct pollfd polled = {.fd = descriptor, .events = POLLIN};
    return poll(&polled, 1, 0) > 0 && (polled.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int64_t im_monotonic_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool im_window_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

int im_set_window_size(int descriptor, int columns, int rows) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    return ioctl(descriptor, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

int im_memory_file(const char *name, off_t capacity) {
    int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return -1;
    /* Sealed against growth: a library that prints without end may not eat the memory of the machine. */
    if (ftruncate(descriptor, capacity) != 0 || fcntl(descriptor, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) != 0) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

int im_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int im_open_pseudo_terminal(int *master, char *slave_path, size_t capacity, int columns, int rows) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    int failure = 0;
    if (grantpt(descriptor) != 0 || unlockpt(descriptor) != 0)
        failure = errno;
    else
        failure = ptsname_r(descriptor, slave_path, capacity);
    if (!failure) failure = im_set_window_size(descriptor, columns, rows);
    if (failure) {
        close(descriptor);
        return failure;
    }
    *master = descriptor;
    return 0;
}

static int spawn(
    pid_t *process, const char *path, char *const *arguments, char *const *environment,
    posix_spawn_file_actions_t *files, short flags) {
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addclosefrom_np(files, 3);
    posix_spawnattr_setflags(&attributes, (short)(flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    /* Dispatch's threads block signals, and a child would inherit that. */
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int failure = posix_spawn(process, path, files, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(files);
    posix_spawnattr_destroy(&attributes);
    return failure;
}

int im_spawn_on_terminal(
    pid_t *process, const char *path, char *const *arguments, char *const *environment, const char *slave_path) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    /* The first terminal that a session leader opens becomes its controlling terminal. */
    posix_spawn_file_actions_addopen(&files, 0, slave_path, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, 0, 1);
    posix_spawn_file_actions_adddup2(&files, 0, 2);
    return spawn(process, path, arguments, environment, &files, POSIX_SPAWN_SETSID);
}

int im_spawn_on_files(
    pid_t *process, const char *path, char *const *arguments, char *const *environment, const char *input,
    const char *output, const char *error) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&files, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return spawn(process, path, arguments, environment, &files, 0);
}

int im_wait_exit(pid_t process, bool block) {
    int status;
    pid_t ended;
    do ended = waitpid(process, &status, block ? 0 : WNOHANG);
    while (ended < 0 && errno == EINTR);
    if (ended != process) return -1;
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

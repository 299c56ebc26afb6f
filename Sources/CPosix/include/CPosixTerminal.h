#ifndef INFERMON_CPOSIX_TERMINAL_H
#define INFERMON_CPOSIX_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/* An event descriptor: close-on-exec, non-blocking; -1 with errno on failure. */
int im_eventfd(void);
/* Makes the descriptor readable. Safe in a signal handler; errno is kept. */
void im_eventfd_post(int descriptor);
/* Makes the descriptor unreadable until the next post. */
void im_eventfd_drain(int descriptor);

/* Waits until one of up to 16 descriptors is readable or closed. timeout_ms < 0 waits for ever. Returns a bit
   mask by position, 0 on timeout or interruption. Negative descriptors are left out. */
uint32_t im_wait_readable(const int *descriptors, int count, int timeout_ms);

/* Waits until `bytes` can be written without blocking, or timeout_ms passed. */
bool im_wait_writable(int descriptor, int timeout_ms);

/* Whether the other side of a terminal is gone. */
bool im_is_hung_up(int descriptor);

/* Microseconds of the monotonic clock. */
int64_t im_monotonic_us(void);

/* Columns and rows of the terminal behind a descriptor; false if it has none or says 0. */
bool im_window_size(int descriptor, int *columns, int *rows);

/* An anonymous file in memory of fixed capacity that text can be caught in: -1 on failure. */
int im_memory_file(const char *name, off_t capacity);

/* The signals that a terminal program follows, as bits of im_signals_take's answer. */
enum {
    IM_SIGNAL_WINCH = 1 << 0,
    IM_SIGNAL_TERM = 1 << 1,
    IM_SIGNAL_INT = 1 << 2,
    IM_SIGNAL_HUP = 1 << 3,
    IM_SIGNAL_QUIT = 1 << 4,
    IM_SIGNAL_CONT = 1 << 5,
    IM_SIGNAL_TSTP = 1 << 6,
};

/* Catches the signals above and posts them to the event descriptor; ignores SIGPIPE. One that asks to leave and comes
   again before the first was taken ends the process at once, its terminal restored; so does a second of time without
   im_signals_remove after the first: a terminal that nobody reads can hold the program in a write. The handlers before are kept
   for im_signals_remove. 0 or errno. */
int im_signals_install(int event_descriptor);
void im_signals_remove(void);
/* The signals since the last call. */
uint32_t im_signals_take(void);
/* Stops the process (or its whole group) as SIGTSTP does without a handler; returns after SIGCONT. */
void im_stop_process(bool whole_group);

/* What a crash has to undo. From im_crash_arm to im_crash_disarm, SEGV, ABRT, ILL, TRAP, BUS, FPE and exit() write
   `restore` to the terminal, set its old modes, print what standard error said meanwhile, and then go their way with
   the handler of before. */
typedef struct im_crash_plan {
    int terminal;
    struct termios modes;
    bool has_modes;
    const char *restore;
    size_t restore_length;
    /* Where standard error is caught, and where it belongs; -1 if it is not caught. */
    int caught_error;
    int standard_error;
} im_crash_plan;

/* Copies the plan; `restore` may be up to 512 bytes. 0 or errno. */
int im_crash_arm(const im_crash_plan *plan);
void im_crash_disarm(void);

/* Columns that a character takes on a terminal in the current locale; -1 if it is not printable. */
int im_wcwidth(uint32_t scalar);

/* Runs a program as the leader of a new session whose controlling terminal is `slave_path`, with no signal blocked
   or ignored. `arguments` and `environment` end with NULL. 0 or errno. */
int im_spawn_on_terminal(
    pid_t *process, const char *path, char *const *arguments, char *const *environment, const char *slave_path);
/* Runs a program that reads and writes the files of the given paths, with no signal blocked or ignored. 0 or errno. */
int im_spawn_on_files(
    pid_t *process, const char *path, char *const *arguments, char *const *environment, const char *input,
    const char *output, const char *error);
/* A new pseudo-terminal of the given size: its master descriptor and the path of its slave. 0 or errno. */
int im_open_pseudo_terminal(int *master, char *slave_path, size_t capacity, int columns, int rows);
/* Sets the size of the terminal behind a descriptor, which tells its foreground processes. 0 or errno. */
int im_set_window_size(int descriptor, int columns, int rows);
/* Waits for a child: its exit code, 256 + signal number when it was killed, -1 while it runs (only without `block`)
   or when there is no such child. */
int im_wait_exit(pid_t process, bool block);

#endif

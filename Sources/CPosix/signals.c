/* Signals of a terminal program.

   The orderly ones become bits and a readable descriptor: on Linux the main actor need not be the process's first
   thread, so a signal that lands elsewhere would never interrupt the thread that waits in poll().

   The deadly ones (a Swift trap is ILL or TRAP) may run nothing but async-signal-safe calls, so all that a crash
   writes is prepared before: the terminal is put right first, then the handler of before (Swift's backtrace, a
   sanitizer, the default) has its turn on a sane screen. */
#define _GNU_SOURCE
#include "CPosixTerminal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct {
    int number;
    uint32_t bit;
} followed[] = {
    {SIGWINCH, IM_SIGNAL_WINCH}, {SIGTERM, IM_SIGNAL_TERM}, {SIGINT, IM_SIGNAL_INT},   {SIGHUP, IM_SIGNAL_HUP},
    {SIGQUIT, IM_SIGNAL_QUIT},   {SIGCONT, IM_SIGNAL_CONT}, {SIGTSTP, IM_SIGNAL_TSTP},
};
enum { followed_count = sizeof followed / sizeof followed[0] };

static struct sigaction followed_before[followed_count];
static struct sigaction pipe_before;
static atomic_int wake_descriptor = -1;
static atomic_uint pending;
static bool installed;

/* A program that is to leave and is held in a write to a terminal that nobody reads does not leave by itself. */
static timer_t patience;
static atomic_int leaving_signal;
enum { patience_seconds = 1 };
static int patience_signal(void) { return SIGRTMAX - 2; }

static void restore_terminal(void);

static void end_process(int number) {
    restore_terminal();
    signal(number, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
}

static void lose_patience(int number) {
    (void)number;
    end_process(atomic_load(&leaving_signal));
}

static void follow(int number) {
    uint32_t leaving = IM_SIGNAL_TERM | IM_SIGNAL_INT | IM_SIGNAL_HUP | IM_SIGNAL_QUIT;
    for (int i = 0; i < followed_count; i++) {
        uint32_t bit = followed[i].bit;
        if (followed[i].number != number) continue;
        if (atomic_fetch_or(&pending, bit) & bit & leaving) end_process(number);
        if (bit & leaving) {
            atomic_store(&leaving_signal, number);
            struct itimerspec wait = {.it_value = {.tv_sec = patience_seconds}};
            timer_settime(patience, 0, &wait, NULL);
        }
    }
    int descriptor = atomic_load(&wake_descriptor);
    if (descriptor >= 0) im_eventfd_post(descriptor);
}

int im_signals_install(int event_descriptor) {
    if (installed) return EBUSY;
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = patience_signal();
    if (timer_create(CLOCK_MONOTONIC, &event, &patience) != 0) return errno;
    installed = true;
    atomic_store(&pending, 0);
    atomic_store(&wake_descriptor, event_descriptor);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = follow;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < followed_count; i++) sigaction(followed[i].number, &action, &followed_before[i]);
    action.sa_handler = lose_patience;
    sigaction(patience_signal(), &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &pipe_before);
    return 0;
}

void im_signals_remove(void) {
    if (!installed) return;
    for (int i = 0; i < followed_count; i++) sigaction(followed[i].number, &followed_before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    timer_delete(patience);
    /* One that was sent already must not kill: SIG_IGN rather than the default. */
    signal(patience_signal(), SIG_IGN);
    atomic_store(&wake_descriptor, -1);
    installed = false;
}

uint32_t im_signals_take(void) { return atomic_exchange(&pending, 0); }

void im_stop_process(bool whole_group) {
    struct sigaction standard, before;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &before);
    sigset_t stop, blocked;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    /* Only a signal that this thread does not block is certain to stop it before kill() returns. */
    pthread_sigmask(SIG_UNBLOCK, &stop, &blocked);
    if (whole_group)
        kill(0, SIGTSTP);
    else
        raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &blocked, NULL);
    sigaction(SIGTSTP, &before, NULL);
}

static const int deadly[] = {SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE};
enum { deadly_count = sizeof deadly / sizeof deadly[0], restore_capacity = 512, stack_size = 65536 };

static struct sigaction deadly_before[deadly_count];
static struct im_crash_plan plan;
static char restore_bytes[restore_capacity];
static atomic_bool armed;
static char crash_stack[stack_size];

static void write_all(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        /* A terminal that nobody reads must not keep a dying process. */
        if (!im_wait_writable(descriptor, 200)) return;
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void give_back_standard_error(void) {
    if (plan.caught_error < 0) return;
    dup2(plan.standard_error, STDERR_FILENO);
    off_t end = lseek(plan.caught_error, 0, SEEK_CUR);
    char part[1024];
    for (off_t at = 0; at < end;) {
        size_t wanted = (size_t)(end - at) < sizeof part ? (size_t)(end - at) : sizeof part;
        ssize_t taken = pread(plan.caught_error, part, wanted, at);
        if (taken <= 0) return;
        write_all(STDERR_FILENO, part, (size_t)taken);
        at += taken;
    }
}

static void restore_terminal(void) {
    if (!atomic_exchange(&armed, false)) return;
    write_all(plan.terminal, restore_bytes, plan.restore_length);
    if (plan.has_modes) {
        /* A background process that sets modes would be stopped instead of ending. */
        sigset_t output, blocked;
        sigemptyset(&output);
        sigaddset(&output, SIGTTOU);
        pthread_sigmask(SIG_BLOCK, &output, &blocked);
        tcsetattr(plan.terminal, TCSANOW, &plan.modes);
        pthread_sigmask(SIG_SETMASK, &blocked, NULL);
    }
    give_back_standard_error();
}

static void crashed(int number, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    restore_terminal();
    for (int i = 0; i < deadly_count; i++)
        if (deadly[i] == number) sigaction(number, &deadly_before[i], NULL);
    /* A fault of the processor repeats when the handler returns; what was sent, and a breakpoint, does not. */
    if (info->si_code <= 0 || number == SIGTRAP) raise(number);
    errno = saved;
}

static void restore_at_exit(void) { restore_terminal(); }

int im_crash_arm(const struct im_crash_plan *wanted) {
    if (wanted->restore_length > restore_capacity) return E2BIG;
    if (atomic_load(&armed)) return EBUSY;
    plan = *wanted;
    memcpy(restore_bytes, wanted->restore, wanted->restore_length);
    plan.restore = restore_bytes;

    static bool at_exit_registered;
    if (!at_exit_registered) {
        atexit(restore_at_exit);
        at_exit_registered = true;
    }
    stack_t now;
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE)) {
        stack_t stack = {.ss_sp = crash_stack, .ss_size = stack_size};
        sigaltstack(&stack, NULL);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = crashed;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    atomic_store(&armed, true);
    for (int i = 0; i < deadly_count; i++) sigaction(deadly[i], &action, &deadly_before[i]);
    return 0;
}

void im_crash_disarm(void) {
    if (!atomic_exchange(&armed, false)) return;
    for (int i = 0; i < deadly_count; i++) sigaction(deadly[i], &deadly_before[i], NULL);
}

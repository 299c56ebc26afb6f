#define _GNU_SOURCE
#include "CNVML.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <unistd.h>

void infermon_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

int infermon_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int infermon_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

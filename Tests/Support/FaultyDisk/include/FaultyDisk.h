#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

/// The calls that can fail.
enum {
    FAULTY_DISK_WRITE = 1,
    FAULTY_DISK_SYNC = 2,
    FAULTY_DISK_TRUNCATE = 4,
};

/// Puts itself between SQLite and the system for every database opened from then on. Nothing fails until it is told to. May be
/// called again. Returns 0, or SQLite's code.
int faulty_disk_install(void);

/// Has calls fail for files whose path begins with `prefix`.
///
/// kinds: the calls, joined; others neither fail nor count. after: how many go well first. times: how many fail then; -1 for all.
/// code: what they fail with. is_short: whether a failing write writes its first half.
void faulty_disk_fail(const char *prefix, int kinds, int after, int times, int code, int is_short);

/// Has everything go well again. Returns how many calls have failed.
int faulty_disk_heal(void);

#endif

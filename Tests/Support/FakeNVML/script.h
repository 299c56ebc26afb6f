#ifndef FAKENVML_SCRIPT_H
#define FAKENVML_SCRIPT_H

/* What the script says about one call. */
struct reply {
    int code;
    int has_value;
    unsigned long long value;
    const char *text;
};

void script_load(void);
unsigned int script_gpus(void);
/* Counts the call, sleeps or crashes as told, and says what to answer; device is -1 for calls that name none. */
struct reply script_call(const char *function, int device);

#endif

#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RULES 128
#define COUNTERS 1024

struct rule {
    char function[64];
    int device, first, last, code, milliseconds, crash, has_value;
    unsigned long long value;
    char text[256];
    int has_text;
};

struct counter {
    char function[64];
    int device, calls;
};

static struct rule rules[RULES];
static int rule_count;
static struct counter counters[COUNTERS];
static int counter_count;
static unsigned int gpus;

static void read_word(struct rule *rule, const char *word) {
    if (strncmp(word, "device=", 7) == 0) rule->device = atoi(word + 7);
    if (strncmp(word, "code=", 5) == 0) rule->code = atoi(word + 5);
    if (strncmp(word, "sleep=", 6) == 0) rule->milliseconds = atoi(word + 6);
    if (strcmp(word, "crash") == 0) rule->crash = 1;
    if (strncmp(word, "value=", 6) == 0) {
        rule->value = strtoull(word + 6, NULL, 0);
        rule->has_value = 1;
    }
    if (strncmp(word, "call=", 5) == 0) {
        char *rest;
        rule->first = (int)strtol(word + 5, &rest, 10);
        rule->last = *rest == '-' ? 0x7fffffff : rule->first;
    }
}

/* Writes C's \xHH escapes out, so that a script can hold any byte. */
static void unescape(const char *from, char *to, size_t room) {
    while (*from && *from != '\n' && room > 1) {
        unsigned int byte;
        if (from[0] == '\\' && from[1] == 'x' && sscanf(from + 2, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            from += 4;
        } else {
            *to++ = *from++;
        }
        room--;
    }
    *to = 0;
}

static void read_line(char *line) {
    struct rule rule = {.device = -1, .last = 0x7fffffff};
    char *text = strstr(line, "text=");
    if (text) {
        unescape(text + 5, rule.text, sizeof rule.text);
        rule.has_text = 1;
        *text = 0;
    }
    char *word = strtok(line, " \n");
    if (!word || word[0] == '#') return;
    snprintf(rule.function, sizeof rule.function, "%s", word);
    if (strcmp(word, "gpus") == 0) {
        word = strtok(NULL, " \n");
        if (word) gpus = (unsigned int)atoi(word);
        return;
    }
    while ((word = strtok(NULL, " \n"))) read_word(&rule, word);
    if (rule_count < RULES) rules[rule_count++] = rule;
}

void script_load(void) {
    rule_count = 0;
    gpus = 1;
    const char *path = getenv("INFERMON_FAKE_NVML");
    char beside_home[512];
    // infermon's own child inherits few variables; HOME is one of them.
    if (!path && getenv("HOME")) {
        snprintf(beside_home, sizeof beside_home, "%s/fake-nvml.script", getenv("HOME"));
        path = beside_home;
    }
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) return;
    char line[1024];
    while (fgets(line, sizeof line, file)) read_line(line);
    fclose(file);
}

unsigned int script_gpus(void) { return gpus; }

static int count_call(const char *function, int device) {
    for (int index = 0; index < counter_count; index++) {
        struct counter *counter = &counters[index];
        if (counter->device == device && strcmp(counter->function, function) == 0) return ++counter->calls;
    }
    if (counter_count == COUNTERS) return 1;
    struct counter *counter = &counters[counter_count++];
    snprintf(counter->function, sizeof counter->function, "%s", function);
    counter->device = device;
    return counter->calls = 1;
}

struct reply script_call(const char *function, int device) {
    int call = count_call(function, device);
    for (int index = 0; index < rule_count; index++) {
        const struct rule *rule = &rules[index];
        if (strcmp(rule->function, function) != 0 && strcmp(rule->function, "*") != 0) continue;
        if (rule->device >= 0 && rule->device != device) continue;
        if (call < rule->first || call > rule->last) continue;
        struct timespec pause = {rule->milliseconds / 1000, rule->milliseconds % 1000 * 1000000L};
        nanosleep(&pause, NULL);
        if (rule->crash) abort();
        return (struct reply){rule->code, rule->has_value, rule->value, rule->has_text ? rule->text : NULL};
    }
    return (struct reply){0, 0, 0, NULL};
}

#define _GNU_SOURCE
#include "CCurl.h"
#include "constants.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct infermon_slist infermon_slist;

struct infermon_curl {
    void *(*easy_init)(void);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_perform)(void *);
    int (*easy_getinfo)(void *, int, ...);
    void (*easy_cleanup)(void *);
    const char *(*easy_strerror)(int);
    infermon_slist *(*slist_append)(infermon_slist *, const char *);
    void (*slist_free_all)(infermon_slist *);
    char *(*version)(void);
    char version_text[32];
};

/// libcurl before 7.84 must not be initialised by two threads at once.
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

infermon_curl *infermon_curl_open(const char *library, char *error, size_t error_size) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        snprintf(error, error_size, "%s", reason ? reason : "no reason given");
        return NULL;
    }
    infermon_curl *curl = calloc(1, sizeof *curl);
    if (!curl) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    int (*global_init)(long) = NULL;
    const struct {
        const char *name;
        void *slot;
    } symbols[] = {
        {"curl_global_init", &global_init},          {"curl_easy_init", &curl->easy_init},
        {"curl_easy_setopt", &curl->easy_setopt},    {"curl_easy_perform", &curl->easy_perform},
        {"curl_easy_getinfo", &curl->easy_getinfo},  {"curl_easy_cleanup", &curl->easy_cleanup},
        {"curl_easy_strerror", &curl->easy_strerror}, {"curl_slist_append", &curl->slist_append},
        {"curl_slist_free_all", &curl->slist_free_all}, {"curl_version", &curl->version},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        void *found = dlsym(handle, symbols[i].name);
        if (!found) {
            snprintf(error, error_size, "%s has no %s", library, symbols[i].name);
            free(curl);
            return NULL;
        }
        memcpy(symbols[i].slot, &found, sizeof found);
    }
    pthread_mutex_lock(&opening);
    int code = global_init(infermon_curl_global_all);
    pthread_mutex_unlock(&opening);
    if (code != 0) {
        snprintf(error, error_size, "%s could not be initialised (code %d)", library, code);
        free(curl);
        return NULL;
    }
    const char *text = curl->version();
    if (strncmp(text, "libcurl/", 8) == 0) text += 8;
    snprintf(curl->version_text, sizeof curl->version_text, "%.*s", (int)strcspn(text, " "), text);
    return curl;
}

const char *infermon_curl_version(const infermon_curl *curl) { return curl->version_text; }

typedef struct {
    char *bytes;
    size_t length;
    size_t capacity;
    /// All bytes seen, those of earlier heads included.
    size_t seen;
    size_t cap;
    int is_over_cap;
} infermon_buffer;

static int append(infermon_buffer *buffer, const char *bytes, size_t count) {
    if (count > buffer->cap - buffer->seen) {
        buffer->is_over_cap = 1;
        return 0;
    }
    if (buffer->capacity - buffer->length < count) {
        size_t capacity = buffer->capacity ? buffer->capacity : 4096;
        while (capacity - buffer->length < count) capacity *= 2;
        char *grown = realloc(buffer->bytes, capacity);
        if (!grown) return 0;
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->length, bytes, count);
    buffer->length += count;
    buffer->seen += count;
    return 1;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
    return append(context, bytes, size * count) ? size * count : 0;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context) {
    infermon_buffer *headers = context;
    size_t length = size * count;
    // A head after an interim one replaces it; its bytes stay counted, or a server could send heads for ever.
    if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) headers->length = 0;
    return append(headers, bytes, length) ? length : 0;
}

static int on_progress(void *context, int64_t total, int64_t now, int64_t upload_total, int64_t upload_now) {
    (void)total, (void)now, (void)upload_total, (void)upload_now;
    const infermon_curl_request *request = context;
    return request->is_cancelled && request->is_cancelled(request->context);
}

static void set_limits(const infermon_curl *curl, void *easy, const infermon_curl_request *request) {
    curl->easy_setopt(easy, infermon_curlopt_nosignal, 1L);
    curl->easy_setopt(easy, infermon_curlopt_timeout_ms, request->timeout_ms);
    curl->easy_setopt(easy, infermon_curlopt_connecttimeout_ms, request->connect_timeout_ms);
    curl->easy_setopt(easy, infermon_curlopt_low_speed_limit, request->low_speed_bytes);
    curl->easy_setopt(easy, infermon_curlopt_low_speed_time, request->low_speed_seconds);
    curl->easy_setopt(easy, infermon_curlopt_protocols, (long)infermon_curlproto_http_and_https);
    curl->easy_setopt(easy, infermon_curlopt_followlocation, 0L);
    curl->easy_setopt(easy, infermon_curlopt_netrc, 0L);
    curl->easy_setopt(easy, infermon_curlopt_ssl_verifypeer, 1L);
    curl->easy_setopt(easy, infermon_curlopt_ssl_verifyhost, 2L);
    curl->easy_setopt(easy, infermon_curlopt_sslversion, (long)infermon_curl_sslversion_tls12);
    curl->easy_setopt(easy, infermon_curlopt_suppress_connect_headers, 1L);
    // Without it a name server that does not answer would hold the thread past the deadline; unknown before 7.87.
    curl->easy_setopt(easy, infermon_curlopt_quick_exit, 1L);
    if (request->ca_file) curl->easy_setopt(easy, infermon_curlopt_cainfo, request->ca_file);
    if (request->ignores_proxies) curl->easy_setopt(easy, infermon_curlopt_noproxy, "*");
}

void infermon_curl_perform(
    const infermon_curl *curl, const infermon_curl_request *request, infermon_curl_response *response) {
    memset(response, 0, sizeof *response);
    void *easy = curl->easy_init();
    if (!easy) {
        response->code = 2;
        snprintf(response->error, sizeof response->error, "out of memory");
        return;
    }
    infermon_buffer body = {.cap = request->body_cap};
    infermon_buffer headers = {.cap = request->header_cap};
    infermon_slist *list = NULL;
    for (size_t i = 0; i < request->header_count; i++) {
        infermon_slist *longer = curl->slist_append(list, request->headers[i]);
        if (longer) list = longer;
    }
    set_limits(curl, easy, request);
    curl->easy_setopt(easy, infermon_curlopt_url, request->url);
    curl->easy_setopt(easy, infermon_curlopt_errorbuffer, response->error);
    curl->easy_setopt(easy, infermon_curlopt_useragent, "infermon");
    curl->easy_setopt(easy, infermon_curlopt_accept_encoding, "gzip");
    curl->easy_setopt(easy, infermon_curlopt_httpheader, list);
    curl->easy_setopt(easy, infermon_curlopt_writefunction, on_body);
    curl->easy_setopt(easy, infermon_curlopt_writedata, &body);
    curl->easy_setopt(easy, infermon_curlopt_headerfunction, on_header);
    curl->easy_setopt(easy, infermon_curlopt_headerdata, &headers);
    curl->easy_setopt(easy, infermon_curlopt_xferinfofunction, on_progress);
    curl->easy_setopt(easy, infermon_curlopt_xferinfodata, (void *)request);
    curl->easy_setopt(easy, infermon_curlopt_noprogress, 0L);
    if (request->body) {
        curl->easy_setopt(easy, infermon_curlopt_post, 1L);
        curl->easy_setopt(easy, infermon_curlopt_postfieldsize_large, (int64_t)request->body_length);
        curl->easy_setopt(easy, infermon_curlopt_postfields, request->body);
    } else {
        curl->easy_setopt(easy, infermon_curlopt_httpget, 1L);
    }
    response->code = curl->easy_perform(easy);
    curl->easy_getinfo(easy, infermon_curlinfo_response_code, &response->status);
    char *redirect = NULL;
    curl->easy_getinfo(easy, infermon_curlinfo_redirect_url, &redirect);
    if (redirect) response->redirect_url = strdup(redirect);
    if (response->code != 0 && !response->error[0]) {
        snprintf(response->error, sizeof response->error, "%s", curl->easy_strerror(response->code));
    }
    if (body.is_over_cap) response->code = infermon_curl_body_cap;
    if (headers.is_over_cap) response->code = infermon_curl_header_cap;
    if (response->code == 42) response->code = infermon_curl_cancelled;
    response->body = body.bytes;
    response->body_length = body.length;
    response->headers = headers.bytes;
    response->headers_length = headers.length;
    curl->easy_cleanup(easy);
    curl->slist_free_all(list);
}

void infermon_curl_response_free(infermon_curl_response *response) {
    free(response->body);
    free(response->headers);
    free(response->redirect_url);
    memset(response, 0, sizeof *response);
}

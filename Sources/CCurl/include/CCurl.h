#ifndef INFERMON_CCURL_H
#define INFERMON_CCURL_H

#include <stddef.h>

/// A loaded libcurl; lives as long as the process.
typedef struct infermon_curl infermon_curl;

/// Result codes of libcurl that have a sentence of their own, and three of ours below zero.
enum {
    infermon_curl_header_cap = -3,
    infermon_curl_body_cap = -2,
    infermon_curl_cancelled = -1,
    infermon_curl_ok = 0,
    infermon_curl_couldnt_resolve_proxy = 5,
    infermon_curl_couldnt_resolve_host = 6,
    infermon_curl_couldnt_connect = 7,
    infermon_curl_partial_file = 18,
    infermon_curl_operation_timed_out = 28,
    infermon_curl_ssl_connect_error = 35,
    infermon_curl_got_nothing = 52,
    infermon_curl_peer_failed_verification = 60,
    infermon_curl_cacert_badfile = 77,
};

/// One exchange; everything pointed at must live until `infermon_curl_perform` returns.
typedef struct {
    const char *url;
    /// `Name: value` lines.
    const char *const *headers;
    size_t header_count;
    /// The body of a POST; NULL for a GET.
    const char *body;
    size_t body_length;
    /// The time for all of it, and for the connection alone.
    long timeout_ms;
    long connect_timeout_ms;
    /// Gives up when fewer bytes per second arrive for this many seconds.
    long low_speed_bytes;
    long low_speed_seconds;
    /// The most bytes of the decoded body and of all headers.
    size_t body_cap;
    size_t header_cap;
    /// A file of certificate authorities in place of the system's; NULL for the system's.
    const char *ca_file;
    /// Whether proxies named in the environment are ignored.
    int ignores_proxies;
    /// Asked often during the exchange: non-zero ends it.
    int (*is_cancelled)(void *context);
    void *context;
} infermon_curl_request;

/// What came back; free with `infermon_curl_response_free`.
typedef struct {
    /// libcurl's code, or one of ours.
    int code;
    long status;
    char *body;
    size_t body_length;
    /// The lines of the last response's head, CRLF and all.
    char *headers;
    size_t headers_length;
    /// The absolute URL that the answer points to; NULL when it points nowhere.
    char *redirect_url;
    /// libcurl's own words; empty on success.
    char error[256];
} infermon_curl_response;

/// Loads `library` and the functions used of it; on failure returns NULL and the reason in `error`.
infermon_curl *infermon_curl_open(const char *library, char *error, size_t error_size);

/// The loaded library's version, such as `7.88.1`.
const char *infermon_curl_version(const infermon_curl *curl);

/// Runs one exchange, blocking the calling thread; follows no redirects.
void infermon_curl_perform(
    const infermon_curl *curl, const infermon_curl_request *request, infermon_curl_response *response);

/// Frees what a response points to.
void infermon_curl_response_free(infermon_curl_response *response);

/// 1 when the constants were compared with curl/curl.h at build time.
int infermon_curl_constants_were_checked(void);

#endif

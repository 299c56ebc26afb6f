#ifndef INFERMON_CCURL_CONSTANTS_H
#define INFERMON_CCURL_CONSTANTS_H

/// The numbers of libcurl's stable ABI that curl.c uses, so that no header of libcurl is needed to build.
///
/// Source: include/curl/curl.h, unchanged since the option first appeared; constants.c compares them with that header where it
/// is installed.
enum {
    infermon_curlopt_writedata = 10001,
    infermon_curlopt_url = 10002,
    infermon_curlopt_errorbuffer = 10010,
    infermon_curlopt_writefunction = 20011,
    infermon_curlopt_postfields = 10015,
    infermon_curlopt_useragent = 10018,
    infermon_curlopt_low_speed_limit = 19,
    infermon_curlopt_low_speed_time = 20,
    infermon_curlopt_httpheader = 10023,
    infermon_curlopt_headerdata = 10029,
    infermon_curlopt_sslversion = 32,
    infermon_curlopt_noprogress = 43,
    infermon_curlopt_post = 47,
    infermon_curlopt_netrc = 51,
    infermon_curlopt_followlocation = 52,
    infermon_curlopt_xferinfodata = 10057,
    infermon_curlopt_ssl_verifypeer = 64,
    infermon_curlopt_cainfo = 10065,
    infermon_curlopt_headerfunction = 20079,
    infermon_curlopt_httpget = 80,
    infermon_curlopt_ssl_verifyhost = 81,
    infermon_curlopt_nosignal = 99,
    infermon_curlopt_accept_encoding = 10102,
    infermon_curlopt_postfieldsize_large = 30120,
    infermon_curlopt_timeout_ms = 155,
    infermon_curlopt_connecttimeout_ms = 156,
    infermon_curlopt_noproxy = 10177,
    infermon_curlopt_protocols = 181,
    infermon_curlopt_xferinfofunction = 20219,
    infermon_curlopt_suppress_connect_headers = 265,
    infermon_curlopt_quick_exit = 322,

    infermon_curlinfo_response_code = 0x200000 + 2,
    infermon_curlinfo_redirect_url = 0x100000 + 31,

    infermon_curlproto_http_and_https = 3,
    infermon_curl_sslversion_tls12 = 6,
    infermon_curl_global_all = 3,
    infermon_curl_error_size = 256,
};

#endif

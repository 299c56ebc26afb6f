#include "CCurl.h"
#include "constants.h"

#if __has_include(<curl/curl.h>)
#include <curl/curl.h>

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), #theirs)

SAME(infermon_curlopt_writedata, CURLOPT_WRITEDATA);
SAME(infermon_curlopt_url, CURLOPT_URL);
SAME(infermon_curlopt_errorbuffer, CURLOPT_ERRORBUFFER);
SAME(infermon_curlopt_writefunction, CURLOPT_WRITEFUNCTION);
SAME(infermon_curlopt_postfields, CURLOPT_POSTFIELDS);
SAME(infermon_curlopt_useragent, CURLOPT_USERAGENT);
SAME(infermon_curlopt_low_speed_limit, CURLOPT_LOW_SPEED_LIMIT);
SAME(infermon_curlopt_low_speed_time, CURLOPT_LOW_SPEED_TIME);
SAME(infermon_curlopt_httpheader, CURLOPT_HTTPHEADER);
SAME(infermon_curlopt_headerdata, CURLOPT_HEADERDATA);
SAME(infermon_curlopt_sslversion, CURLOPT_SSLVERSION);
SAME(infermon_curlopt_noprogress, CURLOPT_NOPROGRESS);
SAME(infermon_curlopt_post, CURLOPT_POST);
SAME(infermon_curlopt_netrc, CURLOPT_NETRC);
SAME(infermon_curlopt_followlocation, CURLOPT_FOLLOWLOCATION);
SAME(infermon_curlopt_xferinfodata, CURLOPT_XFERINFODATA);
SAME(infermon_curlopt_ssl_verifypeer, CURLOPT_SSL_VERIFYPEER);
SAME(infermon_curlopt_cainfo, CURLOPT_CAINFO);
SAME(infermon_curlopt_headerfunction, CURLOPT_HEADERFUNCTION);
SAME(infermon_curlopt_httpget, CURLOPT_HTTPGET);
SAME(infermon_curlopt_ssl_verifyhost, CURLOPT_SSL_VERIFYHOST);
SAME(infermon_curlopt_nosignal, CURLOPT_NOSIGNAL);
SAME(infermon_curlopt_accept_encoding, CURLOPT_ACCEPT_ENCODING);
SAME(infermon_curlopt_postfieldsize_large, CURLOPT_POSTFIELDSIZE_LARGE);
SAME(infermon_curlopt_timeout_ms, CURLOPT_TIMEOUT_MS);
SAME(infermon_curlopt_connecttimeout_ms, CURLOPT_CONNECTTIMEOUT_MS);
SAME(infermon_curlopt_noproxy, CURLOPT_NOPROXY);
// Deprecated since 7.85 for a string that older releases do not know, and still honoured.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
SAME(infermon_curlopt_protocols, CURLOPT_PROTOCOLS);
SAME(infermon_curlopt_xferinfofunction, CURLOPT_XFERINFOFUNCTION);
SAME(infermon_curlopt_suppress_connect_headers, CURLOPT_SUPPRESS_CONNECT_HEADERS);
#if LIBCURL_VERSION_NUM >= 0x075700
SAME(infermon_curlopt_quick_exit, CURLOPT_QUICK_EXIT);
#endif
SAME(infermon_curlinfo_response_code, CURLINFO_RESPONSE_CODE);
SAME(infermon_curlinfo_redirect_url, CURLINFO_REDIRECT_URL);
SAME(infermon_curlproto_http_and_https, CURLPROTO_HTTP | CURLPROTO_HTTPS);
SAME(infermon_curl_sslversion_tls12, CURL_SSLVERSION_TLSv1_2);
SAME(infermon_curl_global_all, CURL_GLOBAL_ALL);
SAME(infermon_curl_error_size, CURL_ERROR_SIZE);
SAME(infermon_curl_ok, CURLE_OK);
SAME(infermon_curl_partial_file, CURLE_PARTIAL_FILE);
SAME(infermon_curl_couldnt_resolve_proxy, CURLE_COULDNT_RESOLVE_PROXY);
SAME(infermon_curl_couldnt_resolve_host, CURLE_COULDNT_RESOLVE_HOST);
SAME(infermon_curl_couldnt_connect, CURLE_COULDNT_CONNECT);
SAME(infermon_curl_operation_timed_out, CURLE_OPERATION_TIMEDOUT);
SAME(infermon_curl_ssl_connect_error, CURLE_SSL_CONNECT_ERROR);
SAME(infermon_curl_got_nothing, CURLE_GOT_NOTHING);
SAME(infermon_curl_peer_failed_verification, CURLE_PEER_FAILED_VERIFICATION);
SAME(infermon_curl_cacert_badfile, CURLE_SSL_CACERT_BADFILE);

int infermon_curl_constants_were_checked(void) { return 1; }
#else
int infermon_curl_constants_were_checked(void) { return 0; }
#endif

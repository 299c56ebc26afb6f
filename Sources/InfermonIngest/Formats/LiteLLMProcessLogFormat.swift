import InfermonRollup

/// LiteLLM's process log (`json_logs: true`): no tokens, cost, latency or key.
///
/// Recognised so that it can be refused with advice.
struct LiteLLMProcessLogFormat: LogFormat {
    let id = "litellm_process_log"

    var advice: String? {
        """
        this is LiteLLM's process log, which has no tokens, costs or latencies; log requests with a callback that writes \
        StandardLoggingPayload lines and point infermon at that file
        """
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("message") && sample.has("level") && sample.has("timestamp")
            && sample.hasOnly("message", "level", "timestamp", "stacktrace")
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict { .unknown }
}

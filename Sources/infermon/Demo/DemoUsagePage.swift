import InfermonModel

/// The pages that the played usage API answers with: buckets of a day, an hour or a minute, cut into pages as asked.
enum DemoUsagePage {
    static let unauthorized =
        #"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#

    static func answer(uri: String, ledger: DemoLedger) -> (status: Int, body: String) {
        let parts = uri.split(separator: "?", maxSplits: 1)
        var query: [Substring: Substring] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { query[sides[0]] = sides[1] }
        }
        let isCosts = parts.first == "/v1/organization/costs"
        guard isCosts || parts.first == "/v1/organization/usage/completions" else {
            return (
                404, #"{"error":{"message":"Unknown path.","type":"invalid_request_error","param":null,"code":null}}"#
            )
        }
        guard let start = query["start_time"].flatMap({ Int64($0) }) else {
            return (
                400,
                #"{"error":{"message":"start_time is required.","type":"invalid_request_error","param":"start_time","code":null}}"#
            )
        }
        let width: TimeSpan =
            switch query["bucket_width"] {
            case "1h": .hours(1)
            case "1m": .minutes(1)
            default: .days(1)
            }
        let end = query["end_time"].flatMap { Int64($0) } ?? start + 86_400 * 31
        let first = Timestamp(seconds: query["page"].flatMap { Int64($0.dropFirst(5)) } ?? start).floored(to: width)
        let limit = max(1, query["limit"].flatMap { Int64($0) } ?? 7)
        var buckets: [String] = []
        var at = first
        while at < Timestamp(seconds: end), buckets.count < Int(limit) {
            buckets.append(bucket(from: at, to: at + width, isCosts: isCosts, ledger: ledger))
            at = at + width
        }
        let hasMore = at < Timestamp(seconds: end)
        return (
            200,
            #"{"object":"page","data":[\#(buckets.joined(separator: ","))],"has_more":\#(hasMore),"next_page":"#
                + (hasMore ? "\"page_\(at.seconds)\"" : "null") + "}"
        )
    }

    private static func bucket(from start: Timestamp, to end: Timestamp, isCosts: Bool, ledger: DemoLedger) -> String {
        let results = ledger.sums(from: start, to: end).map { model, entry in
            isCosts
                ? #"{"object":"organization.costs.result","amount":{"value":\#(entry.cost.decimal),"currency":"usd"},"line_item":"\#(model)","project_id":null}"#
                : #"{"object":"organization.usage.completions.result","input_tokens":\#(entry.inputTokens),"input_cached_tokens":0,"output_tokens":\#(entry.outputTokens),"num_model_requests":\#(entry.requests),"project_id":null,"user_id":null,"api_key_id":null,"model":"\#(model)","batch":null}"#
        }
        return
            #"{"object":"bucket","start_time":\#(start.seconds),"end_time":\#(end.seconds),"results":[\#(results.joined(separator: ","))]}"#
    }
}

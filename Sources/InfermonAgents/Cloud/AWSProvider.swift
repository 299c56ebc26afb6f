public import InfermonModel

/// What AWS bills for Bedrock (Cost Explorer) and what Bedrock serves (CloudWatch).
///
/// Source: AWS API references of GetCostAndUsage and GetMetricData, metrics of the namespace `AWS/Bedrock`. Every request to Cost
/// Explorer costs $0.01, so it is asked every six hours; its figures move about once a day. Settings: `region` of Bedrock, `services`
/// (a part of the names of the services that count, or `all`), `tag` (a cost allocation tag that becomes the project).
public struct AWSProvider: CloudProvider {
    /// `aws`.
    public let id = "aws"
    /// AWS's own variables; the session's token may be missing.
    public let keyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    /// Where Bedrock runs, which services count, and the tag that becomes the project.
    public let settings = ["region", "services", "tag"]
    /// Costs by day for a price, usage by five minutes.
    public let feeds = [
        ProviderFeed(
            name: "costs", kind: .costs, interval: .hours(6), reach: .openDays, settling: .days(1),
            costPerRequest: Money(picodollars: 10_000_000_000)),
        ProviderFeed(
            name: "usage", kind: .usage, interval: .minutes(5), bucket: .minutes(5), reach: .recent(.minutes(30)),
            settling: .minutes(15)),
    ]

    /// Creates the provider.
    public init() {}

    /// The signed request for one page.
    public func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        guard let pair = AWSSignature.Key(key.text) else {
            throw .noKey("The AWS key is not ID:SECRET, ID:SECRET:TOKEN or the lines of a credentials file.")
        }
        let isCosts = query.feed.kind == .costs
        let region = isCosts ? "us-east-1" : query.settings["region"] ?? "us-east-1"
        guard region.utf8.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }) else {
            throw .noKey("The setting region of the provider aws is no AWS region such as us-east-1.")
        }
        let base = query.baseURL ?? "https://\(isCosts ? "ce" : "monitoring").\(region).amazonaws.com"
        let host = base.range(of: "://").map { String(base[$0.upperBound...].prefix { $0 != "/" }) } ?? base
        let body = Array((isCosts ? Self.costsBody(query) : Self.usageBody(query)).utf8)
        let target = isCosts ? "AWSInsightsIndexService.GetCostAndUsage" : "GraniteServiceVersion20100801.GetMetricData"
        let headers = [
            HTTPHeader("Content-Type", "application/x-amz-json-\(isCosts ? "1.1" : "1.0")"),
            HTTPHeader("X-Amz-Target", target),
        ]
        let signature = AWSSignature(key: pair, region: region, service: isCosts ? "ce" : "monitoring")
        let signed = signature.headers(
            method: "POST", host: host, path: "/", headers: headers, body: body, at: query.now)
        return HTTPRequest(
            url: base + "/", headers: headers + [signed.date], credentials: signed.credentials, body: body)
    }

    private static func costsBody(_ query: ProviderQuery) -> String {
        let tag = query.settings["tag"].map { #",{"Type":"TAG","Key":\#(quoted($0))}"# } ?? ""
        let page = query.page.map { #","NextPageToken":\#(quoted($0))"# } ?? ""
        return #"{"TimePeriod":{"Start":"\#(DateText.day(query.from))","End":"\#(DateText.day(query.to))"},"#
            + #""Granularity":"DAILY","Metrics":["UnblendedCost"],"#
            + #""GroupBy":[{"Type":"DIMENSION","Key":"SERVICE"}\#(tag)]\#(page)}"#
    }

    private static let metrics = [
        ("requests", "Invocations"), ("input", "InputTokenCount"), ("output", "OutputTokenCount"),
        ("cacheread", "CacheReadInputTokenCount"), ("cachewrite", "CacheWriteInputTokenCount"),
    ]

    private static func usageBody(_ query: ProviderQuery) -> String {
        let queries = metrics.map { id, metric in
            let search = #"SEARCH('{AWS/Bedrock,ModelId} MetricName="\#(metric)"', 'Sum', 300)"#
            return
                #"{"Id":"\#(id)","Expression":\#(quoted(search)),"Label":"${PROP('Dim.ModelId')}","ReturnData":true}"#
        }
        let page = query.page.map { #","NextToken":\#(quoted($0))"# } ?? ""
        return #"{"StartTime":\#(query.from.seconds),"EndTime":\#(query.to.seconds),"ScanBy":"TimestampAscending","#
            + #""MetricDataQueries":[\#(queries.joined(separator: ","))]\#(page)}"#
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 32:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Reads a page of costs or usage.
    public func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        query.feed.kind == .costs ? try costs(body, query) : try usage(body, query)
    }

    /// AWS says with status 400 what others say with 401, 403 and 429.
    public func failure(in response: HTTPResponse, key: Secret, at now: Timestamp) -> ProviderFailure? {
        guard response.status != 200 else { return nil }
        let message = ErrorBody.message(in: response.body, redaction: SecretRedaction(secrets: [key.text]))
        let type = message.prefix { $0 != ":" }
        if ["Throttl", "LimitExceeded", "TooManyRequests"].contains(where: { type.contains($0) }) {
            return .rateLimited(retryAfter: RetryAfter.wait(in: response, at: now))
        }
        let refusals = ["UnrecognizedClient", "InvalidClientToken", "ExpiredToken", "InvalidSignature", "MissingAuth"]
        if response.status == 401 || refusals.contains(where: { type.contains($0) }) { return .keyRefused(message) }
        if response.status == 403 || type.contains("AccessDenied") { return .forbidden(message) }
        if response.status == 429 { return .rateLimited(retryAfter: RetryAfter.wait(in: response, at: now)) }
        if response.status >= 500 {
            let wait = RetryAfter.wait(in: response, at: now)
            return .serverError(status: response.status, message: message, retryAfter: wait)
        }
        return .refused(status: response.status, message: message)
    }

    private struct Costs: Decodable {
        struct Period: Decodable {
            let Start: InstantText
            let End: InstantText
        }

        struct Metric: Decodable {
            let Amount: ExactAmount
            let Unit: String?
        }

        struct Group: Decodable {
            let Keys: [String]
            let Metrics: [String: Metric]
        }

        struct Result: Decodable {
            let TimePeriod: Period
            let Groups: [Group]?
            let Total: [String: Metric]?
            let Estimated: Bool?
        }

        let ResultsByTime: [Result]
        let NextPageToken: String?
    }

    private func costs(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let costs = try ProviderJSON.decode(Costs.self, from: body)
        let services = query.settings["services"] ?? "Bedrock"
        var page = ProviderPage(next: costs.NextPageToken)
        page.note("Each request to Cost Explorer costs $0.01; its figures move about once a day.")
        if services != "all" { page.note("Only services with \"\(services)\" in their names are counted.") }
        for result in costs.ResultsByTime {
            let (start, end) = (result.TimePeriod.Start.value, result.TimePeriod.End.value)
            let groups = result.Groups ?? []
            let isWhole = groups.isEmpty && result.Total?.isEmpty == false
            if isWhole, services != "all", result.Total?["UnblendedCost"].map({ $0.Amount.dollars }) != .zero {
                throw .malformed("AWS's answer is not split by service; it is not counted.")
            }
            guard result.Groups != nil || isWhole else {
                throw .malformed("AWS's answer has neither groups nor a total: it is not counted as zero.")
            }
            for group in isWhole ? [Costs.Group(Keys: ["all services"], Metrics: result.Total ?? [:])] : groups
            where !(isWhole && services != "all") {
                guard let service = group.Keys.first else { continue }
                guard services == "all" || service.lowercased().range(of: services.lowercased()) != nil else {
                    continue
                }
                guard let metric = group.Metrics["UnblendedCost"] else {
                    throw .malformed("AWS's answer has no UnblendedCost: it is not counted as zero.")
                }
                guard page.isDollar(metric.Unit) else { continue }
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: start, end: end, model: Self.model(service), lineItem: service,
                            project: Self.tagValue(group.Keys), billed: metric.Amount.dollars,
                            isProvisional: result.Estimated == true || query.isOpen(end)),
                        identity: ProviderPage.identity(group.Keys.joined(separator: "\u{1F}"))))
            }
        }
        return page
    }

    /// The model of a service such as `Claude Sonnet 4.5 (Amazon Bedrock Edition)`.
    private static func model(_ service: String) -> String? {
        service.range(of: " (Amazon Bedrock Edition)").map { String(service[..<$0.lowerBound]) }
    }

    /// The value of a second key such as `Environment$Prod`; nothing after the dollar sign means untagged.
    private static func tagValue(_ keys: [String]) -> String? {
        guard keys.count > 1, let dollar = keys[1].firstIndex(of: "$") else { return nil }
        let value = keys[1][keys[1].index(after: dollar)...]
        return value.isEmpty ? nil : String(value)
    }

    private struct Usage: Decodable {
        struct Result: Decodable {
            let Id: String
            let Label: String?
            let Timestamps: [WholeCount]
            let Values: [WholeCount]
            let StatusCode: String?
        }

        let MetricDataResults: [Result]
        let NextToken: String?
    }

    private func usage(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let usage = try ProviderJSON.decode(Usage.self, from: body)
        var page = ProviderPage(next: usage.NextToken)
        page.note("CloudWatch charges about $0.01 for 1,000 metrics read.")
        for result in usage.MetricDataResults {
            if let status = result.StatusCode, status != "Complete", status != "PartialData" {
                throw .malformed(
                    "CloudWatch could not read a metric (\(SecretRedaction().redacted(status, limit: 24))).")
            }
            guard result.Timestamps.count == result.Values.count else {
                throw .malformed("CloudWatch's answer has times without values; it is not counted.")
            }
            for (time, value) in zip(result.Timestamps, result.Values) {
                let span = query.bucket(holding: Timestamp(seconds: time.value))
                var record = ProviderUsage(
                    provider: id, start: span.start, end: span.end, model: result.Label,
                    isProvisional: query.isOpen(span.end))
                switch result.Id {
                case "requests": record.requests = value.value
                case "input": record.tokens = TokenUsage(uncachedInput: value.value)
                case "output": record.tokens = TokenUsage(output: value.value)
                case "cacheread": record.tokens = TokenUsage(cacheRead: value.value)
                case "cachewrite": record.tokens = TokenUsage(cacheWrite5m: value.value)
                default: continue
                }
                page.records.append(.init(record, identity: ProviderPage.identity(result.Id, result.Label)))
            }
        }
        return page
    }
}

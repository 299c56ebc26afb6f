import InfermonModel

/// Writes integers and texts as bytes for a checkpoint; reads are checked, since files rot.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ text: String) {
        let utf8 = Array(text.utf8.prefix(Int(UInt16.max)))
        write(UInt16(utf8.count))
        bytes.append(contentsOf: utf8)
    }
}

/// Reads what a ``StateWriter`` wrote.
struct StateReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func read<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { return nil }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size).withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(as: Value.self)) }
    }

    mutating func readText() -> String? {
        guard let count = read(UInt16.self), rest.count >= Int(count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return String(decoding: rest.prefix(Int(count)), as: UTF8.self)
    }
}

extension RequestFolder {
    private static var version: UInt8 { 3 }

    /// What is remembered, as bytes for a checkpoint.
    var encoded: [UInt8] {
        var writer = StateWriter()
        writer.write(Self.version)
        let remembered = remembered
        writer.write(UInt32(streams.all.count))
        for stream in streams.all {
            writer.write(stream.key)
            writer.write(stream.number)
            writer.write(stream.newestEnd.microseconds)
        }
        writer.write(UInt32(remembered.count))
        for (group, request) in remembered {
            writer.write(group)
            for text in [
                request.series.scenario.rawValue, request.series.model, request.series.provider, request.series.key,
                request.series.team,
            ] { writer.write(text) }
            writer.write(request.firstStart.microseconds)
            writer.write(request.lastDuration.microseconds)
            writer.write(request.stream)
            request.counted.write(to: &writer)
        }
        return writer.bytes
    }

    /// Reads what ``encoded`` wrote.
    ///
    /// - Returns: `nil` when the bytes are no such encoding.
    init?(encoded bytes: some Sequence<UInt8>) {
        var reader = StateReader(bytes)
        guard !reader.isAtEnd else {
            self.init()
            return
        }
        guard reader.read(UInt8.self) == Self.version, let streams = LogStreams(from: &reader),
            let count = reader.read(UInt32.self), count <= Self.limit
        else { return nil }
        var requests: [(group: UInt64, request: OpenRequest)] = []
        for _ in 0..<count {
            guard let group = reader.read(UInt64.self), let scenario = reader.readText(), let model = reader.readText(),
                let provider = reader.readText(), let key = reader.readText(), let team = reader.readText(),
                let start = reader.read(Int64.self), let duration = reader.read(Int64.self),
                let stream = reader.read(UInt64.self), let counted = RequestContribution(from: &reader)
            else { return nil }
            let series = SeriesKey(
                scenario: ScenarioID(scenario), model: model, provider: provider, key: key, team: team)
            requests.append(
                (
                    group,
                    OpenRequest(
                        series: series, firstStart: Timestamp(microseconds: start),
                        lastDuration: TimeSpan(microseconds: duration), counted: counted, stream: stream)
                ))
        }
        guard reader.isAtEnd else { return nil }
        self.init(restoring: requests, streams: streams)
    }
}

extension LogStreams {
    fileprivate init?(from reader: inout StateReader) {
        guard let count = reader.read(UInt32.self), count <= Self.limit else { return nil }
        var all: [Stream] = []
        for _ in 0..<count {
            guard let key = reader.read(UInt64.self), let number = reader.read(UInt64.self),
                let end = reader.read(Int64.self)
            else { return nil }
            all.append(Stream(key: key, number: number, newestEnd: Timestamp(microseconds: end)))
        }
        self.init(all)
    }
}

extension RequestContribution {
    /// Writes what a failure added; latencies are not among it.
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(endedAt.microseconds)
        writer.write(attempts)
        writer.write(outcome.rawValue)
        var flags: UInt8 = 0
        for (bit, isSet) in [
            isCacheHit, isStream, isDiscounted, tokens != nil, gatewayCost != nil, computedCost != nil,
            bestCost != nil,
        ].enumerated() where isSet { flags |= 1 << UInt8(bit) }
        writer.write(flags)
        if let tokens {
            for count in [
                tokens.uncachedInput, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output,
                tokens.reasoning,
            ] { writer.write(count) }
        }
        for cost in [gatewayCost, computedCost, bestCost, saved, wasted] {
            if let cost { writer.write(cost.picodollars) }
        }
    }

    fileprivate init?(from reader: inout StateReader) {
        guard let end = reader.read(Int64.self), let attempts = reader.read(Int64.self),
            let outcome = reader.read(UInt8.self).flatMap(RequestOutcome.init(rawValue:)),
            let flags = reader.read(UInt8.self)
        else { return nil }
        self.init(endedAt: Timestamp(microseconds: end), attempts: attempts, outcome: outcome)
        isCacheHit = flags & 1 != 0
        isStream = flags & 2 != 0
        isDiscounted = flags & 4 != 0
        if flags & 8 != 0 {
            guard let input = reader.read(Int64.self), let read = reader.read(Int64.self),
                let short = reader.read(Int64.self), let long = reader.read(Int64.self),
                let output = reader.read(Int64.self), let reasoning = reader.read(Int64.self)
            else { return nil }
            tokens = TokenUsage(
                uncachedInput: input, cacheRead: read, cacheWrite5m: short, cacheWrite1h: long, output: output,
                reasoning: reasoning)
        }
        if flags & 16 != 0 {
            guard let amount = reader.read(Int128.self) else { return nil }
            gatewayCost = Money(picodollars: amount)
        }
        if flags & 32 != 0 {
            guard let amount = reader.read(Int128.self) else { return nil }
            computedCost = Money(picodollars: amount)
        }
        if flags & 64 != 0 {
            guard let amount = reader.read(Int128.self) else { return nil }
            bestCost = Money(picodollars: amount)
        }
        guard let saved = reader.read(Int128.self), let wasted = reader.read(Int128.self) else { return nil }
        self.saved = Money(picodollars: saved)
        self.wasted = Money(picodollars: wasted)
    }
}

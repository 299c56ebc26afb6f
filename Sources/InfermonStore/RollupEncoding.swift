import InfermonModel

/// A rollup as bytes: a version, then signed variable-length integers in a fixed order, then the two histograms.
enum RollupEncoding {
    private static let version: UInt8 = 1

    static func encode(_ rollup: Rollup) -> [UInt8] {
        var bytes: [UInt8] = [version]
        for path in counts { append(Int128(rollup[keyPath: path]), to: &bytes) }
        for outcome in RequestOutcome.allCases { append(Int128(rollup.outcomes[outcome]), to: &bytes) }
        for path in amounts { append(rollup[keyPath: path].picodollars, to: &bytes) }
        for histogram in [rollup.latency, rollup.timeToFirstToken] {
            let encoded = histogram.encoded
            append(Int128(encoded.count), to: &bytes)
            bytes.append(contentsOf: encoded)
        }
        return bytes
    }

    /// Reads what ``encode(_:)`` wrote; `nil` for anything else.
    static func decode(_ bytes: [UInt8]) -> Rollup? {
        guard bytes.first == version else { return nil }
        var rest = bytes.dropFirst()
        var rollup = Rollup()
        for path in counts {
            guard let value = take(&rest), let count = Int64(exactly: value) else { return nil }
            rollup[keyPath: path] = count
        }
        for outcome in RequestOutcome.allCases {
            guard let value = take(&rest), let count = Int64(exactly: value) else { return nil }
            rollup.outcomes[outcome] = count
        }
        for path in amounts {
            guard let value = take(&rest) else { return nil }
            rollup[keyPath: path] = Money(picodollars: value)
        }
        guard let latency = takeHistogram(&rest), let first = takeHistogram(&rest), rest.isEmpty else { return nil }
        rollup.latency = latency
        rollup.timeToFirstToken = first
        return rollup
    }

    private static var counts: [WritableKeyPath<Rollup, Int64>] {
        [
            \.requests, \.attempts, \.cacheHits, \.streamed, \.discounted, \.tokens.uncachedInput, \.tokens.cacheRead,
            \.tokens.cacheWrite5m, \.tokens.cacheWrite1h, \.tokens.output, \.tokens.reasoning, \.requestsWithoutTokens,
            \.gatewayPriced, \.computedPriced, \.unpriced, \.decodeMicroseconds, \.decodeTokens, \.largestContext,
        ]
    }

    private static var amounts: [WritableKeyPath<Rollup, Money>] {
        [\.gatewayCost, \.computedCost, \.bestCost, \.savedByCache, \.wastedCost]
    }

    private static func append(_ value: Int128, to bytes: inout [UInt8]) {
        // The sign goes into the lowest bit, so that small negative numbers stay short.
        var rest = UInt128(truncatingIfNeeded: value << 1) ^ UInt128(truncatingIfNeeded: value >> 127)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func take(_ bytes: inout ArraySlice<UInt8>) -> Int128? {
        var value: UInt128 = 0
        var shift: UInt128 = 0
        while let byte = bytes.popFirst() {
            guard shift < 128 else { return nil }
            value |= UInt128(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                return Int128(truncatingIfNeeded: value >> 1) ^ -Int128(truncatingIfNeeded: value & 1)
            }
            shift += 7
        }
        return nil
    }

    private static func takeHistogram(_ bytes: inout ArraySlice<UInt8>) -> LatencyHistogram? {
        guard let value = take(&bytes), let count = Int(exactly: value), count >= 0, count <= bytes.count else {
            return nil
        }
        defer { bytes = bytes.dropFirst(count) }
        return LatencyHistogram(encoded: bytes.prefix(count))
    }
}

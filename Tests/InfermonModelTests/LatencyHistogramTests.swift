import InfermonModel
import Testing

@Suite struct LatencyHistogramTests {
    private static let quantiles = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1]

    private func histogram(_ values: [Int64]) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for value in values { histogram.record(microseconds: value) }
        return histogram
    }

    /// Linear interpolation between closest ranks of the sorted values.
    private func exactPercentile(_ values: [Int64], _ quantile: Double) -> Double {
        let sorted = values.sorted()
        let rank = quantile * Double(sorted.count - 1)
        let low = Int(rank)
        let high = min(low + 1, sorted.count - 1)
        return Double(sorted[low]) + (Double(sorted[high]) - Double(sorted[low])) * (rank - Double(low))
    }

    private func values(_ count: Int, seed: UInt64, octaves: Int64 = 36) -> [Int64] {
        var random = SeededGenerator(seed: seed)
        // Exponents spread evenly, so that every octave up to a day has its share.
        return (0..<count).map { _ in
            let bits = Int64.random(in: 0...octaves, using: &random)
            return Int64.random(in: 0...(1 << bits), using: &random)
        }
    }

    @Test(arguments: [1, 2, 3, 10, 199])
    func `below two hundred values percentiles are exact`(count: Int) {
        let values = values(count - 1, seed: UInt64(count), octaves: 31) + [Int64(UInt32.max)]
        let histogram = histogram(values)
        for quantile in Self.quantiles {
            let expected = exactPercentile(values, quantile) / 1_000
            #expect(abs((histogram.percentileMilliseconds(quantile) ?? -1) - expected) <= expected * 1e-12)
        }
    }

    @Test(arguments: [1, 2, 10, 199, 200, 201, 1_000, 50_000])
    func `with many values, or one of over 71 minutes, percentiles are within 1,6 percent of their ranks`(count: Int) {
        let values = values(count - 1, seed: UInt64(count)) + [Int64(UInt32.max) + 1]
        let histogram = histogram(values)
        for quantile in Self.quantiles {
            let expected = exactPercentile(values, quantile)
            let found = (histogram.percentileMilliseconds(quantile) ?? -1) * 1_000
            #expect(abs(found - expected) <= expected * 0.016 + 0.001, "\(quantile): \(found) for \(expected)")
        }
        #expect(histogram.count == Int64(count))
        #expect(histogram.maximumMicroseconds == values.max())
        #expect(histogram.minimumMicroseconds == values.min())
        #expect(histogram.sumMicroseconds == values.reduce(0, +))
    }

    @Test(arguments: [
        (10, 20), (150, 150), (100, 5_000), (5_000, 100), (3_000, 4_000), (0, 10), (10, 0), (0, 1), (1, 1), (2, 1),
        (1, 2), (2, 2), (2, 150), (150, 1), (2, 500), (500, 2),
    ])
    func `merging equals recording everything`(left: Int, right: Int) {
        let first = values(left, seed: 1)
        let second = values(right, seed: 2)
        var merged = histogram(first)
        merged.merge(histogram(second))
        let whole = histogram(first + second)
        for quantile in Self.quantiles { #expect(merged.percentile(quantile) == whole.percentile(quantile)) }
        #expect(merged.count == whole.count)
        #expect(merged.sumMicroseconds == whole.sumMicroseconds)
        #expect(merged.minimumMicroseconds == whole.minimumMicroseconds)
        #expect(merged.maximumMicroseconds == whole.maximumMicroseconds)
        #expect(merged.encoded.count == whole.encoded.count)
        var other = histogram(second)
        other.merge(histogram(first))
        for quantile in Self.quantiles { #expect(other.percentile(quantile) == whole.percentile(quantile)) }
    }

    @Test func `three values of days are within 1,6 percent, and are counted above a bound`() {
        let days = histogram([1_000_000, 3 * 86_400_000_000, 4 * 86_400_000_000])
        let median = (days.percentileMilliseconds(0.5) ?? 0) * 1_000
        #expect(abs(median - 3 * 86_400e6) <= 3 * 86_400e6 * 0.016)
        #expect(days.count(above: .hours(60)) == 2)
        for count in 0...3 {
            let few = histogram([5_000_000_000, 1_000, 7].prefix(count).map { $0 })
            #expect(few.count(above: .seconds(60)) == (count > 0 ? 1 : 0))
            #expect(few.count(above: .zero) == Int64(count))
        }
    }

    @Test func `long values that a store has one by one are read`() {
        let (long, short): (Int64, Int64) = (5_000_000_000, 3_000)
        func varint(_ value: Int64) -> [UInt8] {
            value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
        }
        let encoded = [2, long + short, short, long, 0, short, long].flatMap(varint)
        #expect(LatencyHistogram(encoded: encoded) == histogram([short, long]))
        let three = [3, long + short + 5, 5, long, 0, short, long, 5].flatMap(varint)
        #expect(LatencyHistogram(encoded: three) == histogram([short, long, 5]))
    }

    @Test(arguments: [0, 1, 2, 3, 199, 200, 10_000])
    func `what is encoded is decoded`(count: Int) {
        let original = histogram(values(count, seed: 3))
        #expect(LatencyHistogram(encoded: original.encoded) == original)
    }

    @Test func `hostile bytes are refused or read, and never trap`() {
        var random = SeededGenerator(seed: 4)
        let samples = [histogram(values(50, seed: 5)).encoded, histogram(values(500, seed: 6)).encoded]
        for round in 0..<20_000 {
            var bytes = samples[round % 2]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] =
                    [0, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            if round.isMultiple(of: 3) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            guard var decoded = LatencyHistogram(encoded: bytes) else { continue }
            _ = decoded.percentile(0.95)
            _ = decoded.mean
            _ = decoded.count(above: .seconds(1))
            decoded.merge(decoded)
            decoded.record(microseconds: 5)
            _ = decoded.percentile(1)
        }
        #expect(LatencyHistogram(encoded: [UInt8](repeating: 0xff, count: 100)) == nil)
        #expect(LatencyHistogram(encoded: [1, 1, 1, 1, 2, 0, 1]) == nil)
    }

    @Test func `the greatest and the least values do not trap`() {
        var histogram = LatencyHistogram()
        for value in [Int64.max, .min, -1, 0, .max] { histogram.record(microseconds: value) }
        #expect(histogram.minimumMicroseconds == 0)
        #expect(histogram.percentile(1)?.microseconds == .max)
        for _ in 0..<300 { histogram.record(microseconds: .max) }
        // Beyond 38 hours values share a bucket; only the extremes are exact there.
        #expect((histogram.percentile(0.99)?.hours ?? 0) > 37)
        #expect(histogram.percentile(1)?.microseconds == .max)
        #expect(histogram.mean != nil)
    }

    @Test func `without values nothing is measured`() {
        let empty = LatencyHistogram()
        #expect(empty.percentile(0.5) == nil)
        #expect(empty.mean == nil)
        #expect(empty.maximum == nil)
        #expect(empty.encoded == [])
        #expect(empty.count(above: .zero) == 0)
    }

    @Test(arguments: [(0, 31), (1_000_000, 4_000_000), (5, 900_000_000), (1 << 34, 1 << 36)] as [(Int64, Int64)])
    func `values of few octaves are the same in any order, merged and stored`(low: Int64, high: Int64) {
        var random = SeededGenerator(seed: UInt64(high))
        let values = (0..<500).map { _ in Int64.random(in: low...high, using: &random) } + [low, high]
        let all = histogram(values)
        #expect(histogram(values.reversed()) == all)
        var merged = histogram(Array(values.prefix(250)))
        merged.merge(histogram(Array(values.dropFirst(250))))
        #expect(merged == all)
        #expect(LatencyHistogram(encoded: all.encoded) == all)
        #expect(all.count(above: TimeSpan(microseconds: high + high / 8 + 32)) == 0)
        if low > 0 { #expect(all.count(above: TimeSpan(microseconds: low / 2)) == 502) }
    }

    @Test func `values above a bound are counted`() {
        let few = histogram([1, 2, 3, 4, 5])
        #expect(few.count(above: TimeSpan(microseconds: 3)) == 2)
        let many = histogram((1...1_000).map { $0 * 1_000 })
        let above = many.count(above: .milliseconds(500))
        #expect(abs(above - 500) <= 16)
    }

    @Test("several percentiles at once are those asked for one by one", arguments: [0, 1, 2, 199, 200, 5_000])
    func percentilesAtOnce(_ count: Int) {
        let histogram = histogram(values(count, seed: 11))
        #expect(
            histogram.percentilesMilliseconds(Self.quantiles) == Self.quantiles.map(histogram.percentileMilliseconds))
        #expect(histogram.percentiles(Self.quantiles) == Self.quantiles.map(histogram.percentile))
        #expect(histogram.percentiles([0.5]).count == 1)
    }
}

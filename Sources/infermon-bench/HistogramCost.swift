import Glibc
import InfermonModel

/// What recording a latency and asking for percentiles cost.
enum HistogramCost {
    static func measure() {
        var histogram = LatencyHistogram()
        let values = 4_000_000
        var state: UInt64 = 1
        var start = Cost.now
        for _ in 0..<values {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            histogram.record(microseconds: Int64(state >> 40))
        }
        let recording = Cost.now - start
        let queries = 100_000
        var sum = 0.0
        start = Cost.now
        for _ in 0..<queries {
            for quantile in [0.5, 0.95, 0.99] { sum += histogram.percentileMilliseconds(quantile) ?? 0 }
        }
        let asking = Cost.now - start
        precondition(sum > 0)
        print(
            "histogram: record \(rounded(recording.cpu * 1e9 / Double(values), places: 1)) ns, "
                + "three percentiles \(rounded(asking.cpu * 1e6 / Double(queries), places: 2)) us")
    }
}

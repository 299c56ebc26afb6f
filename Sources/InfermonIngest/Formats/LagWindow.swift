import InfermonModel

/// The time from the end of each of the last requests to its being read.
struct LagWindow {
    private static let size = 64

    private var values = [Int64](repeating: 0, count: LagWindow.size)
    private var count = 0

    /// Notes one request.
    @inline(__always)
    mutating func note(_ microseconds: Int64) {
        values[count & (Self.size - 1)] = microseconds
        count &+= 1
    }

    /// The median; `nil` without requests.
    var median: TimeSpan? {
        let known = values.prefix(min(count, Self.size)).sorted()
        return known.isEmpty ? nil : TimeSpan(microseconds: known[known.count / 2])
    }
}
